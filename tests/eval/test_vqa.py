"""A suite from its file to its report: asked of the offline brain over an invented collection, or scored from a file."""

from __future__ import annotations

import contextlib
import json
import subprocess
import sys
from collections.abc import Callable, Coroutine, Generator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from langchain_core.language_models import BaseChatModel, LanguageModelInput
from langchain_core.messages import AIMessage, BaseMessage
from langchain_core.outputs import ChatGeneration, ChatResult
from langchain_core.runnables import Runnable
from langchain_core.runnables.config import ensure_config
from langgraph.checkpoint.memory import InMemorySaver

from agents.assemble import Agent
from agents.brains.errors import BrainFailed, ReplyUnusable
from agents.context import Context
from agents.graph import build_graph
from eval.vqa import Wanted, evaluate
from eval.vqa.asking import Manner, picture_of, predict
from eval.vqa.baselines import with_collection, without_collection
from eval.vqa.item import Item, Suite
from eval.vqa.predictions import Prediction, read_predictions, write_predictions
from eval.vqa.readers import read_suite
from eval.vqa.score import mark
from eval.vqa.unfinished import Unfinished
from eval.vqa.wording import wording
from prompts import render
from retrieval.encoders.minilm import MiniLM
from retrieval.errors import SourceError
from retrieval.pictures import PictureStore
from retrieval.search import Searcher

HERE = Path(__file__).parents[2]
SAMPLES = HERE / "eval" / "vqa" / "samples"
ANSWERS = SAMPLES / "predictions_aqua.jsonl"


@contextlib.contextmanager
def still() -> Generator[Callable[[int, int], None]]:
    yield lambda done, total: None


def value(document: dict[str, object], part: str, method: str, figure: str) -> float:
    figures: dict[str, dict[str, dict[str, dict[str, float]]]] = document["figures"]  # type: ignore[assignment]
    return figures[part][method][figure]["value"]


def test_given_predictions_are_scored_and_nothing_is_asked() -> None:
    told = evaluate(Wanted("aqua", SAMPLES, predictions=ANSWERS), None, still())
    document, ours = dict(told.document), "predictions of predictions_aqua.jsonl"
    assert set(document["figures"]) == {
        f"{part}, by span" for part in ("all", "knowledge", "visual", "filtered: no yes or no", "filtered: references that name something")
    }
    # Held: Ada Lindqvist, boat, in 1840, yes. Not: this painting, three times.
    assert value(document, "all, by span", ours, "reference stands in the answer") == pytest.approx(4 / 6)
    assert value(document, "visual, by span", ours, "exact match") == 1.0
    assert value(document, "filtered: references that name something, by span", ours, "reference stands in the answer") == 4 / 5
    assert document["figures"]["visual, by span"][ours]["exact match"]["n"] == 2
    assert "answers are read from a file" in told.markdown()


@pytest.mark.slow
def test_the_offline_brain_answers_a_suite_over_a_collection_beside_its_baselines(collection: Path, tmp_path: Path) -> None:
    kept = tmp_path / "kept" / "predictions.jsonl"
    wanted = Wanted("aqua", SAMPLES, collection=collection)
    told = evaluate(wanted, kept, still())
    assert "pictures shown: 0 of 6" in told.markdown()
    table = told.document["figures"]["knowledge, by span"]
    assert list(table) == [
        "our agent, offline brain",
        "search's first passage",
        "its best sentence",
        "BM25's top sentence",
        "commonest answer",
    ]
    held = {method: figures["reference stands in the answer"]["value"] for method, figures in table.items()}
    assert held["our agent, offline brain"] > held["commonest answer"] == 0
    again = evaluate(Wanted("aqua", SAMPLES, predictions=kept, collection=collection), None, still())
    same = again.document["figures"]["knowledge, by span"]
    assert same["predictions of predictions.jsonl"] == table["our agent, offline brain"]
    assert same["BM25's top sentence"] == table["BM25's top sentence"]


def asks_all(items: Sequence[Item], agent: Agent, manner: Manner) -> Coroutine[Any, Any, list[Prediction]]:
    return predict(items, agent, manner, lambda done, total: None, {}, lambda each: None)


class Ignorant(BaseChatModel):
    """Knows nothing, and keeps what it was asked."""

    asked: list[str]

    @property
    def _llm_type(self) -> str:
        return "ignorant"

    def bind_tools(self, tools: Sequence[Any], **kwargs: Any) -> Runnable[LanguageModelInput, AIMessage]:
        return self.bind(tools=[])

    def _generate(self, messages: list[BaseMessage], stop: Any = None, run_manager: Any = None, **kwargs: Any) -> ChatResult:
        self.asked.append(str(messages[-1].content))
        return ChatResult(generations=[ChatGeneration(message=AIMessage(render("refusals/dont_know")))])


