"""What a template is given."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from retrieval.wiki.marks import HOLE


@dataclass(frozen=True, slots=True)
class Arguments:
    """A template's arguments as plain words: by place (from 1) and by name (lower case)."""

    placed: tuple[str, ...] = ()
    named: Mapping[str, str] = field(default_factory=dict[str, str])

    def at(self, place: int) -> str:
        """Return the argument at a place, counted from 1; empty when there is none."""
        return self.placed[place - 1] if place <= len(self.placed) else ""

    def get(self, *names: str) -> str:
        """Return the first of the named arguments that is not empty."""
        return next((self.named[name] for name in names if self.named.get(name)), "")

    @property
    def filled(self) -> tuple[str, ...]:
        """Return the placed arguments that are not empty."""
        return tuple(value for value in self.placed if value)

    @property
    def whole_numbers(self) -> tuple[int, ...]:
        """Return the placed arguments as numbers, up to the first that is none."""
        found: list[int] = []
        for value in self.placed:
            if not re.fullmatch(r"-?\d{1,5}", value):
                break
            found.append(int(value))
        return tuple(found)


Wording = Callable[[Arguments], str]
"""Words a template; a `HOLE` in the result says that it could not."""


def first(arguments: Arguments) -> str:
    """Return the first argument: what most templates only dress up."""
    return arguments.at(1) or arguments.get("1", "text", "content") or HOLE


def last(arguments: Arguments) -> str:
    """Return the last argument that is not empty."""
    return arguments.filled[-1] if arguments.filled else HOLE


def second(arguments: Arguments) -> str:
    """Return the second argument, or the first where there is one only."""
    return arguments.at(2) or first(arguments)


def nothing(_: Arguments) -> str:
    """Return no words: the template carries none."""
    return ""


def sign(text: str) -> Wording:
    """Return the wording of a template that stands for a sign."""
    return lambda _: text


def listed(arguments: Arguments) -> str:
    """Return all arguments with commas between them."""
    lines = [line.strip(" *#") for value in arguments.filled for line in re.split(r"\n|(?=\ue001)", value)]
    return ", ".join(line.strip("\ue001 *") for line in lines if line.strip("\ue001 *")) or HOLE
