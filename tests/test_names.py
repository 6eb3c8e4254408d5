"""Our top-level names are common words: none may be taken by something installed."""

from __future__ import annotations

import sys
from importlib import metadata
from pathlib import Path

ROOT = Path(__file__).parents[1]
OURS = {"agents", "tools", "retrieval", "prompts", "eval", "serve"}


def test_no_installed_distribution_has_one_of_our_names() -> None:
    assert {name: owners for name, owners in metadata.packages_distributions().items() if name in OURS} == {}


def test_the_standard_library_has_none_of_our_names() -> None:
    assert not OURS & sys.stdlib_module_names


def test_every_room_in_the_repository_is_one_of_our_names() -> None:
    assert {p.parent.name for p in ROOT.glob("*/__init__.py")} | {p.stem for p in ROOT.glob("*.py")} <= OURS
