"""Drawn pictures, and a small collection that has some."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from retrieval.catalogue import Reading
from retrieval.encoders.minilm import MiniLM
from retrieval.index.build import build_index
from retrieval.records import Catalogue


def scene_of(seed: int = 0, size: tuple[int, int] = (240, 180)) -> Image.Image:
    """A picture with a sky, a ground and shapes, different for each seed."""
    rng = np.random.default_rng(seed)
    sky, ground = rng.integers(40, 250, (2, 3))
    pixels = np.zeros((size[1], size[0], 3))
    pixels[: size[1] // 2], pixels[size[1] // 2 :] = sky, ground
    for _ in range(12):
        x, y = int(rng.integers(0, size[0] - 40)), int(rng.integers(0, size[1] - 40))
        pixels[y : y + int(rng.integers(10, 40)), x : x + int(rng.integers(10, 40))] = rng.integers(0, 255, 3)
    return Image.fromarray(np.clip(pixels + rng.normal(0, 4, pixels.shape), 0, 255).astype(np.uint8))


def png_of(picture: Image.Image) -> bytes:
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()


@pytest.fixture(scope="session")
def scene() -> Callable[..., Image.Image]:
    return scene_of


@pytest.fixture(scope="session")
def png() -> Callable[[Image.Image], bytes]:
    return png_of


@pytest.fixture
def built(museum: Catalogue, reading_of: Callable[[Catalogue], Reading], minilm: MiniLM, tmp_path: Path) -> Path:
    """The folder of the small museum's index, as yet without pictures."""
    build_index(reading_of(museum), tmp_path / "built", minilm, "museum")
    return tmp_path / "built"
