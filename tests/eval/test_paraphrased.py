"""The paraphrased questions share few words with what answers them, and ask nothing that other questions ask."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from pathlib import Path

import pytest

from eval.ask import QUESTIONS, read_questions
from eval.retrieval.sets import PARAPHRASED, read_paraphrased, starter_fragments
from retrieval.records import Fragment
from retrieval.words import content_stems

TUNING = Path("eval/questions/tuning")
MOST_SHARED = 0.2
SAME = 0.55


@pytest.fixture(scope="module")
def passages() -> Mapping[str, Fragment]:
    return {fragment.id: fragment for fragment in starter_fragments()}


def test_there_are_150_of_all_kinds_each_asked_once(passages: Mapping[str, Fragment]) -> None:
    questions = read_paraphrased(PARAPHRASED)
    assert len({question.text for question in questions}) == len({question.group for question in questions}) == len(questions) == 150
    kinds = Counter(passages[identity].kind for question in questions for identity in question.relevant)
    assert set(kinds) == {"shows", "history", "maker", "relation", "made", "technique", "movement"}


def test_what_answers_them_exists_and_shares_few_words_with_them(passages: Mapping[str, Fragment]) -> None:
    sharing = {
        question.text: shared
        for question in read_paraphrased(PARAPHRASED)
        for identity in question.relevant
        if len(shared := stems(question.text) & stems(f"{passages[identity].topic or ''} {passages[identity].text}"))
        > MOST_SHARED * len(stems(question.text))
    }
    assert sharing == {}


def test_they_ask_nothing_that_test_or_tuning_questions_ask() -> None:
    others = [*read_questions(QUESTIONS), *(q for file in sorted(TUNING.glob("*.jsonl")) for q in read_questions(file))]
    asked = [(other.id, stems(" ".join([*other.before, other.question]))) for other in others]
    twice = [
        (question.text, name)
        for question in read_paraphrased(PARAPHRASED)
        for own in [stems(question.text)]
        for name, other in asked
        if len(own & other) >= SAME * len(own | other)
    ]
    assert twice == []


def stems(text: str) -> set[str]:
    return set(content_stems(text))
