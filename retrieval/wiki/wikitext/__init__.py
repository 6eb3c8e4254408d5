"""From wikitext to plain sentences: scrub what is no prose, word templates, mend or drop what would be broken."""
