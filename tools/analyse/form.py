"""Measure a picture's form: format, palette, light, contrast, balance. Nothing is recognised, only measured."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image

Floats = NDArray[np.float64]
SIDE = 160

# Names of colours with their sRGB, the ones a label would use.
COLOURS = {
    "black": (20, 20, 20), "dark grey": (75, 75, 75), "grey": (128, 128, 128), "pale grey": (190, 190, 190),
    "white": (245, 245, 245), "dark brown": (60, 40, 25), "brown": (115, 75, 45), "ochre": (190, 140, 60),
    "beige": (215, 195, 160), "cream": (245, 235, 205), "dark red": (110, 25, 25), "red": (200, 40, 40),
    "pink": (235, 165, 170), "orange": (230, 125, 40), "yellow": (240, 210, 60), "gold": (200, 165, 70),
    "olive": (110, 110, 50), "dark green": (30, 70, 45), "green": (70, 140, 70), "pale green": (170, 205, 165),
    "turquoise": (70, 170, 165), "dark blue": (30, 45, 90), "blue": (55, 100, 180), "pale blue": (165, 195, 220),
    "violet": (110, 70, 140),
}  # fmt: skip
PLACES = ("upper left", "upper centre", "upper right", "left", "centre", "right", "lower left", "lower centre", "lower right")


@dataclass(frozen=True, slots=True)
class Form:
    """Measured form. Lightness is CIE L* in [0, 100]; shares sum to 1 over all colours; symmetry is a correlation."""

    width: int
    height: int
    colours: tuple[tuple[str, float], ...]
    lightness: float
    contrast: float
    chroma: float
    lightest_place: str
    symmetry: float


def measure_form(picture: Image.Image) -> Form:
    """Measure a picture.

    Colours are the nearest of `COLOURS` in CIELAB (CIE 1976, D65); contrast is the standard deviation of L*; symmetry is
    the correlation of L* with its mirror image from left to right.
    """
    small = picture.convert("RGB")
    small.thumbnail((SIDE, SIDE))
    lab = _lab(np.asarray(small, dtype=np.float64))
    light = lab[..., 0]
    return Form(
        width=picture.width,
        height=picture.height,
        colours=_shares(lab.reshape(-1, 3)),
        lightness=float(light.mean()),
        contrast=float(light.std()),
        chroma=float(np.hypot(lab[..., 1], lab[..., 2]).mean()),
        lightest_place=_lightest(light),
        symmetry=_correlation(light, light[:, ::-1]),
    )


def describe_form(form: Form) -> str:
    """Word the measurements as sentences, each of which stands alone."""
    ratio = form.width / form.height
    shape = "nearly square" if 0.95 < ratio < 1.05 else "wider than high" if ratio > 1 else "higher than wide"
    tone = "dark" if form.lightness < 38 else "light" if form.lightness > 68 else "of middle lightness"
    contrast = "strong" if form.contrast > 24 else "soft" if form.contrast < 13 else "moderate"
    place = f"{'in the' if form.lightest_place == 'centre' else 'at the'} {form.lightest_place}"
    named = [f"{name} ({share:.0%})" for name, share in form.colours[:4] if share >= 0.05]
    colour = "almost without colour" if form.chroma < 6 else "strongly coloured" if form.chroma > 35 else "moderately coloured"
    return " ".join([
        f"The picture is {shape} ({form.width} × {form.height} pixels).",
        f"The picture is {tone} overall and {colour}, with {contrast} contrast of light and dark.",
        f"Its main colours are {', '.join(named)}.",
        *([f"Its lightest part lies {place}."] if form.contrast > 1 else []),  # a plain picture has none
        *(["Its left and right halves mirror each other closely in light and dark."] if form.symmetry > 0.6 else []),
    ])  # fmt: skip


def _shares(pixels: Floats) -> tuple[tuple[str, float], ...]:
    names = list(COLOURS)
    anchors = _lab(np.array([COLOURS[n] for n in names], dtype=np.float64)[None])[0]
    nearest = ((pixels[:, None, :] - anchors[None]) ** 2).sum(-1).argmin(1)
    counts = np.bincount(nearest, minlength=len(names)) / len(pixels)
    return tuple((names[i], float(counts[i])) for i in np.argsort(-counts, kind="stable") if counts[i] > 0)


def _lightest(light: Floats) -> str:
    thirds = [cell for row in np.array_split(light, 3, axis=0) for cell in np.array_split(row, 3, axis=1)]
    return PLACES[int(np.argmax([cell.mean() if cell.size else -1.0 for cell in thirds]))]


def _correlation(a: Floats, b: Floats) -> float:
    spread = float(a.std() * b.std())
    return float(((a - a.mean()) * (b - b.mean())).mean() / spread) if spread > 1e-9 else 1.0


def _lab(rgb: Floats) -> Floats:
    """Convert sRGB in [0, 255] to CIELAB under D65 (IEC 61966-2-1 and CIE 15)."""
    unit = rgb / 255
    linear = np.where(unit <= 0.04045, unit / 12.92, ((unit + 0.055) / 1.055) ** 2.4)
    matrix = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])
    xyz = linear @ matrix.T / np.array([0.95047, 1.0, 1.08883])
    f = np.where(xyz > (6 / 29) ** 3, np.cbrt(xyz), xyz / (3 * (6 / 29) ** 2) + 4 / 29)
    return np.stack([116 * f[..., 1] - 16, 500 * (f[..., 0] - f[..., 1]), 200 * (f[..., 1] - f[..., 2])], axis=-1)
