"""What every work must be or must not be: “only etchings”, “no photographs”, “works on paper only”, “without Goya”."""

from __future__ import annotations

import re
from dataclasses import replace

from tools.curate.brief import Rule, Trait

from .amounts import NUMBER, SHARE
from .counts import said_aloud
from .dates import date_at
from .draft import Draft
from .lengths import measure_at
from .parts import WORK, Phrase, both, traits_of
from .phrase import phrase_at
from .places import place_at
from .vocabulary import Vocabulary

_NOT = re.compile(

        r"(?<![\w-])(?:(?:but|and|with|please|should be|there (?:should|must) be|i want"
        r"|we want)\s+)*(?:(?P<out>without(?: any(?:thing by)?)?|excluding|excludes?|except(?: for)?|leave out|leaving out"
        r"|omit(?:ting)?|avoid(?:ing)?|minus|skip|(?<!others )(?<!rest )(?:(?:from|by)\s+)?(?:any|every)(?:where|thing|one"
        r"|body) (?:but|except(?: for)?|outside(?: of)?|other than))"

        r"|no(?:t)? (?:a single|any|one)|no(?:thing|ne)?|not|never|zero|free of)(?![\w-])\s+(?!(?:more|fewer|less|later|earlier"
        r"|older|wider|taller|larger|bigger|smaller|higher|narrower|only|one|two|too|just)\b)(?:(?:anything|everything|all"
        r"|those|works)\s+(?=from|by|in|made|on|that))?",
    re.IGNORECASE,
)  # fmt: skip
_ONLY = re.compile(

        rf"(?<![\w-])(?<!not )(?:(?:and|but|please|use|show|i want|we want|it should be)\s+)*(?:(?P<only>only(?: use| show| take"
        rf"| choose)?|just|solely|exclusively|purely|entirely|nothing but|limited to|restricted to)"
    rf"|(?P<all>all(?: of (?:them|the works))?|everything|every {WORK}|each {WORK}))\s+", re.IGNORECASE,
)  # fmt: skip
_END_ONLY = re.compile(r"\s*,?\s*(?:only|exclusively|alone)(?![\w-])", re.IGNORECASE)
_NEGATED = re.compile(r"(?<![\w-])(?:nothing|none|never|no|not)(?![\w-])", re.IGNORECASE)
_STARTS = re.compile(r"(?<![\w'.,-])(?=[\w'\"<])")


def read_negated_limits(draft: Draft, vocabulary: Vocabulary) -> None:
    """Take out “nothing wider than 150 cm” and “none before 1800”, which speak of every work."""
    for found in draft.found(_NEGATED):
        _limit(draft, found.start())


def read_limits(draft: Draft, vocabulary: Vocabulary) -> None:
    """Take out sizes and years that stand by themselves: they hold for every work."""
    for found in draft.found(_STARTS):
        _limit(draft, found.start())


def _limit(draft: Draft, at: int) -> None:
    if measured := measure_at(draft.left, at):
        draft.rule(at, measured.end, Rule(kind="only", trait=measured.trait))
    elif measured := date_at(draft.left, at):
        draft.rule(at, measured.end, Rule(kind="only", trait=Trait(from_year=measured.first, to_year=measured.last)))
    if measured and measured.assumed:
        draft.assume(measured.assumed)


_NAME = re.compile(r"(?:but )?(?i:not) [A-ZÀ-Þ][\w'-]+ [A-ZÀ-Þ]")
_COUNTS = re.compile(
    rf"(?:\bat (?:least|most)|\bthan)\s+(?:{SHARE}|{NUMBER})\s+(?:of (?:them|the works)\s+)?(?:(?:are|is|should be)\s+)?$",
    re.IGNORECASE,
)


def read_none(draft: Draft, vocabulary: Vocabulary) -> None:
    """Take out what no work may be."""
    for found in draft.found(_NOT):
        # “At least half not by Rivera” keeps none out.
        if counted := _COUNTS.search(draft.left[: found.start()]):
            whole = re.compile(r"[^,;.:!?\n¦]*").match(draft.left, counted.start())
            said = draft.take(counted.start(), whole.end() if whole else found.end())
            draft.assume(f"“{said}” was not understood and is left out; say it in other words to have it kept.")
            continue
        place = place_at(draft.left, found.end()) if "where" in found[0].lower() else None
        names = "any" if found["out"] or _NAME.match(draft.left, found.start()) else "known"
        phrase = (
            Phrase(end=place.end, origins=[place]) if place
            else phrase_at(draft.left, found.end(), vocabulary, names=names, subjects=True, bare=True)
        )  # fmt: skip
        if phrase and not phrase.empty:
            keep(draft, found.start(), phrase.end, phrase, "none", vocabulary)


def read_only(draft: Draft, vocabulary: Vocabulary) -> None:
    """Take out what every work must be."""
    for found in draft.found(_ONLY):
        named = found["only"] is not None
        phrase = phrase_at(draft.left, found.end(), vocabulary, names="known" if named else "after by", subjects=named, bare=named)
        if phrase and not phrase.empty:
            keep(draft, found.start(), phrase.end, phrase, "only", vocabulary)
    for found in draft.found(_STARTS):
        place = place_at(draft.left, found.start())
        phrase = (
            Phrase(end=place.end, origins=[place]) if place
            else phrase_at(draft.left, found.start(), vocabulary, names="known", subjects=True, bare=True)
        )  # fmt: skip
        if phrase and not phrase.empty and (end := _END_ONLY.match(draft.left, phrase.end)):
            keep(draft, found.start(), end.end(), phrase, "only", vocabulary)


def keep(draft: Draft, start: int, end: int, phrase: Phrase, kind: str, vocabulary: Vocabulary) -> None:
    """Keep a phrase as a rule about every work; what “only” asks at once are rules of their own, so that one can be lifted."""
    traits = traits_of(phrase, vocabulary)
    said_aloud(draft, phrase, draft.asked[start:end])
    if not traits:
        return
    if kind == "none":
        draft.rule(start, end, Rule(kind="none", trait=both(traits)))
    elif phrase.circle:
        draft.rule(start, end, Rule(kind="at_least", trait=both(traits), count=1))
    else:
        draft.rule(start, end, *[Rule(kind="only", trait=trait) for trait in parted(traits)])


def parted(traits: list[Trait]) -> list[Trait]:
    """Return traits one by one; years go first with years, so that two that overlap are one."""
    return [replace(trait) for trait in traits]
