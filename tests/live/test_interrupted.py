"""A server that is killed in the middle of an answer, one that comes back, and a person who goes away."""

from __future__ import annotations

import asyncio
import time
import uuid
from collections.abc import AsyncGenerator
from contextlib import AbstractAsyncContextManager
from dataclasses import replace
from typing import cast

import pytest

from agents.ask import Event, Token, ask
from agents.assemble import Agent
from agents.brains.errors import BrainFailed
from agents.pocket.pictures import picture
from agents.pocket.record import as_scripted, play
from tests.live.conftest import LINES, Pocket
from tests.live.server import Process

pytestmark = [pytest.mark.live, pytest.mark.timeout(1800)]
LONG = 10_000  # tokens; half a minute of talking


async def test_who_goes_away_ends_the_servers_work(pocket: Pocket, opened: AbstractAsyncContextManager[Agent], server: Process) -> None:
    before = server.metric("vllm:generation_tokens_total")
    async with opened as agent:
        events = talking(agent, pocket)
        async for event in events:
            if isinstance(event, Token):
                break
        await events.aclose()
    while server.metric("vllm:num_requests_running"):
        await asyncio.sleep(0.1)
    said = server.metric("vllm:generation_tokens_total")
    await asyncio.sleep(1)
    assert server.metric("vllm:generation_tokens_total") == said < before + LONG


async def test_a_server_killed_in_the_middle_of_an_answer_is_told_and_its_return_noticed(
    pocket: Pocket, opened: AbstractAsyncContextManager[Agent], server: Process
) -> None:
    async with opened as agent:
        with pytest.raises(BrainFailed, match="ask again") as told:
            await killing(server, talking(agent, pocket))
        noticed = time.monotonic() - server.killed
        back = server.start()
        answer = await play(agent, pocket.scripts["text"], 0, "back")
    LINES.append(f"kill -9    told after {noticed:.1f} s as {type(told.value).__name__}; up again after {back:.1f} s")
    assert noticed < 30
    assert answer.answer == pocket.answers["text"][0]


def talking(agent: Agent, pocket: Pocket) -> AsyncGenerator[Event]:
    """Ask in a thread of its own what the model answers in words at once, and goes on for long."""
    script = pocket.scripts["five pictures"]
    brain = agent.context.brain.model_copy(update={"extra_body": {"ignore_eos": True}, "max_tokens": LONG})
    talkative = replace(agent, context=replace(agent.context, brain=brain))
    events = ask(as_scripted(talkative, script), script.turns[0].ask, uuid.uuid4().hex, picture("red"))
    # It is a generator, though its signature says less; closing it lets go of the connection.
    return cast("AsyncGenerator[Event]", events)


async def killing(server: Process, events: AsyncGenerator[Event]) -> None:
    """Follow the events; with the first word of the answer the server is killed."""
    async for event in events:
        if isinstance(event, Token):
            server.kill()
