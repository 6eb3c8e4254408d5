"""Which works a person means in a turn, or the question which of several."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from tools.curate.pool import Piece
from tools.curate.wording import works_text

from .change import Change
from .question import Option, Question
from .turn import Turn
from .which import Meant, works_meant


def meant_by(turn: Turn, said: str) -> Meant | None:
    """Return the works of the show that words mean, none of which was asked to go before; None when they mean none."""
    return works_meant(said, turn.left, turn.vocabulary, turn.focus, turn.added) if turn.gone == [] else _as_it_was(turn, said)


def _as_it_was(turn: Turn, said: str) -> Meant | None:
    """Read places by the show as the person saw it, before what was dropped in the same breath."""
    meant = works_meant(said, turn.show, turn.vocabulary, turn.focus, turn.added)
    left = tuple(identity for identity in meant.ids if identity not in turn.gone) if meant else ()
    return replace(meant, ids=left) if meant and left else None


def one_or_all(turn: Turn, said: str, act: Callable[[Turn, tuple[str, ...]], None]) -> bool | Question[Change]:
    """Do something with the works that words mean, or ask which of several."""
    meant = meant_by(turn, said)
    if meant is None:
        return False
    if meant.sure:
        act(turn, meant.ids)
        return True
    names = {piece.id: piece for piece in turn.show}
    options: list[Option[Change]] = []
    for identity in meant.ids:
        other = turn.copied()
        act(other, (identity,))
        options.append(Option(_label(names[identity], turn.show), other.change()))
    return Question(f"“{said.strip()}” may be {works_text(len(meant.ids))} of the show; which is meant?", tuple(options))


def _label(piece: Piece, show: Sequence[Piece]) -> str:
    place = next(at for at, shown in enumerate(show, 1) if shown.id == piece.id)
    return f"{place}: “{piece.title}”{f' by {piece.maker}' if piece.maker else ''}"
