"""CIELAB of a picture at the one size that all descriptors read."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from PIL.Image import Image

Floats = NDArray[np.float32]
# The longer side; smaller pictures are enlarged, so that a copy of any size is measured alike.
SIDE = 192
# The shorter side is at least this, so that it can be halved as often as texture does.
LEAST_SIDE = 16
_TO_XYZ = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])
_WHITE = np.array([0.95047, 1.0, 1.08883])


def lab_of(picture: Image) -> Floats:
    """Return a picture as CIELAB, `(height, width, 3)`, its longer side `SIDE`: L* in [0, 100], a* and b* about [-100, 100]."""
    from PIL.Image import Resampling

    scale = SIDE / max(picture.size)
    size = (max(round(picture.width * scale), LEAST_SIDE), max(round(picture.height * scale), LEAST_SIDE))
    small = picture.convert("RGB").resize(size, Resampling.BOX if scale < 0.5 else Resampling.BILINEAR)
    return lab(np.asarray(small))


def lab(rgb: NDArray[np.uint8]) -> Floats:
    """Convert sRGB bytes to CIELAB under D65 (IEC 61966-2-1 and CIE 15).

    >>> lab(np.array([[255, 255, 255], [119, 119, 119]], dtype=np.uint8))[:, 0].round().tolist()
    [100.0, 50.0]
    """
    unit = np.arange(256) / 255
    linear = np.where(unit <= 0.04045, unit / 12.92, ((unit + 0.055) / 1.055) ** 2.4).astype(np.float32)
    xyz = linear[rgb] @ (_TO_XYZ / _WHITE[:, None]).T.astype(np.float32)
    f = np.where(xyz > (6 / 29) ** 3, np.cbrt(xyz), xyz / (3 * (6 / 29) ** 2) + 4 / 29)
    return np.stack([116 * f[..., 1] - 16, 500 * (f[..., 0] - f[..., 1]), 200 * (f[..., 1] - f[..., 2])], axis=-1).astype(np.float32)
