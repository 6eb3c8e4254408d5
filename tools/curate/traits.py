"""Whether a work has a trait: yes, no, or the catalogue does not say."""

from __future__ import annotations

import functools
from collections.abc import Iterable

from retrieval.words import stem, words

from .brief import Trait
from .pool import Piece

Stems = tuple[str, ...]


def holds(trait: Trait, piece: Piece) -> bool:
    """Say whether a work has a trait for certain.

    >>> holds(Trait(field="medium", words=("etching",), to_year=1850), Piece(id="w", title="", medium="Two etchings", latest=1802))
    True
    """
    return judged(trait, piece) is True


def judged(trait: Trait, piece: Piece) -> bool | None:
    """Say whether a work has a trait; None when a fact that decides it is unknown."""
    parts = list(_parts(trait, piece))
    if False in parts:
        return False
    return None if None in parts else True


def _parts(trait: Trait, piece: Piece) -> Iterable[bool | None]:
    if trait.ids:
        yield piece.id in trait.ids
    if trait.field:
        yield _says(trait, piece)
    if trait.also:
        yield judged(trait.also, piece)
    if trait.from_year is not None:
        yield _at_least(piece.earliest, trait.from_year, piece.latest)
    if trait.to_year is not None:
        yield _at_most(piece.latest, trait.to_year, piece.earliest)
    for size, least, most in (
        (piece.height_cm, trait.min_height_cm, trait.max_height_cm),
        (piece.width_cm, trait.min_width_cm, trait.max_width_cm),
    ):
        if least is not None:
            yield None if size is None else size >= least
        if most is not None:
            yield None if size is None else size <= most


def _at_least(earliest: int | None, year: int, latest: int | None) -> bool | None:
    """What ended before the year did not begin after it, whenever it began."""
    if earliest is not None:
        return earliest >= year
    return False if latest is not None and latest < year else None


def _at_most(latest: int | None, year: int, earliest: int | None) -> bool | None:
    if latest is not None:
        return latest <= year
    return False if earliest is not None and earliest > year else None


def _says(trait: Trait, piece: Piece) -> bool | None:
    if trait.field == "on_paper":
        return piece.on_paper if piece.on_paper is None else piece.on_paper != ("no" in trait.words)
    if trait.field == "picture":
        return bool(piece.picture) != ("no" in trait.words)
    if trait.field == "maker" and any(word in (piece.maker_id, *piece.other_makers) for word in trait.words):
        return True
    texts = _texts(trait, piece)
    if not texts:
        return None
    return any(_stands_in(wanted, _stems(text)) for wanted in map(_stems, trait.words) for text in texts)


def _texts(trait: Trait, piece: Piece) -> tuple[str, ...]:
    """Return what the catalogue writes in a field."""
    if trait.field == "tag":
        return piece.tags
    if trait.field == "holder":
        return tuple(text for text in (piece.holder, piece.source) if text)
    text = getattr(piece, trait.field or "title")
    return (text,) if text else ()


@functools.lru_cache(maxsize=65536)
def _stems(text: str) -> Stems:
    return tuple(stem(word) for word in words(text))


def _stands_in(wanted: Stems, text: Stems) -> bool:
    """Say whether words stand together in a text; scripts from CJK on are written without spaces, so there a part of a word does."""
    if not wanted:
        return False
    if wanted[0][0] >= "\u2e80":
        return "".join(wanted) in "".join(text)
    return any(text[at : at + len(wanted)] == wanted for at in range(len(text) - len(wanted) + 1))
