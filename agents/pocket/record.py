"""Run scripts through the real graph, tools and client, and keep what crosses the wire."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import httpx2

from agents.ask import Answer, ask
from agents.assemble import Agent, agent
from agents.brains import vllm_brain
from agents.brains.vllm.probe import Served
from agents.settings import Settings
from retrieval.encoders import Encoder

from .pictures import picture
from .scripts import Script
from .teacher import Lesson, Teacher

NAME = "pocket"


@dataclass(frozen=True, slots=True)
class Recorded:
    """Every request with its reply, and the answer to each turn of each script."""

    lessons: Sequence[Lesson]
    answers: Mapping[str, Sequence[Answer]]


async def record(scripts: Sequence[Script], encoder: Encoder, collection: Path, home: Path, length: int) -> Recorded:
    """Play `scripts` over `collection` with a scripted brain at the place of a server whose context holds `length` tokens.

    Threads and pictures are kept in `home`.
    """
    teacher = Teacher()
    settings = Settings(home=home)
    brain = vllm_brain(settings, Served(NAME, length), httpx2.MockTransport(teacher.answer))
    async with agent(settings, brain, encoder, collection) as opened:
        answers = {script.name: await _played(opened, script, teacher) for script in scripts}
    return Recorded(teacher.lessons, answers)


async def _played(opened: Agent, script: Script, teacher: Teacher) -> list[Answer]:
    answers: list[Answer] = []
    for number, turn in enumerate(script.turns):
        teacher.follow(script.name, turn)
        answers.append(await play(opened, script, number, script.name))
    return answers


async def play(opened: Agent, script: Script, number: int, thread: str) -> Answer:
    """Ask the question of a script's turn in `thread` and return the checked answer."""
    turn = script.turns[number]
    shown = picture(turn.show) if turn.show else None
    events = [event async for event in ask(as_scripted(opened, script), turn.ask, thread, shown)]
    answer = events[-1]
    assert isinstance(answer, Answer), "a turn ends with an answer"  # noqa: S101 - what ask() promises
    return answer


def as_scripted(opened: Agent, script: Script) -> Agent:
    """Return the agent with the switches that the script asks for."""
    switches = replace(opened.context.switches, first_look=script.first_look)
    return Agent(opened.graph, replace(opened.context, switches=switches))
