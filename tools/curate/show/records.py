"""An exhibition as it would hang: frozen, and plain JSON by `dataclasses.asdict`."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from tools.curate.brief import Brief, InTurn, Trait
from tools.curate.pool import Piece

Support = Literal["wall", "plinth", "floor"]
# What the works of a section share, or where somebody asked for them.
By = Literal["subject", "period", "kind", "place", "first", "last"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A passage of a label or statement, and the ids of the fragments that it is drawn from.

    `writer` is the language model that worded it; "" where it stands so in what it cites, or is counted.
    """

    text: str
    cites: tuple[str, ...]
    writer: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """An object label, part by part in the order of a tombstone; "" where the catalogue does not say. `text` is what is told."""

    maker: str
    origin: str
    title: str
    date: str
    medium: str
    dimensions: str
    credit: str
    accession: str
    text: tuple[Said, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Hung:
    """A work in its place.

    `number` counts from 1 in hanging order. `x_m` is the distance from the left end of wall number `wall` to the work's left edge;
    `centre_cm` is the height of its middle above the floor. `width_cm` and `height_cm` are as drawn: `measured` says whether both are
    the catalogue's.
    """

    piece: Piece
    label: Label
    rationale: tuple[str, ...]
    number: int
    wall: int
    x_m: float
    width_cm: float
    height_cm: float
    centre_cm: float
    measured: bool
    support: Support


@dataclass(frozen=True, slots=True, kw_only=True)
class Tie:
    """Why the works of a section hang together, so that a changed show can keep the section.

    `name` is the subject, the period, the kind or the place that all share, and "" for what is left over. Works that open or close the
    show because they were asked to have a `trait` where a kind was asked for. `by` is None where a show is not parted. `order` is what
    the works hang by where that was asked; else it is date and size. `front` and `back` are the ids of those that were asked to hang
    at either end of the section, `guests` of those that hang in it as asked without sharing what the others do.
    """

    by: By | None = None
    name: str = ""
    trait: Trait | None = None
    order: InTurn | None = None
    front: tuple[str, ...] = ()
    back: tuple[str, ...] = ()
    guests: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """Works that hang together, and why; `title` and `reason` are "" for a show that is not parted."""

    title: str
    reason: str
    works: tuple[Hung, ...]
    tie: Tie = field(default_factory=Tie)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wall:
    """A straight run of wall."""

    number: int
    length_m: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A work's record or a passage that is cited: its id, what it is about, and where it comes from on what terms ("" where unknown)."""

    id: str
    about: str
    origin: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """A work that came near to being chosen, its rank by relevance (1 is best), and what kept it out."""

    piece: Piece
    rank: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """How many works are of each kind (most first), how many say none, and the effective number of kinds.

    The effective number is the exponential of Shannon's entropy (the Hill number of order 1: Jost, “Entropy and diversity”, 2006): as
    many kinds of equal size would be as diverse.
    """

    counts: tuple[tuple[str, int], ...]
    unknown: int
    effective: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Coherence:
    """Mean cosine of the works to the theme and to one another, and the same of `drawn` works at random; None where it has no meaning."""

    to_theme: float | None
    among: float | None
    drawn: int
    drawn_to_theme: float | None
    drawn_among: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """A show in figures. `women` of `makers_known` works are by women, where the catalogue tells the gender; `facets` count works."""

    works: int
    coherence: Coherence
    makers: Spread
    decades: Spread
    media: Spread
    facets: tuple[tuple[str, int], ...]
    women: int
    makers_known: int
    wall_used_m: float
    wall_given_m: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Show:
    """An exhibition: its sections in hanging order; `notes` say aloud what was assumed, a sentence each.

    `sources` are the works' records and the passages that labels cite, in hanging order.
    """

    brief: Brief
    title: str
    statement: tuple[Said, ...]
    sections: tuple[Section, ...]
    walls: tuple[Wall, ...]
    left_out: tuple[LeftOut, ...]
    figures: Figures
    sources: tuple[Source, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def works(self) -> tuple[Hung, ...]:
        """All works in hanging order."""
        return tuple(hung for section in self.sections for hung in section.works)
