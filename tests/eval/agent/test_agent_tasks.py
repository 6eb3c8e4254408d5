"""The tasks are true of the collection, an oracle passes them all, and answers that say nothing or everything do not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import product
from pathlib import Path
from typing import get_args

import pytest

from eval.agent.drawings import drawing
from eval.agent.ground import Ground, ground_for, ground_of_task
from eval.agent.quantity import states
from eval.agent.rules import broken_rules
from eval.agent.score import holds, score
from eval.agent.task import OVERLAYS, Expect, Fact, Kind, Number, Task, read_tasks
from eval.ask import read_questions
from retrieval.errors import SourceError
from retrieval.sentences import sentences
from retrieval.words import content_stems

TASKS = read_tasks()
REFUSAL = "I don't know from this collection."
Answering = Callable[[Expect, Ground], str]


def expectations() -> Iterator[tuple[Task, str, Expect, Ground]]:
    for task in TASKS:
        for turn in task.turns:
            if turn.expect:
                yield task, turn.say, turn.expect, ground_of_task(task)


def cited(words: str, evidence: Sequence[str]) -> str:
    return f"{words} [{evidence[0]}]." if evidence else f"{words}."


def oracle(expect: Expect, ground: Ground) -> str:
    """Say what is required and nothing else."""
    if expect.refuses:
        return REFUSAL
    lines = [cited(fact.any[0], fact.evidence) for fact in expect.facts]
    lines += [cited(f"{number.value:.10g} {number.unit}".strip(), number.evidence) for number in expect.numbers]
    lines += [f"See [{group[0]}]." for group in expect.names]
    lines += [f"- {ground.works[work].title} [{work}]" for work in (expect.rules.witness if expect.rules else ())]
    if expect.estimate:
        low, high = expect.estimate.low or 900, expect.estimate.high or 1100
        lines.append(f"I would estimate {low:g} to {high:g} EUR as of 2026.")
    return "\n".join(lines)


def passed(answering: Answering) -> list[str]:
    """Return the ids of the tasks that someone passes who answers every turn so."""
    found: list[str] = []
    for task in TASKS:
        ground = ground_of_task(task)
        answers = [[answering(turn.expect, ground) if turn.expect else "Go on."] for turn in task.turns]
        if score(task, answers, ground).passed:
            found.append(task.id)
    return found


def quoted(identities: Iterable[str], ground: Ground) -> str:
    return "\n".join(f"{sentence.rstrip('.')} [{i}]." for i in identities for sentence in sentences(ground.texts[i]))


def test_there_are_tasks_of_every_kind() -> None:
    counts = Counter(task.kind for task in TASKS)
    assert set(counts) == set(get_args(Kind))
    assert min(counts.values()) >= 8
    assert len(TASKS) >= 150
    assert min(counts["fact"], counts["hops"]) >= 20


def test_every_record_that_a_task_names_is_in_its_collection() -> None:
    missing = [
        (task.id, i)
        for task, _, e, ground in expectations()
        for i in (
            *(i for f in (*e.facts, *e.numbers) for i in f.evidence),
            *(i for group in e.names for i in group),
            *e.forbidden_ids,
            *((*e.rules.pool, *e.rules.includes, *e.rules.given, *e.rules.witness) if e.rules else ()),
        )
        if i not in ground
    ]
    assert missing == []


def test_every_required_fact_stands_in_the_passages_that_it_rests_on() -> None:
    untrue = [(t.id, f.any, i) for t, _, e, ground in expectations() for f in e.facts for i in f.evidence if not holds(ground.texts[i], f)]
    untrue += [
        (t.id, (str(n.value),), i)
        for t, _, e, ground in expectations()
        for n in e.numbers
        for i in n.evidence
        if not states(ground.texts[i], n.value, n.unit, n.tolerance)
    ]
    assert untrue == []


def test_all_that_is_not_seen_in_a_picture_rests_on_a_passage() -> None:
    shown = {task.id for task in TASKS if any(turn.picture for turn in task.turns)}
    wanted = [(task.id, each) for task, _, e, _ in expectations() for each in (*e.facts, *e.numbers)]
    assert {i for i, each in wanted if each.seen} <= shown
    assert {i for i, each in wanted if each.seen and each.evidence} == set()
    # How many paintings there are stands in no passage.
    assert {i for i, each in wanted if not each.seen and not each.evidence} == {"exhibition-12"}


def test_what_is_forbidden_is_not_required() -> None:
    both = [
        (task.id, word, fact.any)
        for task, _, e, _ in expectations()
        for word, fact in product(e.forbidden, e.facts)
        if holds(fact.any[0], Fact(any=(word,)))
    ]
    assert both == []
    assert [t.id for t, _, e, _ in expectations() if set(e.forbidden_ids) & {i for f in e.facts for i in f.evidence}] == []


def test_a_question_echoes_no_fact_that_it_asks_for() -> None:
    echoed = [(t.id, f.any) for t, said, e, _ in expectations() for f in e.facts if f.evidence and holds(said, f)]
    echoed += [(t.id, (str(n.value),)) for t, said, e, _ in expectations() for n in e.numbers if states(said, n.value, n.unit, n.tolerance)]
    assert echoed == []


def test_every_brief_can_be_kept() -> None:
    broken = {t.id: wrong for t, _, e, ground in expectations() if e.rules and (wrong := broken_rules(e.rules, e.rules.witness, ground))}
    assert broken == {}


def test_every_drawing_and_overlay_is_there() -> None:
    for task in TASKS:
        for turn in task.turns:
            assert turn.picture is None or drawing(turn.picture)
        assert task.overlay is None or (OVERLAYS / task.overlay / "works" / "rows.jsonl").is_file()


def test_no_task_asks_in_the_words_of_a_tuning_question() -> None:
    files = sorted(Path("eval/questions/tuning").glob("*.jsonl"))
    asked = [set(content_stems(" ".join([*q.before, q.question]))) for file in files for q in read_questions(file)]
    same = [
        task.id
        for task in TASKS
        for own in [set(content_stems(" ".join(turn.say for turn in task.turns)))]
        if any(len(own & other) >= 0.55 * len(own | other) for other in asked if own)
    ]
    assert same == []


def test_an_oracle_passes_every_task() -> None:
    assert sorted({task.id for task in TASKS} - set(passed(oracle))) == []


def test_an_empty_answer_passes_nothing() -> None:
    assert passed(lambda *_: "") == []


def test_saying_everything_passes_nothing() -> None:
    assert passed(lambda _, ground: quoted([i for i in ground.texts if i.startswith("f:")][::10], ground)) == []


def test_quoting_the_right_passages_whole_among_others_passes_next_to_nothing() -> None:
    def dumped(expect: Expect, ground: Ground) -> str:
        right = dict.fromkeys(i for wanted in (*expect.facts, *expect.numbers) for i in wanted.evidence)
        return quoted([*right, *[i for i in ground.texts if i not in right][::400][:7]], ground)

    assert len(passed(dumped)) < 0.05 * len(TASKS)


def test_the_required_words_among_a_page_of_others_pass_nothing() -> None:
    padding = " ".join(["and so it goes on and on"] * 200)
    assert passed(lambda expect, ground: f"{oracle(expect, ground)} {padding}.") == []


def test_the_required_words_without_citations_pass_no_single_fact() -> None:
    def uncited(expect: Expect, ground: Ground) -> str:
        return " ".join(f"{fact.any[0]}." for fact in expect.facts)

    assert [i for i in passed(uncited) if i.startswith("fact-")] == []


def test_refusing_everything_passes_only_where_a_refusal_is_right() -> None:
    lenient = {task.id for task in TASKS if all(t.expect is None or t.expect.refuses or t.expect.may_admit == 0 for t in task.turns)}
    assert set(passed(lambda *_: REFUSAL)) == lenient
    assert len(lenient) < 0.2 * len(TASKS)


def test_two_tasks_with_one_id_are_refused(tmp_path: Path) -> None:
    line = TASKS[0].model_dump_json(exclude_none=True)
    (tmp_path / "a.jsonl").write_text(f"{line}\n{line}\n")
    with pytest.raises(SourceError, match=f"two tasks are called {TASKS[0].id}"):
        read_tasks(tmp_path)


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ('{"id": "fact-01"}', "line 1 is no task"),
        ('{"id": "fact-01", "kind": "fact", "cluster": "a", "turns": [{"say": "Who?"}]}', "the last turn expects nothing"),
        ('{"id": "fact-01", "kind": "fact", "cluster": "a", "turns": [{"say": "Who?", "expect": {}}]}', "asks for something to be stated"),
        ('{"id": "fact-01", "kind": "fact", "cluster": "a", "colour": 1, "turns": []}', "is no task"),
    ],
)
def test_a_line_that_is_no_task_is_told(tmp_path: Path, line: str, told: str) -> None:
    (tmp_path / "tasks.jsonl").write_text(f"{line}\n")
    with pytest.raises(SourceError, match=told):
        read_tasks(tmp_path)


def test_a_unit_that_nobody_knows_is_refused() -> None:
    with pytest.raises(ValueError, match="there is no unit furlong"):
        Number(value=3, unit="furlong")


def test_the_ground_knows_the_records_as_passages() -> None:
    assert "The Goldfinch is 33.5 cm high" in ground_for(None).texts["w:goldfinch-fabritius"]
