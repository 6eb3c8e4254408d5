"""A wall as it is drawn: what stands and hangs where, in centimetres from the left end of the wall and above the floor."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from tools.curate.show import Hung, Show, Wall

# The person who stands beside a wall for scale.
PERSON_CM = 170.0
LOWEST_WALL_CM = 300.0
ABOVE_CM = 45.0
# Quiet colours of wall and paper, for works of which there is no picture.
TINTS = ("#b9a58a", "#8d9a8b", "#a08a8f", "#8a97a8", "#b39b76", "#7f8c86", "#a59a8c", "#96879c")


@dataclass(frozen=True, slots=True)
class Box:
    """A work's outline, its lower left corner at (`left`, `bottom`)."""

    hung: Hung
    left: float
    bottom: float
    width: float
    height: float
    tint: str


@dataclass(frozen=True, slots=True)
class Heading:
    """The title of a section above the first of its works on a wall."""

    title: str
    left: float


@dataclass(frozen=True, slots=True)
class WallView:
    """One wall with all that is on it."""

    number: int
    length: float
    height: float
    boxes: tuple[Box, ...]
    headings: tuple[Heading, ...]


def wall_views(show: Show) -> list[WallView]:
    """Return the walls of a show, each high enough for what is on it."""
    return [_view(show, wall) for wall in show.walls]


def _view(show: Show, wall: Wall) -> WallView:
    boxes = tuple(_box(hung) for hung in show.works if hung.wall == wall.number)
    height = max([LOWEST_WALL_CM, *(box.bottom + box.height + ABOVE_CM for box in boxes)])
    headings = list[Heading]()
    for section in show.sections:
        here = [hung for hung in section.works if hung.wall == wall.number]
        if section.title and here:
            headings.append(Heading(section.title, min(hung.x_m for hung in here) * 100))
    return WallView(wall.number, wall.length_m * 100, height, boxes, tuple(headings))


def _box(hung: Hung) -> Box:
    bottom = hung.centre_cm - hung.height_cm / 2
    return Box(hung, hung.x_m * 100, bottom, hung.width_cm, hung.height_cm, tint(hung.piece.id))


def tint(identity: str) -> str:
    """Return the colour that stands for a work without a picture, the same every time."""
    return TINTS[hashlib.sha256(identity.encode("utf-8", "replace")).digest()[0] % len(TINTS)]


def wrapped(text: str, width: float, letter: float, most_lines: int) -> list[str]:
    """Return a text in lines of at most `width`, where a letter takes about `letter`; [] when it does not fit whole.

    >>> wrapped("The Great Wave", 60, 10, 3), wrapped("Winter", 30, 10, 3)
    (['The', 'Great', 'Wave'], [])
    """
    most = int(width / letter)
    lines = [""]
    for word in text.split():
        if lines[-1] and len(lines[-1]) + 1 + len(word) > most:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines if len(lines) <= most_lines and all(len(line) <= most for line in lines) else []
