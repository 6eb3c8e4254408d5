"""Pictures from strangers: checked before they are decoded, re-encoded, and kept once under their content's hash."""

from __future__ import annotations

import base64
import hashlib
import io
import os
import re
import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from .errors import PictureRefused

if TYPE_CHECKING:
    from PIL.Image import Image

MOST_BYTES = 10_000_000
MOST_PIXELS = 25_000_000
FORMATS = ("JPEG", "PNG", "WEBP")
# Longer sides are reduced: more than a vision model or a measurement of form uses.
LONGEST_SIDE = 2048
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
        jpeg = _reencoded(content)
        name = hashlib.sha256(jpeg).hexdigest()
        target = self._path(name)
        if not target.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            part = target.with_suffix(f".{os.getpid()}.part")
            part.write_bytes(jpeg)
            part.replace(target)
        return name

    def open(self, name: str) -> Image:
        """Return a kept picture."""
        from PIL import Image

        return Image.open(io.BytesIO(self.read(name)))

    def read(self, name: str) -> bytes:
        """Return a kept picture's JPEG bytes; raise `PictureRefused` when it is gone."""
        # A name comes back from a transcript, which others may have written: it must not lead out of the folder.
        target = self._path(name)
        if not _NAME.fullmatch(name) or not target.is_file():
            raise PictureRefused("a picture of this conversation is no longer kept; show it again")
        return target.read_bytes()

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


def _reencoded(content: bytes) -> bytes:
    from PIL import Image, ImageOps, UnidentifiedImageError

    if len(content) > MOST_BYTES:
        raise PictureRefused(f"the picture has {len(content) / 1e6:.0f} MB; give one of at most {MOST_BYTES // 1_000_000} MB")
    try:
        with warnings.catch_warnings():
            # Pillow warns of sizes, which are judged here, and of spoilt EXIF, which is not kept.
            warnings.simplefilter("ignore")
            # The header alone is read by this; nothing is decoded before the size is known.
            picture = Image.open(io.BytesIO(content), formats=FORMATS)
            width, height = picture.size
            if width * height > MOST_PIXELS:
                raise PictureRefused(
                    f"the picture is {width} x {height} pixels; reduce it to at most {MOST_PIXELS // 1_000_000} million pixels"
                )
            return _jpeg(ImageOps.exif_transpose(picture))
    except Image.DecompressionBombError:
        raise PictureRefused(f"the picture is far too large; reduce it to at most {MOST_PIXELS // 1_000_000} million pixels") from None
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError):
        raise PictureRefused("the file is not a readable JPEG, PNG or WebP picture; save it as one of these") from None


def _jpeg(picture: Image) -> bytes:
    """Return a picture as a JPEG of at most `LONGEST_SIDE`, on white where it is transparent."""
    from PIL import Image

    picture = picture.convert("RGBA" if picture.has_transparency_data else "RGB")
    picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    if picture.mode == "RGBA":
        picture = Image.alpha_composite(Image.new("RGBA", picture.size, "white"), picture).convert("RGB")
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=92)
    return out.getvalue()