async def test_a_model_is_asked_to_be_brief_and_its_refusals_are_empty_answers_in_the_order_asked(minilm: MiniLM, tmp_path: Path) -> None:
    brain, pictures = Ignorant(asked=[]), PictureStore(tmp_path)
    context = Context(brain=brain, brain_name="ignorant", tools=[], encoder=minilm, pictures=pictures)
    agent = Agent(build_graph([], InMemorySaver()), context)
    items = read_suite("aqua", SAMPLES).items
    told = await asks_all(items, agent, Manner(briefly=True, at_once=3))
    assert [(each.id, each.prediction, each.refused, each.pictured) for each in told] == [(item.id, "", True, False) for item in items]
    assert sorted(brain.asked) == sorted(wording(item, False, True) for item in items)
    assert all(text.endswith("Answer in as few words as you can.") for text in brain.asked)


async def test_a_server_that_fails_is_told_by_one_plain_error(minilm: MiniLM, tmp_path: Path) -> None:
    class Failing(Ignorant):
        def _generate(self, messages: list[BaseMessage], stop: Any = None, run_manager: Any = None, **kwargs: Any) -> ChatResult:
            raise BrainFailed("the server is gone; start it again")

    brain, pictures = Failing(asked=[]), PictureStore(tmp_path)
    agent = Agent(build_graph([], InMemorySaver()), Context(brain, "failing", [], minilm, pictures))
    with pytest.raises(BrainFailed, match="the server is gone"):
        await asks_all(read_suite("aqua", SAMPLES).items, agent, Manner(at_once=3))


async def test_a_question_that_breaks_is_told_and_the_others_go_on(minilm: MiniLM, tmp_path: Path) -> None:
    class Picky(Ignorant):
        def _generate(self, messages: list[BaseMessage], stop: Any = None, run_manager: Any = None, **kwargs: Any) -> ChatResult:
            if "boat" in str(messages[-1].content).lower():
                raise ReplyUnusable("the model twice said nothing; ask in other words")
            return super()._generate(messages, stop, run_manager, **kwargs)

    brain, pictures = Picky(asked=[]), PictureStore(tmp_path)
    agent = Agent(build_graph([], InMemorySaver()), Context(brain, "picky", [], minilm, pictures))
    items = [Item("1", "a.jpg", "who rows the boat", ("he",), "visual"), Item("2", "a.jpg", "who stands there", ("she",), "visual")]
    broken, fine = await asks_all(items, agent, Manner())
    assert broken == Prediction("1", "", error="ReplyUnusable: the model twice said nothing; ask in other words")
    assert (fine.id, fine.error) == ("2", None)


async def test_every_question_has_a_seed_of_its_own_that_stays(minilm: MiniLM, tmp_path: Path) -> None:
    class Seeded(Ignorant):
        seeds: list[Any]

        async def ainvoke(self, input: Any, config: Any = None, **kwargs: Any) -> AIMessage:
            self.seeds.append(ensure_config(config).get("configurable", {}).get("seed"))
            return await super().ainvoke(input, config, **kwargs)

    items = read_suite("aqua", SAMPLES).items
    told: list[list[int]] = []
    for seed in (0, 0, 1):
        brain = Seeded(asked=[], seeds=[])
        agent = Agent(build_graph([], InMemorySaver()), Context(brain, "seeded", [], minilm, PictureStore(tmp_path)))
        await asks_all(items, agent, Manner(seed=seed))
        told.append(brain.seeds)
    assert told[0] == told[1] != told[2]
    assert len(set(told[0])) == len(items)


async def test_what_was_answered_is_not_asked_again(minilm: MiniLM, tmp_path: Path) -> None:
    brain = Ignorant(asked=[])
    agent = Agent(build_graph([], InMemorySaver()), Context(brain, "ignorant", [], minilm, PictureStore(tmp_path)))
    items = read_suite("aqua", SAMPLES).items
    known, kept = Prediction(items[1].id, "a boat"), list[Prediction]()
    told = await predict(items, agent, Manner(), lambda done, total: None, {known.id: known}, kept.append)
    assert len(brain.asked) == len(items) - 1
    assert told[1] == known
    assert kept == [each for each in told if each != known]


def unfinished(folder: Path, brain: str = "vllm (7B)") -> Unfinished:
    return Unfinished(folder / "predictions.part.jsonl", {"suite": "aqua", "brain": brain})


