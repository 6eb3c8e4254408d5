"""The agent over HTTP: a real graph with a scripted brain and one tool, called through ASGI without a socket."""

from __future__ import annotations

import asyncio
import base64
import io
import json
import re
import socket
import subprocess
import sys
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx2
import numpy as np
import pytest
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, AIMessageChunk, BaseMessage, HumanMessage, ToolCall
from langchain_core.outputs import ChatGenerationChunk, ChatResult
from langchain_core.tools import tool
from langgraph.checkpoint.memory import InMemorySaver
from PIL import Image

from agents.assemble import Agent
from agents.brains.errors import BrainFailed
from agents.context import Context
from agents.graph import build_graph
from retrieval.encoders import Encoded
from retrieval.errors import IndexUnusable
from retrieval.pictures import MOST_BYTES, PictureStore
from serve import MOST_BODY, create_app

ROOT = Path(__file__).parents[1]
WAVE = "The Great Wave is a woodblock print by Hokusai"
PASSAGE = {"id": "f:1", "kind": "passage", "heading": "Hokusai", "text": f"{WAVE}.", "score": 1.0, "maxsim": 1.0, "why": "words"}
SEARCH = AIMessage("", tool_calls=[ToolCall(name="search", args={"query": "wave"}, id="call-1")])
FOUND = AIMessage(f"{WAVE} [f:1].")
HELLO = AIMessage("Hello, what would you like to know?")
Reply = AIMessage | Exception


class Scripted(BaseChatModel):
    """Streams its replies in order, word by word; keeps what it was asked and waits at the gate before it speaks."""

    replies: list[Any]
    asked: list[list[BaseMessage]]
    running: list[str]
    gate: Callable[[], Any] | None = None

    @property
    def _llm_type(self) -> str:
        return "scripted"

    def bind_tools(self, tools: Any, **kwargs: Any) -> Any:
        return self

    def _generate(self, *_: Any, **__: Any) -> ChatResult:
        raise NotImplementedError("a graph that is followed streams")

    async def _astream(self, messages: list[BaseMessage], *_: Any, **__: Any) -> AsyncIterator[ChatGenerationChunk]:
        self.asked.append(messages)
        self.running.append("began")
        try:
            if self.gate:
                await self.gate()
            reply = self.replies.pop(0)
            if isinstance(reply, Exception):
                raise reply
            for piece in re.findall(r"\S+\s*", reply.content):
                yield ChatGenerationChunk(message=AIMessageChunk(piece))
            made = [{"name": c["name"], "args": json.dumps(c["args"]), "id": c["id"], "index": 0} for c in reply.tool_calls]
            yield ChatGenerationChunk(message=AIMessageChunk("", tool_call_chunks=made, chunk_position="last"))
        except asyncio.CancelledError:
            self.running.append("cancelled")
            raise
        self.running.append("ended")


class NoEncoder:
    """Nothing here is close enough in words to need likeness of meaning."""

    name, version, dim, max_tokens = "none", "1", 2, 100

    def encode(self, texts: Sequence[str]) -> list[Encoded]:
        return [Encoded(np.ones((1, 2), np.float32), np.zeros((1, 2), np.int64), np.ones(2, np.float32)) for _ in texts]


@tool(response_format="content_and_artifact")
def search(query: str) -> tuple[str, dict[str, Any]]:
    """Find passages."""
    return f"[f:1] {PASSAGE['text']}", {"passages": [PASSAGE]}


@pytest.fixture
def agent_of(tmp_path: Path) -> Callable[..., Agent]:
    def build(*replies: Reply, gate: Callable[[], Any] | None = None) -> Agent:
        brain = Scripted(replies=list(replies), asked=[], running=[], gate=gate)
        context = Context(brain, "scripted", [search], NoEncoder(), PictureStore(tmp_path))
        return Agent(build_graph([search], InMemorySaver()), context)

    return build


@asynccontextmanager
async def talking_to(agent: Agent, lets_fall: bool = True) -> AsyncIterator[httpx2.AsyncClient]:
    transport = httpx2.ASGITransport(create_app(agent, "museum"), raise_app_exceptions=lets_fall)
    async with httpx2.AsyncClient(transport=transport, base_url="http://cicerone") as client:
        yield client


def events_in(body: str) -> list[tuple[str, Any]]:
    blocks = [dict(line.split(": ", 1) for line in block.splitlines()) for block in body.strip().split("\n\n")]
    return [(block["event"], json.loads(block["data"])) for block in blocks]


