"""Choose the works of a show: the best that keeps every rule, proven, or the rules that cannot hold together."""

from .records import Choice, Clash, Conflict
from .select import choose
from .worth import Weights

__all__ = ["Choice", "Clash", "Conflict", "Weights", "choose"]
