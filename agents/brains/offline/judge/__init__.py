"""The judge reads a question and a sentence together and says whether the sentence answers it."""

from .model import Judge, load_judge

__all__ = ["Judge", "load_judge"]