def picture() -> str:
    out = io.BytesIO()
    Image.new("RGB", (40, 30), "navy").save(out, "PNG")
    return base64.b64encode(out.getvalue()).decode()


async def asked(agent: Agent, route: str = "/ask", **body: Any) -> httpx2.Response:
    async with talking_to(agent) as client:
        return await client.post(route, json={"question": "Who made the wave?"} | body)


async def test_health_names_the_brain_and_the_collection(agent_of):
    async with talking_to(agent_of()) as client:
        response = await client.get("/health")
    assert (response.status_code, response.json()) == (200, {"status": "ok", "brain": "scripted", "collection": "museum"})


async def test_an_answer_is_the_document_of_the_command(agent_of):
    response = await asked(agent_of(SEARCH, FOUND))
    document = response.json()
    assert document["usage"].pop("seconds") >= 0
    assert document["steps"][0].pop("milliseconds") >= 0
    assert (response.status_code, document) == (
        200,
        {
            "answer": f"{WAVE} [f:1].",
            "citations": [{"id": "f:1", "text": f"{WAVE}.", "heading": "Hokusai", "source": "", "url": "", "licence": ""}],
            "steps": [{"tool": "search", "arguments": {"query": "wave"}, "result_ids": ["f:1"], "error": None}],
            "brain": "scripted",
            "usage": {"input_tokens": 0, "output_tokens": 0, "tool_calls": 1},
            "proposal": None,
        },
    )


async def test_a_stream_tells_steps_then_tokens_then_the_same_answer(agent_of):
    response = await asked(agent_of(SEARCH, FOUND), "/ask/stream")
    told = events_in(response.text)
    names = [name for name, _ in told]
    assert response.headers["content-type"].startswith("text/event-stream")
    assert (names[:2], set(names[2:-1]), names[-1]) == (["step", "step-done"], {"token"}, "answer")
    assert told[0][1] == {"tool": "search", "arguments": {"query": "wave"}}
    assert told[1][1]["headings"] == ["Hokusai"]
    assert "".join(data["text"] for name, data in told if name == "token") == f"{WAVE} [f:1]."
    document = (await asked(agent_of(SEARCH, FOUND))).json()
    timeless = ("answer", "citations", "brain")
    assert {k: told[-1][1][k] for k in timeless} == {k: document[k] for k in timeless}
    assert told[-1][1].keys() == document.keys()


async def test_a_thread_is_gone_on_with_and_without_one_nothing_is_remembered(agent_of):
    agent = agent_of(HELLO, HELLO, HELLO)
    for question, thread in (("first", "t"), ("second", "t"), ("third", None)):
        await asked(agent, question=question, thread=thread)
    read = [[m.content for m in messages if isinstance(m, HumanMessage)] for messages in agent.context.brain.asked]
    assert read == [["first"], ["first", "second"], ["third"]]


async def test_a_picture_reaches_the_brain(agent_of):
    agent = agent_of(HELLO)
    response = await asked(agent, picture=picture())
    assert response.status_code == 200
    assert [b["type"] for b in agent.context.brain.asked[0][-1].content] == ["text", "image_url"]


