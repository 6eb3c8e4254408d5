"""The nodes of the graph. Each reads the messages and returns what it adds to them."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from typing import Any, Literal

from langchain_core.messages import AIMessage, HumanMessage, ToolCall, ToolMessage
from langchain_core.runnables import Runnable, RunnableConfig
from langchain_core.tools import BaseTool
from langgraph.prebuilt import ToolNode
from langgraph.prebuilt.tool_node import ToolCallRequest, ToolInvocationError
from langgraph.runtime import Runtime
from langgraph.types import Command

from prompts import render
from tools.errors import ToolError

from .approval import awaited, just_proposed, verdict_of
from .brains.errors import ContextTooLong
from .citations import citations, unsupported, without
from .context import Context
from .first_look import first_calls
from .prompt import prompt
from .state import State
from .transcript import LEFT_OUT, LOOK, MEND, calls_made, evidence, mends_asked, text_of, turn
from .window import Window


async def look(state: State, runtime: Runtime[Context]) -> dict[str, Any]:
    """Call the tools that a person would reach for before speaking: measure each new picture, search with the question."""
    calls = first_calls(state["messages"], runtime.context)
    return {"messages": [AIMessage(content="", tool_calls=calls, name=LOOK)]} if calls else {}


async def decide(state: State, config: RunnableConfig, runtime: Runtime[Context]) -> dict[str, Any]:
    """Ask the brain, which may call tools only while the budget for this question lasts."""
    context, messages = runtime.context, state["messages"]
    left = max(context.budget.tool_calls - calls_made(turn(messages)), 0)
    brain, window = context.calling if left else context.closing, prompt(messages, context)
    try:
        reply = await _said(brain, window, config)
    except ContextTooLong:
        # A server counts the tokens that we reckon from bytes: once more, with half of the conversation's room.
        budget = replace(context.budget, context_tokens=window.half_tokens)
        reply = await _said(brain, prompt(messages, replace(context, budget=budget)), config)
    if len(reply.tool_calls) > left:
        reply = reply.model_copy(update={"tool_calls": reply.tool_calls[:left]})
    return {"messages": [reply]}


async def check(state: State, runtime: Runtime[Context]) -> Command[Literal["decide", "__end__"]]:
    """Hold every factual sentence of the answer to its citations: mend once, then cut and say so."""
    messages, context = state["messages"], runtime.context
    answer = messages[-1]
    # In a thread, for other conversations go on while the encoder compares meanings.
    failing = await asyncio.to_thread(unsupported, text_of(answer), evidence(messages), context.encoder, _words_of_person(messages))
    if failing and context.switches.mend and not mends_asked(turn(messages)):
        note = HumanMessage(render("mend", sentences=failing), name=MEND)
        return Command(goto="decide", update={"messages": [note]})
    checked = _cut(text_of(answer), failing) if failing else text_of(answer).strip() or render("refusals/dont_know")
    if checked == text_of(answer).strip():
        return Command(goto="__end__")
    usage = getattr(answer, "usage_metadata", None)
    told = AIMessage(content=checked, id=answer.id, usage_metadata=usage, response_metadata=answer.response_metadata)
    return Command(goto="__end__", update={"messages": [told]})


def act(tools: Sequence[BaseTool]) -> ToolNode:
    """Return the node that runs tool calls; each result carries how long it took."""
    # With a wrapper ToolNode's own handling would catch every exception, bugs too: the wrapper tells what may be told.
    return ToolNode(tools, handle_tool_errors=False, awrap_tool_call=_called)


# Routes are asynchronous, for LangGraph runs others in a thread each.
async def at_start(state: State, runtime: Runtime[Context]) -> Literal["look", "decide", "approve"]:
    """Look only where there is something to look at; a step that does nothing would be written to the thread like any other."""
    messages = state["messages"]
    if runtime.context.switches.approve and verdict_of(text_of(messages[-1])) and awaited(messages):
        return "approve"
    return "look" if first_calls(state["messages"], runtime.context) else "decide"


async def after_look(state: State) -> Literal["act", "decide"]:
    """Run the first look's calls if there are any."""
    last = state["messages"][-1]
    return "act" if isinstance(last, AIMessage) and last.tool_calls else "decide"


async def after_act(state: State, runtime: Runtime[Context]) -> Literal["decide", "approve"]:
    """Let a person approve an exhibition that was just proposed."""
    return "approve" if runtime.context.switches.approve and just_proposed(state["messages"]) else "decide"


async def after_decide(state: State) -> Literal["act", "check"]:
    """Act on tool calls; check an answer."""
    last = state["messages"][-1]
    return "act" if isinstance(last, AIMessage) and last.tool_calls else "check"


async def _said(brain: Runnable[Any, Any], window: Window, config: RunnableConfig) -> AIMessage:
    reply = await brain.ainvoke(window.messages, config)
    if window.passages_left_out:
        reply.response_metadata[LEFT_OUT] = window.passages_left_out
    return reply


async def _called(
    request: ToolCallRequest, run: Callable[[ToolCallRequest], Awaitable[ToolMessage | Command[Any]]]
) -> ToolMessage | Command[Any]:
    started = time.perf_counter()
    try:
        result = await run(request)
    except ToolError as error:
        result = _refused(request.tool_call, str(error))
    except ToolInvocationError as error:  # arguments that do not fit the schema
        wrong = [f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.filtered_errors or []]
        told = render("refusals/wrong_arguments", tool=request.tool_call["name"], wrong=wrong)
        result = _refused(request.tool_call, told)
    if isinstance(result, ToolMessage):
        result.response_metadata["milliseconds"] = round((time.perf_counter() - started) * 1000, 1)
    return result


def _refused(call: ToolCall, told: str) -> ToolMessage:
    return ToolMessage(told, name=call["name"], tool_call_id=call["id"], status="error")


def _cut(answer: str, failing: Sequence[str]) -> str:
    """Return what stands of the answer, or that nothing is known, and how much was left out."""
    kept, refusal = without(answer, failing), render("refusals/dont_know")
    if not citations(kept) and refusal not in kept:  # an introduction to nothing
        kept = refusal
    return f"{kept}\n\n{render('refusals/left_out', count=len(failing))}"


def _words_of_person(messages: Any) -> str:
    return " ".join(text_of(m) for m in messages if isinstance(m, HumanMessage) and m.name != MEND)
