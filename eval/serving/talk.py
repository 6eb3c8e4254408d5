"""Talks of the agent with the relay at the server's place."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from agents.ask import ask
from agents.assemble import Agent, context_for, switches_of
from agents.brains import vllm_brain
from agents.graph import build_graph
from agents.pocket.scripts import Turn, read_scripts
from agents.pocket.teacher import Teacher

from .photograph import photograph
from .relay import Relay, Timed

if TYPE_CHECKING:
    from httpx2 import AsyncBaseTransport
    from langchain_core.tools import BaseTool

    from agents.brains.vllm import Served
    from agents.settings import Settings
    from retrieval.encoders import Encoder
    from retrieval.pictures import PictureStore

TURNS = Path(__file__).with_name("turns.json")


@dataclass(frozen=True, slots=True)
class Plan:
    """How many talks, how many at once, how many tokens the server says to each call, and what tells this run from others."""

    talks: int
    at_once: int
    tokens: int
    run: str


@dataclass(frozen=True, slots=True)
class Stage:
    """What all talks share; a `network` stands in for the real one."""

    settings: Settings
    served: Served
    encoder: Encoder
    tools: list[BaseTool]
    pictures: PictureStore
    network: AsyncBaseTransport | None = None


async def talks(plan: Plan, stage: Stage, progress: Callable[[int, int], None]) -> list[list[Timed]]:
    """Hold all talks and return the calls of each.

    Raises:
        BrainFailed: the server failed or refused.
    """
    [script] = read_scripts(TURNS)
    room, done = asyncio.Semaphore(plan.at_once), 0

    async def one(number: int) -> list[Timed]:
        nonlocal done
        async with room:
            talk = _Talk(number, plan, stage)
            for place, turn in enumerate(script.turns):
                await talk.say(place, turn)
                done += 1
                progress(done, plan.talks * len(script.turns))
            return talk.relay.calls

    try:
        async with asyncio.TaskGroup() as group:
            held = [group.create_task(one(number)) for number in range(plan.talks)]
    except ExceptionGroup as failed:
        raise failed.exceptions[0] from None
    return [talk.result() for talk in held]


class _Talk:
    """One talk: an agent with a thread of its own, and the relay at its server's place."""

    def __init__(self, number: int, plan: Plan, stage: Stage) -> None:
        from langgraph.checkpoint.memory import InMemorySaver

        self.name, self.teacher = f"{plan.run} {number}", Teacher()
        self.relay = Relay(self.teacher, plan.tokens, plan.run, stage.network)
        brain = vllm_brain(stage.settings, stage.served, self.relay)
        context = context_for(brain, stage.tools, stage.encoder, stage.pictures, switches_of(stage.settings))
        self.agent = Agent(build_graph(stage.tools, InMemorySaver()), context)

    async def say(self, place: int, turn: Turn) -> None:
        """Ask the question of a turn, with a picture, and hear its answer."""
        self.relay.turn = place + 1
        self.teacher.follow(self.name, turn)
        async for _ in ask(self.agent, turn.ask, self.name, photograph(f"{self.name} {place}")):
            pass
