"""The measure of a model's server: what is timed, what is counted, and that the agent's own prompts are what it reads."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import httpx2
import pytest

from agents.assemble import tools_for
from agents.brains.errors import BrainFailed
from agents.brains.vllm import Served
from agents.pocket.scripts import Turn
from agents.pocket.teacher import Teacher
from agents.settings import Settings
from eval.__main__ import app
from eval.serving.counters import Counters
from eval.serving.photograph import photograph
from eval.serving.relay import Relay, Timed
from eval.serving.run import figures, report
from eval.serving.talk import Plan, Stage, talks
from retrieval.collections import Home, open_with_its_encoder, ready_starter
from retrieval.encoders.minilm import MiniLM
from retrieval.pictures import PictureStore
from tests.in_process import run_here

URL = "http://127.0.0.1:1/v1/chat/completions"
SERVED = Served("qwen-vl", 32_768)


class Counting(httpx2.AsyncBaseTransport):
    """A server that says what it is told to and counts prompts by their messages; it has read those of the call before."""

    def __init__(self, status: int = 200) -> None:
        self.status, self.requests, self.before = status, list[dict[str, Any]](), 0

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        asked = json.loads(await request.aread())
        self.requests.append(asked)
        if self.status != 200:
            return httpx2.Response(self.status, json={"error": {"message": "no such thing", "type": "BadRequestError"}})
        read, cached = len(asked["messages"]), self.before
        self.before = read
        usage = {
            "prompt_tokens": read,
            "completion_tokens": asked["max_completion_tokens"],
            "prompt_tokens_details": {"cached_tokens": cached},
        }
        pieces = [{"choices": [{"index": 0, "delta": {"content": ""}}]}, {"choices": [{"index": 0, "delta": {"content": "la"}}]}]
        lines = [f"data: {json.dumps(piece)}" for piece in (*pieces, {"choices": [], "usage": usage})]
        return httpx2.Response(200, text="\n\n".join([*lines, "data: [DONE]", ""]), headers={"content-type": "text/event-stream"})


async def relayed(network: Counting) -> tuple[Relay, httpx2.Response]:
    teacher = Teacher()
    teacher.follow("one", Turn(ask="How was it printed?", say="From blocks."))
    relay = Relay(teacher, 32, "a", network)
    relay.turn = 3
    body = {"model": "qwen-vl", "messages": [{"role": "user", "content": "How was it printed?"}], "tools": [], "stream": False}
    async with httpx2.AsyncClient(transport=relay) as client:
        return relay, await client.post(URL, json=body)


async def test_the_server_works_and_the_script_answers() -> None:
    network = Counting()
    relay, answer = await relayed(network)
    assert answer.json()["choices"][0]["message"]["content"] == "From blocks."
    [call] = relay.calls
    assert (call.turn, call.read, call.cached, call.said) == (3, 1, 0, 32)
    assert 0 < call.first_s <= call.whole_s
    [asked] = network.requests
    told = {"stream": True, "tool_choice": "none", "ignore_eos": True, "max_completion_tokens": 32, "cache_salt": "a"}
    assert {name: asked[name] for name in told} == told
    assert asked["messages"] == [{"role": "user", "content": "How was it printed?"}]


async def test_what_the_server_refuses_is_handed_on_and_not_counted() -> None:
    relay, answer = await relayed(Counting(status=400))
    assert (answer.status_code, answer.json()["error"]["message"], relay.calls) == (400, "no such thing", [])


def test_a_photograph_is_the_same_by_its_seed() -> None:
    assert photograph("a 1") == photograph("a 1") != photograph("a 2")


CALLS = [Timed(1, 1000, 0, 11, 0.4, 0.6), Timed(1, 1100, 900, 11, 0.1, 0.2), Timed(2, 1300, 1200, 11, 0.2, 0.3)]


def test_figures_are_shares_of_tokens_and_medians_of_calls() -> None:
    told = figures(CALLS)
    assert told["cached_share"] == pytest.approx(2100 / 3400)
    assert told["first_token_p50_s"] == pytest.approx(0.2)
    assert told["first_token_p95_s"] == pytest.approx(0.38)
    assert told["tokens_a_second"] == pytest.approx(11 / 0.3)


def test_what_the_server_does_not_tell_is_left_open() -> None:
    told = figures([Timed(1, 1000, None, 1, 0.4, 0.4)])
    assert (told["cached_share"], told["tokens_a_second"]) == (None, 2.5)


def test_the_report_tells_turn_by_turn_and_what_the_server_counted() -> None:
    told = report([CALLS], 2.0, Counters(3400, 2100, 3, 0.6, 30, 0.6), SERVED, Plan(1, 1, 11, "run-1"))
    page = told.markdown()
    assert "| turn 1 | 2 | 1050 | 0.429 |" in page
    assert "| from the second turn on | 1 | 1300 | 0.923 | 200 | 200 | 37 |" in page
    assert "2100 of 3400 prompt tokens in the prefix cache (0.618); first token after 200 ms on average, then 50 tokens a second" in page
    assert "python -m eval serving --talks 1 --at-once 1 --tokens 11" in page
    json.dumps(told.document)
    assert "no counters of its own" in report([CALLS], 2.0, None, SERVED, Plan(1, 1, 11, "run-1")).markdown()


def test_where_no_server_is_the_command_says_so() -> None:
    done = run_here(app, "serving", variables={"CICERONE_VLLM_URL": "http://127.0.0.1:9/v1"}, mendable=(Exception,))
    assert done.returncode == 2
    assert "No vLLM server can be reached at http://127.0.0.1:9/v1" in done.stderr


def stage_of(network: Counting, starter: Path, minilm: MiniLM, folder: Path) -> Stage:
    pictures = PictureStore(folder)
    tools = tools_for(open_with_its_encoder(starter, minilm), pictures)
    return Stage(Settings(home=folder, vllm_url="http://127.0.0.1:1/v1"), SERVED, minilm, tools, pictures, network)


def pictures_of(asked: dict[str, Any]) -> Sequence[str]:
    blocks = [block for m in asked["messages"] if isinstance(m["content"], list) for block in m["content"]]
    return [block["image_url"]["url"] for block in blocks if block["type"] == "image_url"]


@pytest.mark.slow
@pytest.mark.timeout(600)
async def test_ten_turns_with_pictures_are_held_over_the_starter_collection(minilm: MiniLM, tmp_path: Path) -> None:
    network = Counting()
    stage = stage_of(network, ready_starter(Home().starter, minilm), minilm, tmp_path)
    [first, second] = await talks(Plan(2, 1, 32, "run-1"), stage, lambda done, total: None)
    # Each turn asks for a search and answers from it; the fifth looks something up besides.
    assert [sum(call.turn == turn for call in first) for turn in range(1, 11)] == [2, 2, 2, 2, 3, 2, 2, 2, 2, 2]
    assert len(second) == len(first)
    assert all(1 <= len(pictures_of(asked)) <= 4 for asked in network.requests)
    assert len({pictures_of(asked)[0] for asked in network.requests[: len(first)]}) > 3
    assert not set(pictures_of(network.requests[0])) & set(pictures_of(network.requests[len(first)]))


@pytest.mark.slow
@pytest.mark.timeout(600)
async def test_a_server_that_refuses_ends_the_measure_with_its_words(minilm: MiniLM, tmp_path: Path) -> None:
    stage = stage_of(Counting(status=400), ready_starter(Home().starter, minilm), minilm, tmp_path)
    with pytest.raises(BrainFailed, match="no such thing"):
        await talks(Plan(2, 2, 32, "run-1"), stage, lambda done, total: None)
