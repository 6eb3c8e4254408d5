"""Words that point back at something said before: pronouns, “the painter”, “this work”."""

from __future__ import annotations

import re

from .names import names_of

PERSON = re.compile(
    r"\b(he|she|him|his|hers|her)\b|\b(?:the|this|that|these)\s+(?:\w+\s+)?(?:artist|painter|sculptor|maker|photographer|printmaker|master|"
    r"architect|potter|weaver|carver)(?:'s|’s)?\b(?!\s+(?:of|who|that|behind)\b)",
    re.IGNORECASE,
)
THING = re.compile(
    r"\b(its|it)\b|\b(?:the|this|that)\s+(?:\w+\s+)?(?:painting|picture|work|print|sculpture|statue|piece|photograph|drawing|scroll|"
    r"bronze|mask|textile|carpet|vase|bowl|fresco|manuscript|portrait|building|temple|quilt|tapestry|figure|object|installation|image)"
    r"(?:'s|’s)?\b(?!\s+(?:of|by|at|in|from|that|which|with|called|made\s+(?:by|for))\b)",
    re.IGNORECASE,
)
PLURAL = re.compile(r"\b(they|them|their|theirs)\b", re.IGNORECASE)


def points_back(text: str) -> bool:
    """Say whether a question holds a pronoun, or “the painter” or “this work”, that no name before it in it explains."""
    found = min((m.start() for p in (PERSON, THING, PLURAL) if (m := p.search(text))), default=None)
    return found is not None and not names_of(text[:found])
