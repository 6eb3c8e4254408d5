"""The IIIF manifest, held to its published schema, and to what the specification says beyond it: https://iiif.io/api/presentation/3.0/."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from iiif_prezi3 import Manifest
from pydantic import ValidationError

from tools.curate.export.manifest import manifest_files
from tools.curate.show import Show
from tools.errors import ToolError

BASE = "https://museum.example/shows/winter/"
# What each class may have, of what is used here, and what it must.
MAY = {
    "Manifest": {"@context", "id", "type", "label", "summary", "behavior", "items", "structures"},
    "Canvas": {"id", "type", "label", "width", "height", "metadata", "requiredStatement", "items", "annotations"},
    "AnnotationPage": {"id", "type", "items"},
    "Annotation": {"id", "type", "motivation", "body", "target"},
    "Image": {"id", "type", "format", "width", "height"},
    "TextualBody": {"type", "value", "format", "language"},
    "Range": {"id", "type", "label", "items"},
}
MUST = {
    "Manifest": {"@context", "id", "type", "label", "items"}, "Canvas": {"id", "type", "width", "height", "items"},
    "AnnotationPage": {"id", "type", "items"}, "Annotation": {"id", "type", "target"}, "Image": {"id", "type"},
    "TextualBody": {"type", "value"}, "Range": {"id", "type", "items"},
}  # fmt: skip
URI = re.compile(r"https?://[^\s<>\"{}|\\^`]+")


def _parts(part: Any) -> list[dict[str, Any]]:
    """Return every resource of a manifest, itself among them."""
    if isinstance(part, list):
        return [inner for each in part for inner in _parts(each)]
    if not isinstance(part, dict):
        return []
    own = [part] if "type" in part else []
    return own + [inner for value in part.values() for inner in _parts(value)]


def _is_language_map(value: Any) -> bool:
    return isinstance(value, dict) and bool(value) and all(_is_language(key) and _are_texts(texts) for key, texts in value.items())


def _is_language(key: str) -> bool:
    return bool(re.fullmatch(r"[a-zA-Z]{2,3}(-[a-zA-Z0-9]+)*|none", key))


def _are_texts(texts: Any) -> bool:
    return isinstance(texts, list) and all(isinstance(text, str) for text in texts)


def _check(manifest: dict[str, Any]) -> None:
    """Hold a manifest to the schema, by models that were made from it, and to what it does not say: musts, mays, ids and targets."""
    Manifest.model_validate(manifest)
    assert manifest["@context"] == "http://iiif.io/api/presentation/3/context.json"
    assert manifest["type"] == "Manifest"
    assert manifest["items"]
    for part in _parts(manifest):
        kind = part["type"]
        reference = kind == "Canvas" and part.keys() == {"id", "type"}
        assert part.keys() <= MAY[kind]
        assert reference or MUST[kind] <= part.keys()
        assert "id" not in part or URI.fullmatch(part["id"])
        assert all(_is_language_map(part[name]) for name in ("label", "summary") if name in part)
        assert all(isinstance(part[name], int) and part[name] > 0 for name in ("width", "height") if name in part)
        pairs = [*part.get("metadata", []), *([part["requiredStatement"]] if "requiredStatement" in part else [])]
        assert all(pair.keys() == {"label", "value"} and all(map(_is_language_map, pair.values())) for pair in pairs)
    ids = [part["id"] for part in _parts(manifest) if "id" in part and part.keys() != {"id", "type"}]
    assert len(ids) == len(set(ids))
    for canvas in manifest["items"]:
        # A painting annotation targets the canvas that holds it; fragments of a canvas' id are not used in an id.
        assert "#" not in canvas["id"]
        pages = [*canvas["items"], *canvas["annotations"]]
        assert all(note["target"] == canvas["id"] for page in pages for note in page["items"])
        assert all(note["motivation"] == "painting" for page in canvas["items"] for note in page["items"])
        assert all(note["motivation"] != "painting" for page in canvas["annotations"] for note in page["items"])
    canvases = {canvas["id"] for canvas in manifest["items"]}
    assert all(item["id"] in canvases for part in manifest.get("structures", []) for item in part["items"])


def _manifest(show: Show, pictures: dict[str, bytes] | None = None) -> dict[str, Any]:
    return json.loads(manifest_files(show, pictures or {}, BASE)["manifest.json"])


def test_a_manifest_keeps_the_specification(show: Show, picture: bytes) -> None:
    _check(_manifest(show, {"w:ferry": picture}))
    _check(_manifest(show))


def test_a_manifest_of_strangers_words_keeps_it_too(hostile: Show) -> None:
    _check(_manifest(hostile))


@pytest.mark.parametrize("break_it", [
    lambda m: m.pop("label"), lambda m: m.update(label="Winter"), lambda m: m["items"][0].pop("height"),
    lambda m: m["items"][0].update(id="canvas/1"), lambda m: m["items"][0]["annotations"][0]["items"][0].update(target="https://x.example"),
    lambda m: m.update(sequences=[]), lambda m: m["items"].clear(),
])  # fmt: skip
def test_a_broken_manifest_would_be_seen(show: Show, break_it: Any) -> None:
    manifest = _manifest(show)
    break_it(manifest)
    with pytest.raises((AssertionError, ValidationError)):
        _check(manifest)


@pytest.mark.parametrize("break_it", [
    lambda m: m.update(rights="free"), lambda m: m.update(behavior=["dance"]), lambda m: m.pop("label"),
    lambda m: m["structures"][0].update(items=[{"id": "https://x.example/1", "type": "Nope"}]),
])  # fmt: skip
def test_what_breaks_the_schema_is_seen_by_the_schema(show: Show, break_it: Any) -> None:
    manifest = _manifest(show)
    break_it(manifest)
    with pytest.raises(ValidationError):
        Manifest.model_validate(manifest)


def test_works_are_canvases_in_hanging_order_and_sections_ranges(show: Show) -> None:
    manifest = _manifest(show)
    assert [canvas["label"]["none"][0] for canvas in manifest["items"]] == [hung.label.title for hung in show.works]
    assert [part["label"]["en"][0] for part in manifest["structures"]] == [section.title for section in show.sections]


def test_a_picture_is_painted_in_its_own_size_and_named_where_it_will_lie(show: Show, picture: bytes) -> None:
    files = manifest_files(show, {"w:ferry": picture}, BASE)
    (canvas,) = [c for c in json.loads(files["manifest.json"])["items"] if c["label"] == {"none": ["The Ferry"]}]
    body = canvas["items"][0]["items"][0]["body"]
    assert (canvas["width"], canvas["height"], body["width"], body["height"], body["format"]) == (120, 80, 120, 80, "image/jpeg")
    assert files[body["id"].removeprefix(BASE)] == picture


def test_a_work_without_a_picture_has_an_empty_canvas_of_its_proportions_and_its_label(show: Show) -> None:
    (canvas,) = [c for c in _manifest(show)["items"] if c["label"] == {"none": ["The Ferry"]}]
    assert (canvas["width"], canvas["height"], canvas["items"][0]["items"]) == (1200, 800, [])
    assert canvas["annotations"][0]["items"][0]["body"]["value"].startswith("Ada Lindqvist\nSwedish, 1850–1920\nThe Ferry, 1885\n")


@pytest.mark.parametrize("base", ["", "shows/winter", "ftp://museum.example", "https://"])
def test_what_is_no_web_address_is_refused(show: Show, base: str) -> None:
    with pytest.raises(ToolError, match="is not a web address"):
        manifest_files(show, {}, base)