@pytest.mark.parametrize(
    ("body", "status", "kind", "says"),
    [
        ({"question": ""}, 422, "RequestValidationError", "body.question"),
        ({"question": " \n\t"}, 422, "RequestValidationError", "body.question"),
        ({"question": "q" * 4001}, 422, "RequestValidationError", "4000 characters"),
        ({"question": 7}, 422, "RequestValidationError", "body.question"),
        ({"question": "\ud800"}, 422, "RequestValidationError", "body.question"),
        ({"thread": "a b"}, 422, "RequestValidationError", "body.thread"),
        ({"thread": ""}, 422, "RequestValidationError", "body.thread"),
        ({"thread": "t\n"}, 422, "RequestValidationError", "body.thread"),
        ({"thread": "t" * 65}, 422, "RequestValidationError", "body.thread"),
        ({"thread": "../t"}, 422, "RequestValidationError", "body.thread"),
        ({"picture": "not base64!"}, 422, "RequestValidationError", "body.picture: not base64"),
        ({"picture": "é"}, 422, "RequestValidationError", "body.picture: not base64"),
        ({"picture": f"data:image/png;base64,{picture()}"}, 422, "RequestValidationError", "data: prefix"),
        ({"picture": 3}, 422, "RequestValidationError", "body.picture"),
        ({"picture": base64.b64encode(b"only words").decode()}, 400, "PictureRefused", "JPEG, PNG or WebP"),
        ({"picture": ""}, 400, "PictureRefused", "JPEG, PNG or WebP"),
        ({"picture": base64.b64encode(bytes(MOST_BYTES + 1)).decode()}, 413, "HTTPException", "at most 10 MB"),
        ({"picture": "A" * MOST_BODY}, 413, "HTTPException", "at most 10 MB"),
        ({"pictures": ""}, 422, "RequestValidationError", "body.pictures"),
        ({"\ud800": ""}, 422, "RequestValidationError", "unicode"),
    ],
    ids=lambda value: str(value)[:30] if isinstance(value, dict) else "",
)
async def test_a_bad_body_is_refused_in_a_sentence_and_no_brain_is_asked(agent_of, body, status, kind, says):
    agent = agent_of()
    content = json.dumps({"question": "Who made the wave?"} | body)
    async with talking_to(agent) as client:
        response = await client.post("/ask", content=content, headers={"content-type": "application/json"})
    error = response.json()["error"]
    assert (response.status_code, error["type"], response.json().keys() | error.keys()) == (status, kind, {"error", "type", "message"})
    assert says in error["message"]
    assert agent.context.brain.asked == []


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"null", b"\xff", b'{"question": "hello"'])
async def test_what_is_not_json_is_refused(agent_of, content):
    async with talking_to(agent_of()) as client:
        response = await client.post("/ask", content=content, headers={"content-type": "application/json"})
    assert response.status_code in (400, 422)
    assert response.json()["error"]["message"].endswith("see /openapi.json for what is taken")


async def test_a_page_elsewhere_cannot_ask_by_a_form(agent_of):
    async with talking_to(agent_of()) as client:
        response = await client.post("/ask", content='{"question": "hello"}', headers={"content-type": "text/plain"})
    assert (response.status_code, response.headers.get("access-control-allow-origin")) == (422, None)


async def test_a_body_of_unknown_length_is_not_read_to_its_end(agent_of):
    sent = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal sent
        while sent < 10 * MOST_BODY:
            sent += 1_000_000
            yield b" " * 1_000_000

    async with talking_to(agent_of()) as client:
        response = await client.post("/ask", content=endless(), headers={"content-type": "application/json"})
    assert (response.status_code, response.json()["error"]["message"]) == (413, "the picture is too large; give one of at most 10 MB")
    assert sent <= MOST_BODY + 1_000_000


@pytest.mark.parametrize(
    ("raised", "status", "error"),
    [
        (BrainFailed("The model was silent; ask again."), 502, {"type": "BrainFailed", "message": "The model was silent; ask again."}),
        (IndexUnusable("the index is gone; build it"), 503, {"type": "IndexUnusable", "message": "the index is gone; build it"}),
        (
            KeyError("secret"),
            500,
            {"type": "Fault", "message": "the server has a fault; its log says which, and asking again may help"},
        ),
    ],
    ids=["brain", "collection", "fault"],
)
async def test_a_failure_is_typed_and_never_a_traceback(agent_of, raised, status, error):
    body = {"question": "Who made the wave?"}
    async with talking_to(agent_of(raised, raised), lets_fall=False) as client:
        once = await client.post("/ask", json=body)
        streamed = await client.post("/ask/stream", json=body)
    assert (once.status_code, once.json()) == (status, {"error": error})
    assert (streamed.status_code, events_in(streamed.text)) == (200, [("error", {"error": error})])


async def test_a_thread_can_be_asked_again_after_a_failure(agent_of):
    agent = agent_of(BrainFailed("The model was silent; ask again."), HELLO)
    statuses = [(await asked(agent, thread="t")).status_code for _ in range(2)]
    assert statuses == [502, 200]


async def test_unknown_routes_and_methods_are_refused_in_the_same_form(agent_of):
    async with talking_to(agent_of()) as client:
        refused = [await client.get("/nowhere"), await client.get("/ask"), await client.get("/docs"), await client.get("/redoc")]
    assert [r.status_code for r in refused] == [404, 405, 404, 404]
    assert {r.json()["error"]["type"] for r in refused} == {"HTTPException"}


