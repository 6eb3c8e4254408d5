"""Join the sentences that answer into an answer, each with its citation."""

from __future__ import annotations

import re
from collections.abc import Sequence

from prompts import render
from retrieval.words import content_stems

from .reader import Read

# A second sentence is added when it is this probable beside the first, and says mostly other things.
NEARLY_AS_GOOD = 0.55
ALIKE = 0.6
_LEANS = re.compile(
    r"^(?:he|she|it|its|his|her|they|their|this|these|those|such|both|here|there"
    r"|the (?:work|painting|picture|artist|painter|scene|print|sculpture))\b",
    re.IGNORECASE,
)


def chosen(read: Sequence[Read], threshold: float, most: int) -> list[Read]:
    """Return up to `most` sentences that answer: the best, and others nearly as good that say something else."""
    kept: list[Read] = []
    for candidate in read:
        if candidate.probability < threshold or len(kept) == most:
            break
        if kept and candidate.probability < NEARLY_AS_GOOD * kept[0].probability:
            break
        if not any(_alike(candidate, other) for other in kept):
            kept.append(candidate)
    return kept


def cited(read: Read) -> str:
    """Word a sentence with its citation; one that leans on the sentence before it brings that one along."""
    texts = [read.text]
    if _LEANS.match(read.text) and read.place > 0:
        texts.insert(0, read.passage["sentences"][read.place - 1]["text"])
    return " ".join(stated(text, read.passage["id"]) for text in texts)


def joined(paragraphs: Sequence[Sequence[Read]]) -> str:
    """Word all parts, a sentence once only, those of one passage in its order."""
    said: set[str] = set()
    lines: list[str] = []
    for paragraph in paragraphs:
        fresh = [r for r in paragraph if r.text not in said]
        said |= {r.text for r in fresh}
        lines += [cited(r) for r in _in_reading_order(fresh)]
    return " ".join(dict.fromkeys(" ".join(lines).split("\n")))


def not_known(part: str, asked: bool = True) -> str:
    """Say which part of a question the collection does not answer, or of what it tells nothing."""
    return f"{render('refusals/dont_know').rstrip('.')}: “{part.strip().rstrip('?')}{'?' if asked else ''}”" + ("" if asked else ".")


def _in_reading_order(read: Sequence[Read]) -> list[Read]:
    first = {}
    for rank, r in enumerate(read):
        first.setdefault(r.passage["id"], rank)
    return sorted(read, key=lambda r: (first[r.passage["id"]], r.place))


def stated(text: str, identity: str) -> str:
    """Word one sentence with its citation before the full stop."""
    body = re.fullmatch(r"(.*?)([.!?…]*[\"”’)\]]*)", text.strip(), re.DOTALL)
    words, end = (body[1], body[2]) if body else (text, "")
    return f"{words} [{identity}]{end or '.'}"


def _alike(a: Read, b: Read) -> bool:
    own, other = set(content_stems(a.text)), set(content_stems(b.text))
    return len(own & other) / max(min(len(own), len(other)), 1) >= ALIKE
