"""The prompt: what never changes comes first, and each call's prompt begins with that of the call before."""

from __future__ import annotations

import asyncio
import io
import json
import re
from collections.abc import Callable, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from langchain_core.messages import AIMessage, AnyMessage, HumanMessage, ToolMessage
from langchain_core.tools import BaseTool
from langgraph.checkpoint.memory import InMemorySaver
from PIL import Image
from transformers.utils.chat_template_utils import render_jinja_template

from agents.assemble import context_for, switches_of
from agents.brains import Brain
from agents.brains.vllm import load_vllm_brain
from agents.context import Budget, Context, Switches
from agents.examples import examples
from agents.graph import build_graph
from agents.left_out import BYTES_A_TOKEN
from agents.prompt import head, noted
from agents.settings import Settings
from agents.transcript import NOTE, calls_made, evidence, text_of
from eval.faults.replies import MODEL, Reply, Says, calls
from eval.faults.server import Server, serving
from prompts import FOLDER, render
from retrieval.pictures import PictureStore

QUESTION = "Who made The Great Wave?"
ANSWER = "Katsushika Hokusai made The Great Wave about 1831 [f:1]."
WRONG = "Monet made The Great Wave [f:1]."
TEMPLATE = (FOLDER / "qwen2_5_vl.jinja").read_text(encoding="utf-8")
# An id that an example cites and no tool of these tests returns.
OF_AN_EXAMPLE = "Kuniyoshi taught Yoshitoshi [f:3235]."


def search(query: str) -> Reply:
    return calls(("search", {"query": query}))


def picture(store: PictureStore, number: int, words: str) -> HumanMessage:
    out = io.BytesIO()
    Image.new("RGB", (56, 56), ("navy", "red", "green", "gold", "white", "black")[number - 1]).save(out, "PNG")
    return HumanMessage(
        [{"type": "text", "text": words}, {"type": "picture", "id": f"image-{number}", "sha256": store.add(out.getvalue())}]
    )


@pytest.fixture
def asked(tools: list[BaseTool], letters: Any, store: PictureStore) -> Callable[..., list[dict[str, Any]]]:
    """Ask these questions of a server with this script in one thread; return the requests that it got."""

    async def run(server: Server, questions: Sequence[HumanMessage], budget: Budget, switches: Switches) -> None:
        settings = Settings.model_validate({"vllm_url": server.url, "vllm_timeout_s": 5})
        context = Context(load_vllm_brain(settings, MODEL), "vllm", tools, letters, store, budget, switches)
        graph, config = build_graph(tools, InMemorySaver()), {"configurable": {"thread_id": "t"}}
        for question in questions:
            await graph.ainvoke({"messages": [question]}, config, context=context)  # pyright: ignore[reportArgumentType]

    def requests(
        questions: Sequence[HumanMessage], *script: Reply, budget: Budget = Budget(), switches: Switches = Switches(examples=True)
    ) -> list[dict[str, Any]]:
        with serving(*script) as server:
            asyncio.run(run(server, questions, budget, switches))
            return server.requests

    return requests


def rendered(request: dict[str, Any]) -> str:
    """Return a request as vLLM puts it before the model, each picture as what it holds."""
    pictures = [
        b["image_url"]["url"] for m in request["messages"] if isinstance(m["content"], list) for b in m["content"] if "image_url" in b
    ]
    [text], _ = render_jinja_template([request["messages"]], tools=request.get("tools"), chat_template=TEMPLATE, add_generation_prompt=True)
    first, *others = text.split("<|image_pad|>")
    return first + "".join(f"{url}{other}" for url, other in zip(pictures, others, strict=True))


def breaks(requests: Sequence[dict[str, Any]]) -> int:
    """Count the prompts that do not begin with the one before."""
    return sum(not after.startswith(before) for before, after in pairwise(map(rendered, requests)))


def test_each_prompt_begins_with_the_one_before(asked: Any, store: PictureStore) -> None:
    questions = [picture(store, 1, QUESTION), HumanMessage("When?"), picture(store, 2, "And this?")]
    script = (
        search("wave"), search("print"), Says(WRONG), Says(ANSWER),
        search("year"), search("date"), Says(ANSWER),
        calls(("search", {"query": "blue"}), ("search", {"query": "red"})), Says("I can see red."),
    )  # fmt: skip
    requests = asked(questions, *script, budget=Budget(tool_calls=2))
    assert len(requests) == len(script)
    assert [r["tool_choice"] for r in requests if "tool_choice" in r] == ["none"] * 4
    assert breaks(requests) == 0


