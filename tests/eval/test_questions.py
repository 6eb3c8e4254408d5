"""The test questions are not among those that the offline brain was tuned on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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


def stems(question: Question) -> set[str]:
    return set(content_stems(" ".join([*question.before, question.question])))


def facts(question: Question) -> set[str]:
    return {folded(alternative) for fact in question.facts for alternative in fact}


def asks_the_same(a: Question, b: Question) -> bool:
    if len(stems(a) & stems(b)) >= SAME * len(stems(a) | stems(b)):
        return True
    return bool(set(a.evidence) & set(b.evidence)) and any(x in y or y in x for x in facts(a) for y in facts(b))


@pytest.fixture(scope="module")
def tuning() -> Sequence[Question]:
    return [question for file in sorted(TUNING.glob("*.jsonl")) for question in read_questions(file)]


def test_no_tuning_question_asks_what_a_test_question_asks(tuning: Sequence[Question]) -> None:
    test = read_questions(QUESTIONS)
    assert [(t.id, q.id) for q in tuning for t in test if asks_the_same(q, t)] == []


def test_all_evidence_exists(tuning: Sequence[Question]) -> None:
    catalogue = read_catalogue(STARTER).catalogue
    known = {record.id for records in (catalogue.makers, catalogue.works, catalogue.fragments) for record in records}
    missing: Mapping[str, Any] = {q.id: set(q.evidence) - known for q in (*tuning, *read_questions(QUESTIONS)) if set(q.evidence) - known}
    assert missing == {}
