"""The graph with a brain that says what it is told to: routes, limits, checks, checkpoints, pictures."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from langchain_core.messages import (
    AIMessage,
    AnyMessage,
    HumanMessage,
    SystemMessage,
    ToolMessage,
    messages_from_dict,
    messages_to_dict,
)
from langchain_core.tools import BaseTool
from langgraph.checkpoint.memory import InMemorySaver
from PIL import Image

from agents.assemble import checkpoints
from agents.context import Budget, Context, Switches
from agents.graph import Graph, build_graph
from agents.transcript import LOOK, MEND, evidence, steps, text_of
from prompts import render
from retrieval.pictures import PictureStore

ANSWER = "Katsushika Hokusai made The Great Wave about 1831 [f:1]."
WRONG = "Monet made The Great Wave [f:1]."
QUESTION = HumanMessage("Who made The Great Wave?")
DONT_KNOW = "I don't know from this collection."
LEFT_OUT = "(1 sentence was left out because nothing retrieved supports it.)"
Contexts = Callable[..., Context]
Asks = Callable[..., AIMessage]


@pytest.fixture
def graph(tools: list[BaseTool]) -> Graph:
    return build_graph(tools)


async def run(graph: Graph, context: Context, *messages: AnyMessage) -> list[AnyMessage]:
    """Return the messages that a run over these adds."""
    result = await graph.ainvoke({"messages": list(messages)}, context=context)
    return result["messages"][len(messages) :]


def picture(store: PictureStore, number: int = 1, colour: str = "navy", asked: str = "What colours has it?") -> HumanMessage:
    out = io.BytesIO()
    Image.effect_noise((400, 300), 90).convert("RGB").save(out, "PNG")
    Image.blend(Image.open(out), Image.new("RGB", (400, 300), colour), 0.5).save(out := io.BytesIO(), "PNG")
    block = {"type": "picture", "id": f"image-{number}", "sha256": store.add(out.getvalue())}
    return HumanMessage([{"type": "text", "text": asked}, block])


def shape(messages: list[AnyMessage]) -> list[str]:
    return [f"{m.type}:{m.name}" if m.name else m.type for m in messages]


async def test_it_acts_until_the_brain_answers_and_the_answer_is_checked(graph: Graph, context: Contexts, asks: Asks) -> None:
    given = context(asks("wave"), asks("print"), ANSWER)
    nodes = [
        node
        async for update in graph.astream({"messages": [QUESTION]}, context=given, stream_mode="updates")
        for node in update
    ]  # fmt: skip
    assert nodes == ["decide", "act", "decide", "act", "decide", "check"]


async def test_the_brain_reads_the_system_prompt_then_the_conversation(graph: Graph, context: Contexts, asks: Asks) -> None:
    given = context(asks("wave"), ANSWER)
    added = await run(graph, given, QUESTION)
    first, second = given.brain.sent
    assert [text_of(m) for m in first] == [render("system", tool_calls=6), "Who made The Great Wave?"]
    assert isinstance(second[0], SystemMessage)
    assert [text_of(m) for m in second[1:]] == [text_of(m) for m in (QUESTION, *added[:-1])]


async def test_each_result_carries_how_long_it_took(graph: Graph, context: Contexts, asks: Asks) -> None:
    added = await run(graph, context(asks("wave"), ANSWER), QUESTION)
    [step] = steps(added)
    assert (step.tool, step.arguments, step.result_ids, step.error) == ("search", {"query": "wave"}, ["f:1"], None)
    assert step.milliseconds is not None
    assert 0 < step.milliseconds < 5000


async def test_it_begins_with_a_look_where_there_is_something_to_look_at(graph: Graph, context: Contexts, store: PictureStore) -> None:
    stream = graph.astream({"messages": [picture(store)]}, context=context("I can't say."), stream_mode="updates")
    assert [node async for update in stream for node in update] == ["look", "act", "decide", "check"]


@pytest.mark.parametrize(
    ("asked", "searched"),
    [
        ("Who made The Great Wave?", ["Who made The Great Wave?"]),
        ("Who was Sinan?", ["Who was Sinan?"]),
        ("Hello, thanks!", []),
        ("And why?", []),
    ],
)
async def test_seeded_retrieval_searches_with_a_question_that_names_something(
    graph: Graph, context: Contexts, asked: str, searched: list[str]
) -> None:
    given = context(DONT_KNOW, switches=Switches(seeded_retrieval=True), budget=Budget(tool_calls=1))
    added = await run(graph, given, HumanMessage(asked))
    assert [step.arguments["query"] for step in steps(added)] == searched
    assert given.brain.bound == [["analyse", "search"]], "a first search is not the brain's"


async def test_seeded_retrieval_comes_beside_the_look_at_a_picture(graph: Graph, context: Contexts, store: PictureStore) -> None:
    added = await run(graph, context(DONT_KNOW, switches=Switches(seeded_retrieval=True)), picture(store, asked="Whose wave is this?"))
    assert shape(added) == [f"ai:{LOOK}", "tool:analyse", "tool:search", "ai"]


async def test_the_first_look_measures_a_new_picture_and_not_again(graph: Graph, context: Contexts, store: PictureStore) -> None:
    given = context("I can't say.", "I can't say.")
    shown = picture(store)
    first = await run(graph, given, shown)
    assert shape(first) == [f"ai:{LOOK}", "tool:analyse", "ai"]
    assert list(evidence(first)) == ["image-1"]
    second = await run(graph, given, shown, *first, HumanMessage("And now?"))
    assert shape(second) == ["ai"]


async def test_the_first_look_is_not_counted_among_the_calls_of_the_brain(
    graph: Graph, context: Contexts, asks: Asks, store: PictureStore
) -> None:
    given = context(asks("wave"), DONT_KNOW, budget=Budget(tool_calls=1))
    await run(graph, given, picture(store))
    assert given.brain.bound == [["analyse", "search"], []]


@pytest.mark.parametrize("without_tool", [False, True])
async def test_without_the_first_look_nothing_is_called(
    context: Contexts, store: PictureStore, tools: list[BaseTool], without_tool: bool, letters: Any, scripted: Any
) -> None:
    offered = tools[:1] if without_tool else tools
    switches = Switches() if without_tool else Switches(first_look=False)
    given = Context(scripted([DONT_KNOW]), "scripted", offered, letters, store, switches=switches)
    assert shape(await run(build_graph(offered), given, picture(store))) == ["ai"]


async def test_after_the_last_call_no_tools_are_bound(graph: Graph, context: Contexts, asks: Asks) -> None:
    given = context(*[asks(f"wave {i}") for i in range(6)], ANSWER)
    await run(graph, given, QUESTION)
    assert given.brain.bound == [["analyse", "search"]] * 6 + [[]]


async def test_calls_at_once_are_trimmed_to_what_is_left(graph: Graph, context: Contexts, asks: Asks) -> None:
    given = context(asks("a", "b"), asks("c", "d", "e"), ANSWER, budget=Budget(tool_calls=3))
    added = await run(graph, given, QUESTION)
    assert [dict(step.arguments) for step in steps(added)] == [{"query": "a"}, {"query": "b"}, {"query": "c"}]
    assert given.brain.bound[-1] == []


async def test_a_call_with_nothing_left_is_dropped_and_ends_in_a_refusal(graph: Graph, context: Contexts, asks: Asks) -> None:
    added = await run(graph, context(asks("a"), asks("b"), budget=Budget(tool_calls=1)), QUESTION)
    assert text_of(added[-1]) == DONT_KNOW
    assert [dict(step.arguments) for step in steps(added)] == [{"query": "a"}]


async def test_each_question_has_the_whole_budget(graph: Graph, context: Contexts, asks: Asks) -> None:
    budget = Budget(tool_calls=1)
    before = await run(graph, context(asks("wave"), ANSWER, budget=budget), QUESTION)
    given = context(asks("oil"), ANSWER, budget=budget)
    await run(graph, given, QUESTION, *before, HumanMessage("Is it in oil?"))
    assert given.brain.bound == [["analyse", "search"], []]


async def test_what_the_brain_can_mend_comes_back_as_words(graph: Graph, context: Contexts, asks: Asks) -> None:
    _, told, _ = await run(graph, context(asks("nothing"), DONT_KNOW), QUESTION)
    assert isinstance(told, ToolMessage)
    assert (told.status, told.content) == ("error", "The query is nothing. Say something.")


async def test_wrong_arguments_come_back_as_words(graph: Graph, context: Contexts, asks: Asks) -> None:
    added = await run(graph, context(asks("wave", limit="many"), DONT_KNOW), QUESTION)
    [step] = steps(added)
    assert step.error == (
        "`search` can't be called like that (limit: Input should be a valid integer, unable to parse string as an integer). "
        "Mend the arguments and call it again."
    )


async def test_an_unknown_tool_comes_back_as_words(graph: Graph, context: Contexts) -> None:
    call = AIMessage("", tool_calls=[{"name": "paint", "args": {}, "id": "call-1", "type": "tool_call"}])
    [step] = steps(await run(graph, context(call, DONT_KNOW), QUESTION))
    assert step.error is not None
    assert "paint is not a valid tool" in step.error


async def test_a_bug_in_a_tool_surfaces(graph: Graph, context: Contexts, asks: Asks) -> None:
    with pytest.raises(ZeroDivisionError, match="a bug"):
        await run(graph, context(asks("bug")), QUESTION)


async def test_an_unsupported_sentence_is_sent_back_once(graph: Graph, context: Contexts, asks: Asks) -> None:
    given = context(asks("wave"), f"{WRONG} {ANSWER}", ANSWER)
    added = await run(graph, given, QUESTION)
    assert shape(added) == ["ai", "tool:search", "ai", f"human:{MEND}", "ai"]
    assert text_of(added[3]) == render("mend", sentences=[WRONG])
    assert text_of(added[-1]) == ANSWER
    assert text_of(given.brain.sent[-1][-1]) == render("mend", sentences=[WRONG])


async def test_a_sentence_that_stays_unsupported_is_cut_and_it_is_said(graph: Graph, context: Contexts, asks: Asks) -> None:
    added = await run(graph, context(asks("wave"), WRONG, f"{ANSWER} {WRONG}"), QUESTION)
    assert text_of(added[-1]) == f"{ANSWER}\n\n{LEFT_OUT}"
    assert shape(added) == ["ai", "tool:search", "ai", f"human:{MEND}", "ai"]


async def test_without_mending_it_is_cut_at_once(graph: Graph, context: Contexts, asks: Asks) -> None:
    added = await run(graph, context(asks("wave"), f"{ANSWER} {WRONG}", switches=Switches(mend=False)), QUESTION)
    assert text_of(added[-1]) == f"{ANSWER}\n\n{LEFT_OUT}"


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        ("", DONT_KNOW),
        (" \n", DONT_KNOW),
        (WRONG, f"{DONT_KNOW}\n\n{LEFT_OUT}"),
        (f"Here is what I found:\n- {WRONG}", f"{DONT_KNOW}\n\n{LEFT_OUT}"),
        (f"{DONT_KNOW} {WRONG}", f"{DONT_KNOW}\n\n{LEFT_OUT}"),
        (DONT_KNOW, DONT_KNOW),
    ],
)
async def test_an_answer_that_says_nothing_is_a_refusal(graph: Graph, context: Contexts, asks: Asks, said: str, answer: str) -> None:
    added = await run(graph, context(asks("wave"), said, switches=Switches(mend=False)), QUESTION)
    assert text_of(added[-1]) == answer


async def test_nothing_said_when_mending_is_a_refusal(graph: Graph, context: Contexts) -> None:
    added = await run(graph, context(WRONG, ""), QUESTION)
    assert text_of(added[-1]) == DONT_KNOW


async def test_a_correction_keeps_the_id_and_the_usage_of_the_answer(graph: Graph, context: Contexts) -> None:
    usage: Any = {"input_tokens": 3, "output_tokens": 4, "total_tokens": 7}
    said = AIMessage(WRONG, id="answer-1", usage_metadata=usage)
    added = await run(graph, context(said, switches=Switches(mend=False)), QUESTION)
    [answer] = added
    assert (answer.id, answer.usage_metadata) == ("answer-1", usage)


async def test_the_state_is_messages_and_comes_back_from_plain_json(graph: Graph, context: Contexts, asks: Asks) -> None:
    state = await graph.ainvoke({"messages": [QUESTION]}, context=context(asks("wave"), ANSWER))
    assert list(state) == ["messages"]
    read = messages_from_dict(json.loads(json.dumps(messages_to_dict(state["messages"]))))
    assert read == state["messages"]
    assert evidence(read) == evidence(state["messages"])


async def test_a_thread_goes_on_after_its_file_was_opened_again(
    tools: list[BaseTool], context: Contexts, asks: Asks, tmp_path: Path
) -> None:
    config: Any = {"configurable": {"thread_id": "t"}}
    async with checkpoints(tmp_path / "home" / "threads.sqlite") as saver:
        await build_graph(tools, saver).ainvoke({"messages": [QUESTION]}, config, context=context(asks("wave"), ANSWER))
    async with checkpoints(tmp_path / "home" / "threads.sqlite") as saver:
        again = build_graph(tools, saver)
        state = await again.ainvoke({"messages": [HumanMessage("When?")]}, config, context=context("About 1831 [f:1]."))
    assert [text_of(m) for m in state["messages"] if m.type != "tool"] == [text_of(QUESTION), "", ANSWER, "When?", "About 1831 [f:1]."]
    assert list(evidence(state["messages"])) == ["f:1"]


async def test_pictures_are_kept_by_reference_and_sent_whole(tools: list[BaseTool], context: Contexts, store: PictureStore) -> None:
    saver, config = InMemorySaver(), {"configurable": {"thread_id": "t"}}
    graph, given, sizes = build_graph(tools, saver), context(*["I can't say."] * 6), []
    for number in range(1, 7):
        state = await graph.ainvoke({"messages": [picture(store, number)]}, config, context=given)
        sizes.append(len(saver.serde.dumps_typed(state)[1]))
    assert "base64" not in json.dumps(messages_to_dict(state["messages"]))
    assert sizes[-1] < 6 * 5_000
    sent = [block for m in given.brain.sent[-1] if isinstance(m.content, list) for block in m.content if block["type"] != "text"]
    assert [block["id"] for block in sent] == ["image-3", "image-4", "image-5", "image-6"]
    assert {block["image_url"]["url"][:23] for block in sent} == {"data:image/jpeg;base64,"}
    gone = [text_of(m) for m in given.brain.sent[-1] if isinstance(m.content, list)][:2]
    assert gone == ["What colours has it? [image-1, shown earlier]", "What colours has it? [image-2, shown earlier]"]
