"""One turn as its events."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from langchain_core.callbacks import CallbackManagerForLLMRun
from langchain_core.messages import AIMessage, AIMessageChunk, BaseMessage
from langchain_core.outputs import ChatGenerationChunk
from langchain_core.tools import BaseTool
from langgraph.checkpoint.memory import InMemorySaver
from PIL import Image

from agents.ask import Answer, Citation, Event, StepDone, StepStarted, Token, ask
from agents.assemble import Agent
from agents.context import Context
from agents.graph import build_graph
from agents.terminal import show_json
from agents.transcript import Step
from retrieval.errors import PictureRefused

ANSWER = "Katsushika Hokusai made The Great Wave about 1831 [f:1]."
USAGE: Any = {"input_tokens": 10, "output_tokens": 5, "total_tokens": 15}
Agents = Callable[..., Agent]


@pytest.fixture
def agent(context: Callable[..., Context], tools: list[BaseTool], scripted: Any) -> Agents:
    class Streaming(scripted):
        """Streams its words one by one."""

        def _stream(
            self, messages: list[BaseMessage], stop: Any = None, run_manager: CallbackManagerForLLMRun | None = None, **kwargs: Any
        ) -> Iterator[ChatGenerationChunk]:
            reply = self._generate(messages, **kwargs).generations[0].message
            chunks = [
                {"name": c["name"], "args": f'{{"query": "{c["args"]["query"]}"}}', "id": c["id"], "index": 0} for c in reply.tool_calls
            ]
            for word in re.findall(r"\S+\s*", str(reply.content)) or [""]:
                yield ChatGenerationChunk(message=AIMessageChunk(word, tool_call_chunks=chunks))
                chunks = []
            yield ChatGenerationChunk(message=AIMessageChunk("", usage_metadata=reply.usage_metadata))

    def of(*replies: AIMessage | str) -> Agent:
        given = replace(context(), brain=Streaming(replies))
        return Agent(build_graph(tools, InMemorySaver()), given)

    return of


async def events_of(agent: Agent, question: str = "Who made it?", picture: bytes | None = None) -> list[Event]:
    return [event async for event in ask(agent, question, "thread", picture)]


async def test_steps_come_first_then_the_draft_then_the_answer(agent: Agents, asks: Callable[..., AIMessage]) -> None:
    events = await events_of(agent(asks("wave"), AIMessage(ANSWER, usage_metadata=USAGE)))
    assert [type(e) for e in events[:2]] == [StepStarted, StepDone]
    assert {type(e) for e in events[2:-1]} == {Token}
    assert events[0] == StepStarted("search", {"query": "wave"})
    assert events[1].step.result_ids == ["f:1"]
    assert events[1].headings == ["The Great Wave, Katsushika Hokusai"]
    assert "".join(e.text for e in events[2:-1]) == ANSWER


async def test_the_answer_tells_its_sources_its_steps_its_brain_and_its_cost(
    agent: Agents, asks: Callable[..., AIMessage], wave: Any
) -> None:
    answer = (await events_of(agent(asks("wave"), AIMessage(ANSWER, usage_metadata=USAGE))))[-1]
    assert isinstance(answer, Answer)
    [step] = answer.steps
    assert replace(answer, steps=(), usage={}) == Answer(
        ANSWER, [Citation("f:1", wave["text"], "The Great Wave, Katsushika Hokusai")], (), "scripted", {}
    )
    assert replace(step, milliseconds=None) == Step("search", {"query": "wave"}, None, ["f:1"])
    assert {k: v for k, v in answer.usage.items() if k != "seconds"} == {"input_tokens": 10, "output_tokens": 5, "tool_calls": 1}


async def test_the_draft_streams_and_the_checked_answer_stands(agent: Agents) -> None:
    events = await events_of(agent("Monet made it [f:1].", "Monet made it."))
    assert "".join(e.text for e in events if isinstance(e, Token)) == "Monet made it [f:1].Monet made it."
    assert events[-1].answer == ("I don't know from this collection.\n\n(1 sentence was left out because nothing retrieved supports it.)")


async def test_a_second_question_has_its_own_steps_and_the_first_ones_sources(agent: Agents, asks: Callable[..., AIMessage]) -> None:
    opened = agent(asks("wave"), ANSWER, "About 1831 [f:1].")
    await events_of(opened)
    answer = (await events_of(opened, "When?"))[-1]
    assert (answer.answer, answer.steps, [c.id for c in answer.citations]) == ("About 1831 [f:1].", [], ["f:1"])


async def test_pictures_of_a_thread_are_counted_on(agent: Agents) -> None:
    out = io.BytesIO()
    Image.new("RGB", (8, 8), "navy").save(out, "PNG")
    opened = agent("I can't say.", "I can't say.")
    started = [e for _ in range(2) for e in await events_of(opened, "What is it?", out.getvalue()) if isinstance(e, StepStarted)]
    assert started == [StepStarted("analyse", {"picture": "image-1"}), StepStarted("analyse", {"picture": "image-2"})]


async def test_a_file_that_is_no_picture_is_refused_before_anything_is_kept(agent: Agents) -> None:
    opened = agent("I can't say.")
    with pytest.raises(PictureRefused, match="not a readable JPEG, PNG or WebP picture; save it as one of these"):
        await events_of(opened, "What is it?", b"not a picture")
    assert (await opened.graph.aget_state({"configurable": {"thread_id": "thread"}})).values == {}


async def test_a_ribbon_is_refused_before_it_is_part_of_a_conversation(agent: Agents) -> None:
    out, opened = io.BytesIO(), agent("I can't say.")
    Image.new("RGB", (1206, 6), "navy").save(out, "PNG")
    with pytest.raises(PictureRefused, match=r"^the picture is 1206 x 6 pixels, a ribbon that no model can see; show a part of it$"):
        await events_of(opened, "What is it?", out.getvalue())
    assert (await opened.graph.aget_state({"configurable": {"thread_id": "thread"}})).values == {}


async def test_the_json_document_has_these_fields(
    agent: Agents, asks: Callable[..., AIMessage], capsys: pytest.CaptureFixture[str]
) -> None:
    await show_json(ask(agent(asks("wave"), ANSWER), "Who?", "thread"))
    document = json.loads(capsys.readouterr().out)
    assert list(document) == ["answer", "citations", "steps", "brain", "usage", "proposal"]
    assert [list(c) for c in document["citations"]] == [["id", "text", "heading", "source", "url", "licence"]]
    assert [list(s) for s in document["steps"]] == [["tool", "arguments", "milliseconds", "result_ids", "error"]]
    assert list(document["usage"]) == ["input_tokens", "output_tokens", "tool_calls", "seconds"]
