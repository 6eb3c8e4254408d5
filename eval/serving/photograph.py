"""Pictures for the talks: new ones in every run, of the size that a photograph has once it is reduced."""

from __future__ import annotations

import io
import random

# 37 by 28 tokens of Qwen2.5-VL's, below the 1,280 that a picture may cost.
SIDES = (1024, 768)
SHAPES = 60


def photograph(seed: str) -> bytes:
    """Return a JPEG of shapes in many colours; another seed is another picture."""
    from PIL import Image, ImageDraw

    chance = random.Random(seed)
    picture = Image.new("RGB", SIDES, _colour(chance))
    pen = ImageDraw.Draw(picture)
    for _ in range(SHAPES):
        x, y, wide, high = (chance.randrange(1, side) for side in (*SIDES, *(side // 3 for side in SIDES)))
        pen.ellipse((x, y, x + wide, y + high), fill=_colour(chance), outline=_colour(chance))
    written = io.BytesIO()
    picture.save(written, "JPEG", quality=85)
    return written.getvalue()


def _colour(chance: random.Random) -> tuple[int, int, int]:
    return chance.randrange(256), chance.randrange(256), chance.randrange(256)
