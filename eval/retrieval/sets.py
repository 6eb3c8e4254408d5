"""The questions asked of search, and the texts that they are asked of: five sets, each with its own kind of relevance."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from retrieval.catalogue import read_catalogue
from retrieval.catalogue.staging import Staging
from retrieval.collections import STARTER
from retrieval.errors import SourceError
from retrieval.index.rows import row_of
from retrieval.records import Fragment
from retrieval.train.corpus import Breadth, Corpus, read_corpus, source_of
from retrieval.train.pairs import Pair, read_pairs
from retrieval.train.shows import read_shows

PARAPHRASED = Path(__file__).parents[1] / "questions" / "paraphrased.jsonl"
# What each set asks for, in the order of the report.
SETS = {
    "aqua": "knowledge question -> comment on the picture",
    "label": "title and artist -> label",
    "biography": "artist's name -> biography",
    "exhibition": "exhibition title -> works shown",
    "paraphrased": "question in other words -> passage",
}


@dataclass(frozen=True, slots=True)
class Question:
    """A question and the ids of the texts that answer it; `group` is what intervals are resampled by.

    `within` is the museum whose works are asked for: a show is hung from what its museum has.
    """

    text: str
    relevant: frozenset[str]
    set: str
    source: str
    group: str
    within: str | None = None


@dataclass(frozen=True, slots=True)
class Benchmark:
    """Questions, and the passages to find answers in, each `about` the id of its text."""

    fragments: Sequence[Fragment]
    questions: Sequence[Question]
    fingerprint: str


def read_benchmark(data: Path, breadth: Breadth, count: int, seed: int) -> Benchmark:
    """Read the corpus, and of each set `count` questions of the test part, drawn with `seed`.

    Raises:
        SourceError: a table is missing, or no question is left to ask.
    """
    corpus = read_corpus(data, breadth)
    asked = list(_from_pairs(data, corpus))
    fragments = list(corpus.fragments)
    if breadth == "all":
        fragments += starter_fragments()
        asked += read_paraphrased(PARAPHRASED)
    drawn = [question for name in SETS for question in _drawn([q for q in asked if q.set == name], count, seed)]
    if not drawn:
        raise SourceError(f"{data} holds no question of the test part; give the whole benchmark")
    told = "".join(f"{f.id}\0{f.topic}\0{f.text}\0" for f in fragments)
    return Benchmark(fragments, drawn, hashlib.sha256(told.encode()).hexdigest())


def starter_fragments() -> list[Fragment]:
    """Return the starter collection's passages and records, headed as in its index, each a text of its own."""
    with Staging() as staging:
        staging.fill(read_catalogue(STARTER).catalogue)
        headed = [(each, row_of(each, staging)["heading"] or None) for each in staging.fragments()]
    return [replace(each, about=(each.id,), topic=heading, source="starter") for each, heading in headed]


def read_paraphrased(file: Path) -> list[Question]:
    """Read the questions that share few words with the starter passage that answers them."""
    rows = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    return [Question(row["question"], frozenset(row["evidence"]), "paraphrased", "starter", row["id"]) for row in rows]


def _from_pairs(data: Path, corpus: Corpus) -> Iterator[Question]:
    """Yield one question for each query and group of the test part, with all texts that answer it."""
    themes = {show.id: show.theme for show in read_shows(data, corpus).shows} if "wcma" in corpus.text_ids else {}
    answers: dict[tuple[str, str, str], list[Pair]] = {}
    for pair in read_pairs(data, corpus):
        if pair.part == "test":
            answers.setdefault((pair.set, pair.query, pair.group), []).append(pair)
    for (name, query, group), pairs in answers.items():
        source = f"{pairs[0].source}, {themes[group]}" if group in themes else source_of(pairs[0].text_id)
        within = pairs[0].source if group in themes else None
        yield Question(query, frozenset(pair.text_id for pair in pairs), name, source, group, within)


def _drawn(questions: Sequence[Question], count: int, seed: int) -> list[Question]:
    return [questions[i] for i in np.random.default_rng(seed).permutation(len(questions))[:count]]
