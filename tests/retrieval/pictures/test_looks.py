"""What the three families of measures heed and what they do not."""

from __future__ import annotations

import io
import time
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from retrieval.pictures.lab import lab, lab_of
from retrieval.pictures.likeness import apart, load_likeness
from retrieval.pictures.look import FAMILIES, PARTS, SIZE, Family, look_of
from retrieval.pictures.palette import lightness, palette
from retrieval.pictures.texture import texture

Scene = Callable[..., Image.Image]


def between(one: Image.Image, other: Image.Image) -> dict[Family, float]:
    return {family: float(line[0]) for family, line in apart(look_of(one), look_of(other)[None]).items()}


def closeness(one: Image.Image, other: Image.Image) -> dict[Family, float]:
    scales = load_likeness()
    return {f: float(scales.closeness(f, np.array([d], dtype=np.float32))[0]) for f, d in between(one, other).items()}


def stripes(turned: bool, colour: tuple[int, int, int] = (30, 30, 30)) -> Image.Image:
    pixels = np.full((192, 192, 3), 220, dtype=np.uint8)
    pixels[np.arange(192) // 6 % 2 == 0] = colour
    return Image.fromarray(pixels.transpose(1, 0, 2).copy() if turned else pixels)


@pytest.mark.parametrize(
    ("rgb", "expected"),
    [((255, 0, 0), (53.24, 80.09, 67.20)), ((0, 0, 255), (32.30, 79.19, -107.86)), ((0, 128, 0), (46.23, -51.70, 49.90))],
)
def test_colours_have_the_cielab_that_tables_give(rgb: tuple[int, int, int], expected: tuple[float, ...]) -> None:
    assert lab(np.array([rgb], dtype=np.uint8))[0] == pytest.approx(expected, abs=0.1)


def test_a_look_has_its_three_parts_and_nothing_else(scene: Scene) -> None:
    look = look_of(scene())
    assert look.shape == (SIZE,)
    assert sum(look[part].size for part in PARTS.values()) == SIZE
    assert tuple(PARTS) == FAMILIES


def test_a_palette_is_a_root_of_shares(scene: Scene) -> None:
    assert float((palette(lab_of(scene())) ** 2).sum()) == pytest.approx(1, abs=1e-5)


def test_colours_between_two_nodes_are_shared_among_them() -> None:
    plain = np.broadcast_to(np.array([65, 0, 5], dtype=np.float32), (10, 10, 3))
    assert sorted((palette(plain) ** 2)[palette(plain) > 0].round(4).tolist()) == [0.5, 0.5]


@pytest.mark.parametrize("seed", [0, 1, 2])
def test_a_palette_tells_the_mean_lightness(seed: int, scene: Scene) -> None:
    lab = lab_of(scene(seed))
    # Pixels beyond the outer nodes count as those.
    assert lightness(palette(lab)[None].astype(np.float16)) == pytest.approx(lab[..., 0].clip(5, 95).mean(), abs=0.1)


def test_moving_the_parts_about_keeps_the_palette_and_changes_the_composition() -> None:
    picture = Image.new("RGB", (192, 192), (200, 200, 220))
    picture.paste((120, 30, 30), (0, 0, 96, 96))
    moved = picture.transpose(Image.Transpose.ROTATE_180)
    apart_by = between(picture, moved)
    assert apart_by["palette"] == pytest.approx(0, abs=1e-3)
    assert apart_by["composition"] > 1


def test_a_negative_of_the_light_is_another_composition_and_a_darker_copy_is_the_same(scene: Scene) -> None:
    picture = scene(1)
    darker = picture.point(lambda v: v * 0.7)
    assert between(picture, darker)["composition"] < 0.35 * between(picture, scene(2))["composition"]


def test_stripes_the_other_way_are_another_texture_but_the_same_palette() -> None:
    apart_by = between(stripes(turned=False), stripes(turned=True))
    assert apart_by["palette"] == pytest.approx(0, abs=1e-3)
    assert apart_by["texture"] > 1


def test_texture_does_not_heed_hue() -> None:
    # The two colours have the same lightness.
    assert between(stripes(False, (160, 60, 60)), stripes(False, (40, 106, 40)))["texture"] < 0.2


def test_noise_and_plain_ground_are_different_textures() -> None:
    noise = Image.fromarray(np.random.default_rng(0).integers(0, 255, (192, 192, 3), dtype=np.uint8))
    assert between(noise, Image.new("RGB", (192, 192), "grey"))["texture"] > 2


def test_the_same_pixels_give_the_same_look_and_a_copy_is_wholly_alike(scene: Scene) -> None:
    assert np.array_equal(look_of(scene(3)), look_of(scene(3)))
    assert closeness(scene(3), scene(3)) == dict.fromkeys(FAMILIES, 1.0)


@pytest.mark.parametrize("seed", range(5))
def test_a_small_compressed_copy_is_nearer_than_any_other_picture(scene: Scene, seed: int) -> None:
    out = io.BytesIO()
    scene(seed).resize((120, 90)).save(out, "JPEG", quality=40)
    others = np.stack([look_of(scene(number)) for number in range(20)])
    together = load_likeness().together(apart(look_of(Image.open(out)), others))
    assert int(together.argmin()) == seed


@settings(max_examples=40, deadline=None)
@given(size=st.tuples(st.integers(1, 600), st.integers(1, 600)), mode=st.sampled_from(["RGB", "L", "1", "P"]), seed=st.integers(0, 9))
def test_any_picture_has_a_look_without_nan(size: tuple[int, int], mode: str, seed: int) -> None:
    pixels = np.random.default_rng(seed).integers(0, 255, (size[1], size[0], 3), dtype=np.uint8)
    look = look_of(Image.fromarray(pixels).convert(mode))
    assert look.shape == (SIZE,)
    assert bool(np.isfinite(look).all())


@pytest.mark.parametrize("colour", ["black", "white", "red"])
def test_a_plain_picture_has_a_look(colour: str) -> None:
    look = look_of(Image.new("RGB", (50, 50), colour))
    assert bool(np.isfinite(look).all())
    assert len(texture(lab_of(Image.new("RGB", (50, 50), colour)))) == PARTS["texture"].stop - PARTS["texture"].start


def test_being_further_apart_is_never_closer() -> None:
    scales = load_likeness()
    for family in FAMILIES:
        line = scales.closeness(family, np.linspace(0, 5, 100, dtype=np.float32))
        assert bool((np.diff(line) <= 0).all())
        assert (line[0], line[-1]) == (1, 0)


def test_a_look_takes_milliseconds(scene: Scene) -> None:
    picture = scene(size=(256, 192))
    took: list[float] = []
    for _ in range(5):
        started = time.perf_counter()
        look_of(picture)
        took.append(time.perf_counter() - started)
    assert min(took) < 0.1  # about 0.008 on a quiet machine
