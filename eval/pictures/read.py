"""The pictures of the benchmark, measured by our looks and by the baselines.

A picture belongs to a part by the hash of its name, `part_of`. Nothing is chosen on the part “test”.
"""

from __future__ import annotations

import io
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from retrieval.errors import SourceError
from retrieval.index.build import Progress
from retrieval.pictures.look import look_of
from retrieval.train.pairs import Part, part_of

from .baselines import BASELINES

LABELS: Mapping[str, Sequence[str]] = {"wikiart": ("artist_slug", "style"), "rijksmuseum": ("creator", "technique")}
_NAMES = {"wikiart": "path", "rijksmuseum": "id"}


@dataclass(frozen=True, slots=True)
class Pictures:
    """Pictures of one table: JPEGs, labels by column, looks `(n, size)` and baselines' vectors; `asked` are those to query with.

    `milliseconds` is the median time of measuring one look, the picture being decoded.
    """

    table: str
    jpegs: Sequence[bytes]
    labels: Mapping[str, NDArray[Any]]
    looks: NDArray[np.float16]
    plain: Mapping[str, NDArray[np.float32]]
    asked: NDArray[np.int64]
    milliseconds: float


def read_pictures(data: Path, table: str, parts: Sequence[Part], ask: Part, progress: Progress = lambda *_: None) -> Pictures:
    """Read and measure the pictures of a table that belong to `parts`; those of the part `ask` are to be asked for.

    Raises:
        SourceError: `data` is not the benchmark's folder.
    """
    import pyarrow.parquet as pq

    file = data / "images" / f"{table}.parquet"
    if not file.is_file():
        raise SourceError(f"{file} is not there; give the benchmark's folder with --data")
    placed = [(part_of(row[_NAMES[table]]), row) for row in pq.read_table(file).to_pylist()]
    rows = [(part, row) for part, row in placed if part in parts]
    looks: list[NDArray[np.float16]] = []
    took: list[float] = []
    plain: dict[str, list[NDArray[np.float32]]] = {name: [] for name in BASELINES}
    for number, (_, row) in enumerate(rows):
        picture = opened(row["jpeg"])
        started = time.perf_counter()
        looks.append(look_of(picture))
        took.append(time.perf_counter() - started)
        for name, measure in BASELINES.items():
            plain[name].append(measure(picture))
        progress(number + 1, len(rows))
    return Pictures(
        table=table,
        jpegs=[row["jpeg"] for _, row in rows],
        labels={label: np.array([str(row[label] or "") for _, row in rows]) for label in LABELS[table]},
        looks=np.stack(looks),
        plain={name: np.stack(made) for name, made in plain.items()},
        asked=np.array([i for i, (part, _) in enumerate(rows) if part == ask]),
        milliseconds=round(float(np.median(took)) * 1000, 1),
    )


def opened(jpeg: bytes) -> Image.Image:
    """Return a picture in RGB."""
    return Image.open(io.BytesIO(jpeg)).convert("RGB")
