"""`look_alike` on drawn pictures of the invented works."""

from __future__ import annotations

import io
import shutil
from pathlib import Path
from typing import Any

import pytest
from langchain_core.messages import HumanMessage, ToolMessage
from PIL import Image, ImageDraw

from agents.assemble import tools_for
from agents.citations import unsupported
from retrieval.collections import open_collection
from retrieval.encoders.minilm import MiniLM
from retrieval.pictures import PictureStore
from retrieval.pictures.attach import attach_folder
from retrieval.pictures.works import works_of
from retrieval.search import Searcher
from tools.errors import ToolError
from tools.look_alike import look_alike_tool

Pictured = tuple[Searcher, PictureStore]


def dusk(light: int = 0) -> Image.Image:
    picture = Image.new("RGB", (120, 80), (30 + light, 40 + light, 90 + light))
    ImageDraw.Draw(picture).ellipse((70, 10, 100, 40), fill=(230, 200, 120))
    return picture


def snow() -> Image.Image:
    picture = Image.new("RGB", (80, 120), (240, 240, 240))
    for x in range(10, 80, 12):
        ImageDraw.Draw(picture).line((x, 0, x, 120), fill=(40, 50, 40), width=3)
    return picture


def png(picture: Image.Image) -> bytes:
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()


@pytest.fixture(scope="module")
def pictured(collection: Path, minilm: MiniLM, tmp_path_factory: pytest.TempPathFactory) -> Pictured:
    """The invented collection with pictures of two of its works, and a person's store."""
    folder = tmp_path_factory.mktemp("pictured")
    own = shutil.copytree(collection, folder / "collection")
    (folder / "scans").mkdir()
    (folder / "scans" / "ferry.png").write_bytes(png(dusk()))
    (folder / "scans" / "pines.png").write_bytes(png(snow()))
    attach_folder(own, works_of(own), folder / "scans")
    return open_collection(own, minilm), PictureStore(folder / "shown")


def called(pictured: Pictured, picture: str, *shown: Image.Image, **arguments: Any) -> ToolMessage:
    searcher, store = pictured
    blocks: list[Any] = [{"type": "picture", "id": f"image-{i}", "sha256": store.add(png(p))} for i, p in enumerate(shown, 1)]
    call = {"picture": picture, "messages": [HumanMessage(blocks)], **arguments}
    return look_alike_tool(store, searcher.index).invoke({"type": "tool_call", "name": "look_alike", "id": "call-1", "args": call})


def test_the_work_that_looks_most_alike_comes_first_with_its_record(pictured: Pictured) -> None:
    message = called(pictured, "image-1", dusk(light=12))
    first, second, measured = message.artifact["passages"]
    assert (first["id"], second["id"], measured["id"]) == ("w:ferry", "w:pines", "look:image-1")
    assert first["text"].startswith("The Ferry is a painting")
    assert first["why"].startswith("look: palette ")


def test_a_copy_of_a_kept_picture_is_nearest_in_everything(pictured: Pictured) -> None:
    message = called(pictured, "image-1", dusk(), limit=1)
    assert message.artifact["passages"][0]["why"] == "look: palette 1.00, composition 1.00, texture 1.00"


def test_the_observation_says_that_the_subject_is_not_compared(pictured: Pictured) -> None:
    said = str(called(pictured, "image-1", dusk(), limit=1).content)
    assert said.startswith("Compared with image-1 in palette, composition and texture, not by what is depicted\n[look:image-1] The Ferry, ")
    assert "\n[w:ferry] The Ferry, Ada Lindqvist\n" in said
    assert (
        "The Ferry, Ada Lindqvist and image-1 are closer in palette than almost all random pairs of pictures, closer in composition than "
        "almost all random pairs, and closer in texture than almost all random pairs." in said
    )


def test_one_family_alone_can_be_asked_for(pictured: Pictured) -> None:
    assert str(called(pictured, "image-1", snow(), by="texture").content).startswith("Compared with image-1 in texture, not by what")


def test_a_work_of_the_collection_is_compared_with_the_others_and_not_with_itself(pictured: Pictured) -> None:
    passages = called(pictured, "w:ferry").artifact["passages"]
    assert [p["id"] for p in passages] == ["w:pines", "look:w-ferry"]


def test_what_was_measured_may_be_cited(pictured: Pictured) -> None:
    searcher, _ = pictured
    passages = {p["id"]: p for p in called(pictured, "image-1", dusk(20)).artifact["passages"]}
    sentence = passages["look:image-1"]["sentences"][0]["text"]
    assert unsupported(f"{sentence.rstrip('.')} [look:image-1].", passages, searcher.encoder) == []
    assert unsupported("It was painted in Rome in 1640 [look:image-1].", passages, searcher.encoder) != []


def test_an_unknown_handle_is_refused_with_the_valid_ones(pictured: Pictured) -> None:
    with pytest.raises(ToolError, match=r"^There is no picture “image-4”. The pictures shown are: image-1.$"):
        called(pictured, "image-4", dusk())


def test_a_work_without_a_picture_is_told(pictured: Pictured) -> None:
    with pytest.raises(
        ToolError, match=r"^the collection holds no picture of w:bull; give a picture file, or the id of a work with a picture$"
    ):
        called(pictured, "w:bull")


def test_the_agent_has_the_tool_only_where_the_collection_has_pictures(pictured: Pictured, searcher: Searcher, tmp_path: Path) -> None:
    with_pictures = [tool.name for tool in tools_for(pictured[0], PictureStore(tmp_path))]
    assert with_pictures == ["search", "look_up", "analyse", "look_alike"]
    assert [tool.name for tool in tools_for(searcher, PictureStore(tmp_path))] == ["search", "look_up", "analyse"]
