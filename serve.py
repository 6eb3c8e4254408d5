"""`python serve.py`: the agent over HTTP. A turn is one JSON document, or server-sent events as it happens."""

from __future__ import annotations

import asyncio
import base64
import logging
import socket
import sys
import uuid
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any
from weakref import WeakValueDictionary

import typer
from fastapi import Depends, FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from fastapi.sse import EventSourceResponse, ServerSentEvent
from pydantic import BaseModel, BeforeValidator, Field, StringConstraints, WithJsonSchema
from pydantic_core import PydanticCustomError
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from agents.ask import Answer, Event, StepDone, StepStarted, Token, ask
from agents.assemble import Agent
from agents.brains.errors import BrainFailed, BrainUnavailable
from retrieval.errors import CollectionError, PictureRefused
from retrieval.pictures import MOST_BYTES
from retrieval.terminal import one_command, run_command

# Base64 is four characters for three bytes; the question and the braces fit into the rest.
MOST_BODY = MOST_BYTES * 4 // 3 + 100_000
TOO_LARGE = f"the picture is too large; give one of at most {MOST_BYTES // 1_000_000} MB"
NAMES: dict[type[Event], str] = {StepStarted: "step", StepDone: "step-done", Token: "token", Answer: "answer"}
# The first kind that fits counts; any other exception is a fault of ours, 500.
STATUS: dict[type[Exception], int] = {RequestValidationError: 422, PictureRefused: 400, CollectionError: 503, BrainFailed: 502}
# How long, in seconds, a turn that runs when the server is stopped may take to end.
GRACE_S = 5


class CannotServe(Exception):
    """The server cannot be started as asked."""


def _decoded(value: Any) -> Any:
    try:
        return base64.b64decode(value, validate=True) if isinstance(value, str) else value
    except ValueError:
        raise PydanticCustomError("base64", "not base64, or with a data: prefix that is to be left out") from None


class Question(BaseModel, extra="forbid"):
    """What is asked. A `thread` is a conversation to begin or go on with; `picture` is a JPEG, PNG or WebP in base64."""

    question: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=4000)]
    thread: Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{1,64}$")] | None = None
    picture: Annotated[bytes, BeforeValidator(_decoded), WithJsonSchema({"type": "string", "contentEncoding": "base64"})] | None = None


class Problem(BaseModel):
    """What went wrong: a sentence, and what to do."""

    type: str
    message: str


class Failure(BaseModel):
    """The body of every answer but 200, and of the event `error`."""

    error: Problem


def create_app(agent: Agent, collection: str | None = None) -> FastAPI:
    """Return the app over an open agent; `collection` is the name that /health tells."""
    kinds = (HTTPException, *STATUS, Exception)
    failures: dict[int | str, Any] = {status: {"model": Failure} for status in (400, 413, 422, 500, 502, 503)}
    # The pages of docs_url and redoc_url would load scripts from elsewhere.
    app = FastAPI(title="Cicerone", docs_url=None, redoc_url=None, exception_handlers=dict.fromkeys(kinds, _refused))
    app.add_middleware(_bounded)
    # A lock lives while a request holds or awaits it, so there are never more of them than requests.
    locks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    async def turn(asked: Question) -> AsyncGenerator[AsyncIterator[Event]]:
        if asked.picture and len(asked.picture) > MOST_BYTES:
            raise HTTPException(413, TOO_LARGE)
        thread = asked.thread or f"once-{uuid.uuid4().hex[:12]}"
        lock = locks.setdefault(thread, asyncio.Lock())
        async with lock, _running(ask(agent, asked.question, thread, asked.picture)) as events:
            yield events

    @app.get("/health")
    async def health() -> dict[str, str | None]:
        return {"status": "ok", "brain": agent.context.brain_name, "collection": collection}

    @app.post("/ask", response_model=Answer, responses=failures)
    async def answer(request: Request, events: AsyncIterator[Event] = Depends(turn)) -> Response:
        """Answer when the turn is over. Turns of one thread follow one another."""
        last = await _last_unless_gone(request, events)
        return JSONResponse(_document(last)) if last else Response(status_code=499)

    @app.post("/ask/stream", response_class=EventSourceResponse, responses=failures)
    async def stream(events: AsyncIterator[Event] = Depends(turn)) -> AsyncIterator[ServerSentEvent]:
        """Send the events step, step-done and token as they happen, and in the end answer or error; all carry JSON."""
        try:
            async for event in events:
                yield ServerSentEvent(event=NAMES[type(event)], data=_document(event))
        except Exception as error:  # the status 200 is sent by now: what happened can only be told here
            if _status(error) == 500:
                logging.getLogger("uvicorn.error").exception("a turn failed")
            yield ServerSentEvent(event="error", data=_failure(error))

    return app


