from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from retrieval.catalogue import read_catalogue
from retrieval.catalogue.iiif import row_of, rows, sniff
from retrieval.errors import SourceError

HERE = Path(__file__).parent
FERRY = {
    "id": "https://harbour.example/iiif/42/manifest.json",
    "title": "The Ferry",
    "url": "https://harbour.example/object/42",
    "artist": "Ada Lindqvist",
    "date": "c. 1885",
    "medium": "olio su tela",
    "dimensions": "80,5 x 120,5 cm",
    "Mood": "calm",
    "licence": "http://creativecommons.org/publicdomain/zero/1.0/",
    "holder": "Harbour Museum",
    "credit": "Courtesy of Harbour Museum",
    "description": "A ferry crosses the fjord at dusk, and  nobody  looks back.",
    "picture": "https://harbour.example/42.jpg",
}
PINES = {
    "id": "https://harbour.example/iiif/43/manifest",
    "title": "Pines in Snow",
    "url": "https://harbour.example/iiif/43/manifest",
    "artist": "Ada Lindqvist",
    "date": "1890",
    "accession": ["P 43", "P 43a"],
    "licence": "https://creativecommons.org/licenses/by/4.0/",
    "credit": "Harbour Museum",
    "description": "Snow lies on every branch, and the plate was bitten three times for it.",
    "picture": "https://harbour.example/image/43/full/!1024,1024/0/default.jpg",
}
V3 = "http://iiif.io/api/presentation/3/context.json"


def written(file: Path, document: Any) -> Path:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")
    return file


def pointer(address: str, kind: str = "Manifest") -> dict[str, Any]:
    return {"id": address, "type": kind, "label": {"en": [address]}}


def collection(*members: dict[str, Any]) -> dict[str, Any]:
    return {
        "@context": V3,
        "id": "https://harbour.example/iiif/top",
        "type": "Collection",
        "label": {"en": ["All"]},
        "items": list(members),
    }


@pytest.mark.parametrize(("name", "row"), [("manifest_3.json", FERRY), ("manifest_2.json", PINES)])
def test_both_versions_find_their_columns(name: str, row: dict[str, Any]) -> None:
    assert list(rows(HERE / name)) == [row]


def test_a_collection_is_read_from_the_manifests_beside_it(tmp_path: Path) -> None:
    shutil.copy(HERE / "manifest_3.json", tmp_path / "first.json")  # found by the address that it says is its own
    (tmp_path / "43").mkdir()
    shutil.copy(HERE / "manifest_2.json", tmp_path / "43" / "manifest")  # found by the end of its address
    missing = "https://harbour.example/iiif/44/manifest.json"
    top = written(tmp_path / "top.json", collection(pointer(FERRY["id"]), pointer(PINES["id"]), pointer(missing)))
    assert list(rows(top)) == [FERRY, PINES, {"url": missing}]
    reading = read_catalogue(top)
    assert [work.title for work in reading.catalogue.works] == ["The Ferry", "Pines in Snow"]
    assert reading.skipped == {"no title": 1}


def test_a_collection_of_version_2_names_its_manifests_elsewhere(tmp_path: Path) -> None:
    shutil.copy(HERE / "manifest_2.json", tmp_path / "43.json")
    top = {"@context": "http://iiif.io/api/presentation/2/context.json", "@type": "sc:Collection", "@id": "https://harbour.example/iiif/top",
           "manifests": [{"@id": PINES["id"], "@type": "sc:Manifest", "label": "Pines"}]}  # fmt: skip
    assert list(rows(written(tmp_path / "top.json", top))) == [PINES]


def test_a_ring_of_collections_ends(tmp_path: Path) -> None:
    shutil.copy(HERE / "manifest_3.json", tmp_path / "42.json")
    written(tmp_path / "b.json", collection(pointer("https://x.example/a.json", "Collection"), pointer(FERRY["id"])))
    first = written(tmp_path / "a.json", collection(pointer("https://x.example/b.json", "Collection")))
    assert list(rows(first)) == [FERRY]


def test_a_collection_cannot_lead_out_of_its_folder(tmp_path: Path) -> None:
    shutil.copy(HERE / "manifest_3.json", tmp_path / "secret.json")
    top = written(
        tmp_path / "inside" / "top.json", collection(pointer("https://x.example/../secret.json"), pointer("file:///%2e%2e/secret.json"))
    )
    says = (
        "none of the 2 manifests that top.json points to lies beside it; save them in files next to it, "
        "named as at the end of their addresses"
    )
    with pytest.raises(SourceError) as refused:
        list(rows(top))
    assert str(refused.value) == says


def test_a_folder_of_manifests_with_their_collection_holds_each_work_once(tmp_path: Path) -> None:
    shutil.copy(HERE / "manifest_3.json", tmp_path / "42.json")
    shutil.copy(HERE / "manifest_2.json", tmp_path / "43.json")
    written(tmp_path / "top.json", collection(pointer(FERRY["id"]), pointer(PINES["id"])))
    assert sorted(work.title for work in read_catalogue(tmp_path).catalogue.works) == ["Pines in Snow", "The Ferry"]


@pytest.mark.parametrize(
    ("label", "title"),
    [
        ("Plain", "Plain"),
        ({"@value": "One", "@language": "de"}, "One"),
        (["A", "B"], "A / B"),
        ({"ar": ["العبّارة"]}, "العبّارة"),
        ({"none": ["N"], "fr": ["F"]}, "N"),
        ({"en-GB": ["G"], "de": ["D"]}, "G"),
        ({"en": []}, None),
        (None, None),
        (7, "7"),
        ({}, None),
    ],
)
def test_a_label_in_any_form_is_a_title(label: object, title: str | None) -> None:
    assert row_of({"type": "Manifest", "label": label}).get("title") == title


@pytest.mark.parametrize("garbage", [None, "x", 3, [], {}, [None, "x", [1]], [{}], {"x": {"y": 1}}], ids=str)
@pytest.mark.parametrize(
    "part",
    ["metadata", "items", "sequences", "thumbnail", "provider", "requiredStatement", "homepage", "related", "rights", "license", "summary"],
)
def test_what_should_be_an_object_may_be_anything(part: str, garbage: object) -> None:
    assert row_of({"type": "Manifest", "label": "Ferry", part: garbage})["title"] == "Ferry"


def test_metadata_that_names_a_title_does_not_replace_the_label() -> None:
    pairs = [{"label": "Title", "value": "Other"}, {"label": "Description", "value": "Told here."}]
    manifest = {"type": "Manifest", "label": "Ferry", "summary": "Told there.", "metadata": pairs}
    assert row_of(manifest) == {"title": "Ferry", "description": "Told there.\n\nTold here."}


@pytest.mark.parametrize(
    ("head", "is_iiif"),
    [
        (b'{"@context": "http://iiif.io/api/presentation/3/context.json"', True),
        (b'{"id": "x", "@context": ["http://www.w3.org/ns/anno.jsonld", "http://iiif.io/api/presentation/3/context.json"]', True),
        (b'{"@context": "https://linked.art/ns/v1/linked-art.json", "conforms_to": "http://iiif.io/api/presentation/3"', False),
        (b"", False),
    ],
)
def test_a_file_says_of_itself_whether_it_is_iiif(head: bytes, is_iiif: bool) -> None:
    assert sniff(head) is is_iiif
