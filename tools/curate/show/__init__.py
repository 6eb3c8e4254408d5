"""A show that could hang: sections, walls, labels, reasons and figures of works that were chosen."""

from .arrange import Arrangement
from .grounds import Grounds, Teller, Why
from .labels import told, tombstone
from .make import make_show
from .moves import moved
from .read import read_show
from .records import Figures, Hung, Label, LeftOut, Said, Section, Show, Source, Tie, Wall
from .tell import tell
from .writing import Subject, Words, Writer, worded

__all__ = [
    "Arrangement", "Figures", "Grounds", "Hung", "Label", "LeftOut", "Said", "Section", "Show", "Source", "Subject", "Teller",
    "Tie", "Wall", "Why", "Words", "Writer", "make_show", "moved", "read_show", "tell", "told", "tombstone", "worded",
]  # fmt: skip
