"""What stands behind a show: citations as numbered notes, records by where they come from, works left out by the reason."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from prompts import render
from tools.curate.show import LeftOut, Said, Show, Source


@dataclass(frozen=True, slots=True)
class Note:
    """A passage that is cited, and its number."""

    number: int
    source: Source

    @property
    def text(self) -> str:
        """The passage as a reader may ask for it: what it is about, where it comes from, its id."""
        return " · ".join(part for part in (self.source.about, self.source.origin, f"passage {self.source.id}") if part)


@dataclass(frozen=True, slots=True)
class LeftOutTogether:
    """Works that were left out for one reason."""

    works: tuple[LeftOut, ...]
    reason: str


def notes_of(show: Show) -> list[Note]:
    """Return the passages that the statement and the labels cite, in the order in which a reader meets them."""
    texts: list[Said] = [*show.statement, *(said for hung in show.works for said in hung.label.text)]
    cites = dict.fromkeys(cite for said in texts for cite in said.cites)
    known = {source.id: source for source in show.sources}
    return [Note(number, known[cite]) for number, cite in enumerate((cite for cite in cites if cite in known), 1)]


def records_of(show: Show) -> list[str]:
    """Return where the works' own records come from, a line each; works of one origin together, by their numbers."""
    numbers = {hung.piece.id: hung.number for hung in show.works}
    by_origin: dict[str, list[int]] = {}
    for source in show.sources:
        if source.id in numbers and source.origin:
            by_origin.setdefault(source.origin, []).append(numbers[source.id])
    return [f"{'Works' if len(found) > 1 else 'Work'} {runs_text(found)}: {origin}" for origin, found in by_origin.items()]


def runs_text(numbers: Sequence[int]) -> str:
    """Word numbers, those that follow on one another as a stretch.

    >>> runs_text([3, 1, 2, 5, 8, 9])
    '1–3, 5, 8–9'
    """
    runs: list[list[int]] = []
    for number in sorted(numbers):
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return ", ".join(str(run[0]) if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in runs)


def left_out_of(show: Show) -> list[LeftOutTogether]:
    """Return the works that were left out, those of one reason together."""
    by_reason: dict[str, list[LeftOut]] = {}
    for left in show.left_out:
        by_reason.setdefault(left.reason, []).append(left)
    return [LeftOutTogether(tuple(works), reason) for reason, works in by_reason.items()]


def untold(show: Show) -> str:
    """Say of which works nothing is told beside the facts; "" where all have a text."""
    numbers = [hung.number for hung in show.works if not hung.label.text]
    return render("curate/no_text", numbers=numbers) if numbers else ""
