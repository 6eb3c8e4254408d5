"""Tool calls that a server left in the text, as Qwen writes them: `<tool_call>{"name": …, "arguments": {…}}</tool_call>`."""

from __future__ import annotations

import json
import re
import uuid
from dataclasses import dataclass
from typing import Any, cast

from langchain_core.messages import ToolCall

OPEN, CLOSE = "<tool_call>", "</tool_call>"
_CALL = re.compile(rf"{OPEN}(.*?)(?:{CLOSE}|(?={OPEN})|\Z)", re.DOTALL)
_CLOSER = {"{": "}", "[": "]"}
# What a checkpoint holds of whole numbers.
LEAST, MOST = -(2**63), 2**64 - 1


@dataclass(frozen=True, slots=True)
class Spoken:
    """A text without its tool calls, those calls, and whether one could not be read."""

    text: str
    calls: tuple[ToolCall, ...]
    broken: bool


def spoken(text: str) -> Spoken:
    """Take the tool calls out of a text.

    >>> spoken('Looking. <tool_call>{"name": "search", "arguments": {"query": "wave",}}').calls[0]["args"]
    {'query': 'wave'}
    """
    read = [_call(match.group(1)) for match in _CALL.finditer(text)]
    calls = tuple(call for call in read if call is not None)
    return Spoken(_CALL.sub("", text).strip(), calls, len(calls) < len(read))


def showable(text: str) -> int:
    """Return how many characters of an unfinished text are surely no part of a tool call.

    >>> showable("Here it is"), showable("Let me see <tool"), showable("a < b")
    (10, 11, 5)
    """
    if (start := text.find(OPEN)) >= 0:
        return start
    return next((len(text) - n for n in range(min(len(OPEN) - 1, len(text)), 0, -1) if text.endswith(OPEN[:n])), len(text))


def repaired(text: str) -> str:
    """Return JSON with commas before a closing bracket dropped and missing closing brackets added.

    A string that is cut off stays cut off: its rest cannot be guessed.

    >>> repaired('{"a": [1, 2, ], "b": {"c": "x,}"')
    '{"a": [1, 2 ], "b": {"c": "x,}"}}'
    """
    out: list[str] = []
    closers: list[str] = []
    for string, between in re.findall(r'("(?:[^"\\]|\\.)*"?)|([^"]+)', text.rstrip(" \n,"), re.DOTALL):
        out.append(string or re.sub(r",(?=\s*[}\]])", "", between))
        for c in between:
            if c in _CLOSER:
                closers.append(_CLOSER[c])
            elif closers and c == closers[-1]:
                closers.pop()
    return "".join([*out, *reversed(closers)])


def arguments(value: object) -> dict[str, Any] | None:
    """Return a call's arguments as they are or out of their JSON; None for what is not an object."""
    if isinstance(value, str):
        try:
            value = json.loads(value, strict=False) if value.strip() else {}
        except (ValueError, RecursionError):  # no JSON, a number of thousands of digits, brackets a thousand deep
            return None
    return value if isinstance(value, dict) else None


def storable(value: Any) -> Any:
    """Return a call's arguments with whole numbers of more than 64 bits as text, for no checkpoint holds such numbers.

    A tool reads the text as the number that it is, and says what is wrong with it.

    >>> storable({"limit": 10**20, "years": [1600, -(10**20)], "signed": True})
    {'limit': '100000000000000000000', 'years': [1600, '-100000000000000000000'], 'signed': True}
    """
    if isinstance(value, dict):
        return {name: storable(held) for name, held in cast("dict[str, Any]", value).items()}
    if isinstance(value, list):
        return [storable(held) for held in cast("list[Any]", value)]
    return str(value) if isinstance(value, int) and not LEAST <= value <= MOST else value


def new_id() -> str:
    """Return an id for a call that came without one."""
    return f"call-{uuid.uuid4().hex[:12]}"


def _call(body: str) -> ToolCall | None:
    try:
        # Control characters in strings are allowed, and what stands behind the object (a bracket too many) is not read.
        found, _ = json.JSONDecoder(strict=False).raw_decode(repaired(body.strip()))
    except (ValueError, RecursionError):
        return None
    if not isinstance(found, dict) or not isinstance(found.get("name"), str):
        return None
    args = arguments(found.get("arguments", {}))
    return None if args is None else ToolCall(name=found["name"], args=args, id=new_id())
