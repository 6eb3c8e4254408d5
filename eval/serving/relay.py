"""The network between client and server, timed: the server does its work, and the conversation goes on by its script.

So a server with any weights, even random ones, reads the very prompts that the agent sends.
"""

from __future__ import annotations

import json
import time
from dataclasses import dataclass, field
from typing import Any

import httpx2

from agents.pocket.teacher import Teacher

# Reading a long prompt takes long on a CPU.
SILENCE_S = 600


@dataclass(frozen=True, slots=True)
class Timed:
    """A call: of which turn, tokens of its prompt, of these how many were kept from before, tokens said, seconds to the first and in all.

    `cached` is None where the server does not tell.
    """

    turn: int
    read: int
    cached: int | None
    said: int
    first_s: float
    whole_s: float

    @property
    def rate(self) -> float:
        """Tokens a second from the request on.

        Not from the first piece on: where the server's processors are all busy, many pieces arrive together.
        """
        return self.said / self.whole_s


@dataclass(slots=True)
class Relay(httpx2.AsyncBaseTransport):
    """Sends every request on to the server, which says `tokens` tokens whatever it thinks, and answers as the teacher does.

    Prompts with another `salt` share nothing on the server, so that a run finds nothing of an earlier one. A `network` stands in
    for the real one.
    """

    teacher: Teacher
    tokens: int
    salt: str
    network: httpx2.AsyncBaseTransport | None = None
    turn: int = 0
    calls: list[Timed] = field(default_factory=list[Timed])

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        """Time the server on this request; return the script's reply, or the server's own where it refused."""
        asked = self._asked(json.loads(await request.aread()))
        headers = {"Authorization": request.headers.get("Authorization", "")}
        began = time.perf_counter()
        async with (
            httpx2.AsyncClient(trust_env=False, timeout=SILENCE_S, transport=self.network) as client,
            client.stream("POST", str(request.url), json=asked, headers=headers) as answer,
        ):
            if not answer.is_success:
                return httpx2.Response(answer.status_code, content=await answer.aread(), headers={"content-type": "application/json"})
            self.calls.append(await _timed(answer, began, self.turn))
        return await self.teacher.answer(request)

    def _asked(self, body: dict[str, Any]) -> dict[str, Any]:
        # Tools stay in the prompt; as none may be called, nothing of what is said is kept back to be parsed.
        free = {"tool_choice": "none", "ignore_eos": True, "max_completion_tokens": self.tokens, "cache_salt": self.salt}
        return {**body, **free, "stream": True, "stream_options": {"include_usage": True}}


async def _timed(answer: httpx2.Response, began: float, turn: int) -> Timed:
    first, usage = None, dict[str, Any]()
    async for line in answer.aiter_lines():
        if line.startswith("data: {"):
            piece = json.loads(line.removeprefix("data: "))
            # vLLM sends nothing before the first token, whose text may be empty.
            first = first or (time.perf_counter() if piece["choices"] else None)
            usage = piece.get("usage") or usage
    ended = time.perf_counter()
    cached = (usage.get("prompt_tokens_details") or {}).get("cached_tokens")
    return Timed(turn, usage.get("prompt_tokens", 0), cached, usage.get("completion_tokens", 0), (first or ended) - began, ended - began)
