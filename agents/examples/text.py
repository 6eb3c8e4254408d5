"""A recorded conversation as the plain dicts of the chat protocol, and its file."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from langchain_core.messages import AIMessage, AnyMessage, ToolMessage

from agents.transcript import text_of
from prompts import render
from tools.shown import pictures_shown

from . import EXAMPLES


def plain(name: str, messages: Sequence[AnyMessage]) -> list[dict[str, Any]]:
    """Return the messages as dicts; calls are named after the example and pictures stand as words."""
    ids = [call["id"] for m in messages if isinstance(m, AIMessage) for call in m.tool_calls]
    named = {given: f"{name}-{number}" for number, given in enumerate(ids, start=1)}
    return [_plain(message, named) for message in messages]


def written(name: str, messages: Sequence[AnyMessage]) -> Path:
    """Write an example's file and return it."""
    file = EXAMPLES / f"{name}.json"
    file.write_text(json.dumps(plain(name, messages), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    return file


def _plain(message: AnyMessage, named: dict[str | None, str]) -> dict[str, Any]:
    if isinstance(message, ToolMessage):
        return {"role": "tool", "tool_call_id": named[message.tool_call_id], "content": text_of(message)}
    if isinstance(message, AIMessage):
        calls = [_call(call, named) for call in message.tool_calls]
        return {"role": "assistant", "content": text_of(message), **({"tool_calls": calls} if calls else {})}
    pictures = [render("picture_gone", picture=handle) for handle in pictures_shown([message])]
    return {"role": "user", "content": " ".join([render("example", question=text_of(message)), *pictures])}


def _call(call: Any, named: dict[str | None, str]) -> dict[str, Any]:
    function = {"name": call["name"], "arguments": json.dumps(call["args"], ensure_ascii=False)}
    return {"id": named[call["id"]], "type": "function", "function": function}
