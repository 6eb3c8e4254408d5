"""What tests of several rooms share: an invented collection under the real encoder, and golden files."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from retrieval.catalogue import Reading
from retrieval.collections import open_collection
from retrieval.encoders.minilm import MiniLM, load_minilm
from retrieval.index.build import build_index
from retrieval.records import Artwork, Catalogue, Fragment, Maker
from retrieval.search import Searcher

# An example that takes long tells of the machine's other work, not of ours.
settings.register_profile("patient", deadline=None)
settings.load_profile("patient")
GOLDEN = Path(__file__).parent / "golden"

MAKERS = (
    Maker(id="m:ada-lindqvist", name="Ada Lindqvist", nationality="Swedish", born=1850, died=1920, life="1850–1920", gender="female"),
    Maker(id="m:jean-moreau", name="Jean Moreau", nationality="French", born=1700, died=1760, life="1700–1760", gender="male"),
    Maker(id="m:paul-moreau", name="Paul Moreau", nationality="French", born=1740, died=1800, life="1740–1800", gender="male"),
)
WORKS = (
    Artwork(
        id="w:ferry", title="The Ferry", maker="m:ada-lindqvist", date="1885", earliest=1885, latest=1885, medium="Oil on canvas",
        type="painting", height_cm=80, width_cm=120, holder="Harbour Museum, Bergen", picture="ferry.jpg",
        licence="CC0 1.0",
    ),
    Artwork(
        id="w:pines", title="Pines in Snow", maker="m:ada-lindqvist", date="c. 1890", earliest=1888, latest=1892,
        medium="Etching and aquatint", type="print",
    ),
    Artwork(
        id="w:quarrel", title="The Quarrel", maker="m:jean-moreau", date="1750", earliest=1750, latest=1750, medium="Pastel",
        type="drawing",
    ),
    Artwork(
        id="w:swing", title="The Swing", maker="m:paul-moreau", date="1775", earliest=1775, latest=1775, medium="Oil on panel",
        type="painting",
    ),
    Artwork(
        id="w:bull", title="Bull", culture="Cycladic", date="c. 2500 BCE", earliest=-2600, latest=-2400, medium="Marble",
        type="sculpture",
    ),
    Artwork(
        id="w:tea-bowl", title="Tea Bowl", culture="Japanese", date="17th century", earliest=1601, latest=1700, medium="Stoneware",
        type="ceramic",
    ),
)  # fmt: skip
FRAGMENTS = (
    Fragment(
        id="f:1", kind="shows", about=("w:ferry",),
        text="A ferry crosses the fjord at dusk in The Ferry. Two women sit in the stern and look back at the shore.",
    ),
    Fragment(
        id="f:2", kind="made", about=("w:pines",),
        text="Ada Lindqvist bit the plate of Pines in Snow three times in acid. No white ink was used for the snow.",
    ),
    Fragment(
        id="f:3", kind="history", about=("w:quarrel",),
        text="Jean Moreau gave The Quarrel to his sister in 1752. Her grandson sold it at auction in Paris in 1840.",
    ),
    Fragment(
        id="f:4", kind="shows", about=("w:bull",), text="The bull of marble stands on four short legs. Both of its horns are lost.",
    ),
    Fragment(
        id="f:5", kind="maker", about=("m:ada-lindqvist",),
        text="Ada Lindqvist was taught by the engraver Karin Holm in Bergen. Lindqvist kept a rowing boat all her life.",
    ),
    Fragment(
        id="f:6", kind="technique", topic="Aquatint", text="Aquatint gives tone to a plate with grains of resin that resist the acid.",
    ),
)  # fmt: skip


@pytest.fixture(scope="session")
def minilm() -> MiniLM:
    return load_minilm()


@pytest.fixture(scope="session")
def collection(minilm: MiniLM, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a built index: three makers, six works and six passages, all invented."""
    folder = tmp_path_factory.mktemp("collection")
    catalogue = Catalogue(MAKERS, WORKS, FRAGMENTS)
    build_index(Reading(catalogue, {}, {}, hashlib.sha256(repr(catalogue).encode()).hexdigest()), folder, minilm, "invented")
    return folder


@pytest.fixture(scope="session")
def searcher(collection: Path, minilm: MiniLM) -> Searcher:
    return open_collection(collection, minilm)


