"""Whom the tasks are put to: our agent, and its peers on the same brain."""

from __future__ import annotations

import time
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from langchain_core.messages import AIMessage, AnyMessage, HumanMessage, SystemMessage, ToolCall, ToolMessage
from langchain_core.runnables import RunnableConfig
from langchain_core.tools import BaseTool

from agents.ask import Answer, answer_of, ask
from agents.assemble import Agent
from agents.brains.offline.brain import OfflineBrain
from agents.brains.offline.wording import chosen, joined
from agents.context import Context
from agents.window import fitted
from prompts import render
from tools.errors import ToolError
from tools.observation import Passage

from .sample import OURS
from .stage import Stage
from .task import Task

# As many passages as the agent's own brain asks for at once.
PASSAGES = 8
SENTENCES = 3


class Talk(Protocol):
    """One conversation."""

    async def say(self, text: str, picture: bytes | None) -> Answer:
        """Say something, with a picture or without, and return the answer."""
        ...


class System(Protocol):
    """Opens a conversation for each sample."""

    @property
    def name(self) -> str:
        """How it is called in reports."""
        ...

    def open(self, stage: Stage, task: Task, seed: int) -> Talk:
        """Begin a conversation that knows nothing of others."""
        ...


@dataclass(frozen=True, slots=True)
class Ours:
    """The agent as people use it."""

    name: str = OURS

    def open(self, stage: Stage, task: Task, seed: int) -> Talk:
        """Begin a thread of its own."""
        return _OurTalk(stage.agent(task), f"{task.id}-{uuid.uuid4().hex[:8]}", seed)


@dataclass(frozen=True, slots=True)
class _OurTalk:
    agent: Agent
    thread: str
    seed: int

    async def say(self, text: str, picture: bytes | None) -> Answer:
        async for event in ask(self.agent, text, self.thread, picture, self.seed):
            if isinstance(event, Answer):
                return event
        raise RuntimeError("the turn ended without an answer")


@dataclass(frozen=True, slots=True)
class NoTools:
    """The model alone: what it knows by heart, or for a brain that knows nothing by heart, what refusing everything scores."""

    name: str = "no tools"

    def open(self, stage: Stage, task: Task, seed: int) -> Talk:
        """Begin a conversation without tools."""
        return _PlainTalk(stage.context(task, []), _config(seed), None)


@dataclass(frozen=True, slots=True)
class PlainRag:
    """One search with the question as it stands, then an answer from what it found."""

    name: str = "one search"

    def open(self, stage: Stage, task: Task, seed: int) -> Talk:
        """Begin a conversation in which every question is searched for once."""
        tools = stage.tools(task)
        search = next(tool for tool in tools if tool.name == "search")
        return _PlainTalk(stage.context(task, tools), _config(seed), search)


@dataclass(slots=True)
class _PlainTalk:
    context: Context
    config: RunnableConfig
    search: BaseTool | None
    said: list[AnyMessage] = field(default_factory=list[AnyMessage])

    async def say(self, text: str, picture: bytes | None) -> Answer:
        started = time.perf_counter()
        asked = _asked(text, picture, self.context, self.said)
        looked, passages = await self._searched(text)
        reply = await self._reply(asked, passages)
        self.said += [asked, reply]
        return answer_of([asked, *looked, reply], self.context.brain_name, time.perf_counter() - started)

    async def _searched(self, text: str) -> tuple[list[AnyMessage], list[Passage]]:
        """Return the call and its result as messages, and the passages; a search that fails has found nothing."""
        if self.search is None:
            return [], []
        call = ToolCall(name="search", args={"query": text, "limit": PASSAGES}, id="one-search", type="tool_call")
        try:
            result: ToolMessage = await self.search.ainvoke(call)
        except ToolError as error:
            result = ToolMessage(str(error), name="search", tool_call_id="one-search", status="error")
        found = result.artifact["passages"] if isinstance(result.artifact, dict) else []
        return [AIMessage("", tool_calls=[call]), result], found

    async def _reply(self, asked: HumanMessage, passages: Sequence[Passage]) -> AIMessage:
        if self.search is not None and isinstance(self.context.brain, OfflineBrain):
            # The offline brain plans by itself; its reader alone is what a fixed pipeline would have.
            reader = self.context.brain.reader
            picked = chosen(reader.read(asked.text, passages), reader.threshold, SENTENCES)
            return AIMessage(joined([picked]) if picked else render("refusals/dont_know"))
        system = render("peers/rag", hits=passages) if self.search else render("peers/no_tools")
        window = fitted([*self.said, asked], self.context.budget, self.context.pictures, [SystemMessage(system)])
        return await self.context.brain.ainvoke(window.messages, self.config)


