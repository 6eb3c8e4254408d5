"""A vLLM stand-in on loopback: it speaks the chat-completions protocol, answers from a script and keeps what it was asked.

It is as strict as a real server may be: a request with a key that the protocol does not know is refused with 400.
"""

from __future__ import annotations

import json
import select
import socket
import struct
import threading
import time
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from .replies import MODEL, USAGE, Raw, Reply, Says, completion, deltas, error

Answers = Callable[[dict[str, Any]], Reply]
REQUEST_KEYS = frozenset(
    "model messages tools temperature stream stream_options tool_choice parallel_tool_calls max_completion_tokens seed "
    "response_format".split()
)


@dataclass(slots=True)
class Server:
    """A running server: where it is, what is left of its script, and the bodies that it was asked.

    `always` answers once the script is at its end, `gone` holds when clients left before their reply was whole, and `back` is
    when a server that starts anew answers again; both in seconds of `time.monotonic`.
    """

    url: str
    script: list[Reply]
    models: Raw
    always: Answers
    routes: Mapping[str, Callable[[dict[str, Any]], Raw]]
    requests: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])
    keys: list[str | None] = field(default_factory=list[str | None])
    gone: list[float] = field(default_factory=list[float])
    back: float = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def next_reply(self, request: dict[str, Any]) -> Reply:
        """Keep the request and return what the script has for it."""
        with self.lock:
            self.requests.append(request)
            if (wrong := violation(request)) is not None:
                return error(400, wrong)
            return self.script.pop(0) if self.script else self.always(request)


@contextmanager
def serving(
    *script: Reply,
    models: Sequence[str] | Raw = (MODEL,),
    length: int | None = None,
    always: Reply | Answers | None = None,
    routes: Mapping[str, Callable[[dict[str, Any]], Raw]] | None = None,
    deaf_s: float = 0,
) -> Generator[Server]:
    """Serve a script on a free port of loopback.

    Args:
        script: the replies, in order.
        models: names of the models that it lists, or the whole answer to being asked for them.
        length: how many tokens each model's context holds.
        always: the reply, or what makes one of a request, when the script is at its end; without it, HTTP 500.
        routes: answers at other paths than the protocol's, such as "/version".
        deaf_s: connections are refused for so long.
    """
    at_end = error(500, "the script is at its end") if always is None else always
    answers: Answers = at_end if callable(at_end) else lambda _: at_end
    http = _HTTP(("127.0.0.1", 0), _Handler, bind_and_activate=False)
    http.server_bind()
    url = f"http://127.0.0.1:{http.server_port}/v1"
    http.served = Server(url, list(script), models if isinstance(models, Raw) else _listed(models, length), answers, routes or {})
    closing = threading.Event()
    thread = threading.Thread(target=_run, args=(http, deaf_s, closing), name="scripted server", daemon=True)
    if not deaf_s:  # the caller may connect at once
        http.server_activate()
    thread.start()
    try:
        yield http.served
    finally:
        closing.set()
        thread.join()
        http.server_close()


def _run(http: _HTTP, deaf_s: float, closing: threading.Event) -> None:
    if deaf_s:
        if closing.wait(deaf_s):
            return
        http.server_activate()
    http.timeout = 0.02
    while not closing.is_set():
        http.handle_request()


def _listed(models: Sequence[str], length: int | None) -> Raw:
    told = {} if length is None else {"max_model_len": length}
    return Raw(json.dumps({"object": "list", "data": [{"id": model, "object": "model", **told} for model in models]}))


def violation(request: Mapping[str, Any]) -> str | None:
    """Return what in a request the protocol does not know."""
    if extra := request.keys() - REQUEST_KEYS:
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
    request_queue_size = 256
    served: Server

    def verify_request(self, request: Any, client_address: Any) -> bool:
        if time.monotonic() >= self.served.back:
            return True
        _reset(request)
        return False

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing: a client may go away at any time."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _HTTP  # pyright: ignore[reportIncompatibleVariableOverride] the library's is any server

    def handle(self) -> None:
        try:
            super().handle()
        except (BrokenPipeError, ConnectionResetError, _ClientGone):
            self.close_connection = True

    def do_GET(self) -> None:
        served = self.server.served
        served.keys.append(self.headers["Authorization"])
        route = served.routes.get(self.path)
        self._raw(route({}) if route else served.models)

    def do_POST(self) -> None:
        served, request = self.server.served, json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        route = served.routes.get(self.path)
        reply = route(request) if route else served.next_reply(request)
        if isinstance(reply, Raw):
            self._raw(reply)
        elif request.get("stream"):
            self._streamed(reply, bool(request.get("stream_options", {}).get("include_usage")))
        elif reply.reset_after is not None:
            self._reset(reply)
        else:
            self._raw(Raw(json.dumps(completion(reply)), after_s=reply.after_s))

    def _raw(self, reply: Raw) -> None:
        self._wait(reply.after_s)
        body = reply.body.encode()
        self.send_response(reply.status)
        for name, value in {"Content-Type": reply.content_type, "Content-Length": str(len(body)), **reply.headers}.items():
            self.send_header(name, value)
        self.end_headers()
        for byte in body if reply.byte_every_s else ():
            self.wfile.write(bytes([byte]))
            self._wait(reply.byte_every_s)
        self.wfile.write(b"" if reply.byte_every_s else body)

    def _streamed(self, reply: Says, usage: bool) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream; charset=utf-8")
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        for sent, delta in enumerate(deltas(reply)):
            if sent == reply.reset_after:
                self._reset(reply)
                return
            if sent == reply.end_after:
                self._chunk("")
                return
            self._wait(reply.after_s if sent == 1 else 0)
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

    def _wait(self, seconds: float) -> None:
        """Wait, as at work; when the client goes meanwhile, note it and end the work."""
        if seconds and select.select([self.connection], [], [], seconds)[0]:
            self.server.served.gone.append(time.monotonic())
            raise _ClientGone

    def _reset(self, reply: Says) -> None:
        self.server.served.back = time.monotonic() + reply.gone_s
        _reset(self.connection)
        self.close_connection = True

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


class _ClientGone(Exception):
    """The client closed the connection before it had its reply."""


def _reset(connection: socket.socket) -> None:
    # Closing with a linger of zero sends RST instead of FIN.
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    connection.close()
