"""How an answer is scored."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from agents.ask import Answer, Citation
from eval.ask import QUESTIONS, Question, Scored, read_questions, report, score
from retrieval.errors import SourceError

FACTS = (("Lindqvist",), ("1885", "eighteen eighty-five"))
QUESTION = Question("q-1", "single", "Who painted The Ferry, and when?", (), FACTS, ("w:ferry",))
RECORD = Citation("w:ferry", "The Ferry is a painting by Ada Lindqvist. It was made in 1885.", "The Ferry")
USAGE = {"seconds": 0.1}


def answer(text: str, *cited: Citation) -> Answer:
    return Answer(text, cited, (), "offline", USAGE)


def test_every_required_fact_makes_an_answer_correct() -> None:
    told = score(QUESTION, answer("Ada Lindqvist painted it [w:ferry]. It dates from 1885 [w:ferry].", RECORD))
    assert (told.correct, told.citation_precision, told.citation_recall, told.missing) == (True, 1.0, 1.0, [])


def test_a_missing_fact_is_named() -> None:
    told = score(QUESTION, answer("Ada Lindqvist painted it [w:ferry].", RECORD))
    assert (told.correct, told.citation_recall, told.missing) == (False, 0.5, ["1885"])


def test_a_citation_that_does_not_hold_the_fact_costs_precision() -> None:
    other = Citation("f:9", "Ferries cross the harbour.", "Harbours")
    told = score(QUESTION, answer("Lindqvist painted it in 1885 [w:ferry][f:9].", RECORD, other))
    assert told.citation_precision == 0.5


def test_facts_from_the_person_without_a_citation_do_not_count_as_recalled() -> None:
    told = score(QUESTION, answer("Lindqvist, 1885."))
    assert (told.correct, told.citation_precision, told.citation_recall) == (True, None, 0.0)


@pytest.mark.parametrize(
    ("text", "cited", "right"),
    [
        ("I don't know from this collection.", (), True),
        ("It was stolen in 1999 [w:ferry].", (RECORD,), False),
        ("Ada Lindqvist painted it [w:ferry]. I don't know from this collection: “who stole it?”", (RECORD,), False),
    ],
)
def test_a_question_without_an_answer_is_right_when_refused(text: str, cited: tuple[Citation, ...], right: bool) -> None:
    assert score(replace(QUESTION, kind="unanswerable", facts=()), answer(text, *cited)).correct is right


def test_the_report_tells_refusals_by_precision_recall_and_f1() -> None:
    def marked(kind: str, refused: bool) -> Scored:
        return Scored("q", kind, "", refused, refused == (kind == "unanswerable"), None, 0.0, None, (), 0.1)

    scored = [marked("single", False), marked("single", True), marked("unanswerable", True), marked("unanswerable", False)]
    figures = report(scored, QUESTIONS, "offline", "starter", 0).document["figures"]
    assert [figures[f"refusal {name}"]["value"] for name in ("precision", "recall", "F1")] == [0.5, 0.5, 0.5]


def test_the_shipped_questions_are_as_many_as_announced() -> None:
    kinds = [question.kind for question in read_questions(QUESTIONS)]
    assert {kind: kinds.count(kind) for kind in set(kinds)} == {"single": 15, "parts": 15, "follow-up": 10, "unanswerable": 20}


def test_a_question_echoes_no_fact_that_it_asks_for() -> None:
    from retrieval.words import folded

    echoed = [
        q.id for q in read_questions(QUESTIONS) for fact in q.facts for a in fact if folded(a) in folded(" ".join((*q.before, q.question)))
    ]
    assert echoed == []


def test_a_file_that_holds_no_questions_is_told(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="there is no file"):
        read_questions(tmp_path / "none.jsonl")
    (tmp_path / "bad.jsonl").write_text('{"id": 1}\n')
    with pytest.raises(SourceError, match="a line that is not a question"):
        read_questions(tmp_path / "bad.jsonl")
