"""Make a show of chosen works."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from prompts import render
from retrieval.records import Hit, origin_text
from tools.curate.brief import Brief
from tools.curate.order import By
from tools.curate.pool import Piece
from tools.errors import ToolError

from .arrange import Arrangement, arranged
from .figures import figures_of
from .grounds import Grounds, Teller, told_of
from .hang import Plan, given_wall_m, hang
from .kept import kept
from .labels import label_of
from .measures import Size, Typical, assumed_text, centre_of, size_of, support_of, typical
from .order import hanging_order
from .parts import Part
from .reasons import order_text, worded
from .records import Hung, Said, Section, Show, Source
from .rules import left_out, served
from .sections import parted
from .tell import tell
from .vectors import record_vectors
from .wording import statement_of, title_of


@dataclass(frozen=True, slots=True)
class _Made:
    """What each work of the show has of its own, by id."""

    sizes: dict[str, Size]
    texts: dict[str, tuple[Said, ...]]
    ranks: dict[str, int]
    sources: dict[str, tuple[Source, ...]]


def make_show(
    brief: Brief, chosen: Sequence[Piece], grounds: Grounds, teller: Teller = tell, notes: Iterable[str] = (),
    arrangement: Arrangement | None = None,
) -> Show:  # fmt: skip
    """Return a show of works of the pool, the same every time.

    Args:
        brief: What was asked for.
        chosen: The works, in no order; each must be the pool's own, so that no work is invented.
        grounds: The pool and the collection.
        teller: Words the labels; what it says must cite passages about the work, or it is left out.
        notes: What had to be assumed before, a sentence each.
        arrangement: The sections that stay as they were, and the order that was asked for.

    Raises:
        ToolError: No work, a work twice, or one that is not of the pool.
    """
    _refuse(chosen, grounds)
    usual = typical(grounds.pool)
    made = _made(brief, chosen, grounds, usual, teller)
    asked = arrangement or Arrangement()
    parts = _parts(brief, chosen, made, grounds, usual, asked)
    works = [piece for part in parts for piece in part.works]
    sizes = [made.sizes[piece.id] for piece in works]
    plan = hang([part.works for part in parts], sizes, given_wall_m(brief))
    by_rank = sorted(works, key=lambda piece: made.ranks[piece.id])
    return Show(
        brief=brief,
        title=title_of(brief),
        statement=statement_of(brief, parts, [made.texts[piece.id] for piece in by_rank]),
        sections=_sections(brief, parts, plan, made, grounds),
        walls=plan.walls,
        left_out=left_out(brief, works, grounds, usual),
        figures=figures_of(brief, works, sizes, grounds),
        sources=tuple(dict.fromkeys(source for piece in works for source in made.sources[piece.id])),
        notes=tuple(dict.fromkeys([*brief.assumed, *notes, *_aloud(brief, parts, usual, asked.order.by)])),
    )


def _parts(brief: Brief, chosen: Sequence[Piece], made: _Made, grounds: Grounds, usual: Typical, asked: Arrangement) -> list[Part]:
    """Return the sections in hanging order: those of the show before, or else new ones, in the order that was asked for."""
    if asked.before:
        vectors = record_vectors(grounds.collection, [piece.id for piece in chosen])
        before = [Part(section.tie, tuple(hung.piece for hung in section.works)) for section in asked.before]
        parts = kept(before, chosen, asked.instead, made.texts, vectors)
    else:
        fresh = parted(brief, chosen, made.texts, grounds.collection)
        parts = [replace(part, works=tuple(hanging_order(part.works, usual))) for part in fresh]
    return worded(arranged(parts, asked.order, made.texts))


def _refuse(chosen: Sequence[Piece], grounds: Grounds) -> None:
    if not chosen:
        raise ToolError("no work was chosen; choose one work or more")
    if len({piece.id for piece in chosen}) < len(chosen):
        raise ToolError("a work was chosen twice; name each once")
    grounds.places(chosen)


def _made(brief: Brief, chosen: Sequence[Piece], grounds: Grounds, usual: Typical, teller: Teller) -> _Made:
    order = sorted(range(len(grounds.pool)), key=lambda at: (-grounds.scores[at], grounds.pool[at].id))
    ranks = {grounds.pool[at].id: rank for rank, at in enumerate(order, 1)}
    sizes = {piece.id: size_of(piece, usual) for piece in chosen}
    passages = {piece.id: told_of(piece, brief.theme, grounds.collection) for piece in chosen}
    texts = {piece.id: _held(teller(brief.theme, piece, passages[piece.id]), passages[piece.id]) for piece in chosen}
    return _Made(sizes, texts, ranks, {piece.id: _sources(piece, texts[piece.id], passages[piece.id]) for piece in chosen})


def _sources(piece: Piece, text: Sequence[Said], passages: Sequence[Hit]) -> tuple[Source, ...]:
    """Return the record of a work, and the passages that its label cites."""
    record = Source(id=piece.id, about=piece.title, origin=origin_text(piece.source or "", piece.licence or "", piece.url or ""))
    cites = {cite for said in text for cite in said.cites}
    told = [hit for hit in passages if hit.id in cites]
    cited = [Source(id=hit.id, about=hit.heading, origin=origin_text(hit.source, hit.licence, hit.url)) for hit in told]
    return tuple(dict.fromkeys([record, *cited]))


def _held(said: Iterable[Said], passages: Sequence[Hit]) -> tuple[Said, ...]:
    """Return what is told of a work, as far as it cites passages that are about it."""
    known = {hit.id for hit in passages}
    return tuple(each for each in said if each.text.strip() and each.cites and known.issuperset(each.cites))


def _sections(brief: Brief, parts: Sequence[Part], plan: Plan, made: _Made, grounds: Grounds) -> tuple[Section, ...]:
    hung = {spot.piece.id: _hung(brief, number, plan, made, grounds) for number, spot in enumerate(plan.spots, 1)}
    return tuple(
        Section(title=part.title, reason=part.reason, works=tuple(hung[piece.id] for piece in part.works), tie=part.tie) for part in parts
    )


def _hung(brief: Brief, number: int, plan: Plan, made: _Made, grounds: Grounds) -> Hung:
    spot = plan.spots[number - 1]
    piece, size = spot.piece, made.sizes[spot.piece.id]
    support = support_of(piece, size)
    rationale = render(
        "curate/rationale", reasons=list(grounds.why(brief.theme, piece)), rank=made.ranks[piece.id], pool=len(grounds.pool),
        rules=served(brief, piece),
    )  # fmt: skip
    return Hung(
        piece=piece, label=label_of(piece, grounds.collection.index.makers, made.texts[piece.id]),
        rationale=tuple(rationale.splitlines()), number=number, wall=spot.wall, x_m=spot.x_m, width_cm=size.width_cm,
        height_cm=size.height_cm, centre_cm=centre_of(size, support), measured=size.measured, support=support,
    )  # fmt: skip


def _aloud(brief: Brief, parts: Sequence[Part], usual: Typical, by: By | None) -> Iterable[str]:
    """Yield what the show is hung by where that was asked, and what is assumed in making it."""
    if order := order_text(parts, by):
        yield order
    if sizes := assumed_text([piece for part in parts for piece in part.works], usual):
        yield " ".join(sizes.split())
    if not brief.language.startswith("en"):
        yield render("curate/language", language=brief.language)
