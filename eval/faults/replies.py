"""What a scripted server answers: proper replies, and everything that goes wrong with one."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

MODEL = "Qwen/Qwen2.5-VL-3B-Instruct"
USAGE = {"prompt_tokens": 100, "completion_tokens": 10, "total_tokens": 110, "prompt_tokens_details": {"cached_tokens": 64}}
PIECE = 7  # characters of a streamed piece


@dataclass(frozen=True, slots=True)
class Says:
    """A reply: words, calls as (name, arguments) with the arguments as JSON text, and how it ends."""

    text: str = ""
    calls: Sequence[tuple[str, str]] = ()
    finish: str = "stop"
    # Before an unstreamed reply; streamed, after its first piece, so that only a limit on the gaps notices.
    after_s: float = 0
    # The connection is reset when this many pieces were streamed; None: never. Unstreamed, at once.
    reset_after: int | None = None
    # The stream ends in good order, but without a finish_reason, after this many pieces.
    end_after: int | None = None
    # After a reset nobody answers for this long, as of a server that starts anew.
    gone_s: float = 0


@dataclass(frozen=True, slots=True)
class Raw:
    """Any HTTP answer, byte for byte."""

    body: str = ""
    status: int = 200
    content_type: str = "application/json"
    headers: Mapping[str, str] = field(default_factory=dict[str, str])
    after_s: float = 0
    # Between two bytes of the body.
    byte_every_s: float = 0


Reply = Says | Raw


def calls(*made: tuple[str, Mapping[str, Any]], text: str = "") -> Says:
    """Return a reply with proper tool calls."""
    return Says(text, [(name, json.dumps(arguments)) for name, arguments in made], "tool_calls")


def error(status: int, message: str = "scripted", **headers: str) -> Raw:
    """Return an error as vLLM words it."""
    body = json.dumps({"error": {"message": message, "type": "Error", "param": None, "code": status}})
    return Raw(body, status, headers=headers)


NO_CALLS = Says(finish="tool_calls")
BROKEN_ARGUMENTS = Says(calls=[("search", '{"query": "Great Wa')], finish="tool_calls")
HTML = Raw("<!doctype html><title>Welcome</title>", content_type="text/html")
TRUNCATED = Raw('{"id": "chatcmpl-1", "choices": [{"index": 0, "mess')
TRUNCATED_EVENT = Raw(f"data: {TRUNCATED.body}\n\n", content_type="text/event-stream")
RESET = Says("The wave is a print by Hokusai.", reset_after=2)
# As vLLM 0.32 words it.
TOO_LONG = error(
    400, "This model's maximum context length is 4096 tokens. However, your prompt contains at least 4097 input tokens, which exceeds it."
)


def completion(reply: Says) -> dict[str, Any]:
    """Return the body of an unstreamed reply."""
    made = [_call(i, name, arguments) for i, (name, arguments) in enumerate(reply.calls)]
    message = {"role": "assistant", "content": reply.text or None, "tool_calls": made}
    choice = {"index": 0, "message": message, "finish_reason": reply.finish, "logprobs": None}
    return {"id": "chatcmpl-1", "object": "chat.completion", "created": 1, "model": MODEL, "choices": [choice], "usage": USAGE}


def deltas(reply: Says) -> Iterator[dict[str, Any]]:
    """Yield the pieces of a streamed reply."""
    yield {"role": "assistant", "content": ""}
    for start in range(0, len(reply.text), PIECE):
        yield {"content": reply.text[start : start + PIECE]}
    for number, (name, arguments) in enumerate(reply.calls):
        yield {"tool_calls": [{"index": number, **_call(number, name, "")}]}
        for start in range(0, len(arguments), PIECE):
            yield {"tool_calls": [{"index": number, "function": {"arguments": arguments[start : start + PIECE]}}]}


def _call(number: int, name: str, arguments: str) -> dict[str, Any]:
    return {"id": f"chatcmpl-tool-{number}", "type": "function", "function": {"name": name, "arguments": arguments}}
