"""Counts without a bound: “twelve works”, “three sculptures”, “10-12 prints”."""

from __future__ import annotations

import re
from dataclasses import dataclass

from tools.curate.brief import Field, Trait

from .amounts import NUMBER, number
from .draft import TAKEN, Draft
from .kinds import kind_at
from .makers import maker_at
from .parts import WORK, Phrase
from .phrase import phrase_at
from .vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class Counted:
    """A count without a bound, such as “ten prints”: it may be the size of the show or a rule."""

    start: int
    end: int
    low: int
    high: int
    number_end: int
    phrase: Phrase
    lead: str
    # Where the kind begins, where other words stand before it.
    kind_at: int = 0


_BARE = re.compile(

        rf"(?<![\w.,-])(?P<lead>(?:(?:including|with|plus|of which|among them|and)\s+)*)(?:an?\s+)?(?P<loose>(?:about|around"
        rf"|roughly|some|approximately|circa|ca\.?|say|up to|at most|at least|no more than|maximum|max\.?)\s+)?"

        rf"(?:(?:between|from|(?P<floor>at least|minimum|min\.?))\s+(?P<from>{NUMBER})\s+(?:and|to|but)\s+(?:(?:at most|up to"
        rf"|no more than|maximum|max\.?)\s+)?)?"

        rf"(?P<low>{NUMBER})(?:(?:\s*-\s*|\s+(?:to|or)\s+)(?P<high>{NUMBER}))?(?![\w%])\s*(?:or so\s+|odd\s+|different\s+"
        rf"|selected\s+|good\s+)?", re.IGNORECASE,
)  # fmt: skip


def _another_maker(draft: Draft, found: re.Match[str], vocabulary: Vocabulary) -> Phrase | None:
    """Read “and one Cassatt” after “at least one Monet”, whether or not the collection has a Cassatt."""
    before = max((placed for placed in draft.rules if placed[0] < found.start()), key=lambda placed: placed[0], default=None)
    goes_on = found["lead"].strip().lower() == "and" and draft.left[: found.start()].rstrip().endswith(TAKEN)
    if not goes_on or before is None or before[1].trait is None or before[1].trait.field != "maker":
        return None
    named = maker_at(draft.left, found.end(), vocabulary, sure=True)
    return Phrase(end=named.end, makers=[named], assumed=[named.assumed] if named.assumed else []) if named else None


# “Eight quiet self-portraits” are a size; what they are stays in the theme.
_GENRE = re.compile(
    r"(?:[a-z'-]+\s+){0,2}?(?P<genre>self-portraits|portraits|landscapes|seascapes|still[ -]lifes|still[ -]lives|nudes"
    r"|interiors|cityscapes|views|abstracts"
    r"|studies|scenes|masterpieces|highlights|treasures)(?![\w-])",
    re.IGNORECASE,
)


def bare_counts(draft: Draft, vocabulary: Vocabulary) -> list[Counted]:
    """Return the counts without a bound, in order: “twelve works”, “three sculptures”, “10-12 prints”."""
    counts: list[Counted] = []
    for found in draft.found(_BARE):
        phrase = phrase_at(draft.left, found.end(), vocabulary, names="known")
        phrase = phrase or _another_maker(draft, found, vocabulary)
        kind_at = 0
        if phrase is None and (kind := _kind_after(draft.left, found.end(), vocabulary)):
            phrase, kind_at = kind
        if phrase is None and (genre := _GENRE.match(draft.left, found.end())):
            phrase = Phrase(end=genre.end(), genre=genre["genre"].lower())
        if phrase and (phrase.neutral or phrase.genre or not phrase.empty) and _is_of_works(draft.left, found, phrase):
            low = number(found["from"] or found["low"])
            high = number(found["high"] or found["low"])
            lead = f"{found['lead']}{found['loose'] or ''}"
            low, high = min(low, high), max(low, high)
            counts.append(Counted(found.start(), phrase.end, low, high, found.end(), phrase, lead, kind_at))
    return counts


_KIND_FIELDS: tuple[Field, ...] = ("type", "medium")
_WORKS = re.compile(rf"{WORK}(?![\w'-])", re.IGNORECASE)
_ADJECTIVES = re.compile(r"(?:(?!(?:and|or|of|by|in|on|from|with|the|per|to|for|at|as)\b)[a-z][a-z'-]*\s+){1,2}(?=\S)")
_THING = re.compile(r"[a-z][\w'-]*(?:\s+[a-z][\w'-]*)?s(?![\w'-])")


def _kind_after(text: str, at: int, vocabulary: Vocabulary) -> tuple[Phrase, int] | None:
    """Read the kind behind other words, “six large sculptures”, or one that only this collection has: “twelve hanging scrolls”."""
    thing = _THING.match(text, at)
    fields: list[Field] = [name for name in _KIND_FIELDS if thing and vocabulary.has(name, thing[0])]
    if thing and fields:
        return Phrase(end=thing.end(), traits=[Trait(field=fields[0], words=(thing[0].lower(),))]), at
    passed = _ADJECTIVES.match(text, at)
    if passed and (found := kind_at(text, passed.end())):
        return Phrase(end=found.end, kinds=[found.kind], plural=found.plural), passed.end()
    if passed and (works := _WORKS.match(text, passed.end())):
        return Phrase(end=works.end(), neutral=True), passed.end()
    return None


def _is_of_works(text: str, found: re.Match[str], phrase: Phrase) -> bool:
    """Say whether works are counted: “three by women” and “ten prints”, not “two by two” or “12 from 1600 to 1850”."""
    named = phrase.genre or phrase.kinds or phrase.makers or phrase.origins
    return phrase.neutral or bool(named) or any(trait.field for trait in phrase.traits)