@asynccontextmanager
async def _running(turn: AsyncIterator[Event]) -> AsyncGenerator[AsyncIterator[Event]]:
    """Run a turn and end it with the request.

    It has a task of its own, because a stream whose client goes away is cancelled by anyio again and again, and the graph
    would not come to cancel its nodes.
    """
    told: asyncio.Queue[Event | None] = asyncio.Queue()

    async def run() -> None:
        try:
            async for event in turn:
                told.put_nowait(event)
        finally:
            told.put_nowait(None)

    async def read() -> AsyncIterator[Event]:
        while event := await told.get():
            yield event
        await running  # raises what the run raised

    running = asyncio.create_task(run())
    try:
        yield read()
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)


async def _last_unless_gone(request: Request, events: AsyncIterator[Event]) -> Event | None:
    """Return the last event, or None when the client goes away before it."""

    async def last() -> Event:
        return [event async for event in events][-1]

    async def gone() -> None:
        while (await request.receive())["type"] != "http.disconnect":
            pass

    answered, left = tasks = (asyncio.create_task(last()), asyncio.create_task(gone()))
    try:
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        return answered.result() if answered.done() else None
    finally:
        answered.cancel()
        left.cancel()


def _document(event: Event) -> dict[str, Any]:
    return {name: value for name, value in asdict(event).items() if name != "picture"}


async def _refused(_: Request, error: Exception) -> JSONResponse:
    return JSONResponse(_failure(error).model_dump(), _status(error))


def _status(error: Exception) -> int:
    if isinstance(error, HTTPException):
        return error.status_code
    return next((status for kind, status in STATUS.items() if isinstance(error, kind)), 500)


def _failure(error: Exception) -> Failure:
    match error:
        case HTTPException():
            message = error.detail if error.detail == TOO_LARGE else f"{error.detail}; see /openapi.json for what is taken"
        case RequestValidationError():
            first = error.errors()[0]
            message = f"{'.'.join(map(str, first['loc']))}: {first['msg']}; see /openapi.json for what is taken"
        case BrainFailed() | CollectionError():
            message = str(error)
        case _:
            return Failure(error=Problem(type="Fault", message="the server has a fault; its log says which, and asking again may help"))
    return Failure(error=Problem(type=type(error).__name__, message=message))


def _bounded(app: ASGIApp) -> ASGIApp:
    """Return the app with larger bodies refused before they are read to the end."""

    async def bounded(scope: Scope, receive: Receive, send: Send) -> None:
        read = 0

        async def counted() -> Message:
            nonlocal read
            message = await receive()
            read += len(message.get("body", b""))
            if read > MOST_BODY:
                raise HTTPException(413, TOO_LARGE)
            return message

        await app(scope, counted, send)

    return bounded


def main(
    host: Annotated[str, typer.Option("--host", help="Address to listen at; others than this machine can reach 0.0.0.0.")] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", min=1, max=65535, help="Port to listen at.")] = 8080,
    brain: Annotated[str, typer.Option("--brain", help="auto, offline or vllm.")] = "auto",
    collection: Annotated[Path | None, typer.Option("--collection", help="Folder of a built collection; the starter by default.")] = None,
) -> None:
    """Serve the agent over HTTP."""
    if brain not in ("auto", "offline", "vllm"):
        raise CannotServe(f"there is no brain “{brain}”; use auto, offline or vllm")
    try:
        listener = socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET)
    except OSError as error:
        raise CannotServe(f"cannot listen: {error.strerror}; give another --port or --host") from None
    with listener:
        asyncio.run(_serve(listener, brain, collection))


async def _serve(listener: socket.socket, kind: str, collection: Path | None) -> None:
    from uvicorn import Config, Server

    from agents.assemble import agent
    from agents.brains import choose_brain
    from agents.settings import Settings
    from retrieval.collections import ready_starter
    from retrieval.encoders import load_encoder

    settings, encoder = Settings(), load_encoder("minilm")
    folder = collection or ready_starter(settings.starter, encoder)
    brain = choose_brain(kind, settings, encoder)  # pyright: ignore[reportArgumentType] checked in main
    async with agent(settings, brain, encoder, folder) as opened:
        host, port = listener.getsockname()[:2]
        print(f"{brain.note} Listening at http://{f'[{host}]' if ':' in host else host}:{port}", file=sys.stderr)
        config = Config(create_app(opened, folder.resolve().name), log_level="warning", timeout_graceful_shutdown=GRACE_S)
        await Server(config).serve([listener])


if __name__ == "__main__":
    run_command(one_command(main), CannotServe, BrainUnavailable)
