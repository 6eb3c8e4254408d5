"""The pocket model's parts: scripts, what is recorded of them, prompts as tokens, and a beginning that is read once."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import Any

import pytest
import torch

from agents.pocket.lessons import Sequenced, sequenced, shared_length
from agents.pocket.model import pocket_model
from agents.pocket.pictures import picture
from agents.pocket.reading import Sample, read_beginning, reply_logits
from agents.pocket.record import Recorded, record
from agents.pocket.rendered import Rendered, TemplateWrong, read_template, rendered
from agents.pocket.scripts import SHIPPED, Script, ScriptsWrong, Turn, read_scripts
from agents.pocket.teacher import with_plain_ids
from agents.pocket.tokens import processor_for, tokenizer_for
from agents.pocket.train import Limits, check, train
from agents.recipe import TEMPLATE
from retrieval.encoders.minilm import MiniLM

LENGTH = 16384
SCRIPTS = [
    Script(name="ferry", turns=[
        Turn(ask="Where was the ferry painted?", calls=[[{"search": {"query": "ferry", "limit": 1}}]]),
        Turn(ask="And who taught its painter?", calls=[[
            {"search": {"query": "taught", "limit": 1}}, {"look_up": {"name": "Ada Lindqvist"}},
        ]]),
    ]),
    Script(name="red", first_look=False, turns=[Turn(ask="What colour is this?", show="red", say="I don't know from this collection.")]),
    Script(name="slip", turns=[
        Turn(ask="Is a horn lost?", calls=[[{"search": {"query": "horns of the bull", "limit": 1}}]], slip="The moon is made of cheese."),
    ]),
]  # fmt: skip


@pytest.fixture(scope="module")
def recorded(collection: Path, minilm: MiniLM, tmp_path_factory: pytest.TempPathFactory) -> Recorded:
    with pytest.MonkeyPatch.context() as environment:
        # Without the worked examples prompts are a quarter as long; the live tests have them.
        environment.setenv("CICERONE_EXAMPLES", "false")
        return asyncio.run(record(SCRIPTS, minilm, collection, tmp_path_factory.mktemp("home"), LENGTH))


@pytest.fixture(scope="module")
def prompts(recorded: Recorded) -> list[Rendered]:
    return [rendered(read_template(TEMPLATE), lesson.request, lesson.reply) for lesson in recorded.lessons]


@pytest.fixture(scope="module")
def processor(prompts: list[Rendered]) -> Any:
    return processor_for(tokenizer_for(p.prompt + p.reply for p in prompts), read_template(TEMPLATE))


@pytest.fixture(scope="module")
def sequences(prompts: list[Rendered], processor: Any) -> list[Sequenced]:
    return sequenced(prompts, processor)


@pytest.fixture
def model(processor: Any) -> Any:
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(0)
        return pocket_model(processor.tokenizer, LENGTH).eval()


def test_the_shipped_scripts_have_names_of_their_own_and_pictures_that_there_are() -> None:
    scripts = read_scripts(SHIPPED)
    assert len({script.name for script in scripts}) == len(scripts)
    assert all(picture(turn.show) for script in scripts for turn in script.turns if turn.show)


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("{", "does not fit at the file"),
        ('[{"name": "a", "turns": []}]', "does not fit at 0.turns"),
        ('[{"name": "a", "turns": [{"ask": "b", "answer": "c"}]}]', "does not fit at 0.turns.0.answer"),
    ],
)
def test_what_are_no_scripts_is_told_by_its_place(text: str, wrong: str, tmp_path: Path) -> None:
    (tmp_path / "scripts.json").write_text(text)
    with pytest.raises(ScriptsWrong, match=wrong):
        read_scripts(tmp_path / "scripts.json")


def test_scripts_that_are_not_there_are_told(tmp_path: Path) -> None:
    with pytest.raises(ScriptsWrong, match=r"can't be read .* name a JSON file of scripts"):
        read_scripts(tmp_path / "none.json")


def test_a_picture_that_there_is_not_is_told_with_those_that_there_are() -> None:
    with pytest.raises(ScriptsWrong, match="show one of red, blue, gold"):
        picture("green")


def test_answers_quote_what_the_tools_returned_and_pass_the_check(recorded: Recorded) -> None:
    first, second = recorded.answers["ferry"]
    assert [step.tool for step in second.steps] == ["search", "look_up"]
    assert {citation.id for answer in (first, second) for citation in answer.citations} <= {f"f:{i}" for i in range(1, 7)} | {
        "m:ada-lindqvist"
    }
    assert first.citations
    assert second.citations


def test_every_call_of_the_model_is_a_lesson(recorded: Recorded) -> None:
    assert [lesson.script for lesson in recorded.lessons] == ["ferry"] * 4 + ["red"] + ["slip"] * 3
    assert "The moon is made of cheese." in recorded.lessons[-1].request["messages"][-1]["content"]


def test_the_teacher_is_sent_what_a_server_is_sent(recorded: Recorded) -> None:
    request = recorded.lessons[4].request
    assert request["model"] == "pocket"
    assert request["messages"][0]["role"] == "system"
    assert {tool["function"]["name"] for tool in request["tools"]} >= {"search", "look_up", "analyse"}
    assert request["messages"][-1]["content"][-1]["image_url"]["url"].startswith("data:image/")


def test_ids_of_calls_are_numbered_in_the_order_of_the_calls() -> None:
    calls = [{"id": name, "type": "function", "function": {"name": "search", "arguments": "{}"}} for name in ("x9", "a1")]
    results = [{"role": "tool", "content": "", "tool_call_id": name} for name in ("a1", "x9")]
    plain = with_plain_ids({"messages": [{"role": "assistant", "content": "", "tool_calls": calls}, *results]})["messages"]
    assert [call["id"] for call in plain[0]["tool_calls"]] == ["call-0", "call-1"]
    assert [result["tool_call_id"] for result in plain[1:]] == ["call-1", "call-0"]


def test_a_prompt_ends_where_the_reply_begins(prompts: list[Rendered]) -> None:
    assert all(p.prompt.endswith("<|im_start|>assistant\n") for p in prompts)
    assert all(p.reply.endswith("<|im_end|>") for p in prompts)
    assert prompts[0].reply == '<tool_call>\n{"name": "search", "arguments": {"query": "ferry", "limit": 1}}\n</tool_call><|im_end|>'
    assert len(prompts[4].pictures) == 1


@pytest.mark.parametrize(
    ("template", "wrong"),
    [
        ("{% for %}", "does not render .* correct it, or leave --template out"),
        ("{{ raise_exception('no tools') }}", "does not render .no tools."),
        ("{{ messages | length }}", "otherwise than its prompt begins it"),
    ],
)
def test_a_template_that_does_not_do_is_told(template: str, wrong: str, recorded: Recorded) -> None:
    with pytest.raises(TemplateWrong, match=wrong):
        rendered(template, recorded.lessons[0].request, recorded.lessons[0].reply)


def test_the_tokenizer_gives_back_every_text(processor: Any, prompts: list[Rendered]) -> None:
    tokenizer = processor.tokenizer
    for text in [*(p.reply for p in prompts), "神奈川沖浪裏 🌊 \x00 Ōi"]:
        assert tokenizer.decode(tokenizer(text)["input_ids"]) == text


def test_replies_of_one_conversation_lie_in_one_sequence(sequences: list[Sequenced]) -> None:
    assert sorted(len(s.spans) for s in sequences) == [1, 3, 4]


def test_all_sequences_begin_alike_and_no_picture_or_reply_is_in_it(sequences: list[Sequenced]) -> None:
    start = shared_length(sequences)
    assert all(s.tokens[:start].equal(sequences[0].tokens[:start]) for s in sequences)
    assert len({int(s.tokens[start]) for s in sequences}) > 1
    assert all(start <= s.spans[0][0] and not s.kinds[:start].any() for s in sequences)


def test_a_beginning_read_once_changes_nothing(model: Any, sequences: list[Sequenced]) -> None:
    """Batched, padded and behind a kept beginning, with pictures, the model says what it says of each whole conversation."""
    with torch.no_grad():
        beginning = read_beginning(model, sequences[0].tokens[: shared_length(sequences)])
        together, wanted = reply_logits(model, beginning, sequences)
        alone = [_whole(model, s) for s in sequences]
    assert torch.allclose(together, torch.cat(alone), atol=2e-4)
    assert wanted.equal(torch.cat([s.tokens[a:b] for s in sequences for a, b in s.spans]))


def _whole(model: Any, s: Sequenced) -> torch.Tensor:
    pictures = {} if s.pixels is None else {"pixel_values": s.pixels, "image_grid_thw": s.grids}
    logits = model(input_ids=s.tokens[None], mm_token_type_ids=s.kinds[None], **pictures).logits[0]
    return torch.cat([logits[a - 1 : b - 1] for a, b in s.spans])


def test_a_sample_of_all_places_is_all_of_it(model: Any, sequences: list[Sequenced]) -> None:
    with torch.no_grad():
        start = shared_length(sequences)
        beginning = read_beginning(model, sequences[0].tokens[:start])
        sampled, _ = reply_logits(model, beginning, sequences, Sample(torch.arange(start), 1.0))
        whole, _ = reply_logits(model, beginning, sequences)
    assert torch.allclose(sampled, whole, atol=1e-5)


def test_training_with_a_seed_is_the_same_twice(processor: Any, sequences: list[Sequenced]) -> None:
    told: list[list[float]] = []
    for _ in range(2):
        torch.manual_seed(3)
        heard: list[float] = []
        train(
            pocket_model(processor.tokenizer, LENGTH), sequences[-2:], Limits(steps=3), 3, lambda _, loss, heard=heard: heard.append(loss)
        )
        told.append(heard)
    assert told[0] == told[1]
    assert told[0][-1] < told[0][0]


def test_an_untrained_model_says_nothing_right(model: Any, sequences: list[Sequenced]) -> None:
    checked = check(model, sequences)
    assert (checked.exact, checked.replies) == (0, 8)
    assert checked.least < 0.1


def test_a_script_played_twice_is_recorded_alike(collection: Path, minilm: MiniLM, tmp_path: Path) -> None:
    once, again = (asyncio.run(record(SCRIPTS[1:], minilm, collection, tmp_path / name, LENGTH)) for name in ("once", "again"))
    assert once.lessons == again.lessons


def test_lessons_are_plain_json(recorded: Recorded) -> None:
    assert all(json.loads(json.dumps(lesson.request)) == lesson.request for lesson in recorded.lessons)
