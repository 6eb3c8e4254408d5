"""Fragments from a MediaWiki dump: pages are chosen by the category graph, wikitext becomes plain sentences."""
