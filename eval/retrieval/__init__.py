"""Does search find the text that answers? All methods in one run, over every text of the benchmark, by set of questions."""

from __future__ import annotations

from .run import evaluate

__all__ = ["evaluate"]
