"""A show that could hang: sections, walls, labels, reasons and figures of works that were chosen."""

from .arrange import Arrangement
from .grounds import Grounds, Teller, Why
from .labels import told, tombstone
from .make import make_show
from .moves import moved
from .read import read_show
from .records import Figures, Hung, Label, LeftOut, Said, Section, Show, Source, Tie, Wall
from .tell import tell

__all__ = [
    "Arrangement", "Figures", "Grounds", "Hung", "Label", "LeftOut", "Said", "Section", "Show", "Source", "Teller", "Tie", "Wall", "Why",
    "make_show", "moved", "read_show", "tell", "told", "tombstone",
]  # fmt: skip
