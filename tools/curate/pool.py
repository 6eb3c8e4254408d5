"""The works that a show may be chosen from, with the facts that rules and labels need."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from retrieval.index.open import Index
from retrieval.records import Artwork, Gender, Maker
from retrieval.words import folded


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A work as a curator sees it; None and "" mean that the catalogue does not say.

    `maker`, `gender`, `nationality` and `life` are those of the first maker; `other_makers` are the ids of those who made it with
    them. `maker_id` is None where nobody is named; `culture` then often tells whose work it is. `continent` is the work's, or else
    its maker's. Sizes are centimetres, `earliest` and `latest` bound the year.
    """

    id: str
    title: str
    maker_id: str | None = None
    maker: str | None = None
    other_makers: tuple[str, ...] = ()
    attribution: str | None = None
    culture: str | None = None
    gender: Gender | None = None
    nationality: str | None = None
    continent: str | None = None
    life: str | None = None
    date: str | None = None
    earliest: int | None = None
    latest: int | None = None
    medium: str | None = None
    type: str | None = None
    on_paper: bool | None = None
    height_cm: float | None = None
    width_cm: float | None = None
    depth_cm: float | None = None
    place: str | None = None
    style: str | None = None
    genre: str | None = None
    tags: tuple[str, ...] = ()
    holder: str | None = None
    accession: str | None = None
    credit: str | None = None
    picture: str | None = None
    source: str | None = None
    licence: str | None = None
    url: str | None = None


def pieces(index: Index) -> list[Piece]:
    """Return every work of an open collection, in the order of the collection."""
    return pieces_of(index.works.values(), index.makers)


def pieces_of(works: Iterable[Artwork], makers: Mapping[str, Maker]) -> list[Piece]:
    """Return works as pieces; a maker that is not among `makers` stays without a name."""
    return [_piece(work, makers.get(work.maker or "")) for work in works]


def _piece(work: Artwork, maker: Maker | None) -> Piece:
    return Piece(
        id=work.id, title=work.title, maker_id=work.maker, maker=maker.name if maker else None, other_makers=work.other_makers,
        attribution=work.attribution, culture=work.culture,
        gender=maker.gender if maker else None, nationality=maker.nationality if maker else None,
        continent=work.continent or (maker.continent if maker else None), life=maker.life if maker else None,
        date=work.date, earliest=work.earliest, latest=work.latest,
        medium=work.medium, type=work.type, on_paper=on_paper(work.medium, work.type),
        height_cm=work.height_cm, width_cm=work.width_cm, depth_cm=work.depth_cm,
        place=work.place, style=work.style, genre=work.genre, tags=work.tags, holder=work.holder, accession=work.accession,
        credit=work.credit, picture=work.picture, source=work.source, licence=work.licence, url=work.url,
    )  # fmt: skip


_PAPERS = "paper papers card cardboard newsprint pasteboard".split()
_OTHER_SUPPORTS = """
    canvas canvases panel panels wood oak poplar board hardboard plywood silk linen copper ivory glass metal steel aluminium aluminum
    plaster wall vellum parchment cotton fabric slate perspex acrylic leather ceramic porcelain stone tin cloth
""".split()
# “On laid paper”, “on two sheets of paper”, but not “on wood and paper”, which names wood.
_SUPPORT = re.compile(rf"\bon (?:(?!and\b)[\w-]+ ){{0,3}}?({'|'.join([*_PAPERS, *_OTHER_SUPPORTS])})\b")
_TECHNIQUES = frozenset(
    """etching etchings engraving engravings lithograph lithographs lithography screenprint screenprints serigraph woodcut woodcuts
    linocut linocuts aquatint aquatints mezzotint mezzotints drypoint monotype monoprint woodblock intaglio photogravure collotype
    cyanotype photograph photographs photogram photo-etching gelatin albumen chromogenic c-print platinotype watercolour watercolours
    watercolor gouache pastel pastels charcoal chalk graphite pencil crayon drawing drawings print prints poster ink sepia
    radierung kupferstich holzschnitt lithographie zeichnung aquarell fotografie gravure estampe dessin aquarelle fusain
    """.split()
)
_KINDS = frozenset("print prints drawing drawings photograph photographs watercolour watercolours watercolor poster".split())


def on_paper(medium: str | None, kind: str | None = None) -> bool | None:
    """Say whether a work is on paper by the words of its medium; None where the medium is unknown and its type does not tell.

    The first support named decides (“oil on paper, laid on canvas” is on paper); without one, the technique does.

    >>> on_paper("Etching and aquatint"), on_paper("Watercolour on ivory"), on_paper("Oil on canvas"), on_paper(None)
    (True, False, False, None)
    """
    if kind and "on paper" in folded(kind):
        return True
    if not medium:
        return True if kind and _has(kind, _KINDS) else None
    if support := _SUPPORT.search(folded(medium)):
        return support[1] in _PAPERS
    return _has(medium, _TECHNIQUES)


def _has(text: str, among: frozenset[str]) -> bool:
    return any(word in among for word in re.findall(r"[\w-]+", folded(text)))


def widths(pool: Sequence[Piece]) -> tuple[list[float], int]:
    """Return a width in centimetres for each work, and how many of them are assumed: the median of those known (100 where none is)."""
    known = sorted(piece.width_cm for piece in pool if piece.width_cm)
    median = known[len(known) // 2] if known else NO_WIDTH_CM
    return [piece.width_cm or median for piece in pool], len(pool) - len(known)


# Where no work of a pool has a width at all.
NO_WIDTH_CM = 100.0
