"""In what order a person wants the works to hang: “chronologically”, “largest first”, “by artist”."""

from __future__ import annotations

import re

from tools.curate.order import By

from .draft import Draft
from .vocabulary import Vocabulary

_WAYS: dict[By, str] = {
    "oldest": r"(?:in )?chronological(?:ly)?(?: order)?|in date order|in order of (?:date|age|year)|by (?:date|year|age)s?"
    r"|(?:oldest|earliest) first|from (?:the )?(?:oldest|earliest|old) (?:on|to (?:the )?(?:newest|latest|new))",
    "newest": r"(?:newest|latest|most recent) first|(?:in )?reverse chronological(?:ly)?(?: order)?"
    r"|from (?:the )?(?:newest|latest|new) (?:on|to (?:the )?(?:oldest|earliest|old))",
    "smallest": r"(?:by|in order of) size|smallest first|from (?:the )?small(?:est)? to (?:the )?(?:large|big)(?:st|gest)?",
    "largest": r"(?:largest|biggest) first|from (?:the )?(?:large|big)(?:st|gest)? to (?:the )?small(?:est)?",
    "maker": r"by (?:artist|maker|name|surname)s?|(?:in )?alphabetical(?:ly)?(?: order)?(?: by (?:artist|maker|name))?",
    "sections": r"(?:back )?in(?:to)? (?:new )?sections|by sections?",
}
WAY = "|".join(f"(?P<{way}>{said})" for way, said in _WAYS.items())
# In a brief “by size” and “by artist” may go on; alone between commas they do not.
_IN_BRIEF = re.compile(
    rf"(?:^|(?<=[.,;:!?\n(¦]))\s*(?:(?:and|but|please|hung|hang|hanging|shown|show|arranged|arrange|ordered|order|sorted|sort|presented)\s+)*"
    rf"(?:(?:them|it|the works|works|all|everything)\s+)?(?:{WAY})(?=\s*(?:please)?\s*(?:$|[.,;:!?\n)¦]))",
    re.IGNORECASE,
)


def way_of(found: re.Match[str]) -> By:
    """Return the order that a match of `WAY` names."""
    return next(way for way in _WAYS if found[way])


def read_order(draft: Draft, vocabulary: Vocabulary) -> None:
    """Take out in what order the works are to hang."""
    for found in draft.found(_IN_BRIEF):
        way = way_of(found)
        draft.take(found.start(), found.end())
        draft.order = None if way == "sections" else way
