"""What is sent to a model: evidence down to the budget, pictures as data, and never less of the question."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from langchain_core.messages import AIMessage, AnyMessage, BaseMessage, HumanMessage, SystemMessage, ToolMessage
from PIL import Image

from agents.brains.errors import ContextTooLong
from agents.context import Budget
from agents.left_out import AROUND_BYTES, BYTES_A_TOKEN, LINE_BYTES, size
from agents.transcript import passages_of, text_of
from agents.window import fitted
from prompts import render
from retrieval.pictures import PictureStore

LONG = "A wave rises over three boats, and nobody on the shore looks up from the nets. "
NOWHERE: Any = None  # a store for conversations that show no picture
PICTURE = Budget().picture_tokens
EIGHT = tuple(f"f:{n}" for n in range(1, 9))


def told(*ids: str, template: str = "observations/search", **values: Any) -> ToolMessage:
    """A tool's result as its template renders it."""
    hits = [{"id": i, "heading": "A Wave", "text": f"{LONG}({i})"} for i in ids]
    given = {"query": "", "filters": ""} if template == "observations/search" else values
    return ToolMessage(render(template, hits=hits, **given), tool_call_id="call-1", artifact={"passages": hits})


def sent(messages: Sequence[AnyMessage], tokens: int, store: PictureStore = NOWHERE) -> list[BaseMessage]:
    return fitted(messages, Budget(context_tokens=tokens), store).messages


def kept(messages: Sequence[Any]) -> list[list[str]]:
    return [[p["id"] for p in passages_of(m)] for m in messages if isinstance(m, ToolMessage)]


