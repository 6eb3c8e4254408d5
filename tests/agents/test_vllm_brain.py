"""The vLLM brain against a server on loopback, by itself."""

from __future__ import annotations

import asyncio
import json
import time
from typing import Any

import pytest
from langgraph.checkpoint.serde.jsonplus import JsonPlusSerializer

from agents.brains.errors import (
    BrainFailed,
    ContextTooLong,
    NotAModelServer,
    ReplyUnusable,
    RequestRefused,
    ServerBroken,
    ServerBusy,
    ServerSilent,
    ServerUnreachable,
)  # fmt: skip
from agents.brains.vllm.tool_text import spoken
from eval.faults.replies import (
    BROKEN_ARGUMENTS,
    HTML,
    NO_CALLS,
    TOO_LONG,
    TRUNCATED,
    TRUNCATED_EVENT,
    Raw,
    Reply,
    Says,
    calls,
    error,
)  # fmt: skip
from eval.faults.server import serving
from tests.agents.vllm_brains import (
    ANSWER,
    QUESTION,
    QUICK,
    SEARCH,
    SHORT,
    SILENCE_S,
    WHOLE_S,
    asked,
    made,
    reply_of,
    streamed,
)  # fmt: skip

TEXT_CALL = '<tool_call>\n{"name": "search", "arguments": {"query": "Great Wave"}}\n</tool_call>'


async def test_a_plain_answer_comes_with_its_usage() -> None:
    with serving(Says(ANSWER)) as server:
        reply = await asked(server, tools=False).ainvoke([QUESTION])
    assert (reply.text, reply.tool_calls, reply.usage_metadata["total_tokens"]) == (ANSWER, [], 110)
    assert reply.usage_metadata["input_token_details"] == {"cache_read": 64}
    assert reply.response_metadata["finish_reason"] == "stop"


async def test_the_request_names_the_tools_and_is_greedy() -> None:
    with serving(SEARCH) as server:
        reply = await asked(server).ainvoke([QUESTION])
    [request] = server.requests
    assert made(reply) == [("search", {"query": "Great Wave"})]
    assert [t["function"]["name"] for t in request["tools"]] == ["search"]
    assert request["temperature"] == 0
    assert "parallel_tool_calls" not in request


async def test_text_streams_in_pieces_and_adds_up() -> None:
    with serving(Says(ANSWER)) as server:
        pieces, whole = await streamed(asked(server))
    assert len(pieces) > 3
    assert "".join(pieces) == whole.text == ANSWER
    assert whole.usage_metadata is not None
    assert whole.usage_metadata["total_tokens"] == 110
    assert whole.response_metadata["finish_reason"] == "stop"


async def test_streamed_calls_arrive_whole() -> None:
    with serving(calls(("search", {"query": "Great Wave"}), ("search", {"query": "Hokusai, “万”"}), text="Let me see.")) as server:
        pieces, whole = await streamed(asked(server))
    assert "".join(pieces) == "Let me see."
    assert made(whole) == [("search", {"query": "Great Wave"}), ("search", {"query": "Hokusai, “万”"})]
    assert len(server.requests) == 1


@pytest.mark.parametrize("text", [TEXT_CALL, TEXT_CALL.replace('"}}', '",},}'), TEXT_CALL.removesuffix("}\n</tool_call>")])
@pytest.mark.parametrize("stream", [False, True])
async def test_a_call_written_as_text_is_a_call(text: str, stream: bool) -> None:
    with serving(Says(f"\n\nI look it up.\n{text}")) as server:
        reply = await reply_of(server, stream=stream)
    assert made(reply) == [("search", {"query": "Great Wave"})]
    assert reply.text.strip() == "I look it up."
    assert len(server.requests) == 1


async def test_a_call_written_as_text_is_never_shown() -> None:
    with serving(Says(f"One moment < {TEXT_CALL}")) as server:
        pieces, _ = await streamed(asked(server))
    assert "".join(pieces).strip() == "One moment <"


async def test_a_call_without_tools_is_dropped() -> None:
    with serving(Says(f"{ANSWER} {TEXT_CALL}")) as server:
        reply = await asked(server, tools=False).ainvoke([QUESTION])
    assert (reply.text, reply.tool_calls) == (ANSWER, [])


@pytest.mark.parametrize(
    "first",
    [
        NO_CALLS,
        BROKEN_ARGUMENTS,
        Says(""),
        Says('<tool_call>{"name": "search", "arguments": {"query": "Gre'),
        Says(calls=[("search", "[1]")]),
        Says(calls=[("search", '{"query": "Great Wave"}')], finish="length"),
        Says('<tool_call>{"name": "search", "arguments": {"query": "Great"', finish="length"),
    ],
)
@pytest.mark.parametrize("stream", [False, True])
async def test_an_unusable_reply_is_asked_for_once_more_unstreamed(first: Reply, stream: bool) -> None:
    with serving(first, SEARCH) as server:
        reply = await reply_of(server, stream=stream)
    assert made(reply) == [("search", {"query": "Great Wave"})]
    assert [bool(r.get("stream")) for r in server.requests] == [stream, False]


@pytest.mark.parametrize("fault", [NO_CALLS, BROKEN_ARGUMENTS, Says("")])
@pytest.mark.parametrize("stream", [False, True])
async def test_twice_unusable_is_a_failure(fault: Reply, stream: bool) -> None:
    with serving(fault, fault) as server, pytest.raises(ReplyUnusable, match=r"twice (called|announced|said).*; ask in other words"):
        await reply_of(server, stream=stream)
    assert len(server.requests) == 2