def test_answers_of_a_killed_run_are_taken_up_but_for_the_line_that_was_cut_and_what_broke(tmp_path: Path) -> None:
    first = unfinished(tmp_path)
    assert first.taken_up() == {}
    first.keep(Prediction("1", "a boat", seconds=0.5, input_tokens=12))
    first.keep(Prediction("2", "", error="ReplyUnusable: twice said nothing"))
    with first.file.open("a") as lines:
        lines.write('{"id": "3", "prediction": "a tr')
    again = unfinished(tmp_path)
    assert again.taken_up() == {"1": Prediction("1", "a boat", seconds=0.5, input_tokens=12)}
    again.keep(Prediction("3", "a tree"))
    assert list(unfinished(tmp_path).taken_up()) == ["1", "3"]
    again.done()
    assert unfinished(tmp_path).taken_up() == {}


def test_answers_of_another_run_are_not_taken_up(tmp_path: Path) -> None:
    unfinished(tmp_path).taken_up()
    with pytest.raises(SourceError, match=r"holds answers of another run \(its brain vllm \(7B\), now offline\); finish that one, delete"):
        unfinished(tmp_path, "offline").taken_up()
    unfinished(tmp_path).file.write_text("no JSON\n")
    with pytest.raises(SourceError, match="its suite unknown, now aqua"):
        unfinished(tmp_path).taken_up()


@pytest.mark.slow
def test_a_run_that_was_stopped_goes_on_by_the_same_command(collection: Path, tmp_path: Path) -> None:
    wanted, kept = Wanted("aqua", SAMPLES, collection=collection), tmp_path / "predictions.jsonl"
    evaluate(wanted, kept, still())
    whole = kept.read_text().splitlines(keepends=True)
    assert [file.name for file in tmp_path.iterdir()] == ["predictions.jsonl"]

    @contextlib.contextmanager
    def stopping() -> Generator[Callable[[int, int], None]]:
        def stop(done: int, total: int) -> None:
            if done == 4:
                raise KeyboardInterrupt

        yield stop

    with pytest.raises(KeyboardInterrupt):
        evaluate(wanted, tmp_path / "again" / "predictions.jsonl", stopping())
    part = tmp_path / "again" / "predictions.part.jsonl"
    assert len(part.read_text().splitlines()) == 1 + 4
    told = evaluate(wanted, tmp_path / "again" / "predictions.jsonl", still())
    assert "taken up from a run that had stopped: 4 of 6 answers" in told.markdown()
    assert not part.exists()
    again = [json.loads(line) for line in (tmp_path / "again" / "predictions.jsonl").read_text().splitlines()]
    assert [(each["id"], each["prediction"]) for each in again] == [(e["id"], e["prediction"]) for e in map(json.loads, whole)]


def test_a_picture_is_shown_where_its_file_is_at_hand(tmp_path: Path) -> None:
    from PIL import Image

    Image.new("RGB", (8, 8), "red").save(tmp_path / "a.png")
    item = Item("1", "a.png", "who", ("he",), "visual")
    assert picture_of(item, tmp_path) == (tmp_path / "a.png").read_bytes()
    assert picture_of(replace(item, picture="b.png"), tmp_path) is None
    assert picture_of(item, None) is None


@pytest.mark.parametrize("suite", ["artpedia", "semart", "artquest", "paintingform"])
def test_every_suite_runs_from_its_sample_to_a_report(suite: str, tmp_path: Path) -> None:
    read = read_suite(suite, SAMPLES)  # type: ignore[arg-type]
    given = [Prediction(item.id, item.references[0]) for item in read.items]
    write_predictions(given, tmp_path / "right.jsonl")
    told = evaluate(Wanted(suite, SAMPLES, predictions=tmp_path / "right.jsonl"), None, still())  # type: ignore[arg-type]
    reading = "span" if read.short else "whole answer"
    assert value(dict(told.document), f"all, by {reading}", "predictions of right.jsonl", "ROUGE-L") == pytest.approx(1.0)
    json.dumps(told.document)
    assert f"--suite {suite}" in told.markdown()


def test_descriptions_are_scored_with_and_without_words_that_no_reference_has() -> None:
    suite = Suite("semart", [Item("1", "a.jpg", "", ("A red boat.",), "whole")], short=False)
    whole, filtered = mark(suite, suite.items, "ours", ["A splendid red boat."])
    assert (whole.reading, filtered.reading) == ("whole answer", "whole answer, filtered")
    assert whole.values["ROUGE-L"].tolist() == pytest.approx([2 * 3 / (3 + 4)])
    assert filtered.values["ROUGE-L"].tolist() == [1.0]


