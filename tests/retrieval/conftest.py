"""A small museum and an encoder without weights."""

from __future__ import annotations

import functools
import hashlib
import re
import tempfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pytest

from retrieval.catalogue import Reading
from retrieval.encoders import Encoded
from retrieval.records import Artwork, Catalogue, Fragment, Maker


@functools.cache
def vector_of(word: str, dim: int) -> np.ndarray:
    seed = int.from_bytes(hashlib.sha256(word.encode()).digest()[:8], "big")
    vector = np.random.default_rng(seed).standard_normal(dim).astype(np.float32)
    return vector / np.linalg.norm(vector)


@dataclass(frozen=True)
class HashEncoder:
    """Gives each word a vector by its hash, the same each time. `fails` happens at the batch of that number."""

    name: str = "hash"
    version: str = "1"
    dim: int = 8
    max_tokens: int = 1000
    fails: BaseException | None = None
    at_batch: int = 2
    seen: list[str] = field(default_factory=list[str], repr=False)
    batches: list[int] = field(default_factory=list[int], repr=False)

    def encode(self, texts: Sequence[str]) -> list[Encoded]:
        self.batches.append(len(texts))
        if self.fails is not None and len(self.batches) == self.at_batch:
            raise self.fails
        self.seen.extend(texts)
        return [self._encoded(text) for text in texts]

    def _encoded(self, text: str) -> Encoded:
        found = list(re.finditer(r"\w+", text))
        tokens = np.stack([vector_of(match.group().casefold(), self.dim) for match in found])
        whole = tokens.mean(axis=0)
        return Encoded(tokens, np.array([match.span() for match in found]), whole / np.linalg.norm(whole))


@pytest.fixture(scope="session")
def hash_encoder() -> Callable[..., HashEncoder]:
    return HashEncoder


@pytest.fixture(scope="session")
def reading_of() -> Callable[[Catalogue], Reading]:
    """A catalogue as if it had been read from a file."""
    return lambda catalogue: Reading(catalogue, {}, {}, hashlib.sha256(repr(catalogue).encode()).hexdigest())


@pytest.fixture(scope="session")
def give_pictures() -> Callable[[Path, Iterable[str]], None]:
    """Put a picture of each of these works into a collection."""

    def give(collection: Path, works: Iterable[str]) -> None:
        from PIL import Image

        from retrieval.index.manifest import read_manifest
        from retrieval.pictures.attach import attach_folder
        from retrieval.pictures.marks import mark_pictured
        from retrieval.pictures.works import works_of

        with tempfile.TemporaryDirectory() as scans:
            for work in works:
                Image.new("RGB", (32, 32), "teal").save(Path(scans, f"{work.replace(':', '-')}.png"))
            attach_folder(collection, works_of(collection), Path(scans))
        mark_pictured(collection, read_manifest(collection).dim)

    return give


@pytest.fixture(scope="session")
def museum() -> Catalogue:
    """Five makers, six works and seven passages, all invented."""
    makers = (
        Maker(id="m:ada-lindqvist", name="Ada Lindqvist", nationality="Swedish", born=1850, died=1920, life="1850–1920", gender="female"),
        Maker(id="m:soren-kobke", name="Søren Købke", nationality="Danish", born=1800, died=1860, life="1800–1860", gender="male"),
        Maker(id="m:jean-moreau", name="Jean Moreau", other_names=("Le Petit Moreau",), nationality="French", born=1700, died=1760),
        Maker(id="m:paul-moreau", name="Paul Moreau", nationality="French", born=1740, died=1800),
        Maker(id="m:o-brien", name="Nuala O'Brien", nationality="Irish", born=1960),
    )
    works = (
        Artwork(
            id="w:ferry",
            title="The Ferry",
            maker="m:ada-lindqvist",
            date="1885",
            earliest=1885,
            latest=1885,
            medium="Oil on canvas",
            type="painting",
            picture="ferry.jpg",
            licence="CC0 1.0",
        ),
        Artwork(
            id="w:pines",
            title="Pines in Snow",
            maker="m:ada-lindqvist",
            date="c. 1890",
            earliest=1888,
            latest=1892,
            medium="Etching and aquatint",
            type="print",
        ),
        Artwork(
            id="w:harbour",
            title="Harbour at Dawn",
            maker="m:soren-kobke",
            date="1830",
            earliest=1830,
            latest=1830,
            medium="Oil on paper",
            type="painting",
            licence="https://creativecommons.org/licenses/by-sa/4.0/",
            picture="harbour.jpg",
        ),
        Artwork(
            id="w:lovers",
            title="The Lovers' Quarrel",
            maker="m:jean-moreau",
            date="1750",
            earliest=1750,
            latest=1750,
            medium="Pastel",
            type="drawing",
        ),
        Artwork(
            id="w:bull",
            title="Bull",
            culture="Cycladic",
            date="c. 2500 BCE",
            earliest=-2600,
            latest=-2400,
            medium="Marble",
            type="sculpture",
        ),
        Artwork(id="w:untitled", title="Untitled", maker="m:o-brien", medium="Tin and pewter", type="sculpture", picture="untitled.jpg"),
    )
    fragments = (
        Fragment(id="f:1", text="A ferry crosses the fjord at dusk. Two women sit in the stern.", about=("w:ferry",)),
        Fragment(id="f:2", text="Snow lies heavy on the branches. The plate was bitten three times.", about=("w:pines",)),
        Fragment(id="f:3", text="Købke painted the harbour before breakfast. Ships wait for wind.", about=("w:harbour",)),
        Fragment(id="f:4", text="A quarrel in a garden is told with chalk dust and blue paper.", about=("w:lovers",)),
        Fragment(id="f:5", text="The bull stands on four short legs. Its horns are lost.", about=("w:bull",)),
        Fragment(id="f:6", text="She grew up by the water and never left it for long.", about=("m:ada-lindqvist",)),
        Fragment(id="f:7", text="Aquatint gives tone to a plate with grains of resin.", topic="Aquatint", kind="technique"),
    )
    return Catalogue(makers, works, fragments)
