"""Readers of the five suites in the formats in which they are published."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from eval.vqa.item import Item, Name, Suite

from .aqua import read_aqua
from .artpedia import read_artpedia
from .artquest import read_artquest
from .painting_form import read_painting_form
from .semart import read_semart

READERS: dict[Name, Callable[[Path], Sequence[Item]]] = {
    "aqua": read_aqua, "artpedia": read_artpedia, "semart": read_semart, "artquest": read_artquest, "paintingform": read_painting_form,
}  # fmt: skip
SHORT: frozenset[Name] = frozenset({"aqua", "artquest"})


def read_suite(name: Name, data: Path) -> Suite:
    """Read a suite from its file or folder.

    Raises:
        SourceError: a file is missing or not as it is published; the sentence names the row.
    """
    return Suite(name, READERS[name](data), name in SHORT)


__all__ = ["READERS", "read_suite"]
