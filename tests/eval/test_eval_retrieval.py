from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from eval.metrics import bootstrap
from eval.retrieval import TUNED_ON, Corpus, Question, by_words, measure, read_corpus, read_questions
from retrieval.errors import SourceError
from retrieval.records import Fragment

COMMENT = "A ferry crosses the fjord at dusk while two women look back at the shore."
OTHER = "Snow lies on every branch, and the plate was bitten three times for it."
COUNT = TUNED_ON + 20


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A benchmark of two invented texts, one of which stands in two sources."""
    tables = {
        "qa/semart_comments": {"IMAGE_FILE": ["ferry.jpg", "copy.jpg", "short.jpg"], "DESCRIPTION": [COMMENT, COMMENT, "Oil."]},
        "texts/saam/object_descriptions": {"text": [OTHER, COMMENT]},
        "catalogues/nmwa_objects": {"Description": [None, OTHER]},
        "qa/aqua": {
            "image": ["ferry.jpg"] * COUNT + ["short.jpg", "gone.jpg"],
            "question": [f"question {i}" for i in range(COUNT + 2)],
            "need_external_knowledge": [True] * (COUNT + 2),
        },
    }
    for name, columns in tables.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        pq.write_table(pa.table(columns), tmp_path / f"{name}.parquet")
    return tmp_path


def test_each_text_stands_once_in_the_corpus_and_pictures_share_it(data: Path) -> None:
    corpus = read_corpus(data)
    assert corpus.fragments == [
        Fragment(id="semart:1-1", text=COMMENT, about=("semart:1",)),
        Fragment(id="saam:1-1", text=OTHER, about=("saam:1",)),
    ]
    assert corpus.comments == {"ferry.jpg": "semart:1", "copy.jpg": "semart:1"}


def test_questions_that_weights_were_chosen_on_are_not_asked(data: Path) -> None:
    order = np.random.default_rng(0).permutation(COUNT + 2)
    seen = {f"question {i}" for i in order[:TUNED_ON]}
    asked = read_questions(data, read_corpus(data), count=10_000, seed=1)
    assert {q.answered_by for q in asked} == {"semart:1"}
    assert {q.text for q in asked} == {f"question {i}" for i in range(COUNT)} - seen


def test_a_sample_follows_from_its_seed(data: Path) -> None:
    corpus = read_corpus(data)
    assert read_questions(data, corpus, 5, seed=1) == read_questions(data, corpus, 5, seed=1)
    assert read_questions(data, corpus, 5, seed=1) != read_questions(data, corpus, 5, seed=2)


def test_words_rank_the_text_that_shares_them_and_nothing_when_none_does(data: Path) -> None:
    method = by_words(read_corpus(data).fragments)
    asked = [Question("who crosses the fjord", "semart:1"), Question("snow on branches", "semart:1"), Question("xyz", "semart:1")]
    assert measure("BM25", method, asked, [], lambda *_: None).ranks == [1, 2, None]


def test_a_missing_table_is_told_with_exit_code_2(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "eval", "retrieval", "--data", str(tmp_path)]
    failed = subprocess.run(command, cwd=Path(__file__).parents[2], capture_output=True, text=True, timeout=60, check=False)
    says = f"error: there is no {tmp_path / 'qa/aqua.parquet'}; give the folder of the benchmark data with --data\n"
    assert (failed.returncode, failed.stdout, failed.stderr) == (2, "", says)


def test_a_benchmark_without_unseen_questions_is_refused(data: Path) -> None:
    with pytest.raises(SourceError, match="leaves no question beyond the 800"):
        read_questions(data, Corpus([], {}, ""), 5, seed=0)


def test_an_interval_holds_the_mean_and_follows_from_its_seed() -> None:
    values = np.random.default_rng(3).random(200)
    found = bootstrap(values, seed=1)
    assert found == bootstrap(values, seed=1)
    assert found.low < found.value < found.high
    # The normal interval of a mean, which the bootstrap comes near to for many values.
    half = 1.96 * values.std() / np.sqrt(len(values))
    assert (found.low, found.high) == pytest.approx((values.mean() - half, values.mean() + half), abs=0.01)
