"""The vLLM brain against a server on loopback, by itself and in the real graph."""

from __future__ import annotations

import asyncio
import io
import json
import socket
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from langchain_core.messages import AIMessage, AIMessageChunk, HumanMessage, ToolMessage
from langchain_core.tools import tool
from PIL import Image

from agents.brains import choose_brain
from agents.brains.errors import (
    BrainFailed,
    BrainUnavailable,
    ContextTooLong,
    NotAModelServer,
    ReplyUnusable,
    RequestRefused,
    ServerBroken,
    ServerBusy,
    ServerSilent,
    ServerUnreachable,
)  # fmt: skip
from agents.brains.vllm import Served, probe
from agents.brains.vllm.tool_text import spoken
from agents.context import Budget, Switches
from agents.settings import Settings
from eval.faults.replies import (
    BROKEN_ARGUMENTS,
    HTML,
    MODEL,
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
from prompts import render
from retrieval.encoders.colqwen.settings import ColQwenSettings
from retrieval.encoders.settings import EncoderSettings
from retrieval.pictures import PictureStore
from tests.agents.vllm_brains import (
    ANSWER,
    QUESTION,
    QUICK,
    SEARCH,
    SHORT,
    SILENCE_S,
    WHOLE_S,
    LettersEncoder,
    asked,
    graph_and_context,
    made,
    reply_of,
    search,
    settings_for,
    streamed,
)  # fmt: skip
from tools.analyse.tool import analyse_tool
from tools.observation import Observation

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


def _aliases(settings: type[ColQwenSettings]) -> list[str]:
    return [str(field.validation_alias).removeprefix("CICERONE_").lower() for field in settings.model_fields.values()]


def test_the_example_names_every_setting_with_its_default() -> None:
    lines = (Path(__file__).parents[2] / ".env.example").read_text(encoding="utf-8").splitlines()
    shown = dict(line.removeprefix("#CICERONE_").lower().split("=", 1) for line in lines if line.startswith("#CICERONE_"))
    encoders = {*(f"encoder_{name}" for name in EncoderSettings.model_fields), *_aliases(ColQwenSettings)}
    assert shown.keys() == {*Settings.model_fields, *encoders}
    assert {k: v for k, v in shown.items() if k.startswith("vllm_")} == {
        "vllm_url": "http://127.0.0.1:8000/v1", "vllm_model": "", "vllm_key": "none", "vllm_timeout_s": "60",
        "vllm_deadline_s": "180", "vllm_temperature": "0", "vllm_reply_tokens": "1024", "vllm_picture_tokens": "1280",
    }  # fmt: skip


def test_an_empty_setting_is_the_default_and_the_key_is_not_shown(tmp_path: Path) -> None:
    file = tmp_path / ".env"
    file.write_text("CICERONE_VLLM_MODEL=\nCICERONE_VLLM_KEY=hush\n", encoding="utf-8")
    settings = Settings(_env_file=file)  # pyright: ignore[reportCallIssue]  pydantic-settings reads it, its signature hides it
    assert settings.vllm_model is None
    assert "hush" not in repr(settings)


async def test_a_call_then_a_cited_answer_in_the_graph(tmp_path: Path) -> None:
    with serving(SEARCH, Says(ANSWER)) as server:
        graph, context = graph_and_context(server, tmp_path)
        result = await graph.ainvoke({"messages": [QUESTION]}, context=context)
    assert [type(m) for m in result["messages"]] == [HumanMessage, AIMessage, ToolMessage, AIMessage]
    assert result["messages"][-1].text == ANSWER
    told = server.requests[1]["messages"][-1]
    assert told == {"role": "tool", "tool_call_id": "chatcmpl-tool-0", "content": result["messages"][2].content}


async def test_the_graph_streams_the_words_of_the_answer(tmp_path: Path) -> None:
    with serving(SEARCH, Says(ANSWER)) as server:
        graph, context = graph_and_context(server, tmp_path)
        events = [e async for e in graph.astream({"messages": [QUESTION]}, context=context, stream_mode=["messages", "values"])]
    shown = [event[0] for kind, event in events if kind == "messages"]
    words = [m.text for m in shown if isinstance(m, AIMessageChunk) and m.text]
    last = [event["messages"] for kind, event in events if kind == "values"][-1]
    assert len(words) > 3
    assert "".join(words) == last[-1].text == ANSWER
    assert made(last[1]) == [("search", {"query": "Great Wave"})]
    assert all(request["stream"] for request in server.requests)


async def test_after_the_budget_tools_are_shown_but_not_to_be_called_and_a_call_is_no_answer(tmp_path: Path) -> None:
    with serving(SEARCH, Says(TEXT_CALL), Says(ANSWER)) as server:
        graph, context = graph_and_context(server, tmp_path, budget=Budget(tool_calls=1))
        result = await graph.ainvoke({"messages": [QUESTION]}, context=context)
    assert [request.get("tool_choice") for request in server.requests] == [None, "none", "none"]
    assert result["messages"][-1].text == ANSWER


async def test_a_failure_in_the_graph_stays_what_it_is(tmp_path: Path) -> None:
    with serving(SEARCH, HTML) as server:
        graph, context = graph_and_context(server, tmp_path)
        with pytest.raises(BrainFailed):
            await graph.ainvoke({"messages": [QUESTION]}, context=context)


async def test_an_unsupported_answer_is_mended_by_the_model(tmp_path: Path) -> None:
    with serving(SEARCH, Says("The Great Wave was made by Monet [f:1]."), Says(ANSWER)) as server:
        graph, context = graph_and_context(server, tmp_path)
        result = await graph.ainvoke({"messages": [QUESTION]}, context=context)
    assert result["messages"][-1].text == ANSWER
    assert server.requests[2]["messages"][-1]["role"] == "user"


async def test_a_tool_that_does_not_exist_is_told_to_the_model(tmp_path: Path) -> None:
    with serving(calls(("serch", {"query": "wave"})), SEARCH, Says(ANSWER)) as server:
        graph, context = graph_and_context(server, tmp_path)
        result = await graph.ainvoke({"messages": [QUESTION]}, context=context)
    assert "search" in server.requests[1]["messages"][-1]["content"]
    assert result["messages"][-1].text == ANSWER


@pytest.mark.parametrize("first_look", [False, True])
async def test_a_picture_is_sent_once_with_its_handle_before_it(tmp_path: Path, first_look: bool) -> None:
    store = PictureStore(tmp_path)
    out = io.BytesIO()
    Image.new("RGB", (32, 24), "navy").save(out, "PNG")
    name = store.add(out.getvalue())
    shown = HumanMessage([{"type": "text", "text": "What is this?"}, {"type": "picture", "id": "image-1", "sha256": name}])
    with serving(Says(render("refusals/dont_know"))) as server:
        graph, context = graph_and_context(server, tmp_path, [search, analyse_tool(store)], switches=Switches(first_look=first_look))
        result = await graph.ainvoke({"messages": [shown]}, context=context)
    [request] = server.requests
    assert request["messages"][1]["content"] == [
        {"type": "text", "text": "What is this?"},
        {"type": "text", "text": "[image-1]"},
        {"type": "image_url", "image_url": {"url": store.data_url(name)}},
    ]
    assert json.dumps(request).count("data:image/") == 1
    assert [m["role"] for m in request["messages"][2:]] == (["assistant", "tool"] if first_look else [])
    assert "data:image" not in str(result["messages"])


def test_the_probe_takes_the_first_model_and_shows_the_key() -> None:
    with serving(models=["a", "b"]) as server:
        assert probe(settings_for(server.url + "/", vllm_key="secret")) == Served("a", None)
        assert probe(settings_for(server.url, vllm_model="b")) == Served("b", None)
    assert server.keys == ["Bearer secret", "Bearer none"]


@pytest.mark.parametrize(
    ("models", "words"),
    [
        (HTML, "lists no models as vLLM does; set CICERONE_VLLM_URL"),
        (TRUNCATED, "lists no models"),
        (Raw('{"object": "list"}'), "lists no models"),
        ([], "serves no model; start vLLM with --model"),
        (["a", "b"], "serves a, b, not qwen; set CICERONE_VLLM_MODEL"),
        (error(500), "HTTP 500.*see its log"),
        (error(401), "HTTP 401.*CICERONE_VLLM_KEY"),
        (Raw(status=302, headers={"Location": "http://127.0.0.1:9/"}), "HTTP 302.*CICERONE_VLLM_URL"),
        (Raw(after_s=1), "within 0.5 s; start one"),
        (Raw("x" * 2_000_000), "is no list of models"),
    ],
)
def test_the_probe_says_what_is_wrong_and_what_to_do(models: Sequence[str] | Raw, words: str) -> None:
    started = time.monotonic()
    with serving(models=models) as server, pytest.raises(BrainUnavailable, match=words) as caught:
        probe(settings_for(server.url, vllm_model="qwen"))
    assert time.monotonic() - started < 1.5
    assert str(caught.value).endswith(".")


@pytest.mark.parametrize("url", ["http://127.0.0.1:{port}/v1", "127.0.0.1:{port}/v1", "http://127.0.0.1:99999999/v1"])
def test_the_probe_finds_nothing_where_nothing_is(url: str) -> None:
    with pytest.raises(BrainUnavailable, match=r"can be reached.*CICERONE_VLLM_URL"):
        probe(settings_for(url.format(port=free_port())))


def test_auto_takes_vllm_where_it_answers() -> None:
    with serving() as server:
        brain = choose_brain("auto", settings_for(server.url), LettersEncoder())
    assert (brain.name, brain.note) == (f"vllm ({MODEL})", f"Using {MODEL}, served by vLLM at {server.url}.")


def test_auto_falls_back_to_the_offline_brain_and_says_so() -> None:
    with serving(models=Raw(after_s=1)) as server:
        brain = choose_brain("auto", settings_for(server.url), LettersEncoder())
    assert (brain.name, brain.note) == ("offline", f"No vLLM server answered at {server.url} within 0.5 s; using the offline brain.")


def test_vllm_without_a_server_is_refused() -> None:
    with pytest.raises(BrainUnavailable, match="can be reached"):
        choose_brain("vllm", settings_for(f"http://127.0.0.1:{free_port()}/v1"), LettersEncoder())


def test_offline_asks_no_server() -> None:
    with serving() as server:
        assert choose_brain("offline", settings_for(server.url), LettersEncoder()).name == "offline"
    assert server.keys == []


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


def free_port() -> int:
    with socket.socket() as probe_socket:
        probe_socket.bind(("127.0.0.1", 0))
        return probe_socket.getsockname()[1]


@tool(parse_docstring=True, response_format="content_and_artifact")
def search_at_length(query: str) -> tuple[str, Observation]:
    """Search for much.

    Args:
        query: What to look for.
    """
    passages: list[Any] = [{"id": f"f:{i}", "kind": "made", "heading": "The Wave", "text": f"Hokusai made {i}. " * 30} for i in range(1, 5)]
    return "\n".join(f"[{p['id']}] {p['heading']}\n{p['text']}" for p in passages), {"passages": passages}


async def test_a_prompt_too_long_for_the_server_is_sent_once_more_with_less_evidence_and_that_is_said(tmp_path: Path) -> None:
    asks = calls(("search_at_length", {"query": "wave"}))
    with serving(asks, TOO_LONG, Says(render("refusals/dont_know"))) as server:
        graph, context = graph_and_context(server, tmp_path, [search_at_length])
        result = await graph.ainvoke({"messages": [QUESTION]}, context=context)
    first, second = (request["messages"][-1]["content"] for request in server.requests[1:])
    assert [f"[f:{i}]" in first for i in range(1, 5)] == [True] * 4
    assert [f"[f:{i}]" in second for i in range(1, 5)] == [True, False, False, False]
    assert second.endswith("(3 lower-ranked passages left out to fit.)")
    assert result["messages"][-1].text == render("refusals/dont_know")


async def test_a_prompt_that_stays_too_long_is_one_sentence(tmp_path: Path) -> None:
    with serving(calls(("search_at_length", {"query": "wave"})), always=TOO_LONG) as server:
        graph, context = graph_and_context(server, tmp_path, [search_at_length])
        with pytest.raises(ContextTooLong, match="begin a new conversation, or start vLLM with a larger --max-model-len"):
            await graph.ainvoke({"messages": [QUESTION]}, context=context)
    assert len(server.requests) == 3
