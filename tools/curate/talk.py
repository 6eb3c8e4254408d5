"""A talk about a show: it is proposed, changed by words, taken back and explained."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, Protocol, TypeVar

from prompts import render
from tools.errors import ToolError

from .brief import Brief
from .choose import Conflict
from .pool import Piece
from .propose import Curator
from .show import Show, moved
from .traits import holds
from .wording import joined, rule_text, works_text
from .words import Question, Told, Vocabulary, Why, brief_of, change_of, vocabulary_of

Meant = TypeVar("Meant")
Turn = Literal["proposed", "changed", "undone", "explained"]


class Impossible(ToolError):
    """No show keeps the rules of `brief`; the sentences name those that cannot hold together, and the nearest that can."""

    def __init__(self, told: str, brief: Brief) -> None:
        super().__init__(told)
        self.brief = brief


class Settle(Protocol):
    """Answers a question about what was meant, or raises."""

    def __call__(self, question: Question[Meant], /) -> Meant:
        """Return what is meant."""
        ...


@dataclass(frozen=True, slots=True)
class Reply:
    """Where words have led: the show as it is now, how it came about, and what is to be said, a line each."""

    show: Show
    turn: Turn
    said: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Talk:
    """A curator that listens."""

    curator: Curator
    words: Vocabulary

    @classmethod
    def with_curator(cls, curator: Curator) -> Talk:
        """Return a talk that knows the words of the curator's collection."""
        return cls(curator, vocabulary_of(curator.works))

    def read(self, asked: str, settle: Settle) -> Brief:
        """Return the brief that words mean."""
        return _settled(brief_of(asked, self.words), settle)

    def propose(self, brief: Brief) -> Reply:
        """Return a show for a brief.

        Raises:
            Impossible: no show keeps the rules.
        """
        found = self.curator.propose(brief)
        return Reply(_possible(found, brief), "proposed")

    def go_on(self, shows: Sequence[Show], said: str, settle: Settle) -> Reply:
        """Return what becomes of the last of `shows`, which came one after another, by a person's words.

        Raises:
            Impossible: the show cannot be changed so; it stays as it was.
            ToolError: the words are no change of a show.
        """
        now = shows[-1]
        before = ids_of(shows[-2]) if len(shows) > 1 else ids_of(now)
        asked = change_of(
            said, ids_of(now), self.curator.works, now.brief, vocabulary=self.words, lightness=self.curator.lightness,
            added=[identity for identity in ids_of(now) if identity not in before],
        )  # fmt: skip
        if isinstance(asked, Why | Told):
            return Reply(now, "explained", self._explained(now, asked))
        change = _settled(asked, settle)
        if change.undo:
            if len(shows) < 2:
                raise ToolError("nothing was changed yet, so nothing can be taken back; say what to change")
            return Reply(shows[-2], "undone", (*change.notes, *difference(now, shows[-2])))
        found = _possible(self.curator.change(change, now), change.brief)
        return Reply(found, "changed", (*change.notes, *difference(now, found)))

    def _explained(self, show: Show, asked: Why | Told) -> tuple[str, ...]:
        """Return what answers a question about a show, a line each."""
        if isinstance(asked, Told):
            return asked.lines
        return tuple(reasons_out(show, self.curator.works, asked.ids) if asked.out else reasons(show, asked.ids))


def after(shows: Sequence[Show], turn: Turn, show: Show) -> list[Show]:
    """Return the shows one after another when another turn of the talk is over; taking back takes one away."""
    match turn:
        case "proposed":
            return [show]
        case "changed":
            return [*shows, show]
        case "undone":
            return list(shows[:-1])
        case "explained":
            return list(shows)


def ids_of(show: Show) -> list[str]:
    """Return the works of a show in hanging order."""
    return [hung.piece.id for hung in show.works]


def difference(before: Show, now: Show) -> list[str]:
    """Say which works left, came and moved, which sections, and which rules are new, a line each."""
    titles = {hung.piece.id: hung.piece.title for show in (before, now) for hung in show.works}
    old, new = ids_of(before), ids_of(now)
    gone, come = [i for i in old if i not in new], [i for i in new if i not in old]
    lines = [
        *(f"out: {titles[i]} [{i}]" for i in gone),
        *(f"in: {titles[i]} [{i}]" for i in come),
        *moved(before, now),
        *_new_rules(before, now),
    ]
    return lines or ["nothing changed"]


def _new_rules(before: Show, now: Show) -> list[str]:
    """Say which rules came, a line each: one that no work of the show broke changes none of them. What is in and out by id is told."""
    had = {rule_text(rule) for rule in before.brief.rules}
    told = dict.fromkeys(rule_text(rule) for rule in now.brief.rules if not (rule.trait and rule.trait.ids))
    return [f"new rule: {text}" for text in told if text not in had]


def reasons(show: Show, ids: Sequence[str]) -> list[str]:
    """Say why works are in, a line each."""
    return [f"{hung.piece.title}: {'; '.join(line.rstrip('.') for line in hung.rationale)}" for hung in show.works if hung.piece.id in ids]


def reasons_out(show: Show, works: Sequence[Piece], ids: Sequence[str], most: int = 3) -> list[str]:
    """Say why works are not in, a line each; without ids, of those that came nearest. Of many only the first few are told of."""
    near = {left.piece.id: left for left in show.left_out}
    if not ids:
        return [f"{left.piece.title}: {left.reason}" for left in near.values()] or ["nothing else came near"]
    named = sorted((piece for piece in works if piece.id in ids), key=lambda piece: (piece.id not in near, not _barred(show, piece)))
    return [f"{piece.title}: {near[piece.id].reason if piece.id in near else _reason_out(show, piece)}" for piece in named[:most]]


def _reason_out(show: Show, piece: Piece) -> str:
    barred = _barred(show, piece)
    if not barred:
        return render("curate/not_near", works=works_text(len(show.left_out)))
    return render("curate/left_out", rules=joined(barred, "and"), many=len(barred) > 1, below=False, works="")


def _barred(show: Show, piece: Piece) -> list[str]:
    """Return in words the rules about every work that keep a work out."""
    about_all = [rule for rule in show.brief.rules if rule.trait and rule.kind in ("only", "none", "exclude")]
    return [rule_text(rule) for rule in about_all if rule.trait and holds(rule.trait, piece) is (rule.kind != "only")]


def _settled(read: Meant | Question[Meant], settle: Settle) -> Meant:
    return settle(read) if isinstance(read, Question) else read


def _possible(found: Show | Conflict, brief: Brief) -> Show:
    if isinstance(found, Show):
        return found
    raise Impossible(found.text, brief)
