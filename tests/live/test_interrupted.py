"""A server that is killed in the middle of an answer, one that comes back, and a person who goes away."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager

import pytest

from agents.ask import Event, Token, ask
from agents.assemble import Agent
from agents.brains.errors import BrainFailed
from agents.pocket.record import play
from tests.live.conftest import LINES, Pocket
from tests.live.server import Process

pytestmark = [pytest.mark.live, pytest.mark.timeout(1800)]
Opened = AbstractAsyncContextManager[Agent]


async def test_who_goes_away_ends_the_servers_work(pocket: Pocket, opened: Opened, server: Process) -> None:
    aborted = server.metric("vllm:request_success_total", 'finished_reason="abort"')
    async with opened as agent:
        events = ask(agent, pocket.scripts["exhibition"].turns[0].ask, "gone")
        async for event in events:
            if isinstance(event, Token):
                break
        await events.aclose()
        for _ in range(100):
            if server.metric("vllm:request_success_total", 'finished_reason="abort"') > aborted:
                break
            await asyncio.sleep(0.1)
    assert server.metric("vllm:request_success_total", 'finished_reason="abort"') == aborted + 1
    assert server.metric("vllm:num_requests_running") == 0


async def killing(server: Process, events: AsyncIterator[Event]) -> None:
    """Follow the events; with the first word of the answer the server is killed."""
    async for event in events:
        if isinstance(event, Token):
            server.kill()


async def test_a_server_killed_in_the_middle_of_an_answer_is_told_and_its_return_noticed(
    pocket: Pocket, opened: Opened, server: Process
) -> None:
    exhibition = pocket.scripts["exhibition"]
    async with opened as agent:
        with pytest.raises(BrainFailed, match="ask again") as told:
            await killing(server, ask(agent, exhibition.turns[0].ask, "killed"))
        noticed = time.monotonic() - server.killed
        back = server.start()
        answer = await play(agent, exhibition, 0, "again")
    LINES.append(f"kill -9    told after {noticed:.1f} s as {type(told.value).__name__}; up again after {back:.1f} s")
    assert noticed < 20
    assert answer.answer == pocket.answers["exhibition"][0]
