"""How light the pictures of works are, as far as a collection holds any."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping
from pathlib import Path


class Lightness(Mapping[str, float]):
    """The mean lightness (CIE L*, 0 to 100) of the first picture of each work, by id; read when it is first asked for."""

    def __init__(self, collection: Path | None) -> None:
        self._collection = collection

    def __getitem__(self, work: str) -> float:
        return self._measured[work]

    def __iter__(self) -> Iterator[str]:
        return iter(self._measured)

    def __len__(self) -> int:
        return len(self._measured)

    @functools.cached_property
    def _measured(self) -> dict[str, float]:
        from retrieval.pictures.look import PARTS
        from retrieval.pictures.palette import lightness
        from retrieval.pictures.search import looks_if_any

        looks = looks_if_any(self._collection) if self._collection else None
        if looks is None:
            return {}
        values = lightness(looks.looks[:, PARTS["palette"]]).tolist()
        # Of several pictures of a work the first counts, so it is written last.
        return dict(reversed(list(zip(looks.works, values, strict=True))))
