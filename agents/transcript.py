"""Read a run out of its messages: pure functions, no memory of their own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from langchain_core.messages import AIMessage, AnyMessage, HumanMessage, ToolMessage

from tools.observation import Passage
from tools.shown import pictures_shown

# Names of messages in the person's role that the graph itself wrote.
MEND = "mend"
LOOK = "look"
NOTE = "note"
# What a person has said of a proposed exhibition, in the graph's words.
VERDICTS = ("accepted", "rejected")
# Where a reply tells how many passages its prompt lacked.
LEFT_OUT = "passages_left_out"


@dataclass(frozen=True, slots=True)
class Step:
    """One tool call: what was asked, what came back and how long it took."""

    tool: str
    arguments: Mapping[str, Any]
    milliseconds: float | None
    result_ids: Sequence[str]
    error: str | None = None


def text_of(message: AnyMessage) -> str:
    """Return the words of a message without its pictures."""
    if isinstance(message.content, str):
        return message.content
    return " ".join(str(b.get("text", "")) for b in message.content if isinstance(b, dict) and b.get("type") == "text").strip()


def is_question(message: AnyMessage) -> bool:
    """Say whether a person asked this."""
    return isinstance(message, HumanMessage) and message.name not in (MEND, LOOK, NOTE, *VERDICTS)


def turn(messages: Sequence[AnyMessage]) -> list[AnyMessage]:
    """Return the messages from the last question on."""
    starts = [i for i, m in enumerate(messages) if is_question(m)]
    return list(messages[starts[-1] :]) if starts else []


def turns(messages: Sequence[AnyMessage]) -> list[list[AnyMessage]]:
    """Return the messages question by question."""
    starts = [i for i, m in enumerate(messages) if is_question(m)]
    return [list(messages[a:b]) for a, b in pairwise([*starts, len(messages)])]


def calls_made(messages: Sequence[AnyMessage]) -> int:
    """Count the tool calls in these messages that the brain chose; a first look is not the brain's."""
    return sum(len(m.tool_calls) for m in messages if isinstance(m, AIMessage) and m.name != LOOK)


def mends_asked(messages: Sequence[AnyMessage]) -> int:
    """Count how often an answer was sent back."""
    return sum(isinstance(m, HumanMessage) and m.name == MEND for m in messages)


def passages_of(message: AnyMessage) -> list[Passage]:
    """Return what a tool message brought back; nothing for other messages."""
    artifact = message.artifact if isinstance(message, ToolMessage) else None
    return list(artifact.get("passages", [])) if isinstance(artifact, dict) else []


def evidence(messages: Sequence[AnyMessage]) -> dict[str, Passage]:
    """Return by id everything that was retrieved: what an answer may cite."""
    return {passage["id"]: passage for message in messages for passage in passages_of(message)}


def new_pictures(messages: Sequence[AnyMessage]) -> list[str]:
    """Return the handles of pictures shown in the last question that no tool has looked at."""
    last = turn(messages)
    looked = {str(call["args"].get("picture")) for m in last if isinstance(m, AIMessage) for call in m.tool_calls}
    return [handle for handle in pictures_shown(last) if handle not in looked]


def steps(messages: Sequence[AnyMessage]) -> list[Step]:
    """Return the tool calls of these messages with their results."""
    results = {m.tool_call_id: m for m in messages if isinstance(m, ToolMessage)}
    calls = [call for m in messages if isinstance(m, AIMessage) for call in m.tool_calls]
    return [_step(call, results.get(call["id"] or "")) for call in calls]


def _step(call: Any, result: ToolMessage | None) -> Step:
    arguments = {name: value for name, value in call["args"].items() if value is not None}
    if result is None:
        return Step(call["name"], arguments, None, ())
    ids = [passage["id"] for passage in passages_of(result)]
    error = text_of(result) if result.status == "error" else None
    return Step(call["name"], arguments, result.response_metadata.get("milliseconds"), ids, error)
