"""The vLLM brain in the real graph, against a server on loopback."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest
from langchain_core.messages import AIMessage, AIMessageChunk, HumanMessage, ToolMessage
from langchain_core.tools import tool
from PIL import Image

from agents.brains.errors import (
    BrainFailed,
    ContextTooLong,
)  # fmt: skip
from agents.context import Budget, Switches
from eval.faults.replies import (
    HTML,
    TOO_LONG,
    Says,
    calls,
)  # fmt: skip
from eval.faults.server import serving
from prompts import render
from retrieval.pictures import PictureStore
from tests.agents.vllm_brains import (
    ANSWER,
    QUESTION,
    SEARCH,
    graph_and_context,
    made,
    search,
)  # fmt: skip
from tools.analyse.tool import analyse_tool
from tools.observation import Observation

TEXT_CALL = '<tool_call>\n{"name": "search", "arguments": {"query": "Great Wave"}}\n</tool_call>'


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
