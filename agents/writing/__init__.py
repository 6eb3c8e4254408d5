"""The words of an exhibition, by the brain that drives the agent."""

from .writer import BrainWriter, writer_of

__all__ = ["BrainWriter", "writer_of"]
