"""When the works of a phrase were made, how large they are, and whether they are on paper."""

from __future__ import annotations

import re

from tools.curate.brief import Trait

from .dates import date_at
from .lengths import measure_at
from .parts import Phrase
from .vocabulary import Vocabulary

_PAPER = re.compile(r"(?:(?:art ?)?works? on paper|paper works?|on paper|works? of paper)(?![\w-])", re.IGNORECASE)
_NOT_PAPER = re.compile(r"(?:not on paper|works? not on paper)(?![\w-])", re.IGNORECASE)


def paper(text: str, at: int, phrase: Phrase, vocabulary: Vocabulary) -> int | None:
    """Read “on paper” and “not on paper”."""
    if found := _NOT_PAPER.match(text, at):
        phrase.traits.append(Trait(field="on_paper", words=("no",)))
    elif found := _PAPER.match(text, at):
        phrase.traits.append(Trait(field="on_paper"))
    return found.end() if found else None


def years(text: str, at: int, phrase: Phrase, vocabulary: Vocabulary) -> int | None:
    """Read when works were made."""
    # What is negated or exclusive speaks of the whole show, not of this phrase.
    if re.compile(r"(?:nothing|none|no|never|not|all|everything|only)\b", re.IGNORECASE).match(text, at):
        return None
    dated = date_at(text, at)
    if dated is None:
        return None
    phrase.traits.append(Trait(from_year=dated.first, to_year=dated.last))
    phrase.assumed += [dated.assumed] if dated.assumed else []
    return dated.end


def size(text: str, at: int, phrase: Phrase, vocabulary: Vocabulary) -> int | None:
    """Read how large works are."""
    if re.compile(r"(?:nothing|none|no|never|not|all|everything|only|at (?:least|most))\b", re.IGNORECASE).match(text, at):
        return None
    measured = measure_at(text, at)
    if measured is None:
        return None
    phrase.traits.append(measured.trait)
    phrase.assumed += [measured.assumed] if measured.assumed else []
    return measured.end