def test_the_constant_beginning_is_the_same_bytes_for_every_question(asked: Any) -> None:
    sent = [asked([HumanMessage(q)], search(q), Says(ANSWER)) for q in (QUESTION, "When?")]
    constant = {
        json.dumps([request["messages"][: 1 + len(examples())], request["tools"]], ensure_ascii=False)
        for requests in sent
        for request in requests
    }
    assert len(constant) == 1
    first = rendered(sent[0][0])
    assert first.index("<tools>") < first.index("Example. ") < first.index(QUESTION)


def test_tools_are_sent_in_the_order_of_their_names(asked: Any) -> None:
    [request] = asked([HumanMessage(QUESTION)], Says("I don't know."))
    assert [tool["function"]["name"] for tool in request["tools"]] == ["analyse", "search"]


def test_a_conversation_that_outgrows_its_prompt_changes_what_was_sent_only_now_and_then(asked: Any) -> None:
    questions = [HumanMessage(f"{QUESTION} {n}") for n in range(24)]
    script = [reply for n in range(24) for reply in (search(f"wave {n}"), search(f"print {n}"), Says(ANSWER))]
    few = asked(questions, *script, budget=Budget(context_tokens=1600), switches=Switches())
    assert max(len(re.sub(r"<\|\w+\|>", "one", rendered(request)).encode()) for request in few) <= 1600 * BYTES_A_TOKEN
    assert 1 <= breaks(few) <= len(few) / 6


def test_a_fifth_picture_takes_two_old_ones_away_so_that_the_sixth_takes_none(asked: Any, store: PictureStore) -> None:
    questions = [picture(store, n, "What colours has it?") for n in range(1, 7)]
    requests = asked(questions, *[Says("I can see colours.")] * 6)
    sent = [rendered(r).count("data:image/jpeg") for r in requests]
    assert sent == [1, 2, 3, 4, 3, 4]
    assert breaks(requests) == 1


async def test_an_example_can_not_be_cited_and_is_no_part_of_the_conversation(
    tools: list[BaseTool], context: Callable[..., Context], asks: Callable[..., AIMessage]
) -> None:
    given = context(asks("wave"), f"{ANSWER} {OF_AN_EXAMPLE}", switches=Switches(examples=True, mend=False))
    state = await build_graph(tools).ainvoke({"messages": [HumanMessage(QUESTION)]}, context=given)
    assert OF_AN_EXAMPLE in "\n".join(text_of(m) for m in given.brain.sent[-1])
    assert text_of(state["messages"][-1]) == f"{ANSWER}\n\n{render('refusals/left_out', count=1)}"
    assert [m.type for m in state["messages"]] == ["human", "ai", "tool", "ai"]
    assert list(evidence(state["messages"])) == ["f:1"]
    assert calls_made(state["messages"]) == 1


@pytest.mark.parametrize(("reads", "wanted", "shown"), [(True, True, True), (True, False, False), (False, True, False)])
def test_examples_are_shown_to_a_brain_that_reads_them_unless_settings_say_no(
    context: Callable[..., Context], reads: bool, wanted: bool, shown: bool, letters: Any, tmp_path: Path
) -> None:
    brain = Brain(context().brain, "any", "", reads_examples=reads)
    switches = switches_of(Settings.model_validate({"examples": wanted}))
    given = context_for(brain, [], letters, PictureStore(tmp_path), switches)
    assert given.switches == Switches(examples=shown, approve=True)
    assert len(head(given)) == 1 + shown * len(examples())


def test_the_offline_brain_is_shown_no_examples() -> None:
    assert Brain.__dataclass_fields__["reads_examples"].default is False


def turn_of(*calls_at_once: int) -> list[AnyMessage]:
    messages: list[AnyMessage] = [HumanMessage(QUESTION)]
    for number, count in enumerate(calls_at_once):
        ids = [f"{number}-{i}" for i in range(count)]
        messages.append(AIMessage("", tool_calls=[{"name": "search", "args": {}, "id": i, "type": "tool_call"} for i in ids]))
        messages += [ToolMessage("found", tool_call_id=i) for i in ids]
    return messages


@pytest.mark.parametrize(("made", "told"), [((), 0), ((1, 1), 0), ((1, 1, 1), 1), ((3,), 1), ((2, 2), 1)])
def test_behind_the_last_call_that_a_question_may_make_that_is_said(made: tuple[int, ...], told: int) -> None:
    messages = [*turn_of(*made), AIMessage(ANSWER)]
    seen = list(noted(messages, 3))
    assert [m for m in seen if m.name != NOTE] == messages
    assert [text_of(m) for m in seen if m.name == NOTE] == [render("no_calls_left")] * told
    if told:
        assert seen[-2].name == NOTE


def test_a_note_stays_where_it_was_when_the_conversation_goes_on() -> None:
    before = [*turn_of(3), AIMessage(ANSWER)]
    assert list(noted([*before, HumanMessage("When?")], 3))[: len(before) + 1] == list(noted(before, 3))