async def test_a_streamed_call_to_no_bound_tool_is_asked_again() -> None:
    with serving(calls(("serch", {"query": "x"})), SEARCH) as server:
        _, whole = await streamed(asked(server))
    assert made(whole) == [("search", {"query": "Great Wave"})]


async def test_words_already_shown_stand_once_when_a_turn_is_asked_again() -> None:
    broken = Says("Let me see. ", BROKEN_ARGUMENTS.calls, "tool_calls")
    with serving(broken, calls(("search", {"query": "Great Wave"}), text="Let me see. ")) as server:
        pieces, whole = await streamed(asked(server))
    assert whole.text == "".join(pieces) == "Let me see. "
    assert made(whole) == [("search", {"query": "Great Wave"})]


async def test_a_stream_that_ends_early_goes_on_where_it_stopped() -> None:
    with serving(Says(ANSWER, end_after=3), Says(ANSWER)) as server:
        _, whole = await streamed(asked(server))
    assert whole.text == ANSWER


async def test_a_stream_that_cannot_go_on_is_a_failure() -> None:
    with serving(Says(ANSWER, end_after=3), Says("Something else.")) as server, pytest.raises(BrainFailed, match="ask again"):
        await streamed(asked(server))


FAULTS: dict[str, tuple[Reply, type[BrainFailed], str]] = {
    "500": (error(500), ServerBroken, "HTTP 500.*see the log"),
    "503": (error(503), ServerBusy, "HTTP 503.*ask again in a moment"),
    "429, wait long": (error(429, **{"Retry-After": "50"}), ServerBusy, "HTTP 429.*ask again in 50 s"),
    "401": (error(401), RequestRefused, "HTTP 401.*CICERONE_VLLM_KEY"),
    "404": (error(404), RequestRefused, "HTTP 404.*CICERONE_VLLM_MODEL"),
    "400": (error(400), RequestRefused, "HTTP 400.*agents.doctor"),
    "redirect": (Raw(status=307, headers={"Location": "http://127.0.0.1:9/v1"}), RequestRefused, "HTTP 307.*CICERONE_VLLM_URL"),
    "too long": (TOO_LONG, ContextTooLong, "begin a new conversation"),
    "stall": (Says(ANSWER, after_s=30), ServerSilent, f"silent for {SILENCE_S} s"),
    "byte by byte": (Raw(json.dumps({"choices": []}) * 9, byte_every_s=0.05), ServerSilent, f"silent for {SILENCE_S} s"),
    "reset": (Says(ANSWER, reset_after=0), ServerUnreachable, "connection.*failed"),
    "HTML": (HTML, NotAModelServer, "does not speak the OpenAI protocol"),
    "truncated JSON": (TRUNCATED, NotAModelServer, "does not speak the OpenAI protocol"),
    "truncated event": (TRUNCATED_EVENT, NotAModelServer, "does not speak the OpenAI protocol"),
    "no choices": (Raw("{}"), BrainFailed, "does not speak the OpenAI protocol|twice said nothing"),
    "a list": (Raw("[]"), NotAModelServer, "does not speak the OpenAI protocol"),
}


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("stream", [False, True])
async def test_every_fault_is_one_typed_sentence_within_the_deadline(fault: str, stream: bool) -> None:
    reply, kind, words = FAULTS[fault]
    started = time.monotonic()
    with serving(always=reply) as server, pytest.raises(kind, match=words) as caught:
        await reply_of(server, SHORT if kind is ServerSilent else QUICK, stream=stream)
    assert time.monotonic() - started < WHOLE_S
    assert str(caught.value).endswith(".")
    assert "\n" not in str(caught.value)


async def test_a_server_that_has_gone_is_one_sentence() -> None:
    with serving() as server:
        brain = asked(server)
    with pytest.raises(BrainFailed, match="check that vLLM runs"):
        await brain.ainvoke([QUESTION])


def test_one_brain_serves_one_event_loop_after_another() -> None:
    with serving(Says(ANSWER), Says(ANSWER)) as server:
        brain = asked(server)
        assert [asyncio.run(brain.ainvoke([QUESTION])).text for _ in range(2)] == [ANSWER, ANSWER]


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ('{"name": "search", "arguments": {"query": "a \n b"}}', [{"query": "a \n b"}]),
        ('{"name": "search", "arguments": {"query": "a,}"}}}', [{"query": "a,}"}]),
        ('{"name": "search", "arguments": "{\\"query\\": \\"a\\"}"}', [{"query": "a"}]),
        ('{"name": "search"}', [{}]),
        ('{"name": "search", "arguments": {"query": "cut', []),
        ('{"arguments": {}}', []),
        ("[1, 2]", []),
        ("search", []),
    ],
)
def test_calls_in_text_are_read_tolerantly_but_never_guessed(text: str, read: list[dict[str, Any]]) -> None:
    found = spoken(f"<tool_call>{text}</tool_call>")
    assert [call["args"] for call in found.calls] == read
    assert found.broken == (not read)


@pytest.mark.parametrize("stream", [False, True])
async def test_a_number_larger_than_a_checkpoint_holds_is_text(stream: bool) -> None:
    with serving(calls(("search", {"query": "Great Wave", "limit": 10**30, "to_year": 1900}))) as server:
        reply = await reply_of(server, stream=stream)
    assert made(reply) == [("search", {"query": "Great Wave", "limit": str(10**30), "to_year": 1900})]
    kind, kept = JsonPlusSerializer().dumps_typed([reply])
    assert made(JsonPlusSerializer().loads_typed((kind, kept))[0]) == made(reply)
