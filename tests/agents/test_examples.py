"""The worked examples: what they say holds, they are short, and nothing of them gets into a conversation."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from langchain_core.messages import AIMessage, ToolMessage

from agents.citations import citations, unsupported
from agents.examples import examples, files
from agents.examples.drawings import DRAWINGS
from agents.transcript import evidence, is_question, text_of
from retrieval.encoders.minilm import MiniLM

KINDS = ["1-hops", "2-picture", "3-exhibition", "4-valuation", "5-disagreement", "6-refusal"]
# What an observation says of a passage: its id, a heading, and the text below.
PASSAGE = re.compile(r"^\[([^\]]+)\] (.+)\n(.+)$", re.MULTILINE)
# What an observation says of an exhibition: its id and its text up to the first work; a work or its label in a line that ends with ids.
SHOW = re.compile(r"^\[(show:\d+)\] (.+)\n((?:(?!1\. ).*\n)+)", re.MULTILINE)
HUNG = re.compile(r"^(?:\d+\. |   )(.+) \[([^\]]+)\]\.?$", re.MULTILINE)
Example = list[dict[str, Any]]


def read(name: str) -> Example:
    [file] = [file for file in files() if file.stem == name]
    return json.loads(file.read_text(encoding="utf-8"))


def retrieved(example: Example) -> dict[str, Any]:
    """Return by id what the tools of an example returned."""
    said = "\n".join(message["content"] for message in example if message["role"] == "tool")
    found = PASSAGE.findall(said) + SHOW.findall(said) + [(i, "", text) for text, ids in HUNG.findall(said) for i in ids.split(", ")]
    return {i: {"id": i, "heading": heading, "text": text} for i, heading, text in found}


def answers(example: Example) -> list[str]:
    return [m["content"] for m in example if m["role"] == "assistant" and not m.get("tool_calls")]


def test_there_is_one_for_each_kind_of_task() -> None:
    assert [file.stem for file in files()] == KINDS


@pytest.mark.parametrize("name", KINDS)
def test_each_sentence_of_an_answer_holds_to_what_was_retrieved(name: str, minilm: MiniLM) -> None:
    example = read(name)
    asked = " ".join(m["content"] for m in example if m["role"] == "user")
    assert [unsupported(answer, retrieved(example), minilm, asked) for answer in answers(example)] == [[]] * len(answers(example))


@pytest.mark.parametrize("name", [kind for kind in KINDS if kind != "6-refusal"])
def test_an_answer_cites_what_was_retrieved_in_it(name: str) -> None:
    example = read(name)
    cited = [i for answer in answers(example) for i in citations(answer)]
    assert cited
    assert set(cited) <= retrieved(example).keys()


def test_the_refusal_is_the_one_that_the_system_prompt_names() -> None:
    assert answers(read("6-refusal")) == ["I don't know from this collection."]


def test_every_call_has_its_result_under_an_id_of_its_own() -> None:
    messages = examples()
    called = [call["id"] for m in messages if isinstance(m, AIMessage) for call in m.tool_calls]
    assert called == [m.tool_call_id for m in messages if isinstance(m, ToolMessage)]
    assert len(set(called)) == len(called)


def test_each_question_is_marked_as_an_example() -> None:
    assert {text_of(m)[:9] for m in examples() if is_question(m)} == {"Example. "}


def test_they_are_short_and_hold_no_evidence_and_no_picture() -> None:
    assert 10_000 <= sum(len(file.read_text(encoding="utf-8")) for file in files()) <= 15_000
    assert evidence(examples()) == {}
    assert {type(m.content) for m in examples()} == {str}


def test_a_drawing_is_the_same_each_time() -> None:
    assert {name: draw() for name, draw in DRAWINGS.items()} == {name: draw() for name, draw in DRAWINGS.items()}
