"""What is sent to a model: evidence down to the budget, pictures as data."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from langchain_core.messages import AnyMessage, HumanMessage, ToolMessage
from PIL import Image

from agents.context import Budget
from agents.transcript import passages_of, text_of
from agents.window import CHARACTERS_A_TOKEN, fitted
from retrieval.pictures import PictureStore

LONG = "A wave rises over three boats, and nobody on the shore looks up from the nets. "


@pytest.fixture
def found(passage: Callable[..., Any]) -> Callable[..., ToolMessage]:
    def message(*ids: str) -> ToolMessage:
        passages = [passage(i, f"{LONG}({i})", heading="A Wave") for i in ids]
        content = "\n".join(f"[{p['id']}] {p['heading']}\n{p['text']}" for p in passages)
        return ToolMessage(content, tool_call_id="call-1", name="search", artifact={"passages": passages})

    return message


def kept(messages: Sequence[AnyMessage]) -> list[list[str]]:
    return [[p["id"] for p in passages_of(m)] for m in messages if isinstance(m, ToolMessage)]


def tokens(messages: Sequence[AnyMessage]) -> float:
    return sum(len(text_of(m)) for m in messages) / CHARACTERS_A_TOKEN


def test_a_conversation_that_fits_is_sent_as_it_is(found: Callable[..., ToolMessage], store: PictureStore) -> None:
    messages = [HumanMessage("Why?"), found("f:1", "f:2")]
    assert fitted(messages, Budget(), store) == messages


def test_the_worst_of_an_earlier_question_goes_first_and_it_is_said(found: Callable[..., ToolMessage], store: PictureStore) -> None:
    messages = [HumanMessage("Why?"), found("f:1", "f:2"), HumanMessage("How?"), found("f:3", "f:4")]
    sent = fitted(messages, Budget(context_tokens=int(tokens(messages)) - 10), store)
    assert kept(sent) == [["f:1"], ["f:3", "f:4"]]
    assert text_of(sent[1]) == f"[f:1] A Wave\n{LONG}(f:1)\n(1 lower-ranked passage left out to fit.)"


def test_within_one_question_the_worst_of_every_search_goes_first(found: Callable[..., ToolMessage], store: PictureStore) -> None:
    messages = [HumanMessage("Why?"), found("f:1", "f:2"), found("f:3", "f:4")]
    sent = fitted(messages, Budget(context_tokens=int(tokens(messages) / 2) + 20), store)
    assert kept(sent) == [["f:1"], ["f:3"]]


def test_when_all_is_dropped_that_is_said(found: Callable[..., ToolMessage], store: PictureStore) -> None:
    sent = fitted([HumanMessage("Why?"), found("f:1", "f:2")], Budget(context_tokens=1), store)
    assert [text_of(m) for m in sent] == ["Why?", "(2 lower-ranked passages left out to fit.)"]


def test_what_is_sent_does_not_change_what_is_kept(found: Callable[..., ToolMessage], store: PictureStore) -> None:
    messages = [HumanMessage("Why?"), found("f:1", "f:2")]
    before = [m.model_copy(deep=True) for m in messages]
    fitted(messages, Budget(context_tokens=1), store)
    assert messages == before


@given(small=st.integers(1, 400), more=st.integers(0, 400))
def test_a_larger_budget_never_drops_more(small: int, more: int) -> None:
    passages = [{"id": f"f:{i}", "heading": "A Wave", "text": f"{LONG}{i}"} for i in range(6)]
    content = "\n".join(p["text"] for p in passages)
    messages = [HumanMessage("Why?"), ToolMessage(content, tool_call_id="call-1", artifact={"passages": passages})]
    nowhere: Any = None  # no picture is shown, so no store is asked
    [few], [many] = (kept(fitted(messages, Budget(context_tokens=n), nowhere)) for n in (small, small + more))
    assert few == many[: len(few)]


@pytest.fixture
def shown(store: PictureStore) -> list[AnyMessage]:
    out = io.BytesIO()
    Image.new("RGB", (8, 8), "navy").save(out, "PNG")
    name = store.add(out.getvalue())
    return [HumanMessage([{"type": "picture", "id": f"image-{i}", "sha256": name}]) for i in (1, 2)]


@pytest.mark.parametrize(("pictures", "sent"), [(4, ["image_url", "image_url"]), (1, ["text", "image_url"]), (0, ["text", "text"])])
def test_only_the_latest_pictures_are_sent(shown: list[AnyMessage], store: PictureStore, pictures: int, sent: list[str]) -> None:
    blocks = [m.content[0] for m in fitted(shown, Budget(pictures=pictures), store)]
    assert [block["type"] for block in blocks] == sent


def test_a_picture_that_is_no_longer_kept_becomes_words(shown: list[AnyMessage], store: PictureStore) -> None:
    for file in store.folder.rglob("*.jpg"):
        file.unlink()
    assert [text_of(m) for m in fitted(shown, Budget(), store)] == ["[image-1, shown earlier]", "[image-2, shown earlier]"]
