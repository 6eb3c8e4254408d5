"""Does the choice of works follow what curators chose? Past shows of museums, asked for by their titles."""

from __future__ import annotations

from .run import evaluate

__all__ = ["evaluate"]
