"""What crosses the wire between the client and the server, kept as it is sent and received."""

from __future__ import annotations

import json
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

import httpx2

Json = dict[str, Any]


@dataclass(slots=True)
class Exchange:
    """A request, and the bytes that came back."""

    request: Json
    status: int = 0
    received: bytes = b""
    seconds: float = 0

    @property
    def pieces(self) -> list[Json]:
        """The events of a streamed answer, or the whole of another."""
        lines = [line.removeprefix("data: ") for line in self.received.decode().splitlines() if line.startswith("data: ")]
        return [json.loads(line) for line in lines if line != "[DONE]"] or [json.loads(self.received)]

    @property
    def usage(self) -> Json:
        """What the server counted."""
        return next(piece["usage"] for piece in reversed(self.pieces) if piece.get("usage"))

    @property
    def cached(self) -> int:
        """Tokens of the prompt that the server had read before."""
        return (self.usage["prompt_tokens_details"] or {}).get("cached_tokens") or 0

    @property
    def finish(self) -> str | None:
        """Why the reply ended."""
        return next((c["finish_reason"] for p in reversed(self.pieces) for c in p["choices"] if c["finish_reason"]), None)

    @property
    def reply(self) -> tuple[str, list[tuple[str, Json]]]:
        """The reply put together: its words, and its calls as (name, arguments)."""
        parts = [c.get("delta") or c.get("message") or {} for p in self.pieces for c in p["choices"]]
        calls: dict[int, list[str]] = {}
        for number, call in ((call.get("index", i), call) for part in parts for i, call in enumerate(part.get("tool_calls") or ())):
            kept = calls.setdefault(number, ["", ""])
            kept[0] += call["function"].get("name") or ""
            kept[1] += call["function"].get("arguments") or ""
        words = "".join(part.get("content") or "" for part in parts)
        return words, [(name, json.loads(arguments)) for _, (name, arguments) in sorted(calls.items())]


@dataclass(slots=True)
class Wire:
    """All exchanges, the first first."""

    exchanges: list[Exchange] = field(default_factory=list)


class Recording(httpx2.AsyncBaseTransport):
    """The network, with every exchange kept on a `Wire`."""

    def __init__(self, wire: Wire) -> None:
        self.wire = wire
        self.network = httpx2.AsyncHTTPTransport(limits=httpx2.Limits(max_keepalive_connections=0))

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        exchange = Exchange(json.loads(await request.aread()))
        self.wire.exchanges.append(exchange)
        began = time.perf_counter()
        response = await self.network.handle_async_request(request)
        exchange.status = response.status_code
        response.stream = _Kept(response.stream, exchange, began)
        return response

    async def aclose(self) -> None:
        await self.network.aclose()


class _Kept(httpx2.AsyncByteStream):
    def __init__(self, stream: Any, exchange: Exchange, began: float) -> None:
        self.stream, self.exchange, self.began = stream, exchange, began

    async def __aiter__(self) -> AsyncIterator[bytes]:
        async for piece in self.stream:
            self.exchange.received += piece
            self.exchange.seconds = time.perf_counter() - self.began
            yield piece

    async def aclose(self) -> None:
        await self.stream.aclose()
