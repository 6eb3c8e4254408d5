"""Pictures as the model takes them: reduced on this side to a budget of tokens, each of 28 x 28 pixels.

A server refuses sizes given per request, and reads a picture larger than its limits in full before reducing it.
"""

from __future__ import annotations

import base64
import threading
from collections.abc import Callable
from functools import lru_cache
from typing import TYPE_CHECKING

from agents.ribbon import refuse_ribbon

if TYPE_CHECKING:
    from PIL.Image import Image

PATCH = 28  # pixels of a token's side
_loading = threading.Lock()


def picture_tokens(width: int, height: int) -> int:
    """Return how many tokens a picture costs at most.

    >>> picture_tokens(1000, 700), picture_tokens(1, 1)
    (900, 1)
    """
    return -(-width // PATCH) * -(-height // PATCH)


# A conversation's pictures go along with every call; data URLs of a megabyte each are held here.
@lru_cache(maxsize=16)
def reduced(url: str, tokens: int) -> str:
    """Return a data URL of our own making with its picture at most `tokens` large; one that is not larger stays as it is.

    Raises:
        PictureRefused: one side is more than 200 times the other.
    """
    from retrieval.pictures.jpeg import as_jpeg
    from retrieval.pictures.store import opened

    head, comma, data = url.partition(",")
    picture = opened(base64.b64decode(data))
    refuse_ribbon(*picture.size)
    if picture_tokens(*picture.size) <= tokens:
        return url
    small = _resized(picture, tokens)
    return f"{head}{comma}{base64.b64encode(as_jpeg(small, max(small.size))).decode()}"


def _resized(picture: Image, tokens: int) -> Image:
    width, height = picture.size
    new_height, new_width = _smart_resize()(height, width, factor=PATCH, max_pixels=tokens * PATCH * PATCH)
    return picture.resize((new_width, new_height))


def _smart_resize() -> Callable[..., tuple[int, int]]:
    # The import brings torch and torchvision, 3 to 6 s on two busy cores: only for a picture that is too large, and in the
    # thread that reduces it, so that other conversations go on. Not at the start: most conversations show no picture.
    from retrieval.encoders.colqwen.operators import declare_operators

    with _loading:
        declare_operators()
        from qwen_vl_utils.vision_process import smart_resize
    return smart_resize
