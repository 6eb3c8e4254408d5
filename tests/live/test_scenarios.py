"""Every script through the real graph, client, server, parser and template: what was recorded is what crosses the wire."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager

import pytest
from langchain_core.messages import AIMessage, BaseMessage
from langchain_core.runnables import RunnableConfig

from agents.ask import Answer, StepDone, StepStarted, Token, ask
from agents.assemble import Agent
from agents.pocket.record import play
from agents.pocket.scripts import SHIPPED, read_scripts
from agents.pocket.teacher import with_plain_ids
from tests.live.conftest import Pocket
from tests.live.wire import Json, Wire
from tools.curate.show import read_show

pytestmark = [pytest.mark.live, pytest.mark.timeout(1800)]
NAMES = [script.name for script in read_scripts(SHIPPED)]
Opened = AbstractAsyncContextManager[Agent]
Log = Callable[[str], None]


def as_read(reply: Json) -> tuple[str, list[tuple[str, Json]]]:
    """A lesson's reply as words and calls."""
    made = [call["function"] for call in reply.get("tool_calls", ())]
    return reply["content"], [(call["name"], json.loads(call["arguments"])) for call in made]


async def messages(agent: Agent, thread: str) -> list[BaseMessage]:
    config: RunnableConfig = {"configurable": {"thread_id": thread}}
    return (await agent.graph.aget_state(config)).values["messages"]


@pytest.mark.parametrize("name", NAMES)
async def test_a_script_crosses_the_wire_as_it_was_recorded(name: str, pocket: Pocket, opened: Opened, wire: Wire, log: Log) -> None:
    script, lessons = pocket.scripts[name], pocket.lessons[name]
    async with opened as agent:
        answers = [(await play(agent, script, number, name)).answer for number in range(len(script.turns))]
    log(name)
    # What it is asked to write for a show it was not taught.
    taught = [exchange for exchange in wire.exchanges if "response_format" not in exchange.request]
    assert [with_plain_ids(exchange.request) for exchange in taught] == [request for request, _ in lessons]
    assert [exchange.reply for exchange in taught] == [as_read(reply) for _, reply in lessons]
    assert [exchange.finish for exchange in taught] == ["tool_calls" if "tool_calls" in reply else "stop" for _, reply in lessons]
    assert answers == pocket.answers[name]


async def test_calls_side_by_side_are_answered_side_by_side(pocket: Pocket, opened: Opened) -> None:
    async with opened as agent:
        await play(agent, pocket.scripts["parallel"], 0, "parallel")
        kept = await messages(agent, "parallel")
    assert [m.type for m in kept] == ["human", "ai", "tool", "tool", "ai"]
    calls = kept[1].tool_calls if isinstance(kept[1], AIMessage) else []
    assert [call["id"] for call in calls] == [getattr(m, "tool_call_id", None) for m in kept[2:4]]


async def test_an_answer_arrives_word_by_word_behind_its_steps(pocket: Pocket, opened: Opened) -> None:
    turn = pocket.scripts["text"].turns[0]
    async with opened as agent:
        events = [event async for event in ask(agent, turn.ask, "text")]
    words = [event.text for event in events if isinstance(event, Token)]
    assert [type(event) for event in events if not isinstance(event, Token)] == [StepStarted, StepDone, Answer]
    assert isinstance(events[1], StepDone)
    assert "".join(words) == pocket.answers["text"][0]
    assert len(words) > 10


async def test_an_unsupported_sentence_is_sent_back_and_mended(pocket: Pocket, opened: Opened, wire: Wire) -> None:
    async with opened as agent:
        answer = await play(agent, pocket.scripts["mend"], 0, "mend")
    slip = pocket.scripts["mend"].turns[0].slip
    assert wire.exchanges[1].reply == (slip, [])
    assert slip in wire.exchanges[2].request["messages"][-1]["content"]
    assert answer.answer == pocket.answers["mend"][0] != slip


async def test_the_model_sees_the_picture_itself(pocket: Pocket, opened: Opened, wire: Wire) -> None:
    """The scripts differ in nothing but the picture's pixels: no tool has measured them."""
    async with opened as agent:
        for name in ("red", "blue", "gold"):
            await play(agent, pocket.scripts[name], 0, name)
    first = wire.exchanges[::2]
    asked = [[block for block in e.request["messages"][-1]["content"] if block["type"] == "text"] for e in first]
    assert asked[0] == asked[1] == asked[2]
    assert [e.reply[1][0][1]["query"] for e in first] == ["red cloth", "Prussian blue", "gold leaf"]


async def test_of_five_pictures_the_model_is_shown_the_last_ones(pocket: Pocket, opened: Opened, wire: Wire) -> None:
    script = pocket.scripts["five pictures"]
    async with opened as agent:
        for number in range(len(script.turns)):
            await play(agent, script, number, "five")
    shown = [block for m in wire.exchanges[-1].request["messages"] if isinstance(m["content"], list) for block in m["content"]]
    assert [block["type"] for block in shown].count("image_url") <= 4
    assert shown[-1]["type"] == "image_url"
    assert "[image-1, shown earlier]" in [block.get("text") for block in shown]


async def test_from_the_second_turn_on_nine_tenths_of_a_prompt_are_cached(pocket: Pocket, opened: Opened, wire: Wire, log: Log) -> None:
    script = pocket.scripts["follow-up"]
    async with opened as agent:
        await play(agent, script, 0, "cached")
        before = len(wire.exchanges)
        for number in range(1, len(script.turns)):
            await play(agent, script, number, "cached")
    later = wire.exchanges[before:]
    share = sum(e.cached for e in later) / sum(e.usage["prompt_tokens"] for e in later)
    log(f"cached {share:.3f}")
    assert share >= 0.9


async def test_a_show_that_the_model_was_not_taught_to_word_quotes_the_collection(pocket: Pocket, opened: Opened, wire: Wire) -> None:
    """The server holds it to the form; what it says in it is no sentence that anything supports."""
    async with opened as agent:
        answer = await play(agent, pocket.scripts["exhibition"], 0, "worded")
    asked = [exchange for exchange in wire.exchanges if "response_format" in exchange.request]
    names = {exchange.request["response_format"]["json_schema"]["name"] for exchange in asked}
    assert names == {"labels", "opening"}
    assert answer.proposal is not None
    show = read_show(answer.proposal.exhibition)
    assert all(hung.label.text for hung in show.works)
    assert not any(said.writer for hung in show.works for said in hung.label.text)
    assert show.notes[-1].startswith("Nothing that vllm (pocket) wrote for this show could be held to what it cites.")
