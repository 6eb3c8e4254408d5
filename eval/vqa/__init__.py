"""Published suites of questions on pictures: AQUA, ArtPedia, SemArt, ArtQuest, PaintingForm."""

from __future__ import annotations

from .run import Wanted, evaluate

__all__ = ["Wanted", "evaluate"]
