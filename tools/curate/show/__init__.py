"""A show that could hang: sections, walls, labels, reasons and figures of works that were chosen."""

from .grounds import Grounds, Teller, Why
from .labels import told, tombstone
from .make import make_show
from .records import Figures, Hung, Label, LeftOut, Said, Section, Show, Source, Wall
from .tell import tell

__all__ = [
    "Figures", "Grounds", "Hung", "Label", "LeftOut", "Said", "Section", "Show", "Source", "Teller", "Wall", "Why", "make_show", "tell",
    "told", "tombstone",
]  # fmt: skip