@dataclass(frozen=True, slots=True)
class CreateAgent:
    """LangChain's `create_agent` with the same tools, brain, system prompt and limits, and no look, check or mending."""

    name: str = "create_agent"

    def open(self, stage: Stage, task: Task, seed: int) -> Talk:
        """Begin a thread of its own."""
        tools = stage.tools(task)
        context = stage.context(task, tools)
        config: RunnableConfig = {**_config(seed), "recursion_limit": context.budget.recursion_limit}
        return _LangChainTalk(_langchain_agent(context, tools), context, config)


@dataclass(slots=True)
class _LangChainTalk:
    graph: Any  # its type has five parameters, none of which says more
    context: Context
    config: RunnableConfig
    said: list[AnyMessage] = field(default_factory=list[AnyMessage])

    async def say(self, text: str, picture: bytes | None) -> Answer:
        started = time.perf_counter()
        asked = _asked(text, picture, self.context, self.said)
        done = await self.graph.ainvoke({"messages": [*self.said, asked]}, self.config)
        self.said = done["messages"]
        return answer_of(self.said, self.context.brain_name, time.perf_counter() - started)


def _langchain_agent(context: Context, tools: Sequence[BaseTool]) -> Any:
    from langchain.agents import create_agent
    from langchain.agents.middleware import ToolCallLimitMiddleware, wrap_model_call, wrap_tool_call

    system = SystemMessage(render("system", tool_calls=context.budget.tool_calls))

    @wrap_model_call
    async def with_pictures(request: Any, handler: Any) -> Any:
        """Make pictures ready and drop evidence past the budget, as any application has to."""
        window = fitted(request.messages, context.budget, context.pictures, [system], context.tool_bytes)
        return await handler(request.override(messages=window.messages[1:]))

    @wrap_tool_call
    async def told(request: Any, handler: Any) -> Any:
        """Tell the model what a tool refuses; without this the first refusal ends the run."""
        try:
            return await handler(request)
        except ToolError as error:
            return ToolMessage(str(error), name=request.tool_call["name"], tool_call_id=request.tool_call["id"], status="error")

    limit = ToolCallLimitMiddleware(run_limit=context.budget.tool_calls, exit_behavior="continue")
    middleware: list[Any] = [with_pictures, told, limit]  # each has a state of its own, which the signature cannot say
    return create_agent(context.brain, list(tools), system_prompt=system, middleware=middleware)


def _config(seed: int) -> RunnableConfig:
    return {"configurable": {"seed": seed}}


def _asked(text: str, picture: bytes | None, context: Context, before: Sequence[AnyMessage]) -> HumanMessage:
    """Return what the person says as a message, the picture kept in the store under the next handle."""
    from tools.shown import pictures_shown

    if picture is None:
        return HumanMessage(text)
    block = {"type": "picture", "id": f"image-{len(pictures_shown(before)) + 1}", "sha256": context.pictures.add(picture)}
    return HumanMessage([{"type": "text", "text": text}, block])


PEERS: Sequence[System] = (NoTools(), PlainRag(), CreateAgent())
