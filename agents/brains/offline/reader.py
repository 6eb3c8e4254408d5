"""Read the passages for the sentences that answer a part, and judge whether any does.

A first look, a logistic regression over figures that search already has, picks the likeliest sentences of all that were
retrieved; the judge, a small cross-encoder, reads those with the question. Weights and threshold lie in `reader.json`, written
by `python -m agents.brains.offline.train`.
"""

from __future__ import annotations

import functools
import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from retrieval.words import content_stems, stem, words
from tools.observation import Passage

from .kinds import KINDS, Wanted, holds_kind, wanted
from .names import names_of
from .recorded import told_by_record

# How many sentences of a part the judge reads.
JUDGED = 8
WEIGHTS = Path(__file__).with_name("reader.json")
FEATURES = (
    "maxsim", "cosine", "weakest", "passage maxsim", "covered", "covered beyond names", "passage covered", "names met",
    "passage names met", "rank", "is record", "says something new", "lead over next", "behind the best",
    *(f"holds a {kind}" for kind in KINDS), "no kind asked",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Read:
    """A sentence that may answer: where it stands and the probability that it does."""

    text: str
    passage: Passage
    place: int
    probability: float


@dataclass(frozen=True, slots=True)
class Look:
    """A sentence that both have read: the logit of the first look and the judge's."""

    rank: int
    place: int
    first: float
    judged: float


class Judging(Protocol):
    """What the reader needs of the judge."""

    def logits(self, question: str, texts: Sequence[str]) -> list[float]:
        """Return a logit for each text; above 0 it answers."""
        ...


@dataclass(frozen=True, slots=True)
class Reader:
    """A first look at every sentence, the judge's at the best of them, and their weighted sum.

    `weights` and `bias` are of the logistic regression over `FEATURES`; `mix` weighs first look, judge and a constant;
    below `threshold` nothing is an answer.
    """

    weights: Sequence[float]
    bias: float
    mix: Sequence[float]
    threshold: float
    judge: Judging

    def read(self, part: str, passages: Sequence[Passage]) -> list[Read]:
        """Return the sentences most likely to answer with their probability, most probable first."""
        found = [
            Read(passages[look.rank]["sentences"][look.place]["text"], passages[look.rank], look.place, self._probability(look))
            for look in self.looks(part, passages)
        ]
        told = told_by_record(part, passages)
        record = [Read(told[0]["sentences"][told[1]]["text"], told[0], told[1], 1.0)] if told else []
        others = [r for r in found if not told or (r.passage["id"], r.place) != (told[0]["id"], told[1])]
        return [*record, *sorted(others, key=lambda r: -r.probability)]

    def looks(self, part: str, passages: Sequence[Passage]) -> list[Look]:
        """Return the sentences that the first look finds best, each with the judge's logit."""
        first = {
            (rank, place): self.bias + sum(w * x for w, x in zip(self.weights, features(part, passages, rank, place), strict=True))
            for rank, passage in enumerate(passages)
            for place in range(len(passage["sentences"]))
        }
        best = sorted(first, key=lambda where: (-first[where], where))[:JUDGED]
        texts = [f"{passages[rank]['heading']}. {passages[rank]['sentences'][place]['text']}" for rank, place in best]
        judged = self.judge.logits(part, texts)
        return [Look(*where, first[where], logit) for where, logit in zip(best, judged, strict=True)]

    def _probability(self, look: Look) -> float:
        total = self.mix[0] * look.first + self.mix[1] * look.judged + self.mix[2]
        return 1 / (1 + math.exp(-max(-60.0, min(60.0, total))))


def load_reader(judge: Judging, file: Path = WEIGHTS) -> Reader:
    """Load the fitted weights."""
    values = json.loads(file.read_text(encoding="utf-8"))
    if tuple(values["features"]) != FEATURES:
        raise ValueError(f"{file.name} was fitted on other features; run python -m agents.brains.offline.train")
    return Reader(values["weights"], values["bias"], values["mix"], values["threshold"], judge)


def features(part: str, passages: Sequence[Passage], rank: int, place: int) -> list[float]:
    """Return the figures of one sentence, in the order of `FEATURES`."""
    passage = passages[rank]
    sentence = passage["sentences"][place]
    asked = _asked(part)
    own, heading, whole = _stems(sentence["text"]), _stems(passage["heading"]), _stems(passage["text"])
    near = own | heading
    met = _held(part, sentence["text"])
    following = passages[rank + 1]["maxsim"] if rank + 1 < len(passages) else passage["maxsim"]
    return [
        sentence["maxsim"],
        sentence["cosine"],
        sentence["weakest"],
        passage["maxsim"],
        _share(asked.stems, near),
        _share(asked.stems - asked.names, own),
        _share(asked.stems, heading | whole),
        _share(asked.names, near),
        _share(asked.names, heading | whole),
        1.0 / (1 + rank),
        1.0 if passage["kind"] == "record" else 0.0,
        min(len(own - asked.stems - heading) / 8, 1.0),
        passage["maxsim"] - following,
        sentence["maxsim"] - max(s["maxsim"] for p in passages for s in p["sentences"]),
        *(0.0 if kind != asked.kind else 1.0 if met else -1.0 for kind in KINDS),
        1.0 if asked.kind == "any" else 0.0,
    ]


@dataclass(frozen=True, slots=True)
class _Asked:
    stems: frozenset[str]
    names: frozenset[str]
    kind: Wanted


@functools.lru_cache(maxsize=256)
def _asked(part: str) -> _Asked:
    names = {stem(w) for name in names_of(part) for w in words(name)}
    return _Asked(frozenset(content_stems(part)), frozenset(names & set(content_stems(part))), wanted(part))


@functools.lru_cache(maxsize=4096)
def _stems(text: str) -> frozenset[str]:
    return frozenset(content_stems(text))


def _share(asked: frozenset[str], there: frozenset[str]) -> float:
    return len(asked & there) / len(asked) if asked else 0.5


@functools.lru_cache(maxsize=4096)
def _held(part: str, text: str) -> bool:
    return holds_kind(part, text)
