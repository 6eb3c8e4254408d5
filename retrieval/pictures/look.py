"""The look of a picture: three families of measures, side by side in one vector."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Literal, get_args

import numpy as np
from numpy.typing import NDArray

from . import composition, palette, texture
from .lab import lab_of

if TYPE_CHECKING:
    from PIL.Image import Image

Family = Literal["palette", "composition", "texture"]
FAMILIES: tuple[Family, ...] = get_args(Family)
# Raised whenever a measure changes: pictures that another version measured are measured again.
VERSION = 1
_SIZES = (palette.BINS, composition.SIZE, texture.SIZE)
SIZE = sum(_SIZES)
_ENDS = np.cumsum(_SIZES).tolist()
PARTS: Mapping[Family, slice] = {
    family: slice(end - size, end) for family, size, end in zip(FAMILIES, _SIZES, _ENDS, strict=True)
}  # fmt: skip


def look_of(picture: Image) -> NDArray[np.float16]:
    """Measure a picture, `(SIZE,)`: the families' vectors one after another, see `PARTS`. The same pixels give the same vector."""
    lab = lab_of(picture)
    return np.concatenate([palette.palette(lab), composition.composition(lab), texture.texture(lab)]).astype(np.float16)
