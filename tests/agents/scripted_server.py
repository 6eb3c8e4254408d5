"""A vLLM stand-in on loopback: it speaks the chat-completions protocol, answers from a script and keeps what it was asked.

It is as strict as a real server may be: a request with a key that the protocol does not know is refused with 400.
"""

from __future__ import annotations

import json
import socket
import struct
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
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
    after_s: float = 0
    # The connection is reset when this many pieces were streamed; None: never. Unstreamed, at once.
    reset_after: int | None = None
    # The stream ends in good order, but without a finish_reason, after this many pieces.
    end_after: int | None = None


@dataclass(frozen=True, slots=True)
class Raw:
    """Any HTTP answer, byte for byte."""

    body: str = ""
    status: int = 200
    content_type: str = "application/json"
    headers: Mapping[str, str] = field(default_factory=dict)
    after_s: float = 0


Reply = Says | Raw


def calls(*made: tuple[str, Mapping[str, Any]], text: str = "") -> Says:
    """Proper tool calls."""
    return Says(text, [(name, json.dumps(arguments)) for name, arguments in made], "tool_calls")


def error(status: int, message: str = "scripted", **headers: str) -> Raw:
    """An error as vLLM words it."""
    body = json.dumps({"error": {"message": message, "type": "Error", "param": None, "code": status}})
    return Raw(body, status, headers=headers)


NO_CALLS = Says(finish="tool_calls")
BROKEN_ARGUMENTS = Says(calls=[("search", '{"query": "Great Wa')], finish="tool_calls")
HTML = Raw("<!doctype html><title>Welcome</title>", content_type="text/html")
TRUNCATED = Raw('{"id": "chatcmpl-1", "choices": [{"index": 0, "mess')
RESET = Says("The wave is a print by Hokusai.", reset_after=2)


@dataclass(slots=True)
class Server:
    """A running server: where it is, what is left of its script, and the bodies that it was asked."""

    url: str
    script: list[Reply]
    models: Raw
    requests: list[dict[str, Any]] = field(default_factory=list)
    keys: list[str | None] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def next_reply(self, request: dict[str, Any]) -> Reply:
        """Keep the request and return what the script has for it."""
        with self.lock:
            self.requests.append(request)
            if (wrong := violation(request)) is not None:
                return error(400, wrong)
            return self.script.pop(0) if self.script else error(500, "the script is at its end")


@contextmanager
def serving(*script: Reply, models: Sequence[str] | Raw = (MODEL,)) -> Iterator[Server]:
    """Serve a script on a free port of loopback."""
    listed = (
        models if isinstance(models, Raw) else Raw(json.dumps({"object": "list", "data": [{"id": m, "object": "model"} for m in models]}))
    )
    http = _HTTP(("127.0.0.1", 0))
    http.served = Server(f"http://127.0.0.1:{http.server_port}/v1", list(script), listed)
    thread = threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield http.served
    finally:
        http.shutdown()
        http.server_close()
        thread.join()


def violation(request: Mapping[str, Any]) -> str | None:
    """Return what in a request the protocol does not know."""
    known = {"model", "messages", "tools", "temperature", "stream", "stream_options", "tool_choice", "parallel_tool_calls"}
    if extra := request.keys() - known:
        return f"unknown keys {sorted(extra)}"
    if request["model"] != MODEL:
        return f"unknown model {request['model']}"
    return next((wrong for message in request["messages"] if (wrong := _wrong_message(message))), None)


def _wrong_message(message: Mapping[str, Any]) -> str | None:
    known = {"assistant": {"content", "tool_calls", "name"}, "tool": {"content", "tool_call_id"}}.get(message["role"], {"content", "name"})
    if extra := message.keys() - known - {"role"}:
        return f"unknown keys {sorted(extra)} in a message"
    blocks = message["content"] if isinstance(message["content"], list) else []
    return next((f"unknown block {sorted(b)}" for b in blocks if b.keys() != {"type", b["type"]}), None)


class _HTTP(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def __init__(self, address: tuple[str, int]) -> None:
        super().__init__(address, _Handler)
        self.served: Server


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _HTTP

    def handle(self) -> None:
        try:
            super().handle()
        except (BrokenPipeError, ConnectionResetError):  # the client has gone, as it may
            self.close_connection = True

    def do_GET(self) -> None:
        self.server.served.keys.append(self.headers["Authorization"])
        self._raw(self.server.served.models)

    def do_POST(self) -> None:
        request = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        reply = self.server.served.next_reply(request)
        if isinstance(reply, Raw):
            self._raw(reply)
        elif request.get("stream"):
            self._streamed(reply, bool(request.get("stream_options", {}).get("include_usage")))
        elif reply.reset_after is not None:
            self._reset()
        else:
            self._raw(Raw(json.dumps(_completion(reply)), after_s=reply.after_s))

    def _raw(self, reply: Raw) -> None:
        time.sleep(reply.after_s)
        body = reply.body.encode()
        self.send_response(reply.status)
        for name, value in {"Content-Type": reply.content_type, "Content-Length": str(len(body)), **reply.headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def _streamed(self, reply: Says, usage: bool) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream; charset=utf-8")
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        for sent, delta in enumerate(_deltas(reply)):
            if sent == reply.reset_after:
                self._reset()
                return
            if sent == reply.end_after:
                self._chunk("")
                return
            # The server is slow after its first piece, so that only a limit on the gaps notices.
            time.sleep(reply.after_s if sent == 1 else 0)
            self._event({"index": 0, "delta": delta, "finish_reason": None})
        self._event({"index": 0, "delta": {}, "finish_reason": reply.finish})
        if usage:
            self._event(None, USAGE)
        self._chunk("data: [DONE]\n\n")
        self._chunk("")

    def _event(self, choice: dict[str, Any] | None, usage: dict[str, Any] | None = None) -> None:
        body = {"id": "chatcmpl-1", "object": "chat.completion.chunk", "created": 1, "model": MODEL, "choices": [choice] if choice else []}
        self._chunk(f"data: {json.dumps({**body, 'usage': usage} if usage else body)}\n\n")

    def _chunk(self, text: str) -> None:
        self.wfile.write(f"{len(text.encode()):x}\r\n{text}\r\n".encode())
        self.wfile.flush()

    def _reset(self) -> None:
        # Closing with a linger of zero sends RST instead of FIN.
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.connection.close()
        self.close_connection = True

    def log_message(self, format: str, *args: object) -> None:
        """Keep the test's output clean."""


def _completion(reply: Says) -> dict[str, Any]:
    made = [_call(i, name, arguments) for i, (name, arguments) in enumerate(reply.calls)]
    message = {"role": "assistant", "content": reply.text or None, "tool_calls": made}
    choice = {"index": 0, "message": message, "finish_reason": reply.finish, "logprobs": None}
    return {"id": "chatcmpl-1", "object": "chat.completion", "created": 1, "model": MODEL, "choices": [choice], "usage": USAGE}


def _deltas(reply: Says) -> Iterator[dict[str, Any]]:
    yield {"role": "assistant", "content": ""}
    for start in range(0, len(reply.text), PIECE):
        yield {"content": reply.text[start : start + PIECE]}
    for number, (name, arguments) in enumerate(reply.calls):
        yield {"tool_calls": [{"index": number, **_call(number, name, "")}]}
        for start in range(0, len(arguments), PIECE):
            yield {"tool_calls": [{"index": number, "function": {"arguments": arguments[start : start + PIECE]}}]}


def _call(number: int, name: str, arguments: str) -> dict[str, Any]:
    return {"id": f"chatcmpl-tool-{number}", "type": "function", "function": {"name": name, "arguments": arguments}}
