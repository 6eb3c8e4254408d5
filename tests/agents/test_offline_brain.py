"""The offline brain through the real graph and a small real index: lists, limits, refusals, pictures, follow-ups."""

from __future__ import annotations

import io
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from langgraph.checkpoint.memory import InMemorySaver
from PIL import Image

from agents.ask import Answer, ask
from agents.assemble import Agent, context_for, tools_for
from agents.brains import Brain
from agents.brains.offline.brain import OfflineBrain
from agents.graph import build_graph
from retrieval.pictures import PictureStore
from retrieval.search import Searcher

Asking = Callable[..., Awaitable[Answer]]


@pytest.fixture
def asking(searcher: Searcher, offline_brain: OfflineBrain, tmp_path: Path) -> Asking:
    pictures = PictureStore(tmp_path)
    tools = tools_for(searcher, pictures)
    brain = Brain(offline_brain, "offline", "")
    agent = Agent(build_graph(tools, InMemorySaver()), context_for(brain, tools, searcher.encoder, pictures))

    async def answer(question: str, thread: str = "t", picture: bytes | None = None) -> Answer:
        async for event in ask(agent, question, thread, picture):
            if isinstance(event, Answer):
                return event
        raise AssertionError("no answer")

    return answer


async def test_works_by_a_maker_are_listed_and_nobody_elses(asking: Asking) -> None:
    told = await asking("Which works by Ada Lindqvist do you have?")
    assert {c.id for c in told.citations} >= {"w:ferry", "w:pines"}
    assert "Moreau" not in told.answer


async def test_a_maker_who_is_not_here_is_said_and_nobody_elses_works_are_shown(asking: Asking) -> None:
    told = await asking("Show me paintings by Ruisdael")
    assert told.answer == "I don't know from this collection. This collection has no artist called Ruisdael."


async def test_limits_are_not_loosened_unsaid(asking: Asking) -> None:
    told = await asking("Show me paintings of ferries made before 1500")
    assert told.answer == "I don't know from this collection. This collection has no works within those limits."


async def test_works_are_listed_by_their_licence(asking: Asking) -> None:
    told = await asking("Which works are CC0?")
    assert [c.id for c in told.citations] == ["w:ferry"]
    told = await asking("Which prints are in the public domain?")
    assert told.answer == "I don't know from this collection. This collection has no works within those limits."


async def test_a_theme_that_nothing_has_is_refused(asking: Asking) -> None:
    told = await asking("Which works show dinosaurs?")
    assert told.answer == "I don't know from this collection."


async def test_a_price_is_refused_with_the_reason(asking: Asking) -> None:
    told = await asking("What is the painting of the quarrel worth at auction today?")
    assert (told.citations, "can't put a price" in told.answer) == ([], True)


async def test_small_talk_calls_no_tool(asking: Asking) -> None:
    told = await asking("Hello there")
    assert (told.steps, told.answer.startswith("Hello.")) == ([], True)


async def test_a_picture_is_measured_and_not_recognised(asking: Asking) -> None:
    out = io.BytesIO()
    Image.new("RGB", (300, 200), (30, 45, 90)).save(out, "PNG")
    told = await asking("What is this, and what does it remind you of?", picture=out.getvalue())
    assert [step.tool for step in told.steps] == ["analyse", "search"]
    assert told.answer.startswith("I can't recognise what a picture shows without a vision model.")
    assert "dark blue (100%) [image-1]." in told.answer


async def test_a_comparison_that_finds_nothing_leaves_other_parts_unanswered_aloud(asking: Asking) -> None:
    told = await asking("Who painted The Ferry, and which brand of car did he drive?")
    assert "Ada Lindqvist" in told.answer
    assert "I don't know from this collection: “which brand of car did he drive?”" in told.answer


async def test_who_made_a_work_is_told_by_its_record(asking: Asking) -> None:
    told = await asking("Who painted The Swing?")
    assert told.answer.startswith("The Swing is a painting by Paul Moreau (French, 1740–1800) [w:swing].")


async def test_who_made_something_about_a_work_is_not_told_by_the_works_record(asking: Asking) -> None:
    told = await asking("Who made the frame of The Swing?")
    assert "is a painting by" not in told.answer


async def test_a_size_is_told_and_no_list_of_works(asking: Asking) -> None:
    told = await asking("How large is The Ferry?")
    assert "The Ferry is 80 cm high and 120 cm wide [w:ferry]." in told.answer


async def test_what_is_measured_in_a_picture_is_said_once(asking: Asking) -> None:
    out = io.BytesIO()
    Image.new("RGB", (300, 200), (30, 45, 90)).save(out, "PNG")
    told = await asking("What is this?", picture=out.getvalue())
    assert told.answer.count("wider than high") == 1


async def test_a_name_that_two_makers_bear_is_told_of_both_and_asked_back(asking: Asking) -> None:
    told = await asking("When was Moreau born?")
    assert told.answer == "\n".join(
        [
            "I found several records of the name “Moreau”:",
            "- Jean Moreau (1700–1760) is a French artist in this collection [m:jean-moreau].",
            "- Paul Moreau (1740–1800) is a French artist in this collection [m:paul-moreau].",
            "Which of them do you mean?",
        ]
    )


async def test_a_reply_to_the_question_which_is_meant_is_understood(asking: Asking) -> None:
    await asking("When was Moreau born?")
    assert (await asking("The one who drew The Quarrel.")).answer == (
        "Jean Moreau (1700–1760) is a French artist in this collection [m:jean-moreau]."
    )


async def test_whoever_wants_to_hear_of_all_is_not_asked_again(asking: Asking) -> None:
    asked = await asking("When was Moreau born?")
    told = await asking("Either will do.")
    assert f"{told.answer}\nWhich of them do you mean?" == asked.answer


async def test_somebody_who_is_only_described_is_found_first_and_told(asking: Asking) -> None:
    told = await asking("Who taught the woman who painted The Ferry?")
    assert [step.arguments["query"] for step in told.steps] == ["Who taught the woman who painted The Ferry?", "Who taught Ada Lindqvist?"]
    assert told.answer.startswith("The Ferry is a painting by Ada Lindqvist (Swedish, 1850–1920) [w:ferry].")
    assert "was taught by the engraver Karin Holm" in told.answer


async def test_a_question_about_a_picture_that_nobody_has_shown_is_refused(asking: Asking) -> None:
    told = await asking("What is the woman holding?")
    assert told.answer == "I don't know from this collection. I can't see a picture here, so show me one or name the work."


async def test_the_side_of_a_comparison_that_is_not_here_is_said(asking: Asking) -> None:
    told = await asking("Which is wider, The Ferry or the Night Watch?")
    assert told.answer == ("The Ferry is 80 cm high and 120 cm wide [w:ferry]. I don't know from this collection: “Night Watch”.")
