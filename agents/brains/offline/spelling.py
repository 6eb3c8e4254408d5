"""Mend a misspelt name by the headings of what was found all the same."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rapidfuzz import fuzz, process

from retrieval.words import FUNCTION_WORDS, folded, stem, words
from tools.observation import Passage

# A word of a question is taken for a misspelt name from this length and likeness on.
LEAST_LETTERS = 4
SPELT_ALIKE = 78


def spelt_as_found(query: str, passages: Sequence[Passage]) -> str:
    """Return the query with words that no passage has replaced by a heading's word that is spelt nearly so."""
    there = {w for p in passages for w in words(f"{p['heading']} {p['text']}")}
    stems = {stem(w) for w in there}
    headed = sorted({w for p in passages for w in words(p["heading"]) if len(w) >= LEAST_LETTERS})
    for word in words(query):
        if len(word) < LEAST_LETTERS or word in FUNCTION_WORDS or word in there or stem(word) in stems:
            continue
        found = process.extractOne(word, headed, scorer=fuzz.ratio, score_cutoff=SPELT_ALIKE)
        if found and found[0][0] == word[0]:
            query = _replaced(query, word, found[0])
    return query


def _replaced(query: str, word: str, spelling: str) -> str:
    """Replace a word wherever it stands, however its case and accents are written."""
    for written in re.findall(r"[^\W_]+", query):
        if folded(written) == word:
            query = query.replace(written, spelling.title() if written[0].isupper() else spelling)
    return query
