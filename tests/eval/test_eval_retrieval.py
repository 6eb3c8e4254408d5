from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from eval.retrieval.ladder import report
from eval.retrieval.measure import Measured, TimedEncoder, measure
from eval.retrieval.methods import Method, Words, best, by_fusion, by_maxsim, by_one_vector, by_search, by_words
from eval.retrieval.sets import Benchmark, Question, read_benchmark
from eval.retrieval.vectors import Exact, Vectors, read_vectors
from retrieval.catalogue import Reading
from retrieval.collections import open_collection
from retrieval.errors import SourceError
from retrieval.index.build import build_index
from retrieval.records import Catalogue, Fragment

TEXTS = {
    "t:ferry": "A ferry crosses the fjord at dusk while two women look back at the shore.",
    "t:snow": "Snow lies on every branch, and the plate was bitten three times for it.",
    "t:smith": "A smith beats red iron by the river, and his wife works the bellows.",
    "u:market": "Fish, cabbages and lamps are sold on the quay before the sun is up.",
}
FRAGMENTS = [Fragment(id=f"{text_id}-1", text=text, about=(text_id,), source=text_id[0]) for text_id, text in TEXTS.items()]


def asked(text: str, *relevant: str, kind: str = "aqua", source: str = "semart") -> Question:
    return Question(text, frozenset(relevant), kind, source, relevant[0])


def still(*_: int) -> None:
    """A bar that nobody watches."""


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory, word_encoder: Callable[..., Any]) -> tuple[Vectors, Any]:
    """The texts in a collection, and its vectors in memory."""
    folder = tmp_path_factory.mktemp("collection")
    encoder = TimedEncoder(word_encoder())
    build_index(Reading(Catalogue(fragments=FRAGMENTS), {}, {}, "1"), folder, encoder, "test")
    searcher = open_collection(folder, encoder)
    return read_vectors(searcher.index.fragments, encoder), searcher


def test_words_rank_the_text_that_shares_them_and_nothing_when_none_does() -> None:
    method = by_words(Words.of(FRAGMENTS))
    assert method.rank("who crosses the fjord", None) == ["t:ferry"]
    assert method.rank("xyz", None) == []


def test_a_heading_is_searched_with_its_text() -> None:
    headed = [*FRAGMENTS, Fragment(id="r-1", text="Kept in the tower.", about=("r",), topic="Basalt Owl")]
    assert by_words(Words.of(headed)).rank("owl", None) == ["r"]


def test_a_text_of_several_passages_is_ranked_once_by_its_best() -> None:
    assert best(["a", "b", "a", "c"], np.array([0.1, 0.5, 0.9, -np.inf])) == ["a", "b"]


def test_every_method_finds_a_text_by_its_own_words(built: tuple[Vectors, Any]) -> None:
    vectors, searcher = built
    methods = [
        by_words(Words.of(FRAGMENTS)),
        by_one_vector(vectors, "vector"),
        by_maxsim(Exact(vectors), "maxsim"),
        by_fusion(Exact(vectors), Words.of(FRAGMENTS), "fused"),
        by_search(searcher, vectors.encoder.took, 1.0, "ours"),
    ]
    assert {(m.name, *m.rank(text, None)[:1]) for m in methods for text in TEXTS.values()} == {(m.name, t) for m in methods for t in TEXTS}


def test_every_method_keeps_to_the_museum_asked_for(built: tuple[Vectors, Any]) -> None:
    vectors, searcher = built
    exact, words = Exact(vectors), Words.of(FRAGMENTS)
    methods = [
        by_words(words),
        by_one_vector(vectors, "v"),
        by_maxsim(exact, "m"),
        by_fusion(exact, words, "f"),
        by_search(searcher, [], 1.0, "o"),
    ]
    everything = " ".join(TEXTS.values())
    assert {method.name: set(method.rank(everything, "u")) for method in methods} == {method.name: {"u:market"} for method in methods}


def test_the_vectors_are_those_of_the_encoder(built: tuple[Vectors, Any], word_encoder: Callable[..., Any]) -> None:
    vectors, _ = built
    place = vectors.ids.index("t:snow-1")
    end = [*vectors.starts, len(vectors.tokens)][place + 1]
    (encoded,) = word_encoder().encode([TEXTS["t:snow"]])
    np.testing.assert_allclose(vectors.tokens[vectors.starts[place] : end], encoded.tokens, atol=1e-3)
    np.testing.assert_allclose(vectors.whole[place], encoded.vector, rtol=1e-6)


def test_what_is_found_becomes_figures() -> None:
    lists = {"one": ["t:ferry", "t:snow"], "two": ["t:smith", "t:ferry"], "three": []}
    questions = [asked("one", "t:ferry"), asked("two", "t:ferry"), asked("three", "t:snow", "t:ferry")]
    (found,) = measure([Method("fake", lambda text, _: lists[text], 1.0)], questions, still)
    assert {name: values.round(3).tolist() for name, values in found.values.items()} == {
        "R@1": [1, 0, 0], "R@5": [1, 1, 0], "R@10": [1, 1, 0], "MRR": [1, 0.5, 0], "NDCG@5": [1, 0.631, 0], "R-precision": [1, 0, 0],
    }  # fmt: skip


def test_the_encoders_part_of_the_time_is_told_apart_and_warming_up_is_not_counted(built: tuple[Vectors, Any]) -> None:
    vectors, _ = built
    questions = [asked(text, text_id) for text_id, text in TEXTS.items()]
    (found,) = measure([by_maxsim(Exact(vectors), "maxsim")], questions, still)
    assert len(found.encode) == len(found.whole) == len(questions)
    assert all(part <= whole for part, whole in zip(found.encode, found.whole, strict=True))