def test_where_an_aspect_has_several_sentences_the_first_sentence_is_scored_too() -> None:
    suite = Suite("artpedia", [Item("1", "a.jpg", "", ("A red boat.", "A tree."), "content")], short=False)
    marked = mark(suite, suite.items, "ours", ["A tree. It is very old."])
    assert [each.reading for each in marked] == [
        "whole answer",
        "whole answer, filtered",
        "first sentence",
        "first sentence, filtered",
    ]
    assert marked[2].values["ROUGE-L"].tolist() == [1.0]


def test_the_commonest_answer_is_counted_on_other_pictures_only() -> None:
    items = [Item(str(i), f"{i % 3}.jpg", "who", (answer,), "visual") for i, answer in enumerate(("man", "dog", "dog", "man"))]
    suite = Suite("aqua", items, short=True)
    (majority,) = without_collection(suite, items, seed=0)
    # On picture 0 (man, man) others say dog; on 1 and 2 (a dog each) others say man twice and dog once.
    assert list(majority.answers) == ["dog", "man", "man", "dog"]


def test_another_pictures_reference_is_never_the_own() -> None:
    items = [Item(str(i), f"{i}.jpg", "", (f"text {i}",), "whole") for i in range(5)]
    (anothers,) = without_collection(Suite("semart", items, short=False), items, seed=3)
    assert all(answer != item.references[0] for answer, item in zip(anothers.answers, items, strict=True))


def test_search_and_bm25_answer_with_a_sentence_of_the_collection(searcher: Searcher) -> None:
    item = Item("1", "a.jpg", "how many times was the plate bitten in acid", ("three times",), "knowledge")
    passage, best, bm25 = with_collection(Suite("aqua", [item], short=True), [item], searcher)
    bitten = "Ada Lindqvist bit the plate of Pines in Snow three times in acid."
    assert (list(best.answers), list(bm25.answers)) == ([bitten], [bitten])
    assert list(passage.answers) == [f"{bitten} No white ink was used for the snow."]


def test_a_question_is_asked_with_what_the_suite_tells_in_words_only_where_there_is_no_picture() -> None:
    asked = Item("1", "a.jpg", "who crosses the fjord", ("women",), "type", context="A ferry crosses.")
    assert wording(asked, pictured=True, briefly=False) == "Who crosses the fjord?"
    assert wording(asked, pictured=False, briefly=True).startswith("Of a painting it is written: “A ferry crosses.”")
    wanted = Item("2", "a.jpg", "", ("A ferry.",), "content", subject="“The Ferry” (1885)")
    assert (wording(wanted, True, False), wording(wanted, False, False)) == (
        "What does this painting show?",
        "What does “The Ferry” (1885) show?",
    )


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        ("{", "line 1 is no JSON"),
        ('{"id": "1"}', "line 1 lacks an “id” or a “prediction” of text; mend it"),
        ('{"id": "1", "prediction": "a"}\n{"id": "1", "prediction": "b"}', "line 2: the id “1” comes twice; keep one of the two"),
        ('{"id": "1", "prediction": "a"}', "has no prediction for 1 of 2 questions, such as “2”; add them"),
    ],
)
def test_a_broken_file_of_predictions_is_told_in_a_sentence(lines: str, told: str, tmp_path: Path) -> None:
    (tmp_path / "given.jsonl").write_text(lines, encoding="utf-8")
    items = [Item(i, "a.jpg", "who", ("he",), "visual") for i in ("1", "2")]
    with pytest.raises(SourceError) as refused:
        read_predictions(tmp_path / "given.jsonl", items)
    assert told in str(refused.value)


def test_predictions_are_read_as_they_were_written(tmp_path: Path) -> None:
    written = [Prediction("1", "Dürer", False, True, 0.25), Prediction("2", "", True)]
    write_predictions(written, tmp_path / "kept.jsonl")
    assert read_predictions(tmp_path / "kept.jsonl", [Item(i, "a.jpg", "who", ("he",), "visual") for i in ("1", "2")]) == written


@pytest.mark.slow
def test_the_command_writes_its_report_and_the_predictions_and_tells_what_is_wrong_with_exit_code_2(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "eval", "vqa", "--suite", "aqua", "--data", str(SAMPLES), "--json"]
    scored = [*command, "--predictions", str(ANSWERS), "--report", str(tmp_path)]
    done = subprocess.run(scored, cwd=HERE, capture_output=True, text=True, check=True)
    assert json.loads(done.stdout)["suite"] == "aqua"
    assert {file.name for file in tmp_path.iterdir()} == {"report.md", "report.json", "predictions.jsonl"}
    wrong = subprocess.run([*command, "--predictions", "none.jsonl"], cwd=HERE, capture_output=True, text=True, check=False)
    says = "error: there is no file none.jsonl; give JSON lines of “id” and “prediction” with --predictions\n"
    assert (wrong.returncode, wrong.stderr) == (2, says)
