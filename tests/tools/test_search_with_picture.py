"""`search_with_picture` on the invented works, with an encoder whose questions are what a picture shows."""

from __future__ import annotations

import io
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from langchain_core.messages import HumanMessage, ToolMessage
from PIL import Image

from agents.assemble import tools_for
from retrieval.collections import open_collection
from retrieval.encoders import Encoded
from retrieval.encoders.minilm import MiniLM
from retrieval.pictures import PictureStore
from retrieval.pictures.attach import attach_folder
from retrieval.pictures.works import works_of
from retrieval.search import Searcher
from tools.errors import ToolError
from tools.search_with_picture import search_with_picture_tool

SHOWN = {True: "pines in snow", False: "a marble bull"}


@dataclass(frozen=True)
class Seeing:
    """MiniLM for words; a light picture makes any question one about pines in snow, a dark one about a bull."""

    words: MiniLM
    version: str
    name: str = MiniLM.name
    dim: int = MiniLM.dim
    max_tokens: int = MiniLM.max_tokens

    def encode(self, texts: Sequence[str]) -> list[Encoded]:
        return self.words.encode(texts)

    def encode_pictures(self, pictures: Sequence[Image.Image]) -> list[Encoded]:
        return self.words.encode([self._shown(picture) for picture in pictures])

    def encode_question(self, question: str, picture: Image.Image) -> Encoded:
        return self.words.encode([self._shown(picture)])[0]

    def _shown(self, picture: Image.Image) -> str:
        return SHOWN[bool(np.asarray(picture).mean() > 128)]


@pytest.fixture(scope="module")
def seeing(collection: Path, minilm: MiniLM, tmp_path_factory: pytest.TempPathFactory) -> tuple[Searcher, PictureStore]:
    folder = tmp_path_factory.mktemp("seeing")
    own = shutil.copytree(collection, folder / "collection")
    (folder / "scans").mkdir()
    Image.new("RGB", (60, 40), "black").save(folder / "scans" / "ferry.png")
    attach_folder(own, works_of(own), folder / "scans")
    return open_collection(own, Seeing(minilm, minilm.version)), PictureStore(folder / "shown")


def called(seeing: tuple[Searcher, PictureStore], picture: str, query: str = "What is this?", colour: str = "white") -> ToolMessage:
    searcher, store = seeing
    content = io.BytesIO()
    Image.new("RGB", (60, 40), colour).save(content, "PNG")
    shown: list[Any] = [{"type": "picture", "id": "image-1", "sha256": store.add(content.getvalue())}]
    call = {"picture": picture, "query": query, "limit": 2, "messages": [HumanMessage(shown)]}
    tool = search_with_picture_tool(store, searcher)
    return tool.invoke({"type": "tool_call", "name": tool.name, "id": "call-1", "args": call})


@pytest.mark.parametrize(("colour", "work"), [("white", "w:pines"), ("black", "w:bull")])
def test_the_same_words_find_what_the_picture_shows(seeing: tuple[Searcher, PictureStore], colour: str, work: str) -> None:
    first, *_ = called(seeing, "image-1", colour=colour).artifact["passages"]
    assert work in [about["id"] for about in first["about"]]


def test_a_work_of_the_collection_can_be_asked_about(seeing: tuple[Searcher, PictureStore]) -> None:
    first, *_ = called(seeing, "w:ferry").artifact["passages"]
    assert "w:bull" in [about["id"] for about in first["about"]]


@pytest.mark.parametrize(
    ("picture", "query", "says"),
    [
        ("image-4", "What is this?", "There is no picture “image-4”. The pictures shown are: image-1."),
        ("w:bull", "What is this?", "the collection holds no picture of w:bull; give a picture file, or the id of a work with a picture"),
        ("image-1", " ", "The query is empty."),
    ],
)
def test_what_cannot_be_asked_is_told(seeing: tuple[Searcher, PictureStore], picture: str, query: str, says: str) -> None:
    with pytest.raises(ToolError) as refused:
        called(seeing, picture, query)
    assert str(refused.value).startswith(says)


def test_the_agent_has_the_tool_only_where_the_encoder_sees(
    seeing: tuple[Searcher, PictureStore], searcher: Searcher, tmp_path: Path
) -> None:
    assert [tool.name for tool in tools_for(seeing[0], PictureStore(tmp_path))][-1] == "search_with_picture"
    assert "search_with_picture" not in [tool.name for tool in tools_for(searcher, PictureStore(tmp_path))]


def test_words_alone_are_searched_as_words(seeing: tuple[Searcher, PictureStore], searcher: Searcher) -> None:
    assert [hit.id for hit in seeing[0].search("Who taught Ada Lindqvist?")] == [
        hit.id for hit in searcher.search("Who taught Ada Lindqvist?")
    ]
