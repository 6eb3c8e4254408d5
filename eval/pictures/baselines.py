"""What our looks must beat: three plain vectors, compared by Euclidean distance."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from retrieval.pictures.lab import lab, lab_of

Floats = NDArray[np.float32]


def mean_colour(picture: Image.Image) -> Floats:
    """Return the mean CIELAB colour, `(3,)`."""
    return lab_of(picture).mean(axis=(0, 1))


def tiny_picture(picture: Image.Image) -> Floats:
    """Return the picture at 8 x 8 pixels in CIELAB, `(192,)`."""
    return lab(np.asarray(picture.convert("RGB").resize((8, 8), Image.Resampling.BOX))).ravel()


def colour_histogram(picture: Image.Image) -> Floats:
    """Return the shares of 8 x 8 x 8 boxes of sRGB, `(512,)`.

    >>> np.flatnonzero(colour_histogram(Image.new("RGB", (2, 2), (255, 0, 40)))).tolist()
    [449]
    """
    boxes = np.asarray(picture.convert("RGB")).reshape(-1, 3).astype(np.int64) // 32
    return (np.bincount(boxes @ np.array([64, 8, 1]), minlength=512) / len(boxes)).astype(np.float32)


BASELINES: Mapping[str, Callable[[Image.Image], Floats]] = {
    "mean colour": mean_colour, "8 x 8 thumbnail": tiny_picture, "colour histogram": colour_histogram,
}  # fmt: skip
