"""The test questions are not among those that the offline brain was tuned on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from eval.ask import QUESTIONS, Question, read_questions
from retrieval.catalogue import read_catalogue
from retrieval.collections import STARTER
from retrieval.words import content_stems, folded

TUNING = Path("eval/questions/tuning")
# Jaccard overlap of content stems from which two questions ask the same.
SAME = 0.55


@dataclass(frozen=True)
class Asked:
    """A question as it is compared: its stems, its facts, its evidence."""

    id: str
    stems: frozenset[str]
    facts: frozenset[str]
    evidence: frozenset[str]

    @classmethod
    def of(cls, question: Question) -> Asked:
        stems = frozenset(content_stems(" ".join([*question.before, question.question])))
        facts = frozenset(folded(alternative) for fact in question.facts for alternative in fact)
        return cls(question.id, stems, facts, frozenset(question.evidence))

    def asks_as(self, other: Asked) -> bool:
        if len(self.stems & other.stems) >= SAME * len(self.stems | other.stems):
            return True
        return bool(self.evidence & other.evidence) and any(x in y or y in x for x in self.facts for y in other.facts)


@pytest.fixture(scope="module")
def tuning() -> Sequence[Question]:
    return [question for file in sorted(TUNING.glob("*.jsonl")) for question in read_questions(file)]


def test_no_tuning_question_asks_what_a_test_question_asks(tuning: Sequence[Question]) -> None:
    test, others = [Asked.of(q) for q in read_questions(QUESTIONS)], [Asked.of(q) for q in tuning]
    assert [(t.id, q.id) for q in others for t in test if q.asks_as(t)] == []


def test_all_evidence_exists(tuning: Sequence[Question]) -> None:
    catalogue = read_catalogue(STARTER).catalogue
    known = {record.id for records in (catalogue.makers, catalogue.works, catalogue.fragments) for record in records}
    missing: Mapping[str, Any] = {q.id: set(q.evidence) - known for q in (*tuning, *read_questions(QUESTIONS)) if set(q.evidence) - known}
    assert missing == {}
