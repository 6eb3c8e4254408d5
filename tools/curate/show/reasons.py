"""What is said of a section: its title, and what its works share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

from prompts import render
from tools.curate.order import By
from tools.curate.pool import Piece
from tools.curate.wording import joined, number_text, trait_text

from .facts import facts_text
from .order import UNKNOWN, rank, sorted_by, year
from .parts import Part
from .records import Tie

# Where a section hangs: first and last say of a period that nothing else is as early or as late, apart that it does not follow in time.
Place = Literal["first", "between", "last", "apart"]


def worded(parts: Sequence[Part]) -> list[Part]:
    """Return the sections of a show in hanging order with their titles and reasons."""
    return [replace(part, title=title(part.tie), reason=reason(part, _place(at, parts))) for at, part in enumerate(parts)]


def title(tie: Tie) -> str:
    """Return the title of a section; "" where a show is not parted."""
    if tie.by is None:
        return ""
    return render("curate/section_title", by=tie.by, name=tie.name or (trait_text(tie.trait) if tie.trait else ""))


def reason(part: Part, place: Place) -> str:
    """Say what the works of a section share, and which hang there because somebody asked for it; "" where a show is not parted."""
    if part.tie.by is None:
        return ""
    tie, own = part.tie, part.own
    guests = [f"“{piece.title}”" for piece in part.works if piece.id in tie.guests]
    # What all share by the section's name is not said again.
    facts = facts_text(own, kinds=tie.by != "kind" or len(own) == 1, places=tie.by != "place")
    text = render(
        "curate/section_reason", by=tie.by, name=tie.name, works=len(own), count=number_text(len(own)), place=place, facts=facts,
        guests=joined(guests, "and"), many=len(guests) > 1,
    )  # fmt: skip
    return " ".join(text.split())


def order_text(parts: Sequence[Part], asked: By | None = None) -> str | None:
    """Say what the whole show hangs by, of which works the catalogue does not tell it, and that it cannot be parted where that is `asked`.

    None where nothing was asked.
    """
    by, divided = parts[0].tie.order, any(part.tie.by for part in parts)
    if asked == "sections" and not divided:
        return _order_text("sections", divided, [], moved=False)
    if by is None or any(part.tie.order != by for part in parts):
        return None
    works = [piece for part in parts for piece in part.works]
    untold = [piece.title for piece in works if rank(piece, by) == UNKNOWN]
    return _order_text(by, divided, untold, moved=works != sorted_by(works, by))


def _order_text(by: By, divided: bool, untold: Sequence[str], *, moved: bool) -> str:
    titles = joined([f"“{name}”" for name in untold], "and")
    return " ".join(render("curate/order", by=by, parted=divided, moved=moved, untold=titles, many=len(untold) > 1).split())


def _place(at: int, parts: Sequence[Part]) -> Place:
    """Say where a section hangs among the others, in time where it is a period."""
    if parts[at].tie.by != "period":
        return "first" if at == 0 else "last" if at == len(parts) - 1 else "between"
    mine, before = _years(parts[at].works), _years(parts[at - 1].works) if at else []
    others = [made for part in parts if part != parts[at] for made in _years(part.works)]
    if not mine:
        return "apart"
    if at == 0 and max(mine) <= min(others, default=max(mine)):
        return "first"
    if at == len(parts) - 1 and min(mine) >= max(others, default=min(mine)):
        return "last"
    return "between" if before and parts[at - 1].tie.by == "period" and max(before) <= min(mine) else "apart"


def _years(works: Sequence[Piece]) -> list[float]:
    return [made for piece in works if (made := year(piece)) is not None]
