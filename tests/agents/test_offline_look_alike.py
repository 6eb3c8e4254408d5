"""“What looks like this?”: answered by look where the collection has pictures, and said where it has none."""

from __future__ import annotations

import io
import shutil
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from langgraph.checkpoint.memory import InMemorySaver
from PIL import Image, ImageDraw

from agents.ask import Answer, ask
from agents.assemble import Agent, context_for, tools_for
from agents.brains import Brain
from agents.brains.offline.brain import OfflineBrain
from agents.graph import build_graph
from retrieval.collections import open_collection
from retrieval.encoders.minilm import MiniLM
from retrieval.pictures import PictureStore
from retrieval.pictures.attach import attach_folder
from retrieval.pictures.works import works_of
from retrieval.search import Searcher

Asking = Callable[[str, bytes], Awaitable[Answer]]


def dusk() -> bytes:
    picture = Image.new("RGB", (300, 200), (30, 45, 90))
    ImageDraw.Draw(picture).ellipse((170, 20, 240, 90), fill=(230, 200, 120))
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()


def asking_of(searcher: Searcher, offline_brain: OfflineBrain, folder: Path) -> Asking:
    pictures = PictureStore(folder)
    tools = tools_for(searcher, pictures)
    brain = Brain(offline_brain, "offline", "")
    agent = Agent(build_graph(tools, InMemorySaver()), context_for(brain, tools, searcher.encoder, pictures))

    async def answer(question: str, picture: bytes) -> Answer:
        async for event in ask(agent, question, "t", picture):
            if isinstance(event, Answer):
                return event
        raise AssertionError("no answer")

    return answer


@pytest.fixture
def pictured(collection: Path, minilm: MiniLM, offline_brain: OfflineBrain, tmp_path: Path) -> Asking:
    own = shutil.copytree(collection, tmp_path / "collection")
    (tmp_path / "scans").mkdir()
    (tmp_path / "scans" / "ferry.png").write_bytes(dusk())
    attach_folder(own, works_of(own), tmp_path / "scans")
    return asking_of(open_collection(own, minilm), offline_brain, tmp_path / "shown")


@pytest.mark.parametrize("question", ["What looks like this?", "Show me similar pictures", "Is there anything like this?"])
async def test_what_looks_alike_is_answered_with_the_works_records(pictured: Asking, question: str) -> None:
    told = await pictured(question, dusk())
    assert [step.tool for step in told.steps] == ["analyse", "look_alike"]
    assert "look most like it in colour, layout and texture, whatever they show:" in told.answer
    assert "- The Ferry is a painting by Ada Lindqvist" in told.answer
    assert "and image-1 are closer in palette than almost all random pairs of pictures, " in told.answer
    assert {"image-1", "w:ferry", "look:image-1"} <= {citation.id for citation in told.citations}


async def test_a_collection_without_pictures_says_so_when_asked_for_look(
    searcher: Searcher, offline_brain: OfflineBrain, tmp_path: Path
) -> None:
    told = await asking_of(searcher, offline_brain, tmp_path)("What looks like this?", dusk())
    assert [step.tool for step in told.steps] == ["analyse", "search"]
    assert "I can't compare this collection by look, for it holds no picture files." in told.answer


async def test_it_is_not_said_when_nobody_asked(searcher: Searcher, offline_brain: OfflineBrain, tmp_path: Path) -> None:
    told = await asking_of(searcher, offline_brain, tmp_path)("What is this?", dusk())
    assert "by look" not in told.answer
