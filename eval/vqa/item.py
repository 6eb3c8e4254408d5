"""What a suite asks: one question on one picture, and the answers that count as right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

Name = Literal["aqua", "artpedia", "semart", "artquest", "paintingform"]
# One-word kinds of description; other suites name their kinds themselves.
Aspect = Literal["content", "form", "context", "whole", "analysis"]


@dataclass(frozen=True, slots=True)
class Item:
    """A question of a suite.

    `picture` is the file's name as the suite has it; questions on one picture rise and fall together. `question` is the
    suite's own, "" where it asks for a description of the `kind`. `subject` and `context` are what the benchmark allows to be
    told in words beside the picture: a title and an author, or the open book.
    """

    id: str
    picture: str
    question: str
    references: tuple[str, ...]
    kind: str
    subject: str = ""
    context: str = ""


@dataclass(frozen=True, slots=True)
class Suite:
    """The questions of a suite; `short` says that an answer is a word or a phrase, not a description."""

    name: Name
    items: Sequence[Item]
    short: bool
