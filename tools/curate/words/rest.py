"""What is asked of the rest of a show: “two by men, the rest by women”."""

from __future__ import annotations

import re
from dataclasses import replace

from tools.curate.brief import Rule

from .draft import Draft
from .extent import USUAL
from .parts import both, traits_of
from .phrase import phrase_at
from .vocabulary import Vocabulary

_REST = re.compile(
    r"(?<![\w-])(?:(?:and|with|but)\s+)*(?:all )?the (?:rest|others|remainder|other (?:works|ones|pieces)|remaining (?:works|ones|pieces))"
    r"(?:\s+(?:should be|must be|being|are|is|to be|come|can be))*\s+",
    re.IGNORECASE,
)


def read_rest(draft: Draft, vocabulary: Vocabulary) -> None:
    """Take out what the rest must be; how many that is waits for the size."""
    for found in draft.found(_REST):
        phrase = phrase_at(draft.left, found.end(), vocabulary, names="known", bare=True)
        if phrase is None or phrase.empty or not (traits := traits_of(phrase, vocabulary)):
            continue
        said = draft.take(found.start(), phrase.end)
        draft.rest.append((found.start(), Rule(kind="at_least", trait=both(traits), said=said)))


def settle_rest(draft: Draft) -> None:
    """Keep what the rest must be as a count: so many works as are not counted before it in the brief."""
    for at, rule in draft.rest:
        counted = sum(
            before.count or 0 for place, before in draft.rules if place < at and before.kind in ("exactly", "at_least", "at_most")
        )
        if left := max((draft.size or USUAL) - counted, 0):
            draft.rules.append((at, replace(rule, count=left)))
            draft.assume(f"“{rule.said}” was read as at least {left} works.")