async def test_turns_of_one_thread_follow_one_another(agent_of):
    agent = agent_of(SEARCH, FOUND, HELLO, gate=lambda: asyncio.sleep(0.02))
    async with talking_to(agent) as client:
        turns = [client.post(route, json={"question": f"question {route}", "thread": "t"}) for route in ("/ask", "/ask/stream")]
        await asyncio.gather(*turns)
    assert agent.context.brain.running == ["began", "ended"] * 3
    assert [sum(isinstance(m, HumanMessage) for m in messages) for messages in agent.context.brain.asked] == [1, 1, 2]


async def test_turns_of_two_threads_run_at_once(agent_of):
    both = asyncio.Barrier(2)  # neither gets by alone
    agent = agent_of(HELLO, HELLO, gate=both.wait)
    async with talking_to(agent) as client:
        turns = [client.post("/ask", json={"question": "hello", "thread": thread}) for thread in ("a", "b")]
        responses = await asyncio.wait_for(asyncio.gather(*turns), 10)
    assert [r.status_code for r in responses] == [200, 200]


@pytest.mark.parametrize("route", ["/ask", "/ask/stream"])
async def test_a_client_that_goes_away_cancels_the_run_and_frees_the_thread(agent_of, route):
    speaks, reached = asyncio.Event(), asyncio.Event()

    async def gate() -> None:
        reached.set()
        await speaks.wait()

    agent = agent_of(HELLO, gate=gate)
    app = create_app(agent)
    body = json.dumps({"question": "hello", "thread": "t"}).encode()
    read = iter([{"type": "http.request", "body": body, "more_body": False}])

    async def receive() -> dict[str, Any]:
        if message := next(read, None):
            return message
        await reached.wait()
        return {"type": "http.disconnect"}

    async def send(_: Any) -> None:
        pass

    scope = {
        "type": "http", "asgi": {"version": "3.0", "spec_version": "2.3"}, "http_version": "1.1", "method": "POST", "path": route,
        "raw_path": route.encode(), "query_string": b"", "root_path": "", "scheme": "http", "server": ("cicerone", 80),
        "client": ("127.0.0.1", 1), "headers": [(b"content-type", b"application/json")],
    }  # fmt: skip
    await asyncio.wait_for(app(scope, receive, send), 10)
    assert agent.context.brain.running == ["began", "cancelled"]
    speaks.set()
    transport = httpx2.ASGITransport(app)
    async with httpx2.AsyncClient(transport=transport, base_url="http://cicerone") as client:
        again = await asyncio.wait_for(client.post("/ask", json={"question": "still there?", "thread": "t"}), 10)
    assert again.json()["answer"] == HELLO.content


async def test_the_openapi_document_lists_three_routes_and_their_schemas(agent_of):
    async with talking_to(agent_of()) as client:
        document = (await client.get("/openapi.json")).json()
    statuses = {path: sorted(op["responses"]) for path, methods in document["paths"].items() for op in methods.values()}
    refusals = ["400", "413", "422", "500", "502", "503"]
    assert statuses == {"/health": ["200"], "/ask": ["200", *refusals], "/ask/stream": ["200", *refusals]}
    assert sorted(document["components"]["schemas"]) == ["Answer", "Citation", "Failure", "Problem", "Proposal", "Question", "Step"]
    question = document["components"]["schemas"]["Question"]
    assert (question["required"], sorted(question["properties"])) == (["question"], ["picture", "question", "thread"])
    assert list(document["paths"]["/ask/stream"]["post"]["responses"]["200"]["content"]) == ["text/event-stream"]


def test_importing_serve_loads_no_model_library_and_makes_no_app():
    heavy = "torch lancedb transformers sklearn openai uvicorn"
    code = f"import serve, sys; print([m for m in '{heavy}'.split() if m in sys.modules], hasattr(serve, 'app'))"
    told = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "[] False"


def test_a_taken_port_and_an_unknown_brain_are_told_in_one_sentence():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        wrong = [["--port", str(port)], ["--brain", "clever"]]
        told = [subprocess.run([sys.executable, "serve.py", *w], cwd=ROOT, capture_output=True, text=True) for w in wrong]
    told = [(t.returncode, t.stdout, re.sub(r" \(while[^;]*", "", t.stderr)) for t in told]
    assert told == [
        (2, "", "error: cannot listen: Address already in use; give another --port or --host\n"),
        (2, "", "error: there is no brain “clever”; use auto, offline or vllm\n"),
    ]
