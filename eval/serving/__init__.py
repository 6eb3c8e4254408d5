"""How fast a model's server answers talks of the agent's own making, and how much of their prompts it has kept."""

from __future__ import annotations

from .run import evaluate

__all__ = ["evaluate"]
