"""A wish to stop reaches the model's server, which then ends its work."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import httpx2
import pytest
from langgraph.checkpoint.memory import InMemorySaver

from agents.assemble import Agent
from agents.graph import build_graph
from eval.faults.replies import Reply, Says
from eval.faults.server import Server, serving
from serve import create_app
from tests.agents.vllm_brains import ANSWER, QUESTION, asked, brain_of, graph_and_context, search, streamed

AT_WORK = Says(ANSWER, after_s=30)
SOON_S = 1.0
ROOT = Path(__file__).parents[2]


async def until(there: Callable[[], object]) -> float:
    """Wait until something is there; return when it was."""
    async with asyncio.timeout(5):
        while not there():
            await asyncio.sleep(0.005)
    return time.monotonic()


async def stopped_within(server: Server, task: asyncio.Task[object]) -> float:
    """Cancel a task that has asked the server; return after how many seconds the server saw the client go."""
    await until(lambda: server.requests)
    await asyncio.sleep(0.05)
    task.cancel()
    began = time.monotonic()
    with suppress(asyncio.CancelledError):
        await task
    await until(lambda: server.gone)
    return server.gone[0] - began


@pytest.mark.parametrize("stream", [False, True])
async def test_a_cancelled_call_closes_its_connection(stream: bool) -> None:
    with serving(always=AT_WORK) as server:
        brain = brain_of(server)
        assert await stopped_within(server, asyncio.create_task(streamed(brain) if stream else brain.ainvoke([QUESTION]))) < SOON_S


async def test_a_reader_who_leaves_the_stream_closes_its_connection() -> None:
    with serving(always=AT_WORK) as server:
        pieces = brain_of(server).astream([QUESTION])
        reader = asyncio.create_task(anext(pieces))
        await until(lambda: server.requests)
        reader.cancel()
        with suppress(asyncio.CancelledError):
            await reader
        await until(lambda: server.gone)


async def test_a_cancelled_turn_of_the_graph_ends_the_servers_work(tmp_path: Path) -> None:
    with serving(always=AT_WORK) as server:
        graph, context = graph_and_context(server, tmp_path)
        turn = asyncio.create_task(graph.ainvoke({"messages": [QUESTION]}, context=context))
        assert await stopped_within(server, turn) < SOON_S


@pytest.mark.parametrize("route", ["/ask", "/ask/stream"])
async def test_a_client_that_goes_away_ends_the_servers_work(tmp_path: Path, route: str) -> None:
    with serving(always=AT_WORK) as server:
        _, context = graph_and_context(server, tmp_path)
        app = create_app(Agent(build_graph([search], InMemorySaver()), context))
        assert await stopped_within(server, asyncio.create_task(left(app, route, server))) < SOON_S


async def left(app: object, route: str, server: Server) -> None:
    """Ask over a real connection and close it while the model is at work."""
    from uvicorn import Config
    from uvicorn import Server as Served

    with socket.create_server(("127.0.0.1", 0)) as listener:
        served = Served(Config(app, log_level="critical", lifespan="off"))  # pyright: ignore[reportArgumentType] any ASGI app
        running = asyncio.create_task(served.serve([listener]))
        try:
            async with httpx2.AsyncClient(base_url=f"http://127.0.0.1:{listener.getsockname()[1]}", timeout=10) as client:
                await client.post(route, json={"question": "Who made the wave?"})
        finally:
            await until(lambda: server.gone)
            served.should_exit = True
            await running


def test_control_c_in_the_terminal_ends_the_servers_work(tmp_path: Path, collection: Path) -> None:
    """A process of its own is stopped: one that runs other tests too has more than one reader of signals."""
    with serving(always=AT_WORK) as server:
        variables = {**os.environ, "CICERONE_HOME": str(tmp_path), "CICERONE_VLLM_URL": server.url, "COLUMNS": "80"}
        command = [sys.executable, "-m", "agents", "Who?", "--brain", "vllm", "--collection", str(collection)]
        asking = subprocess.Popen(command, cwd=ROOT, env=variables, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        until = time.monotonic() + 60
        while not server.requests and time.monotonic() < until:
            time.sleep(0.01)
        time.sleep(0.1)
        pressed = time.monotonic()
        asking.send_signal(signal.SIGINT)
        _, told = asking.communicate(timeout=60)
        time.sleep(0.05)
    assert asking.returncode == 130
    assert "stopped" in told
    assert "Traceback" not in told
    assert len(server.gone) == 1
    assert server.gone[0] - pressed < SOON_S


@pytest.mark.parametrize("reply", [Says(ANSWER), AT_WORK])
async def test_nothing_is_left_of_a_call(reply: Reply) -> None:
    with serving(always=reply) as server:
        call = asyncio.create_task(asked(server).ainvoke([QUESTION]))
        await until(lambda: server.requests)
        if reply is AT_WORK:
            call.cancel()
        await asyncio.gather(call, return_exceptions=True)
        assert asyncio.all_tasks() == {asyncio.current_task()}
