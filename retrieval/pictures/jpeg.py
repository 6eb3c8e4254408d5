"""Make a JPEG of our own out of a stranger's file: the header is judged before anything is decoded."""

from __future__ import annotations

import io
import warnings
from typing import TYPE_CHECKING

from retrieval.errors import PictureRefused

if TYPE_CHECKING:
    from PIL.Image import Image

MOST_BYTES = 10_000_000
MOST_PIXELS = 25_000_000
FORMATS = ("JPEG", "PNG", "WEBP")
# Longer sides are reduced: more than a vision model or a measurement of form uses.
LONGEST_SIDE = 2048
QUALITY = 92


def reencoded(content: bytes) -> bytes:
    """Return a picture as a JPEG of at most `LONGEST_SIDE`, upright, on white where it is transparent.

    Raises:
        PictureRefused: too large, or not a JPEG, PNG or WebP that can be read.
    """
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
            return as_jpeg(_plain(ImageOps.exif_transpose(picture)), LONGEST_SIDE)
    except Image.DecompressionBombError:
        raise PictureRefused(f"the picture is far too large; reduce it to at most {MOST_PIXELS // 1_000_000} million pixels") from None
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError):
        raise PictureRefused("the file is not a readable JPEG, PNG or WebP picture; save it as one of these") from None


def as_jpeg(picture: Image, longest: int) -> bytes:
    """Return an RGB picture as a JPEG whose longer side is at most `longest` pixels."""
    small = picture.copy()
    small.thumbnail((longest, longest))
    out = io.BytesIO()
    small.save(out, "JPEG", quality=QUALITY)
    return out.getvalue()


def _plain(picture: Image) -> Image:
    """Return a picture in RGB without what is transparent; reduced first, so that little memory is used."""
    from PIL import Image

    picture = picture.convert("RGBA" if picture.has_transparency_data else "RGB")
    picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    if picture.mode == "RGBA":
        return Image.alpha_composite(Image.new("RGBA", picture.size, "white"), picture).convert("RGB")
    return picture
