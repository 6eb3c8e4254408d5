"""What a brain is shown to write from, down to the room of its prompt."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from agents.left_out import AROUND_BYTES, BYTES_A_TOKEN
from tools.curate.show import Subject


def fitted(subjects: Sequence[Subject], tokens: int, ask: Callable[[Sequence[Subject]], str]) -> list[Subject]:
    """Return the works with as many of their passages as a question of so many tokens can show.

    The last passage of the work that has most of them goes first; each keeps its record and the best, and then the last works go.
    """
    shown, room = list(subjects), tokens * BYTES_A_TOKEN - AROUND_BYTES
    while shown and len(ask(shown).encode()) > room:
        most = max(range(len(shown)), key=lambda at: (len(shown[at].passages), at))
        fewer = replace(shown[most], passages=shown[most].passages[:-1])
        shown = [*shown[:most], fewer, *shown[most + 1 :]] if len(fewer.passages) > 1 else shown[:-1]
    return shown
