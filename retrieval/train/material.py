"""What training reads: passages and pairs, in numbers, with the parts kept apart."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from .corpus import Corpus, read_corpus, source_of
from .pairs import LEFT_OUT, Pair, Part, part_of, read_pairs


@dataclass(frozen=True, slots=True)
class Material:
    """Passages with the number of their text, queries, and pairs as `(query, text)` numbers beside the pairs themselves."""

    passages: Sequence[str]
    texts: Sequence[int]
    text_ids: Sequence[str]
    queries: Sequence[str]
    pairs: Sequence[Pair]
    fingerprint: str

    def number_of(self) -> Mapping[str, int]:
        """Return the number of each text id."""
        return {text_id: number for number, text_id in enumerate(self.text_ids)}

    def query_of(self) -> Mapping[str, int]:
        """Return the number of each query."""
        return {query: number for number, query in enumerate(self.queries)}

    def of_part(self, part: Part) -> list[Pair]:
        """Return the pairs of a part; for “train” and “tune”, of none of the museums that are left out."""
        return [pair for pair in self.pairs if pair.part == part and (part == "test" or pair.source not in LEFT_OUT)]

    def learnable(self) -> list[int]:
        """Return the passages that may be in a training batch: of the train part, and of no museum that is left out."""
        return [row for row, text in enumerate(self.texts) if may_train(self.text_ids[text])]


def read_material(data: Path) -> Material:
    """Read the benchmark's passages, queries and pairs.

    Raises:
        SourceError: a table is missing.
    """
    corpus = read_corpus(data)
    return numbered(corpus, read_pairs(data, corpus))


def numbered(corpus: Corpus, pairs: Sequence[Pair]) -> Material:
    """Number texts and queries in the order of the corpus and of the alphabet."""
    ids = list(dict.fromkeys(fragment.about[0] for fragment in corpus.fragments))
    numbers = {text_id: number for number, text_id in enumerate(ids)}
    passages = [f"{fragment.topic}. {fragment.text}" if fragment.topic else fragment.text for fragment in corpus.fragments]
    texts = [numbers[fragment.about[0]] for fragment in corpus.fragments]
    return Material(passages, texts, ids, sorted({pair.query for pair in pairs}), pairs, corpus.fingerprint)


def may_train(text_id: str) -> bool:
    """Say whether a text may be in a training batch, as an answer or as a negative."""
    return part_of(text_id) == "train" and source_of(text_id) not in LEFT_OUT


def refuse_leaks(pairs: Iterable[Pair], text_ids: Iterable[str]) -> None:
    """Check what a training run is about to see.

    Raises:
        ValueError: a pair or a text is of another part than “train”, or of a museum that is left out.
    """
    for pair in pairs:
        if pair.part != "train" or pair.source in LEFT_OUT or not may_train(pair.text_id):
            raise ValueError(f"the pair “{pair.query}” -> {pair.text_id} is not for training")
    for text_id in text_ids:
        if not may_train(text_id):
            raise ValueError(f"the text {text_id} is not for training")