@pytest.fixture
def golden() -> Callable[[str, str], None]:
    """Hold a text to its file under tests/golden; `GOLDEN=write` writes the file instead."""

    def held(name: str, text: str) -> None:
        file = GOLDEN / name
        if os.environ.get("GOLDEN") == "write":
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(f"{text}\n", encoding="utf-8")
        assert file.is_file(), f"tests/golden/{name} is not there; write it with GOLDEN=write, and read it"
        assert f"{text}\n" == file.read_text(encoding="utf-8")

    return held


@pytest.fixture
def benchmark_data(tmp_path: Path) -> Path:
    """A folder laid out as the benchmark's: thirty invented rows a table, so that each part has some."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    for name, columns in _benchmark_tables(30).items():
        file = tmp_path / f"{name}.parquet"
        file.parent.mkdir(parents=True, exist_ok=True)
        pq.write_table(pa.table(columns), file)
    return tmp_path


def _benchmark_tables(n: int) -> dict[str, dict[str, Any]]:
    """Return the columns of each table; row 2's comment is row 1's, and row 3's is too short to say anything."""
    told = [f"Comment {i}: a ferry with {i} lamps crosses the fjord towards the northern shore." for i in range(1, n + 1)]
    told[1:3] = [told[0], "Oil."]
    ids, titles, makers = [str(i) for i in range(1, n + 1)], [f"Ferry number {i}" for i in range(1, n + 1)], ["LINDQVIST, Ada"] * n
    shows = range(1, n + 1)
    shown = {"exhibition_id": [show for show in shows for _ in range(5)]}
    works = [str(1 + (5 * (show - 1) + work) % n) for show in shows for work in range(5)]
    exhibitions = {"exhibition_id": list(shows), "title": [f"Lamps of the {i}th harbour" for i in shows]}
    return {
        "qa/semart_comments": {"IMAGE_FILE": [f"{i}.jpg" for i in ids], "DESCRIPTION": told, "TITLE": titles, "AUTHOR": makers},
        "qa/aqua": {
            "image": [f"{i}.jpg" for i in ids], "question": [f"who lit lamp {i}" for i in ids], "need_external_knowledge": [True] * n,
        },
        "texts/saam/object_descriptions": {"text": [f"Label {i}: snow lies on every branch of the {i} old pines." for i in ids]},
        "texts/saam/artist_bios": {"ConstituentID": ids, "text": [f"Painter {i} kept a boat in harbour {i} all her life." for i in ids]},
        "texts/saam/constituents": {"ConstituentID": ids, "DisplayName": [f"Painter {i}" for i in ids]},
        "texts/saam/exhibition_texts": {"text": [None, *(f"Show {i} gathers {i} pictures of boats and of their makers." for i in ids[1:])]},
        "catalogues/nmwa_objects": {
            "Description": [f"A smith beats {i} bars of red iron by the river." for i in ids], "Title": titles, "Display Name": makers,
        },
        "catalogues/dallas_objects": {
            "PublicDescription": [f"Fish and {i} cabbages are sold on the quay." for i in ids], "Title": titles, "DisplayName": makers,
        },
        "catalogues/cleveland_paintings": {
            "api_description": [f"The artist knew {i} harbours, and this is the smallest." for i in ids],
            "did_you_know": [f"It was lost for {i} years before it was found again." for i in ids], "title": titles, "artist": makers,
        },
        "images/rijksmuseum": {"description": [f"Gezicht op haven {i}, met een veerboot en lampen." for i in ids]},
        "exhibitions/wcma/exhibitions": exhibitions,
        "exhibitions/wcma/membership": {**shown, "object_id": works},
        "exhibitions/wcma/objects": {
            "id": ids, "accession_number": ["", *ids[1:]], "title": titles, "maker": makers,
            "description": [f"Wood, with {i} old nails and a lamp of brass." for i in ids],
        },
        "exhibitions/amoncarter/exhibitions": exhibitions,
        "exhibitions/amoncarter/membership": {**shown, "object_irn": works},
        "exhibitions/amoncarter/objects": {
            "object_irn": ids, "accession_no": ids, "title": titles, "artist": [f"Maker {i} Holm" for i in ids],
        },
    }  # fmt: skip
