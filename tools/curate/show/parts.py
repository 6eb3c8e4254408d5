"""A section before it hangs: its works, what ties them, and what happens to it when works come and go."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from retrieval.words import stem
from tools.curate.brief import Trait
from tools.curate.pool import Piece
from tools.curate.traits import holds
from tools.curate.wording import trait_text

from .families import broad_family, family
from .groups import country, years_of
from .order import inserted, year
from .records import Said, Tie
from .subjects import subjects_of

# What labels tell, by work.
Texts = Mapping[str, Sequence[Said]]


@dataclass(frozen=True, slots=True)
class Part:
    """A section; its title and its reason are worded last, when it is known what hangs where."""

    tie: Tie
    works: tuple[Piece, ...]
    title: str = ""
    reason: str = ""

    @property
    def own(self) -> tuple[Piece, ...]:
        """The works that share what ties the section: all but its guests."""
        return tuple(piece for piece in self.works if piece.id not in self.tie.guests)


def fits(part: Part, piece: Piece, texts: Texts) -> bool:
    """Say whether a work shares what ties a section; with works that are left over nothing is shared, but that they have no date."""
    tie = part.tie
    match tie.by:
        case None:
            return True
        case "first" | "last":
            return tie.trait is not None and has(tie.trait, piece)
        case "period":
            return _of_period(part, piece)
        case "subject":
            return bool(tie.name) and any(stem(tie.name) in roots for roots in subjects_of(piece, texts.get(piece.id, ())))
        case "kind":
            return tie.name in (family(piece), broad_family(piece))
        case "place":
            return bool(tie.name) and tie.name in (country(piece), piece.continent)


def has(trait: Trait, piece: Piece) -> bool:
    """Say whether a work has a trait, by the catalogue's words or by what the show calls it: a relief etching is one of the prints."""
    return holds(trait, piece) or trait_text(trait) in (family(piece), broad_family(piece))


def welcomed(part: Part, piece: Piece) -> Part:
    """Return a section with one work more, hung by date or by what was asked, between those that were asked to the ends."""
    front, back = part.tie.front, part.tie.back
    head = [other for other in part.works if other.id in front]
    tail = [other for other in part.works if other.id in back]
    between = [other for other in part.works if other.id not in (*front, *back)]
    return replace(part, works=(*head, *inserted(between, piece, part.tie.order or "oldest"), *tail))


def without(part: Part, ids: Collection[str]) -> Part:
    """Return a section that works left."""
    return _cleaned(replace(part, works=tuple(piece for piece in part.works if piece.id not in ids)))


def replaced(part: Part, heirs: Mapping[str, Piece], texts: Texts) -> Part:
    """Return a section in which other works hang in the places of some, by id; those that do not share what the others do are guests."""
    coming = [heirs[piece.id] for piece in part.works if piece.id in heirs]
    stay = without(part, heirs)
    guests = tuple(piece.id for piece in coming if not fits(stay, piece, texts))
    ids = {identity: heir.id for identity, heir in heirs.items()}
    tie = replace(
        part.tie, front=tuple(ids.get(identity, identity) for identity in part.tie.front),
        back=tuple(ids.get(identity, identity) for identity in part.tie.back), guests=(*part.tie.guests, *guests),
    )  # fmt: skip
    return _cleaned(replace(part, tie=tie, works=tuple(heirs.get(piece.id, piece) for piece in part.works)))


def _cleaned(part: Part) -> Part:
    """Return a section that remembers nothing of works that are not in it."""
    here = {piece.id for piece in part.works}
    kept = {name: tuple(i for i in dict.fromkeys(getattr(part.tie, name)) if i in here) for name in ("front", "back", "guests")}
    return replace(part, tie=replace(part.tie, **kept))


def _of_period(part: Part, piece: Piece) -> bool:
    made = year(piece)
    if made is None or not part.tie.name:
        return made is None and not part.tie.name
    dated = [other for other in part.own if year(other) is not None]
    return bool(dated) and years_of(dated)[0] <= made <= years_of(dated)[1]