def tokens(messages: Sequence[BaseMessage]) -> int:
    """How long messages without pictures are, rounded up."""
    return -(-sum(size(m) for m in messages) // BYTES_A_TOKEN)


def test_a_conversation_that_fits_is_sent_as_it_is() -> None:
    messages = [HumanMessage("Why?"), told("f:1", "f:2")]
    assert sent(messages, tokens(messages)) == messages


def test_the_worst_of_an_earlier_question_goes_first_and_it_is_said() -> None:
    messages = [HumanMessage("Why?"), told(*EIGHT), HumanMessage("How?"), told("f:21", "f:22")]
    fewer = sent(messages, tokens(messages) - 1)
    assert kept(fewer) == [["f:1", "f:2", "f:3", "f:4"], ["f:21", "f:22"]]
    shown = "".join(f"[{i}] A Wave\n{LONG}({i})\n" for i in EIGHT[:4])
    assert text_of(fewer[1]) == f"{shown}(4 lower-ranked passages left out to fit.)"  # pyright: ignore[reportArgumentType]


def test_within_one_question_the_worst_of_every_search_goes_first() -> None:
    messages = [HumanMessage("Why?"), told(*EIGHT), told("f:21", "f:22", "f:23", "f:24")]
    assert kept(sent(messages, tokens(messages) * 3 // 4)) == [["f:1", "f:2"], ["f:21", "f:22"]]


def test_how_many_passages_of_this_question_are_left_out_is_counted() -> None:
    messages = [HumanMessage("Why?"), told(*EIGHT)]
    budget = Budget(context_tokens=tokens(messages) - 1)
    assert fitted(messages, budget, NOWHERE).passages_left_out == 3
    assert fitted([*messages, HumanMessage("How?")], budget, NOWHERE).passages_left_out == 0


@pytest.mark.parametrize(
    ("template", "values", "stays"),
    [
        ("observations/look_up", {"asked": "wave", "names": ["A Wave, w:a", "A Wave, w:b"]}, "“wave” may be any of these"),
        ("observations/look_alike", {"picture": "image-1", "by": None, "look": "look:image-1", "text": "Close."}, "[look:image-1] Close."),
    ],
)
def test_what_else_a_tool_said_stays(template: str, values: dict[str, Any], stays: str) -> None:
    messages = [HumanMessage("Why?"), told(*EIGHT, template=template, **values)]
    result = text_of(sent(messages, tokens(messages) - 1)[1])  # pyright: ignore[reportArgumentType]
    assert stays in result
    assert "[f:1]" in result
    assert "[f:8]" not in result
    assert result.endswith("lower-ranked passages left out to fit.)")


def test_a_passage_that_is_told_in_a_way_of_its_own_stays() -> None:
    measured = {"id": "image-1", "heading": "The picture shown", "text": LONG}
    looked = ToolMessage(f"[image-1] Measured\n{LONG}", tool_call_id="look-1", artifact={"passages": [measured]})
    messages = [HumanMessage("Why?"), looked, told(*EIGHT)]
    assert kept(sent(messages, tokens(messages) * 3 // 5)) == [["image-1"], ["f:1"]]


def chat(questions: int) -> list[AnyMessage]:
    """Questions with an answer each but the last, each 100 bytes."""
    words = "x" * (100 - AROUND_BYTES)
    return [m for _ in range(questions) for m in (HumanMessage(words), AIMessage(words))][:-1]


def test_earlier_questions_go_when_there_is_nothing_else_and_it_is_said() -> None:
    fewer = sent(chat(10), 1200 // BYTES_A_TOKEN)
    assert text_of(fewer[0]) == "(5 earlier questions were left out to fit.)"  # pyright: ignore[reportArgumentType]
    assert fewer[1:] == chat(5)
    assert sum(size(m) for m in fewer[1:]) + AROUND_BYTES + LINE_BYTES <= 1200


def test_earlier_questions_go_before_the_evidence_for_this_one() -> None:
    messages = [*chat(8)[:-1], HumanMessage("Why?"), told("f:1", "f:2")]
    assert kept(sent(messages, tokens(messages) // 2)) == [["f:1", "f:2"]]


def test_a_question_that_does_not_fit_by_itself_is_an_error_that_says_what_to_do() -> None:
    with pytest.raises(ContextTooLong, match=r"^The question is too long for the model; ask more briefly, or let"):
        sent([HumanMessage("Why? " * 100), told("f:1")], 100)


def test_after_a_question_that_was_too_long_the_next_one_is_answered() -> None:
    assert sent([HumanMessage("Why? " * 100), HumanMessage("How?")], 100)[-1].content == "How?"


def test_what_every_prompt_begins_with_and_the_tools_take_their_room() -> None:
    messages, head = [HumanMessage("Why?"), told(*EIGHT)], [SystemMessage("Be brief.")]
    room = Budget(context_tokens=tokens([*head, *messages]) + 25)
    assert fitted(messages, room, NOWHERE, head, tool_bytes=100).messages == [*head, *messages]
    assert kept(fitted(messages, room, NOWHERE, head, tool_bytes=108).messages) == [list(EIGHT[:5])]


def test_what_is_sent_does_not_change_what_is_kept() -> None:
    messages = [HumanMessage("Why?"), told("f:1", "f:2")]
    before = [m.model_copy(deep=True) for m in messages]
    sent(messages, tokens(messages) - 1)
    assert messages == before


@settings(deadline=None)
@given(small=st.integers(60, 400), more=st.integers(0, 400))
def test_a_larger_budget_never_drops_more(small: int, more: int) -> None:
    messages = [HumanMessage("Why?"), told(*[f"f:{n}" for n in range(6)])]
    [few], [many] = (kept(sent(messages, n)) for n in (small, small + more))
    assert few == many[: len(few)]


@settings(deadline=None)
@given(rounds=st.lists(st.tuples(st.integers(0, 4), st.booleans()), min_size=1, max_size=30), room=st.integers(250, 900))
def test_what_is_left_out_stays_out_and_what_stays_fits(rounds: list[tuple[int, bool]], room: int) -> None:
    messages: list[AnyMessage] = [HumanMessage("Why?")]
    gone: set[str] = set()
    made = 0
    for number, (passages, wanted) in enumerate(rounds):
        # The graph lets no question make more calls; what stands around each result has to fit, even when all of it is left out.
        made += 1
        ends = wanted or made == Budget().tool_calls
        made = 0 if ends else made
        messages += [told(*[f"f:{number}-{n}" for n in range(passages)]), *([AIMessage(LONG), HumanMessage("How?")] if ends else [])]
        now = sent(messages, room)
        assert tokens(now) <= room
        left = {i for ids in kept(messages) for i in ids} - {i for ids in kept(now) for i in ids}
        assert gone <= left
        gone = left


@pytest.fixture
def shown(store: PictureStore) -> list[AnyMessage]:
    out = io.BytesIO()
    Image.new("RGB", (8, 8), "navy").save(out, "PNG")
    name = store.add(out.getvalue())
    return [HumanMessage([{"type": "picture", "id": f"image-{i}", "sha256": name}]) for i in (1, 2)]


@pytest.mark.parametrize(("pictures", "types"), [(4, ["image_url", "image_url"]), (1, ["text", "image_url"]), (0, ["text", "text"])])
def test_only_the_latest_pictures_are_sent(shown: list[AnyMessage], store: PictureStore, pictures: int, types: list[str]) -> None:
    blocks: list[Any] = [m.content[0] for m in fitted(shown, Budget(pictures=pictures), store).messages]
    assert [block["type"] for block in blocks] == types


@pytest.mark.parametrize(("room", "types"), [(2 * PICTURE + 50, ["image_url", "image_url"]), (2 * PICTURE, ["text", "image_url"])])
def test_an_old_picture_goes_when_there_is_no_room_for_it(
    shown: list[AnyMessage], store: PictureStore, room: int, types: list[str]
) -> None:
    blocks: list[Any] = [m.content[0] for m in sent(shown, room, store)]
    assert [block["type"] for block in blocks] == types


def test_the_picture_of_the_question_never_goes(shown: list[AnyMessage], store: PictureStore) -> None:
    with pytest.raises(ContextTooLong):
        sent(shown[:1], PICTURE, store)


def test_a_picture_that_is_no_longer_kept_becomes_words(shown: list[AnyMessage], store: PictureStore) -> None:
    for file in store.folder.rglob("*.jpg"):
        file.unlink()
    said = [text_of(m) for m in fitted(shown, Budget(), store).messages]  # pyright: ignore[reportArgumentType]
    assert said == ["[image-1, shown earlier]", "[image-2, shown earlier]"]
