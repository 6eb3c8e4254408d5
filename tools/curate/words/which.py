"""Which works of a show a person means: “the third”, “the Ruisdael”, “both Goyas”, “the oldest print”, “this one”."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from retrieval.words import stem, words
from tools.curate.pool import Piece
from tools.curate.traits import holds

from .amounts import NUMBER, number
from .parts import WORK, both, traits_of
from .phrase import phrase_at
from .vocabulary import Vocabulary, folded_title

_ORDINALS = "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth".split()
_PLACE = rf"(?:{'|'.join(_ORDINALS)}|last|final|penultimate|\d{{1,3}}(?:st|nd|rd|th))"
_ONE = rf"(?:\s+(?:one|{WORK}))?"
_PLACES = re.compile(
    rf"(?:the\s+)?(?P<places>{_PLACE}(?:(?:\s*,\s*"
    rf"|\s*,?\s+and\s+)(?:the\s+)?{_PLACE})*)(?:\s+(?P<many>{NUMBER}))?(?:\s+(?:ones?|{WORK}))?$",
    re.IGNORECASE,
)
_NUMBERS = re.compile(
    r"(?:(?:number|numbers|nos?\.?|works?|pieces?|#)\s*)?(?P<all>#?\d{1,3}(?:(?:\s*,\s*|\s*,?\s+and\s+)#?\d{1,3})*)$"
    rf"|numbers?\s+(?P<words>{NUMBER}(?:(?:\s*,\s*|\s*,?\s+and\s+){NUMBER})*)$",
    re.IGNORECASE,
)
_THIS = re.compile(r"(?:this|that|it|this one|that one|this work|that work|the same one)$", re.IGNORECASE)
_ADDED = re.compile(
    rf"(?:the |those |these )?(?:(?:ones?|{WORK}) (?:that |which )?(?:you(?:'ve| have)?|were|was) (?:just |last )?(?:added"
    rf"|brought in|put in|new)"
    rf"|(?:new|added) (?:ones?|{WORK}))",
    re.IGNORECASE,
)
_EXTREMES = {"oldest": "old", "earliest": "old", "newest": "new", "latest": "new", "youngest": "new", "most recent": "new",
             "largest": "large", "biggest": "large", "widest": "wide",
              "tallest": "high", "smallest": "small", "narrowest": "narrow"}  # fmt: skip
_EXTREME = re.compile(rf"(?:the\s+)?(?P<most>{'|'.join(_EXTREMES)})(?:\s+(?P<of>.+))?$", re.IGNORECASE)
_PLACE_OF = re.compile(rf"(?:the\s+)?(?P<place>{_PLACE})\s+(?P<of>.+)$", re.IGNORECASE)
_LEAD = re.compile(
    r"^(?:(?:the|all|both|that|this|those|these|every|each|any|of|a|an|our|work|works|piece|thing|one|called|titled"
    r"|by)\s+)+(?=\S)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Meant:
    """The works that words may mean; `sure` when they mean all of them, not one of them."""

    ids: tuple[str, ...]
    sure: bool = True


def works_meant(
    said: str, show: Sequence[Piece], vocabulary: Vocabulary, focus: str | None = None, added: Sequence[str] = ()
) -> Meant | None:
    """Return the works of a show, in its order, that words mean; None when they mean none of it.

    Args:
        said: The words: a place, a maker, a title, a kind, an id.
        show: The works in the order in which they hang.
        vocabulary: The words of the collection.
        focus: The id of the work that “this one” is.
        added: The ids of “the new ones”.
    """
    said = said.strip(" \t\n.,;:!?")
    if _THIS.fullmatch(said):
        return Meant((focus,)) if focus in {piece.id for piece in show} and focus else None
    by_id = [piece.id for piece in show if re.search(rf"(?<![\w:]){re.escape(piece.id)}(?![\w:])", said)]
    if by_id:
        return Meant(tuple(by_id))
    if _ADDED.fullmatch(said):
        new = tuple(piece.id for piece in show if piece.id in added)
        return Meant(new) if new else None
    return (
        _by_place(said, show) or _by_extreme(said, show, vocabulary) or _by_words(said, show, vocabulary) or _listed(said, show, vocabulary)
    )


def _listed(said: str, show: Sequence[Piece], vocabulary: Vocabulary) -> Meant | None:
    """Read “both prints and the Turner”: each of a list, in the order of the show."""
    parts = [part for part in re.split(r"\s*,\s*(?:and\s+)?|\s+and\s+", said) if part]
    found = [works_meant(part, show, vocabulary) for part in parts] if len(parts) > 1 else []
    if not found or not all(meant and meant.sure for meant in found):
        return None
    ids = {identity for meant in found if meant for identity in meant.ids}
    return Meant(tuple(piece.id for piece in show if piece.id in ids))


def _by_place(said: str, show: Sequence[Piece]) -> Meant | None:
    if found := _NUMBERS.fullmatch(said):
        return _at([number(said) - 1 for said in re.findall(NUMBER, found["all"] or found["words"], re.IGNORECASE)], show)
    if not (found := _PLACES.fullmatch(said)):
        return None
    places = [_index(place, len(show)) for place in re.findall(_PLACE, found["places"], re.IGNORECASE)]
    if found["many"] and len(places) == 1:
        many = number(found["many"])
        places = (
            list(range(places[0], places[0] + many))
            if places[0] >= 0 and places[0] != len(show) - 1
            else list(range(len(show) - many, len(show)))
        )
    return _at(places, show)


def _at(places: Sequence[int], show: Sequence[Piece]) -> Meant | None:
    inside = sorted({place for place in places if 0 <= place < len(show)})
    return Meant(tuple(show[place].id for place in inside)) if inside and len(inside) == len(set(places)) else None


def _index(place: str, count: int) -> int:
    said = place.lower()
    if said in ("last", "final"):
        return count - 1
    if said == "penultimate":
        return count - 2
    return _ORDINALS.index(said) if said in _ORDINALS else int(re.sub(r"\D", "", said)) - 1


def _by_extreme(said: str, show: Sequence[Piece], vocabulary: Vocabulary) -> Meant | None:
    """Read “the oldest”, “the largest print”, “the second etching”."""
    if found := _EXTREME.fullmatch(said):
        among = _among(found["of"], show, vocabulary)
        known = [(value, piece.id) for piece in among if (value := _measure(_EXTREMES[found["most"].lower()], piece)) is not None]
        return Meant((max(known, key=lambda one: one[0])[1],)) if known else None
    if found := _PLACE_OF.fullmatch(said):
        among = _among(found["of"], show, vocabulary)
        return _at([_index(found["place"], len(among))], among) if among else None
    return None


def _among(said: str | None, show: Sequence[Piece], vocabulary: Vocabulary) -> Sequence[Piece]:
    if said is None or re.fullmatch(WORK, said.strip(), re.IGNORECASE):
        return show
    meant = _by_words(said, show, vocabulary)
    return [piece for piece in show if meant and piece.id in meant.ids]


def _measure(most: str, piece: Piece) -> float | None:
    """Return the number by which a work is the most so."""
    year = piece.earliest if piece.earliest is not None else piece.latest
    area = piece.height_cm * piece.width_cm if piece.height_cm and piece.width_cm else None
    found = {"old": None if year is None else -year, "new": year, "large": area, "small": None if area is None else -area,
             "wide": piece.width_cm, "high": piece.height_cm, "narrow": None if piece.width_cm is None else -piece.width_cm}  # fmt: skip
    return found[most]


def _by_words(said: str, show: Sequence[Piece], vocabulary: Vocabulary) -> Meant | None:
    """Read a title, a maker, a kind; “the” and a single word mean one work."""
    bare = _LEAD.sub("", said) or said
    many = bool(re.match(r"(?:all|both|every|each|those|these)\b", said, re.IGNORECASE)) or _is_plural(bare)
    exact = tuple(piece.id for piece in show if folded_title(piece.title) == folded_title(bare))
    if exact:
        return Meant(exact, sure=many or len(exact) == 1)
    if (counted := re.match(rf"({NUMBER})\s+(?=\S)", bare, re.IGNORECASE)) and (
        meant := _by_words(bare[counted.end() :], show, vocabulary)
    ):
        return Meant(meant.ids, sure=len(meant.ids) == number(counted[1]))
    phrase = phrase_at(bare, 0, vocabulary, names="known", subjects=True, bare=True) or phrase_at(
        said, 0, vocabulary, names="known", bare=True
    )
    ids: tuple[str, ...] = ()
    if phrase and not phrase.empty and phrase.end >= 0.6 * len(bare):
        trait = both(traits_of(phrase, vocabulary))
        ids = tuple(piece.id for piece in show if holds(trait, piece))
    ids = ids or _by_title(bare, show)
    return Meant(ids, sure=many or len(ids) == 1) if ids else None


def _is_plural(said: str) -> bool:
    last = re.findall(r"[\w'-]+", said)[-1:] or [""]
    return (
        last[0].lower() in ("women", "men", "photography")
        or bool(re.search(r"[^s']s$", last[0]))
        or bool(re.match(r"works|pieces", said, re.IGNORECASE))
    )


def _by_title(said: str, show: Sequence[Piece]) -> tuple[str, ...]:
    """Return works in whose titles all words stand: “the Wave”."""
    asked = {stem(word) for word in words(said)} - {"the", "of", "a", "in"}
    return tuple(piece.id for piece in show if asked and asked <= {stem(word) for word in words(piece.title)})