def test_methods_that_share_work_are_charged_for_it_each(built: tuple[Vectors, Any]) -> None:
    vectors, _ = built
    exact, questions = Exact(vectors), [asked(text, text_id) for text_id, text in TEXTS.items()]
    first, second = measure([by_maxsim(exact, "maxsim"), by_fusion(exact, Words.of(FRAGMENTS), "fused")], questions, still)
    alone, _ = measure([by_fusion(Exact(vectors), Words.of(FRAGMENTS), "fused"), by_words(Words.of(FRAGMENTS))], questions, still)
    assert second.encode == first.encode
    assert second.values["MRR"].tolist() == alone.values["MRR"].tolist()
    assert all(spared > part for spared, part in zip(second.whole, second.encode, strict=True))


def ranking(name: str, places: Sequence[int]) -> Measured:
    """A method that puts the answer of each question in its place."""
    order = iter([places[0], *places])  # the first question is asked once more, to warm up

    def rank(_: str, __: str | None) -> list[str]:
        return ["other"] * (next(order) - 1) + ["right"]

    questions = [Question(str(i), frozenset({"right"}), "aqua" if i < 4 else "label", "semart", str(i // 2)) for i in range(len(places))]
    (found,) = measure([Method(name, rank, 8.0)], questions, still)
    return found


def test_the_report_sets_ours_against_each_other_method_by_set() -> None:
    bench = Benchmark(
        FRAGMENTS, [Question(str(i), frozenset({"right"}), "aqua" if i < 4 else "label", "semart", str(i // 2)) for i in range(6)], "f"
    )
    made = report([ranking("words", [1, 2, 2, 2, 1, 1]), ranking("ours", [1, 1, 1, 2, 1, 2])], bench, 0, "command", ["a note"])
    assert made.document["gain_at_1"]["aqua"]["words"]["value"] == 0.5
    assert made.document["gain_at_1"]["label"]["words"]["value"] == -0.5
    assert made.document["sets"]["aqua"]["ours"]["R@1"] == {"value": 0.75, "low": 0.5, "high": 1.0, "n": 4}
    assert set(made.plots) == {"ladder.png"}
    assert "a note" in made.markdown()
    json.dumps(made.document)


def test_questions_of_the_test_part_are_asked_and_a_sample_follows_from_its_seed(benchmark_data: Path) -> None:
    from retrieval.train.pairs import part_of

    drawn = read_benchmark(benchmark_data, "all", 5, seed=1)
    assert {part_of(q.group) for q in drawn.questions if q.set != "paraphrased"} == {"test"}
    assert drawn.questions == read_benchmark(benchmark_data, "all", 5, seed=1).questions
    assert drawn.questions != read_benchmark(benchmark_data, "all", 5, seed=2).questions


def test_every_answer_is_in_the_corpus(benchmark_data: Path) -> None:
    bench = read_benchmark(benchmark_data, "all", 1000, seed=0)
    texts = {identity for fragment in bench.fragments for identity in fragment.about}
    assert {q.set for q in bench.questions} == {"aqua", "label", "biography", "exhibition", "paraphrased"}
    assert [q for q in bench.questions if not q.relevant <= texts] == []


def test_the_narrow_corpus_asks_aqua_alone(benchmark_data: Path) -> None:
    bench = read_benchmark(benchmark_data, "aqua", 1000, seed=0)
    assert {q.set for q in bench.questions} == {"aqua"}
    assert {fragment.source for fragment in bench.fragments} == {"semart", "saam", "nmwa"}


@pytest.mark.slow
def test_the_command_measures_every_method_and_the_second_run_encodes_nothing(benchmark_data: Path) -> None:
    home, into = benchmark_data / "home", benchmark_data / "report"
    command = [
        sys.executable,
        "-m",
        "eval",
        "retrieval",
        "--data",
        str(benchmark_data),
        "--corpus",
        "aqua",
        "--json",
        "--report",
        str(into),
    ]
    here, settings = Path(__file__).parents[2], {**os.environ, "CICERONE_HOME": str(home)}
    documents: list[dict[str, Any]] = []
    for _ in range(2):
        done = subprocess.run(command, cwd=here, env=settings, capture_output=True, text=True, check=True)
        documents.append(json.loads(done.stdout))
    names = [method["name"] for method in documents[0]["methods"]]
    assert (names[0], names[-1]) == ("BM25", "ours (quantised)")
    assert documents[0]["sets"]["aqua"].keys() == set(names)
    assert documents[0]["sets"] == documents[1]["sets"]
    assert {file.name for file in into.iterdir()} == {"report.md", "report.json", "ladder.png"}


def test_a_missing_table_is_told_with_exit_code_2(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "eval", "retrieval", "--data", str(tmp_path)]
    failed = subprocess.run(command, cwd=Path(__file__).parents[2], capture_output=True, text=True, timeout=60, check=False)
    says = f"error: there is no {tmp_path / 'qa/semart_comments.parquet'}; give the folder of the benchmark data with --data\n"
    assert (failed.returncode, failed.stdout, failed.stderr) == (2, "", says)


def test_a_benchmark_without_questions_of_the_test_part_is_refused(benchmark_data: Path) -> None:
    import pyarrow.parquet as pq

    table = pq.read_table(benchmark_data / "qa/aqua.parquet")
    pq.write_table(table.slice(0, 0), benchmark_data / "qa/aqua.parquet")
    with pytest.raises(SourceError, match="holds no question of the test part"):
        read_benchmark(benchmark_data, "aqua", 5, seed=0)
