"""Pictures kept once, under their content's hash, each with a thumbnail made when it is first wanted."""

from __future__ import annotations

import base64
import hashlib
import io
import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from retrieval.errors import PictureRefused

from .jpeg import MOST_BYTES, as_jpeg, reencoded

if TYPE_CHECKING:
    from PIL.Image import Image

# Enough for a page of results and more than the descriptors read.
THUMBNAIL_SIDE = 512
_NAME = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class PictureStore:
    """A folder of JPEGs named by the SHA-256 of their bytes."""

    folder: Path

    def add(self, content: bytes) -> str:
        """Check, re-encode and keep a picture; return its name.

        Raises:
            PictureRefused: too large, or not a JPEG, PNG or WebP that can be read.
        """
        jpeg = reencoded(content)
        name = hashlib.sha256(jpeg).hexdigest()
        _write_once(self._path(name), jpeg)
        return name

    def holds(self, name: str) -> bool:
        """Say whether a picture of this name is kept."""
        return bool(_NAME.fullmatch(name)) and self._path(name).is_file()

    def open(self, name: str) -> Image:
        """Return a kept picture."""
        return opened(self.read(name))

    def read(self, name: str) -> bytes:
        """Return a kept picture's JPEG bytes; raise `PictureRefused` when it is gone."""
        # A name comes back from a transcript, which others may have written: it must not lead out of the folder.
        if not self.holds(name):
            raise PictureRefused("a picture of this conversation is no longer kept; show it again")
        return self._path(name).read_bytes()

    def thumbnail(self, name: str) -> Image:
        """Return a kept picture with its longer side at most `THUMBNAIL_SIDE`; raise `PictureRefused` when it is gone."""
        small = self._path(name).with_suffix(f".{THUMBNAIL_SIDE}.jpg")
        if not _NAME.fullmatch(name) or not small.is_file():
            _write_once(small, as_jpeg(self.open(name), THUMBNAIL_SIDE))
        return opened(small.read_bytes())

    def data_url(self, name: str) -> str:
        """Return a kept picture as a data URL for a model call."""
        return f"data:image/jpeg;base64,{base64.b64encode(self.read(name)).decode()}"

    def _path(self, name: str) -> Path:
        return self.folder / name[:2] / f"{name}.jpg"


def read_picture_file(path: Path) -> bytes:
    """Return a file's bytes if it may be a picture; raise `PictureRefused` when it is missing or too large."""
    if not os.path.isfile(path):  # noqa: PTH113 - Path.is_file raises on a name that is too long
        raise PictureRefused(f"there is no file {path}; check the path of the picture")
    if path.stat().st_size > MOST_BYTES:
        raise PictureRefused(f"{path.name} has {path.stat().st_size / 1e6:.0f} MB; give a picture of at most {MOST_BYTES // 1_000_000} MB")
    return path.read_bytes()


def _write_once(target: Path, content: bytes) -> None:
    """Write a file whole or not at all; one that is there is the same."""
    if target.exists():
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_suffix(f".{os.getpid()}.part")
    part.write_bytes(content)
    part.replace(target)


def opened(jpeg: bytes) -> Image:
    """Return the picture in JPEG bytes of our own making."""
    from PIL import Image

    return Image.open(io.BytesIO(jpeg))
