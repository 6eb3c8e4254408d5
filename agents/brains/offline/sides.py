"""What a comparison sets side by side: each side is also asked for by itself, and missed aloud when nothing tells of it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from retrieval.words import content_stems

from .kinds import wanted
from .names import compared
from .question import Asked
from .reader import Read

_COMPARES = re.compile(
    r"\b(compare[ds]?|comparison|contrast|differ\w*|versus|vs|apart|alike|in common|similar\w*|both|unlike|between|"
    r"older|earlier|later|larger|bigger|smaller|taller|wider|higher|longer|first|which of)\b",
    re.IGNORECASE,
)
_JOINS = r"(?:and|or|with|than|from|to|against|versus|vs\.?)"
# A sentence speaks of a side when its passage and heading hold more than this share of the words by which the side is called.
SPOKEN = 0.5


def sides_asked(part: Asked) -> list[Asked]:
    """Return what is asked of each side when a part compares two or three things by name."""
    sides = compared(part.whole)
    if not _COMPARES.search(part.whole) or not 2 <= len(sides) <= 3:
        return []
    return [Asked(_of_one_side(part.whole, side, sides), optional=True, side=_as_written(side, part.whole)) for side in sides]


def speaks_of(read: Read, side: str) -> bool:
    """Say whether a sentence speaks of a side: its passage has most of the words of its name, and the sentence or its heading one."""
    own, heading = set(content_stems(side)), set(content_stems(read.passage["heading"]))
    near = heading | set(content_stems(read.text))
    return bool(own & near) and len(own & (near | set(content_stems(read.passage["text"])))) > SPOKEN * len(own)


def _as_written(side: str, question: str) -> str:
    """Return a side as the question has it, small words and all: “Gerard ter Borch” for “Gerard Borch”."""
    between = re.search(r"\b[\w'’.]*\W+(?:\w+\W+){0,3}?".join(map(re.escape, side.split())), question)
    return between.group() if between else side


def _of_one_side(question: str, side: str, sides: Sequence[str]) -> str:
    match wanted(question):
        case "time":
            return f"When was {side} made?"
        case "size":
            return f"How high and wide is {side}?"
        case _:
            return _without_others(question, side, sides)


def _without_others(question: str, side: str, sides: Sequence[str]) -> str:
    """Return the question of one side alone; one that asks for nothing but the comparison asks what is special about it."""
    left = question
    for other in sides:
        if other != side:
            written = re.escape(_as_written(other, question))
            left = re.sub(rf"(?:\b{_JOINS}\s+(?:the\s+|his\s+|her\s+)?)?{written}(?:['’]s)?(?:\s+{_JOINS}\b)?", " ", left)
    asks = set(content_stems(_COMPARES.sub(" ", left))) - set(content_stems(side))
    return " ".join(left.split()) if asks else f"What is special about {side}?"
