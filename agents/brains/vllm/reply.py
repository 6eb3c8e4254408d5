"""Judge one reply: what may be used of it, and whether to ask again."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from langchain_core.messages import AIMessage, ToolCall
from langchain_core.messages.ai import UsageMetadata
from langchain_core.messages.tool import tool_call
from langchain_core.outputs import ChatGenerationChunk

from .tool_text import arguments, new_id, showable, spoken, storable
from .wanted import Wanted


class Unusable(Exception):
    """A reply that is worth asking for again. The message completes “The model …”."""


def usable(message: AIMessage, finish: str | None, wanted: Wanted) -> AIMessage:
    """Return the message with tool calls that stood in its text made into calls.

    Args:
        message: the reply as the server gave it.
        finish: its `finish_reason`.
        wanted: what may be called, and what must be.

    Raises:
        Unusable: a call cannot be read, one was announced or forced and not made, or cut off, the words are not the JSON that was asked
            for, or nothing was said.
    """
    said = spoken(message.text)
    if wanted.tools and (message.invalid_tool_calls or said.broken):
        raise Unusable("called a tool with arguments that are not JSON")
    calls: Sequence[ToolCall] = [*message.tool_calls, *said.calls] if wanted.tools else ()
    # What was cut off may have lacked arguments, though its brackets could be closed.
    if finish == "length" and calls:
        raise Unusable("was cut off while it called a tool")
    if wanted.forced and not (calls and {c["name"] for c in calls} <= wanted.tools):
        raise Unusable("made no call of the tool that it had to call")
    if finish == "tool_calls" and not calls:
        raise Unusable("announced a tool call and made none")
    if wanted.json and not _is_json(said.text):
        raise Unusable("gave no JSON though it had to")
    if not calls and not said.text:
        raise Unusable("said nothing")
    named = [tool_call(name=c["name"], args=storable(c["args"]), id=c["id"] or new_id()) for c in calls]
    return message.model_copy(update={"content": said.text, "tool_calls": named, "invalid_tool_calls": []})


@dataclass(slots=True)
class Streamed:
    """A reply that is arriving piece by piece. Words are shown as they come; calls are kept back until they are whole."""

    text: str = ""
    shown: int = 0
    finish: str | None = None
    usage: UsageMetadata | None = None
    pieces: dict[int, list[str]] = field(default_factory=dict)

    @property
    def shown_text(self) -> str:
        """What has been shown of the text."""
        return self.text[: self.shown]

    def add(self, chunk: ChatGenerationChunk) -> str:
        """Take a piece in; return the words that can be shown now."""
        message, start = chunk.message, self.shown
        # Without space at the beginning, places in what is shown and in the stripped whole are the same.
        self.text += message.text if self.text else message.text.lstrip()
        self.finish = (chunk.generation_info or {}).get("finish_reason") or self.finish
        self.usage = getattr(message, "usage_metadata", None) or self.usage
        for piece in getattr(message, "tool_call_chunks", ()):
            parts = self.pieces.setdefault(piece["index"] or 0, ["", "", ""])
            for place, key in enumerate(("name", "args", "id")):
                parts[place] += piece[key] or ""
        self.shown = start + showable(self.text[start:])
        return self.text[start : self.shown]

    def message(self, wanted: Wanted, model: str) -> AIMessage:
        """Return the whole reply.

        Raises:
            Unusable: the stream broke off, or a call does not parse or names no tool that was offered.
        """
        if self.finish is None:
            raise Unusable("broke off in the middle of its reply")
        calls = [_whole(parts, wanted.tools) for _, parts in sorted(self.pieces.items())]
        metadata = {"finish_reason": self.finish, "model_name": model}
        return AIMessage(self.text, tool_calls=calls, usage_metadata=self.usage, response_metadata=metadata)


def _is_json(text: str) -> bool:
    try:
        json.loads(text)
    except json.JSONDecodeError:
        return False
    return True


def _whole(parts: Sequence[str], bound: Collection[str]) -> ToolCall:
    name, args, identity = parts
    # LangChain completes cut-off JSON when it adds pieces up; half a query must not pass for a query.
    read = arguments(args)
    if read is None or (bound and name not in bound):
        raise Unusable("called a tool in a way that cannot be read")
    return ToolCall(name=name, args=read, id=identity or new_id())
