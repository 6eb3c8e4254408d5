"""What a record tells of the thing that is asked: who made it, when, of what, how large it is, where it is kept; when its maker lived.

Records are worded by `retrieval.catalogue.wording`, so the sentence that tells a field is known by its form. Every other content word of
the question has to stand in the record's heading: nobody asks here when the frame was made.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from retrieval.words import content_stems, stem
from tools.observation import Passage


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a record: how it is asked for, the stems that ask for it, and the form of the sentence that tells it."""

    asked: re.Pattern[str]
    asking: frozenset[str]
    told: re.Pattern[str]
    of_maker: bool = False


_MAKERS = "artist|painter|sculptor|maker|photographer|printmaker|architect|creator"
_MADE = "painted|made|carved|sculpted|drew|created|designed|built|photographed|took|wove|printed|engraved|etched|cast|modelled"
_MAKE = "paint|make|carve|sculpt|draw|create|design|build|photograph|print"
_BEGINS = r"^(?:and\s+|so\s+|about\s+|roughly\s+)?"


def _field(asked: str, asking: str, told: str, of_maker: bool = False) -> Field:
    stems = frozenset(stem(word) for word in asking.split())
    return Field(re.compile(_BEGINS + asked, re.IGNORECASE), stems, re.compile(told), of_maker)


_TIME = r"(?:when|in (?:what|which) (?:year|century|decade|period))"
_FIELDS = (
    _field(
        rf"(?:who|which (?:{_MAKERS}|[a-z]+(?: (?:{_MAKERS}))?))\s+"
        rf"(?:(?:is|was) (?:the )?(?:{_MAKERS})\s+(?:of|behind)|(?:has |had )?(?:{_MADE}))\s",
        f"{_MAKERS} {_MADE} woman man person".replace("|", " "), r" is an? .* by ",
    ),
    _field(
        rf"{_TIME} (?:was|were|did|is|does)\b.*(?:\b(?:{_MADE}|{_MAKE})\b|\bdate)",
        f"year century decade period date {_MAKE} {_MADE}".replace("|", " "),
        r" (?:dates? |was (?:perhaps |probably |possibly )?(?:made|printed|cast|painted|begun|completed|designed|built)\b).*\d",
    ),
    _field(
        r"(?:how (?:big|large|tall|high|wide|long|deep|small)\b|what (?:is|are) the (?:size|dimensions|measurements|height|width))",
        "big large tall high wide long deep small size dimension measurement height width", r" is [\d.]+ cm | measures | in diameter",
    ),
    _field(
        r"(?:(?:which|what) (?:museum|gallery)\b"
        r"|where (?:is|are|can|could|may|do)\b.*(?:\b(?:kept|see|find|now|held|housed|hang|hangs|today)\b|\?$))",
        "museum gallery keep kept see find now hold held house hang today own visit collection", r" is (?:kept )?in ",
    ),
    _field(
        r"(?:what (?:is|are|was|were)\b.* (?:made (?:out )?of|painted on)|what (?:kind of |sort of )?materials?\b"
        r"|in (?:what|which) (?:medium|technique))",
        "made make paint material medium technique kind sort", r"^The material and technique of ",
    ),
    _field(
        rf"{_TIME} (?:was|were|did|is)\b.*\b(?:born|die|died|live|lived)\b",
        "year century born die died live", r"\((?:.*\d{3,4}.*)\) is an? ", of_maker=True,
    ),
    _field(r"where (?:was|were|did|is)\b.*\b(?:born|die|died)\b", "born die died", r" (?:was born|died) in ", of_maker=True),
)  # fmt: skip
_DIED, _BORN = re.compile(r"\b(?:die|died)\b", re.IGNORECASE), re.compile(r"\bborn\b", re.IGNORECASE)


def told_by_record(part: str, passages: Sequence[Passage]) -> tuple[Passage, int] | None:
    """Return the record among the passages, and the place of its sentence, that tells just what is asked; None where none does."""
    field = next((f for f in _FIELDS if f.asked.match(part.strip())), None)
    wanted = set(content_stems(part)) - field.asking if field else set[str]()
    if field is None or not wanted:
        return None
    for passage in passages:
        if passage["kind"] == "record" and passage["id"].startswith("m:") == field.of_maker and _is_called(passage, wanted):
            return next(((passage, place) for place, s in enumerate(passage["sentences"]) if _tells(s["text"], field, part)), None)
    return None


def _is_called(passage: Passage, wanted: set[str]) -> bool:
    """Say whether a record's heading has every word, and for a work the title at least one of them."""
    title = next((about["name"] for about in passage["about"] if about["id"] == passage["id"]), "")
    return wanted <= set(content_stems(passage["heading"])) and bool(wanted & set(content_stems(title)))


def _tells(sentence: str, field: Field, part: str) -> bool:
    """Say whether a sentence tells the field; a life that is told by one year tells of birth or death only."""
    if not field.told.search(sentence):
        return False
    life: Mapping[re.Pattern[str], str] = {_DIED: r"\(born\b|\(active\b|was born in [^.]*\.$", _BORN: r"\(died\b|\(active\b|[^n] died in "}
    return not field.of_maker or not any(asks.search(part) and re.search(other, sentence) for asks, other in life.items())
