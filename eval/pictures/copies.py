"""Does a copy that was cut, scaled, recoloured or compressed find its original?"""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping

import numpy as np
from PIL import Image, ImageEnhance

Change = Callable[[Image.Image], Image.Image]


def cut(picture: Image.Image, share: float) -> Image.Image:
    """Cut a share of each side off every edge."""
    across, down = round(picture.width * share), round(picture.height * share)
    return picture.crop((across, down, picture.width - across, picture.height - down))


def shifted(picture: Image.Image, steps: int) -> Image.Image:
    """Turn all hues by so many of 256 steps."""
    hues, saturation, value = picture.convert("HSV").split()
    turned = Image.fromarray(np.asarray(hues) + np.uint8(steps))
    return Image.merge("HSV", (turned, saturation, value)).convert("RGB")


def recompressed(picture: Image.Image, quality: int) -> Image.Image:
    """Return what is left after JPEG of a low quality."""
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=quality)
    return Image.open(io.BytesIO(out.getvalue())).convert("RGB")


CHANGES: Mapping[str, Change] = {
    "half the size": lambda p: p.resize((p.width // 2, p.height // 2), Image.Resampling.BOX),
    "JPEG quality 20": lambda p: recompressed(p, 20),
    "edges cut by 5 %": lambda p: cut(p, 0.05),
    "edges cut by 10 %": lambda p: cut(p, 0.10),
    "greyscale": lambda p: p.convert("L").convert("RGB"),
    "brighter by 30 %": lambda p: ImageEnhance.Brightness(p).enhance(1.3),
    "hues turned": lambda p: shifted(p, 40),
    "turned by 3 degrees": lambda p: p.rotate(3, Image.Resampling.BILINEAR, fillcolor=(255, 255, 255)),
}
