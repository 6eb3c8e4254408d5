"""Tries, pauses, the deadline and the circuit of the vLLM brain."""

from __future__ import annotations

import asyncio
import time
from dataclasses import replace

import pytest

from agents.brains.errors import (
    BrainFailed,
    RequestRefused,
    ServerBroken,
    ServerBusy,
    ServerFailed,
    ServerPaused,
    ServerSilent,
    ServerSlow,
)  # fmt: skip
from agents.brains.vllm import Patience
from agents.brains.vllm.circuit import Circuit
from eval.faults.replies import HTML, NO_CALLS, TRUNCATED, Raw, Reply, Says, error
from eval.faults.server import serving
from tests.agents.vllm_brains import ANSWER, QUESTION, QUICK, SHORT, asked, brain_of, reply_of, streamed

PASSING = {
    "500": error(500), "503": error(503), "429": error(429), "reset": Says(ANSWER, reset_after=0), "HTML": HTML, "truncated": TRUNCATED,
}  # fmt: skip


@pytest.mark.parametrize("fault", PASSING)
@pytest.mark.parametrize("stream", [False, True])
async def test_a_failure_that_passes_within_three_tries_is_not_noticed(fault: str, stream: bool) -> None:
    with serving(PASSING[fault], PASSING[fault], Says(ANSWER)) as server:
        reply = await reply_of(server, stream=stream)
    assert (reply.text, len(server.requests)) == (ANSWER, 3)


async def test_a_failure_that_stays_is_tried_three_times() -> None:
    with serving(always=error(500)) as server, pytest.raises(ServerBroken):
        await asked(server).ainvoke([QUESTION])
    assert len(server.requests) == 3


@pytest.mark.parametrize("reply", [error(400), error(401), error(404)])
async def test_what_would_be_refused_again_is_asked_once(reply: Reply) -> None:
    with serving(always=reply) as server, pytest.raises(RequestRefused):
        await asked(server, SHORT).ainvoke([QUESTION])
    assert len(server.requests) == 1


async def test_a_server_that_refuses_connections_for_a_moment_is_reached() -> None:
    with serving(Says(ANSWER), deaf_s=0.15) as server:
        assert (await brain_of(server, replace(QUICK, pause_s=0.15)).ainvoke([QUESTION])).text == ANSWER


async def test_the_server_is_not_asked_again_before_it_said() -> None:
    started = time.monotonic()
    with serving(error(429, **{"Retry-After": "0.4"}), Says(ANSWER)) as server:
        assert (await asked(server).ainvoke([QUESTION])).text == ANSWER
    assert 0.4 <= time.monotonic() - started < 1.5


async def test_a_pause_that_would_outlast_the_deadline_is_not_begun() -> None:
    started = time.monotonic()
    with serving(error(429, **{"Retry-After": "20"}), Says(ANSWER)) as server, pytest.raises(ServerBusy, match="ask again in 20 s"):
        await asked(server).ainvoke([QUESTION])
    assert time.monotonic() - started < 2
    assert len(server.requests) == 1


async def test_words_that_were_shown_before_a_reset_stand_once() -> None:
    with serving(Says(ANSWER, reset_after=3), Says(ANSWER)) as server:
        pieces, whole = await streamed(asked(server))
    assert "".join(pieces) == whole.text == ANSWER


async def test_a_stream_that_goes_on_and_on_ends_with_the_deadline() -> None:
    event = 'data: {"choices": [{"index": 0, "delta": {"content": "a"}}]}\n\n'
    endless = Raw(event * 99, content_type="text/event-stream", byte_every_s=0.002)
    started = time.monotonic()
    with serving(always=endless) as server, pytest.raises(ServerSlow, match=r"within 0\.6 s; ask for less"):
        await streamed(brain_of(server, Patience(0.5, 0.6)))
    assert time.monotonic() - started < 1.5


async def fail(brain: object, times: int, kind: type[BrainFailed] = ServerFailed) -> None:
    for _ in range(times):
        with pytest.raises(kind):
            await brain.ainvoke([QUESTION])  # pyright: ignore[reportAttributeAccessIssue] any brain


async def test_after_five_failures_the_server_is_left_alone_and_that_is_said_at_once() -> None:
    with serving(always=error(500)) as server:
        brain = asked(server)
        await fail(brain, 5)
        asked_before, started = len(server.requests), time.monotonic()
        with pytest.raises(ServerPaused, match=r"failed 5 times in a row and is left alone; ask again in 30 s\."):
            await brain.ainvoke([QUESTION])
        with pytest.raises(ServerPaused):
            await streamed(brain)
    assert time.monotonic() - started < 0.5
    assert len(server.requests) == asked_before


async def test_after_the_pause_one_call_tries_the_server_and_the_others_wait() -> None:
    with serving(*[error(500)] * 15, Says(ANSWER, after_s=0.2), Says(ANSWER)) as server:
        brain = brain_of(server)
        brain.circuit.pause_s = 0.1
        await fail(brain, 5)
        await asyncio.sleep(0.11)
        replies = await asyncio.gather(*(brain.ainvoke([QUESTION]) for _ in range(8)), return_exceptions=True)
        assert sorted(type(r).__name__ for r in replies) == ["AIMessage", *["ServerPaused"] * 7]
        assert (await brain.ainvoke([QUESTION])).text == ANSWER


async def test_a_try_that_fails_opens_the_circuit_again() -> None:
    with serving(always=error(500)) as server:
        brain = brain_of(server)
        brain.circuit.pause_s = 0.1
        await fail(brain, 5)
        await asyncio.sleep(0.11)
        await fail(brain, 1, ServerBroken)
        await fail(brain, 1, ServerPaused)


async def test_what_is_no_fault_of_the_server_closes_the_circuit() -> None:
    with serving(*[error(500)] * 12, error(400), *[error(500)] * 12, NO_CALLS, NO_CALLS, Says(ANSWER)) as server:
        brain = asked(server)
        await fail(brain, 4)
        await fail(brain, 1, RequestRefused)
        await fail(brain, 4)
        await fail(brain, 1, BrainFailed)
        assert (await brain.ainvoke([QUESTION])).text == ANSWER


def test_a_call_that_is_cancelled_counts_neither_way() -> None:
    circuit = Circuit("here", pause_s=0, failures=5)
    with pytest.raises(asyncio.CancelledError), circuit.call():
        raise asyncio.CancelledError
    assert (circuit.failures, circuit.trying) == (5, False)
    with circuit.call():
        assert circuit.trying
    assert (circuit.failures, circuit.trying) == (0, False)


async def test_silence_is_not_waited_for_twice() -> None:
    with serving(always=Says(ANSWER, after_s=30)) as server, pytest.raises(ServerSilent):
        await asked(server, SHORT).ainvoke([QUESTION])
    assert len(server.requests) == 1
