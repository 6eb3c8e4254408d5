"""Composition: where light, colour and edges lie."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from .gradients import DIRECTIONS, by_direction, gradients
from .lab import Floats

LIGHT_CELLS = 8
COLOUR_CELLS = 4
EDGE_CELLS = 4
# How much each part weighs in the distance; each part is of unit length or shorter.
LIGHT_SHARE, COLOUR_SHARE, EDGE_SHARE, BALANCE_SHARE = 1.0, 0.5, 1.0, 0.5
SIZE = LIGHT_CELLS**2 + 2 * COLOUR_CELLS**2 + EDGE_CELLS**2 * DIRECTIONS + 5
# Below these a picture is plain: noise is not blown up to a layout. Units of L*, a*, b*.
_LEAST_LIGHT, _LEAST_COLOUR, _LEAST_EDGE = 4.0, 4.0, 0.5


def composition(lab: Floats) -> Floats:
    """Return a picture's layout, `(SIZE,)`.

    Lightness on a grid, freed of its mean and spread, so that a darker or paler copy stays the same; a* and b* on a coarser grid,
    freed of their means; gradient directions by cell, a coarse form of GIST (Oliva and Torralba, Modeling the shape of the scene,
    2001); and its balance: proportions, where what stands out has its centre, mirror symmetry both ways.
    """
    light = np.ascontiguousarray(lab[..., 0])
    grid = _grid(light, LIGHT_CELLS)
    colour = np.stack([_grid(lab[..., 1], COLOUR_CELLS), _grid(lab[..., 2], COLOUR_CELLS)])
    return np.concatenate([
        LIGHT_SHARE * _scaled(grid - grid.mean(), _LEAST_LIGHT),
        COLOUR_SHARE * _scaled(colour - colour.mean(axis=(1, 2), keepdims=True), _LEAST_COLOUR),
        EDGE_SHARE * _edges(light),
        BALANCE_SHARE * _balance(lab),
    ]).astype(np.float32)  # fmt: skip


def cells_of(shape: tuple[int, ...], count: int) -> NDArray[np.int64]:
    """Return for each pixel the number of its cell in a grid of `count` by `count`, row by row."""
    down, across = (np.arange(side) * count // side for side in shape[:2])
    return down[:, None] * count + across[None]


def _grid(values: Floats, count: int) -> Floats:
    cells = cells_of(values.shape, count).ravel()
    sums = np.bincount(cells, weights=values.ravel(), minlength=count**2)
    return (sums / np.bincount(cells, minlength=count**2)).reshape(count, count).astype(np.float32)


def _scaled(values: Floats, least: float) -> Floats:
    """Return values divided by their length, or by that of a spread of `least` where it is greater."""
    return values.ravel() / np.hypot(np.linalg.norm(values), least * values.size**0.5)


def _edges(light: Floats) -> Floats:
    strength, direction = gradients(light)
    sums = by_direction(np.sqrt(strength), direction, cells_of(light.shape, EDGE_CELLS), EDGE_CELLS**2) / (light.size / EDGE_CELLS**2)
    return _scaled(sums, _LEAST_EDGE / DIRECTIONS)


def _balance(lab: Floats) -> Floats:
    height, width = lab.shape[:2]
    away = (lab - lab.mean(axis=(0, 1))) ** 2
    # A norm along so short an axis takes several times as long.
    stands_out = np.sqrt(away[..., 0] + away[..., 1] + away[..., 2]) + 1e-3
    across = float((stands_out.mean(axis=0) * np.linspace(-1, 1, width)).sum() / stands_out.mean(axis=0).sum())
    down = float((stands_out.mean(axis=1) * np.linspace(-1, 1, height)).sum() / stands_out.mean(axis=1).sum())
    light = lab[..., 0]
    proportions = float(np.clip(np.log(width / height), -1.5, 1.5))
    return np.array([proportions, 2 * across, 2 * down, _mirrored(light, light[:, ::-1]), _mirrored(light, light[::-1])])


def _mirrored(light: Floats, other: Floats) -> float:
    """Return half the correlation of lightness with its mirror image; 0 for a plain picture."""
    centred = light - light.mean()
    return 0.5 * float((centred * (other - light.mean())).mean() / (centred.var() + _LEAST_LIGHT**2))
