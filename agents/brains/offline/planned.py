"""What a plan is made of: the calls to make, the parts of the question, and how far each has come."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tools.observation import Passage

from .namesakes import Namesakes
from .question import Asked
from .reader import Read


@dataclass(frozen=True, slots=True)
class Call:
    """One call of a tool for one part."""

    part: int
    arguments: Mapping[str, Any]
    tool: str = "search"


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the question: in the person's words, as understood (None while it waits for an earlier part), and found.

    `steps` are the sentences that told who is only described in it; `alike` are the records among which it does not choose;
    `failed` says that no search came through.
    """

    asked: Asked
    query: str | None = None
    passages: Sequence[Passage] = ()
    read: Sequence[Read] = ()
    steps: Sequence[Read] = ()
    alike: Namesakes | None = None
    failed: bool = False


@dataclass(frozen=True, slots=True)
class Planned:
    """The route, the parts so far, and the calls to make now; without calls it is time to answer."""

    route: str
    parts: Sequence[Part]
    calls: Sequence[Call]
