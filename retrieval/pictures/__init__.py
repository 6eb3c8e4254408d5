"""Pictures: checked, kept once, and compared by their look."""

from .intake import Taken, take_in
from .jpeg import FORMATS, LONGEST_SIDE, MOST_BYTES, MOST_PIXELS
from .store import THUMBNAIL_SIDE, PictureStore, read_picture_file
from .table import has_pictures

__all__ = [
    "FORMATS", "LONGEST_SIDE", "MOST_BYTES", "MOST_PIXELS", "THUMBNAIL_SIDE", "PictureStore", "Taken", "has_pictures",
    "read_picture_file", "take_in",
]  # fmt: skip
