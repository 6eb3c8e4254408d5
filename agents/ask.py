"""Ask a question and follow what happens: steps as they start and end, tokens, then the checked answer."""

from __future__ import annotations

import time
from collections.abc import AsyncGenerator, AsyncIterator, Mapping, Sequence
from contextlib import aclosing
from dataclasses import dataclass
from typing import Any, cast

from langchain_core.messages import AIMessage, AIMessageChunk, AnyMessage, HumanMessage, ToolMessage
from langchain_core.runnables import RunnableConfig

from prompts import render
from retrieval.pictures import PictureStore
from tools.observation import Passage
from tools.shown import pictures_shown

from .approval import Proposal, proposal_of
from .assemble import Agent
from .citations import citations
from .ribbon import refuse_ribbon
from .transcript import LEFT_OUT, Step, evidence, steps, text_of, turn


@dataclass(frozen=True, slots=True)
class StepStarted:
    """A tool is called."""

    tool: str
    arguments: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class StepDone:
    """A tool has answered; `said` is what the model reads of it."""

    step: Step
    headings: Sequence[str]


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of a draft, before it is checked."""

    text: str


@dataclass(frozen=True, slots=True)
class Citation:
    """What a sentence rests on; `source` tells it, on the terms of `licence` ("" where unknown)."""

    id: str
    text: str
    heading: str
    source: str = ""
    url: str = ""
    licence: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """The end of a turn; `proposal` is the exhibition that was proposed, accepted or rejected in it."""

    answer: str
    citations: Sequence[Citation]
    steps: Sequence[Step]
    brain: str
    usage: Mapping[str, float]
    proposal: Proposal | None = None


Event = StepStarted | StepDone | Token | Answer


async def ask(agent: Agent, question: str, thread: str, picture: bytes | None = None, seed: int | None = None) -> AsyncIterator[Event]:
    """Run one turn of `thread` and yield its events; the last is the `Answer`. A brain that samples is given `seed`.

    Where a person approves of exhibitions, a turn that proposes one ends with the proposal, and the next question may be yes or no.

    Raises:
        PictureRefused: the picture is not opened.
        BrainFailed: the model's server failed.
    """
    config: RunnableConfig = {
        "configurable": {"thread_id": thread, **({} if seed is None else {"seed": seed})},
        "recursion_limit": agent.context.budget.recursion_limit,
    }
    started = time.perf_counter()
    # Only a picture's handle depends on what went before, and reading that costs as much as a step.
    before: Sequence[AnyMessage] = (await agent.graph.aget_state(config)).values.get("messages", []) if picture else ()
    asked = _question(question, picture, before, agent.context.pictures)
    stream = agent.graph.astream(
        {"messages": [asked]}, config, context=agent.context, stream_mode=["updates", "messages", "values"], durability="sync"
    )
    messages: list[AnyMessage] = []
    # It is a generator, though its signature says less. Whoever stops reading here closes it, and so the model's work is ended.
    async with aclosing(cast("AsyncGenerator[Any]", stream)):
        # Updates and values are dicts; the stubs do not tell the modes apart.
        async for mode, data in stream:
            if mode == "values":
                messages = cast("Mapping[str, Any]", data)["messages"]
                continue
            for event in _token(data) if mode == "messages" else _steps(cast("Mapping[str, Any]", data)):
                yield event
    yield answer_of(messages, agent.context.brain_name, time.perf_counter() - started, agent.context.switches.approve)


def answer_of(messages: Sequence[AnyMessage], brain: str, seconds: float, approves: bool = False) -> Answer:
    """Read the answer to the last question out of the messages; `approves` tells whether a person approves of exhibitions."""
    last = turn(messages)
    text = text_of(last[-1])
    if isinstance(last[-1], ToolMessage):  # the graph has stopped at a proposal
        text = f"{text}\n\n{render('approval/asked')}"
    known = evidence(messages)
    cited = [_citation(known[i]) for i in citations(text) if i in known]
    done = steps(last)
    usage = {**_tokens(last), **_left_out(last), "tool_calls": len(done), "seconds": round(seconds, 3)}
    return Answer(text, cited, done, brain, usage, proposal_of(messages, approves))


def _citation(passage: Passage) -> Citation:
    # A thread kept from before passages told their origin has none.
    origin = {name: str(passage.get(name, "")) for name in ("source", "url", "licence")}
    return Citation(passage["id"], passage["text"], passage["heading"], **origin)


def _question(text: str, picture: bytes | None, before: Sequence[AnyMessage], store: PictureStore) -> HumanMessage:
    if picture is None:
        return HumanMessage(text)
    handle = f"image-{len(pictures_shown(before)) + 1}"
    name = store.add(picture)
    refuse_ribbon(*store.open(name).size)
    block = {"type": "picture", "id": handle, "sha256": name}
    return HumanMessage([{"type": "text", "text": text}, block])


def _token(data: Any) -> list[Event]:
    message, about = data
    words = message.content if isinstance(message, AIMessageChunk) and isinstance(message.content, str) else ""
    return [Token(words)] if words and about.get("langgraph_node") == "decide" else []


def _steps(data: Mapping[str, Any]) -> list[Event]:
    added = [m for update in data.values() if isinstance(update, dict) for m in update.get("messages", [])]
    events: list[Event] = [StepStarted(call["name"], call["args"]) for m in added if isinstance(m, AIMessage) for call in m.tool_calls]
    return events + [_done(m) for m in added if isinstance(m, ToolMessage)]


def _done(message: ToolMessage) -> StepDone:
    found = message.artifact.get("passages", []) if isinstance(message.artifact, dict) else []
    error = text_of(message) if message.status == "error" else None
    step = Step(message.name or "", {}, message.response_metadata.get("milliseconds"), [p["id"] for p in found], error)
    return StepDone(step, [p["heading"] for p in found])


def _left_out(messages: Sequence[AnyMessage]) -> dict[str, float]:
    """Return how many passages that were found the brain could not be shown at once; nothing where it saw all."""
    most = max((m.response_metadata.get(LEFT_OUT, 0) for m in messages), default=0)
    return {LEFT_OUT: most} if most else {}


def _tokens(messages: Sequence[AnyMessage]) -> dict[str, float]:
    used = [m.usage_metadata for m in messages if isinstance(m, AIMessage) and m.usage_metadata]
    return {
        "input_tokens": sum(u["input_tokens"] for u in used),
        "output_tokens": sum(u["output_tokens"] for u in used),
    }
