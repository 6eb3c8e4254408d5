"""Count what a process holds, and see that faults leave nothing behind."""

from __future__ import annotations

import asyncio
import itertools
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from agents.assemble import Agent
from agents.brains.vllm import Patience, load_vllm_brain
from agents.settings import Settings

from .catalogue import Fault, faults
from .replies import MODEL, Raw, Says
from .server import serving
from .turn import Outcome, on_server, with_fault

AT_ONCE = 4
# Waits that are long to show that they end are short here, where they are counted.
QUICK = Patience(silence_s=1, whole_s=4, pause_s=0.01)


@dataclass(frozen=True, slots=True)
class Held:
    """What this process holds: asyncio tasks, threads but for the event loop's own few, and sockets."""

    tasks: int
    threads: int
    sockets: int


def held() -> Held:
    """Count now."""
    # The loop's pool grows to its bound, now or later, and stays.
    threads = sum(not thread.name.startswith("asyncio_") for thread in threading.enumerate())
    return Held(len(asyncio.all_tasks()), threads, sum(_is_socket(fd) for fd in Path("/proc/self/fd").iterdir()))


def _is_socket(descriptor: Path) -> bool:
    try:
        return str(descriptor.readlink()).startswith("socket:")
    except FileNotFoundError:  # the listing's own
        return False


@dataclass(frozen=True, slots=True)
class Repeated:
    """Many faults on clients that live on: how they ended, and what was held before and after."""

    outcomes: list[Outcome]
    before: Held
    after: Held
    seconds: float


async def repeat(agent: Agent, count: int) -> Repeated:
    """Go through the faults `count` times in all, a few at once."""
    await _run(agent, iter(faults()))  # the pools of threads are filled by this
    before, started = await _settled(None), time.perf_counter()
    outcomes = await _run(agent, itertools.islice(itertools.cycle(faults()), count))
    seconds = time.perf_counter() - started
    return Repeated(outcomes, before, await _settled(before), seconds)


async def _run(agent: Agent, these: Iterator[Fault]) -> list[Outcome]:
    ended = await asyncio.gather(*(_worker(agent, these) for _ in range(AT_ONCE)))
    return [outcome for outcomes in ended for outcome in outcomes]


async def _worker(agent: Agent, these: Iterator[Fault]) -> list[Outcome]:
    outcomes: list[Outcome] = []
    with serving() as server:
        brain = load_vllm_brain(Settings(vllm_url=server.url), MODEL, patience=QUICK)
        for fault in these:
            brain.circuit.failures = 0  # an open circuit would keep the next fault from happening
            if fault.reply is None:
                outcomes.append(await with_fault(agent, fault, False, QUICK))
            else:
                outcomes.append(await on_server(agent, brain, server, _quick(fault), False))
    return outcomes


def _quick(fault: Fault) -> Fault:
    """Return the fault without the wait that a server asks for."""
    if isinstance(fault.reply, Raw) and fault.reply.headers:
        return replace(fault, reply=replace(fault.reply, headers={"Retry-After": "0.01"}))
    if isinstance(fault.reply, Says) and fault.reply.gone_s:
        return replace(fault, reply=replace(fault.reply, gone_s=QUICK.whole_s))
    return fault


async def _settled(wanted: Held | None) -> Held:
    """Count when closed connections have gone, or after two seconds."""
    for _ in range(40):
        await asyncio.sleep(0.05)
        if wanted is not None and held() == wanted:
            break
    return held()
