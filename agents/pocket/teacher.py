"""A brain that follows a script, at the place of the server: it reads requests as they cross the wire and keeps them."""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import httpx2

from retrieval.sentences import sentences
from retrieval.words import content_stems

from .scripts import Turn

PASSAGE = re.compile(r"^\[([^\]\s]+)\] .*\n(.+)$", re.MULTILINE)
Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Lesson:
    """A request as the client sent it, the reply that the model should learn, and the script it belongs to."""

    script: str
    request: Json
    reply: Json


@dataclass(slots=True)
class Teacher:
    """Answers requests by the script of the turn that it was last given."""

    script: str = ""
    lessons: list[Lesson] = field(default_factory=list)
    _replies: Iterator[Json] = field(default_factory=lambda: iter(()))
    _turn: Turn | None = None
    _ids: Iterator[int] = field(default_factory=itertools.count)

    def follow(self, script: str, turn: Turn) -> None:
        """Take up the next turn of a script."""
        self.script, self._turn, self._replies = script, turn, _steps(turn, self._ids)

    async def answer(self, request: httpx2.Request) -> httpx2.Response:
        """Answer one request as a server does, streamed or whole."""
        asked: Json = json.loads(request.content)
        # A show's words are no part of a script: so small a model could learn them by heart alone, and those of no other show.
        if "response_format" in asked:
            return httpx2.Response(200, json=_whole({"role": "assistant", "content": "{}"}))
        assert self._turn is not None, "a script comes before a question"  # noqa: S101 - a slip of ours, none of the caller's
        reply = next(self._replies, None) or _quoted(self._turn, asked["messages"])
        self.lessons.append(Lesson(self.script, with_plain_ids(asked), reply))
        return _streamed(reply) if asked.get("stream") else httpx2.Response(200, json=_whole(reply))


def with_plain_ids(request: Json) -> Json:
    """Return a request with its calls numbered, for their ids are drawn anew in each run and no template shows them."""
    plain: dict[str, str] = {}

    def numbered(message: Json) -> Json:
        calls = [{**call, "id": plain.setdefault(call["id"], f"call-{len(plain)}")} for call in message.get("tool_calls") or ()]
        answered = {"tool_call_id": plain[message["tool_call_id"]]} if "tool_call_id" in message else {}
        return {**message, **({"tool_calls": calls} if calls else {}), **answered}

    return {**request, "messages": [numbered(message) for message in request["messages"]]}


def _steps(turn: Turn, ids: Iterator[int]) -> Iterator[Json]:
    for side_by_side in turn.calls:
        made = [(name, arguments) for call in side_by_side for name, arguments in call.items()]
        yield {"role": "assistant", "content": "", "tool_calls": [_call(next(ids), i, *call) for i, call in enumerate(made)]}
    if turn.slip is not None:
        yield {"role": "assistant", "content": turn.slip}


def _call(identity: int, number: int, name: str, arguments: Mapping[str, Any]) -> Json:
    told = {"name": name, "arguments": json.dumps(arguments, ensure_ascii=False)}
    return {"index": number, "id": f"pocket-{identity}", "type": "function", "function": told}


def _quoted(turn: Turn, messages: Sequence[Json]) -> Json:
    """Return the answer: what is to be said, or the sentences of the results that are nearest to the question."""
    if turn.say is not None:
        return {"role": "assistant", "content": turn.say}
    asked = next(i for i in reversed(range(len(messages))) if messages[i]["role"] == "user" and turn.ask in str(messages[i]["content"]))
    results = [str(m["content"]) for m in messages[asked:] if m["role"] == "tool"]
    wanted = results if turn.results is None else [results[i] for i in turn.results]
    passages = [passage for result in wanted for passage in PASSAGE.findall(result)[: turn.each]]
    told = [f"{_nearest(text, turn.ask).rstrip('.')} [{identity}]." for identity, text in dict.fromkeys(passages)]
    return {"role": "assistant", "content": " ".join(dict.fromkeys(told))}


def _nearest(text: str, question: str) -> str:
    asked = set(content_stems(question))
    return max(sentences(text), key=lambda sentence: len(asked & set(content_stems(sentence))))


def _whole(reply: Json) -> Json:
    choice = {"index": 0, "message": reply, "finish_reason": _finish(reply)}
    return {"id": "pocket", "object": "chat.completion", "created": 0, "model": "pocket", "choices": [choice], "usage": None}


def _streamed(reply: Json) -> httpx2.Response:
    pieces = [(reply, None), ({}, _finish(reply))]
    events = [{"choices": [{"index": 0, "delta": delta, "finish_reason": finish}]} for delta, finish in pieces]
    shared = {"id": "pocket", "object": "chat.completion.chunk", "created": 0, "model": "pocket"}
    lines = [f"data: {json.dumps({**shared, **event})}\n\n" for event in events]
    return httpx2.Response(200, text="".join([*lines, "data: [DONE]\n\n"]), headers={"content-type": "text/event-stream"})


def _finish(reply: Json) -> str:
    return "tool_calls" if reply.get("tool_calls") else "stop"
