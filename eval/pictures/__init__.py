"""`python -m eval pictures`: are the looks any good? Same maker, same style, and copies that were changed."""

from .evaluate import evaluate
from .fit import fit

__all__ = ["evaluate", "fit"]
