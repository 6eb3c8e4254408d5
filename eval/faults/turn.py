"""Ask one question through the real graph while the model's server fails."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace

from agents.ask import Answer, ask
from agents.assemble import Agent
from agents.brains.errors import BrainFailed
from agents.brains.vllm import Patience, VLLMBrain, load_vllm_brain
from agents.settings import Settings

from .catalogue import Fault, good
from .replies import MODEL, calls
from .server import Server, serving

QUESTION = "Who made the Great Wave?"
# What is found before the fault, so that a prompt that is too long has evidence to lose.
SEARCH = calls(("search", {"query": "woodblock prints of waves", "limit": 12}))
# A turn's own work: the search and the checkpoints.
GRACE_S = 0.5


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a turn ended: in a typed error and what it says, or in an answer (no error); `right` as the fault demands."""

    fault: str
    error: str | None
    said: str
    seconds: float
    deadline_s: float
    right: bool


async def with_fault(agent: Agent, fault: Fault, passes: bool, patience: Patience) -> Outcome:
    """Ask while a server of its own fails, for good or (`passes`) only once."""
    deaf_s = 0 if fault.reply is not None else patience.pause_s * 1.5 if passes else 1e6
    with serving(deaf_s=deaf_s) as server:
        brain = load_vllm_brain(Settings(vllm_url=server.url), MODEL, patience=patience)
        return await on_server(agent, brain, server, fault, passes)


async def on_server(agent: Agent, brain: VLLMBrain, server: Server, fault: Fault, passes: bool) -> Outcome:
    """Ask while this server fails."""
    _prepare(server, fault, passes)
    asked = Agent(agent.graph, replace(agent.context, brain=brain))
    thread, started = f"fault-{time.monotonic_ns()}", time.perf_counter()
    error, said = None, ""
    try:
        async for event in ask(asked, QUESTION, thread):
            said = event.answer if isinstance(event, Answer) else said
    except BrainFailed as failed:
        error, said = type(failed), str(failed)
    seconds, deadline = time.perf_counter() - started, brain.patience.whole_s
    await agent.forget(thread)
    right = error is None if passes and fault.heals else error is fault.ends_in
    return Outcome(fault.name, error and error.__name__, said, seconds, deadline, right and seconds < deadline + GRACE_S)


def _prepare(server: Server, fault: Fault, passes: bool) -> None:
    right = good()
    wrong = ((fault.once or fault.reply) if passes else fault.reply) or right
    server.back = 0
    server.script[:] = [SEARCH] if fault.reply is None else [SEARCH, wrong]
    server.always = lambda _: right if passes else wrong
