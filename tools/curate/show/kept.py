"""The sections of the show before, for the works of a changed one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from tools.curate.pool import Piece

from .groups import span
from .order import year
from .parts import Part, Texts, fits, replaced, welcomed, without
from .records import By, Tie
from .vectors import Vectors

_PARTING: tuple[By, ...] = ("subject", "period", "kind", "place")


def kept(
    before: Sequence[Part], chosen: Sequence[Piece], instead: Sequence[str], texts: Texts, vectors: Mapping[str, Vectors]
) -> list[Part]:
    """Return the sections of a show without the works that left and with those that came; what stays hangs as it did.

    Args:
        before: The sections of the show before.
        chosen: The works of the show as it is to be.
        instead: Ids of works that others were asked for; those hang in their places, unless the show follows time or another order.
        texts: What the labels of the works chosen tell.
        vectors: The vectors of their records, by which a work joins the section that it is most alike among those that it fits.
    """
    here = {piece.id: piece for piece in chosen}
    parts = [replace(part, works=tuple(here.get(piece.id, piece) for piece in part.works)) for part in before]
    shown = [piece.id for part in parts for piece in part.works]
    coming = sorted((piece for piece in chosen if piece.id not in shown), key=lambda piece: piece.id)
    heirs = _heirs([identity for identity in shown if identity in instead and identity not in here], coming, parts, texts)
    gone = [identity for identity in shown if identity not in here and identity not in heirs]
    parts = [replaced(without(part, gone), heirs, texts) for part in parts]
    for piece in coming:
        if piece not in heirs.values():
            parts = joined(parts, piece, texts, vectors)
    return [part for part in parts if part.works]


def _heirs(vacated: Sequence[str], coming: Sequence[Piece], parts: Sequence[Part], texts: Texts) -> dict[str, Piece]:
    """Return which work hangs in each place that was made free: one that fits the section there, where one does."""
    heirs: dict[str, Piece] = {}
    for identity in vacated:
        home = next(part for part in parts if identity in {piece.id for piece in part.works})
        left = [piece for piece in coming if piece not in heirs.values()]
        fitting = [piece for piece in left if fits(home, piece, texts)]
        # Where works follow one another in time or by what was asked, one that comes in does too.
        in_turn = home.tie.order is not None or (home.tie.by == "period" and not fitting)
        if left and not in_turn:
            heirs[identity] = (fitting or left)[0]
    return heirs


def joined(parts: Sequence[Part], piece: Piece, texts: Texts, vectors: Mapping[str, Vectors]) -> list[Part]:
    """Let a work join the section that it fits best; where it fits none, the period nearest to it, or what is left over."""
    fitting = [at for at, part in enumerate(parts) if fits(part, piece, texts)]
    if fitting:
        at = max(fitting, key=lambda at: (parts[at].tie.by in ("first", "last"), round(_alike(parts[at], piece, vectors), 9), -at))
        return [*parts[:at], welcomed(parts[at], piece), *parts[at + 1 :]]
    if (near := _nearest_period(parts, piece)) is not None:
        wider = replace(parts[near], tie=replace(parts[near].tie, name=span([*parts[near].own, piece])))
        return [*parts[:near], welcomed(wider, piece), *parts[near + 1 :]]
    return _left_over(parts, piece)


def _left_over(parts: Sequence[Part], piece: Piece) -> list[Part]:
    """Let a work join those that are left over, or be the first of them, before what was asked to close the show."""
    ways: list[By] = [way for way in _PARTING if any(part.tie.by == way for part in parts)]
    by = ways[0] if ways else "subject"
    over = next((at for at, part in enumerate(parts) if part.tie.by == by and not part.tie.name), None)
    # In a show by periods only works without a date are left over.
    if over is not None and by != "period":
        return [*parts[:over], welcomed(parts[over], piece), *parts[over + 1 :]]
    end = next((at for at, part in enumerate(parts) if part.tie.by == "last"), len(parts))
    name = span([piece]) if by == "period" and year(piece) is not None else ""
    return [*parts[:end], Part(Tie(by=by, name=name), (piece,)), *parts[end:]]


def _nearest_period(parts: Sequence[Part], piece: Piece) -> int | None:
    """Return the section whose years come nearest to a work's; None where the show is not by periods or the work has no date."""
    made = year(piece)
    years = {at: [known for other in part.own if (known := year(other)) is not None]
             for at, part in enumerate(parts) if part.tie.by == "period" and part.tie.name}  # fmt: skip
    near = [at for at in years if years[at]]
    return min(near, key=lambda at: (min(abs(known - made) for known in years[at]), at)) if near and made is not None else None


def _alike(part: Part, piece: Piece, vectors: Mapping[str, Vectors]) -> float:
    """Return the mean cosine of a work and those of a section; 0 where nothing is known of it."""
    mine = vectors.get(piece.id)
    known = [vectors[other.id] for other in part.works if other.id in vectors]
    return 0.0 if mine is None or not known else float(np.mean([mine @ other for other in known]))
