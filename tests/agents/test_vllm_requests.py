"""What the vLLM brain sends: pictures down to a budget, forced steps, seeds, how long a reply may be."""

from __future__ import annotations

import base64
import io
import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from langchain_core.messages import HumanMessage
from langchain_core.tools import tool
from PIL import Image

from agents.brains import choose_brain
from agents.brains.errors import ReplyUnusable
from agents.brains.vllm.pictures import picture_tokens, reduced
from agents.ribbon import MOST_RATIO
from eval.faults.replies import MODEL, Says, calls
from eval.faults.server import serving
from retrieval.errors import PictureRefused
from tests.agents.vllm_brains import ANSWER, QUESTION, SEARCH, LettersEncoder, brain_of, made, search, settings_for, streamed

SCHEMA: dict[str, Any] = {
    "title": "Work", "type": "object", "properties": {"title": {"type": "string"}}, "required": ["title"], "additionalProperties": False,
}  # fmt: skip


@tool
def look_up(work: str) -> str:
    """Look a work up."""
    return work


def data_url(width: int, height: int) -> str:
    out = io.BytesIO()
    Image.linear_gradient("L").resize((width, height)).convert("RGB").save(out, "JPEG")
    return f"data:image/jpeg;base64,{base64.b64encode(out.getvalue()).decode()}"


def size_of(url: str) -> tuple[int, int]:
    return Image.open(io.BytesIO(base64.b64decode(url.partition(",")[2]))).size


@pytest.mark.parametrize("size", [(1, 1), (28, 28), (980, 990), (1, 200), (200, 1)])
def test_a_picture_within_the_budget_is_sent_as_it_is(size: tuple[int, int]) -> None:
    url = data_url(*size)
    assert reduced(url, 1280) is url


@settings(deadline=None, max_examples=30)  # the first larger picture of a process imports torch
@given(width=st.integers(60, 2048), ratio=st.floats(0.02, 1), tokens=st.sampled_from([256, 1280]))
def test_a_larger_picture_is_reduced_to_whole_patches_of_its_shape(width: int, ratio: float, tokens: int) -> None:
    size = (width, max(round(width * ratio), 1))
    new = size_of(reduced(data_url(*size), tokens))
    assert picture_tokens(*new) <= tokens
    if new != size:
        assert all(side % 28 == 0 for side in new)
        assert new[0] / new[1] == pytest.approx(size[0] / size[1], rel=0.5)


@pytest.mark.parametrize("size", [(2010, 10), (1, 201)])
def test_a_ribbon_is_refused_in_one_sentence(size: tuple[int, int]) -> None:
    assert max(size) > MOST_RATIO * min(size)
    with pytest.raises(
        PictureRefused, match=rf"^the picture is {size[0]} x {size[1]} pixels, a ribbon that no model can see; show a part of it$"
    ):
        reduced(data_url(*size), 1280)


async def test_a_large_picture_goes_out_behind_its_handle_and_reduced() -> None:
    block = {"type": "image_url", "image_url": {"url": data_url(2048, 1500)}, "id": "image-1"}
    with serving(Says(ANSWER)) as server:
        await brain_of(server).ainvoke([HumanMessage([{"type": "text", "text": "What is this?"}, block])])
    [message] = server.requests[0]["messages"]
    assert message["content"][:2] == [{"type": "text", "text": "What is this?"}, {"type": "text", "text": "[image-1]"}]
    assert size_of(message["content"][2]["image_url"]["url"]) == (1148, 840)


@pytest.mark.parametrize("stream", [False, True])
async def test_a_named_tool_is_forced_and_alone(stream: bool) -> None:
    with serving(calls(("look_up", {"work": "w:1"}))) as server:
        brain = brain_of(server).bind_tools([search, look_up], tool_choice="look_up")
        reply = (await streamed(brain))[1] if stream else await brain.ainvoke([QUESTION])
    [request] = server.requests
    assert request["tool_choice"] == {"type": "function", "function": {"name": "look_up"}}
    assert request["parallel_tool_calls"] is False
    assert made(reply) == [("look_up", {"work": "w:1"})]


@pytest.mark.parametrize("choice", ["required", "any", True])
async def test_some_call_can_be_required(choice: str | bool) -> None:
    with serving(Says(ANSWER), SEARCH) as server:
        reply = await brain_of(server).bind_tools([search, look_up], tool_choice=choice).ainvoke([QUESTION])
    assert [(r["tool_choice"], r["parallel_tool_calls"]) for r in server.requests] == [("required", False)] * 2
    assert made(reply) == [("search", {"query": "Great Wave"})]


async def test_another_tool_than_the_forced_one_is_no_reply() -> None:
    with serving(SEARCH, SEARCH) as server, pytest.raises(ReplyUnusable, match="twice made no call of the tool that it had to call"):
        await brain_of(server).bind_tools([search, look_up], tool_choice="look_up").ainvoke([QUESTION])


@pytest.mark.parametrize("stream", [False, True])
async def test_json_of_a_schema_is_forced_and_asked_for_again_when_it_is_none(stream: bool) -> None:
    wanted = {"type": "json_schema", "json_schema": {"name": "work", "schema": SCHEMA}}
    with serving(Says('{"title": "The Gr'), Says('{"title": "The Great Wave"}')) as server:
        brain = brain_of(server).bind(response_format=wanted)
        reply = (await streamed(brain))[1] if stream else await brain.ainvoke([QUESTION])
    assert json.loads(reply.text) == {"title": "The Great Wave"}
    assert [r["response_format"] for r in server.requests] == [wanted] * 2


async def test_structured_output_is_a_dict_of_the_schema() -> None:
    with serving(Says('{"title": "The Great Wave"}')) as server:
        work = await brain_of(server).with_structured_output(SCHEMA, method="json_schema").ainvoke([QUESTION])
    assert work == {"title": "The Great Wave"}
    assert server.requests[0]["response_format"]["json_schema"]["schema"]["properties"] == SCHEMA["properties"]


@pytest.mark.parametrize("stream", [False, True])
async def test_a_seed_comes_with_the_config_of_one_call(stream: bool) -> None:
    with serving(Says(ANSWER), Says(ANSWER)) as server:
        brain = brain_of(server).bind_tools([search])
        config = {"configurable": {"seed": 7}}
        await (streamed(brain, config=config) if stream else brain.ainvoke([QUESTION], config))
        await brain.ainvoke([QUESTION])
    assert [r.get("seed") for r in server.requests] == [7, None]


@pytest.mark.parametrize(("length", "tokens"), [(None, 1024), (32_768, 1024), (2048, 512)])
async def test_a_reply_has_a_quarter_of_a_short_context_at_most(length: int | None, tokens: int) -> None:
    with serving(Says(ANSWER)) as server:
        await brain_of(server, length=length).ainvoke([QUESTION])
    assert server.requests[0]["max_completion_tokens"] == tokens


@pytest.mark.parametrize(("length", "tokens"), [(None, None), (8192, int((8192 - 1024) * 0.8))])
def test_what_a_prompt_may_hold_follows_from_the_servers_context(length: int | None, tokens: int | None) -> None:
    with serving(length=length) as server:
        brain = choose_brain("vllm", settings_for(server.url), LettersEncoder())
    assert (brain.prompt_tokens, brain.picture_tokens, brain.name) == (tokens, 1280, f"vllm ({MODEL})")
