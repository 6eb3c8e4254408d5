"""What samples add up to, and what two runs differ by."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.agent.compare import compare
from eval.agent.figures import Outcome, by_system, effort_of, outcomes, over_clusters, pass_hat, pass_power
from eval.agent.page import page
from eval.agent.paired import paired
from eval.agent.sample import Called, Exchange, Sample, read_samples, write_samples
from eval.agent.summary import About, summary
from retrieval.errors import SourceError

SAMPLE = Sample(
    "1-abc", "ours", "offline", "fact-01", "fact", "a", 0, 7,
    (Exchange(0, "Who painted <it>?", "Ada Lindqvist & co [f:1]."),), (Called("search", {"query": "a"}, ("f:1",), 3.0),),
    input_tokens=10, output_tokens=5, seconds=0.5, passed=True, told=True,
)  # fmt: skip


@given(st.lists(st.booleans(), min_size=1, max_size=7), st.data())
def test_pass_hat_is_the_share_of_draws_in_which_all_succeed(trials: list[bool], data: st.DataObject) -> None:
    k = data.draw(st.integers(1, len(trials)))
    draws = [all(trials[i] for i in draw) for draw in combinations(range(len(trials)), k)]
    assert pass_hat(sum(trials), len(trials), k) == pytest.approx(np.mean(draws))


def test_pass_hat_needs_as_many_trials() -> None:
    with pytest.raises(ValueError, match="k is 3; it goes from 1 to the 2 trials"):
        pass_hat(1, 2, 3)


@given(st.integers(0, 6))
def test_more_trials_that_must_pass_never_help(passed: int) -> None:
    values = [pass_hat(passed, 6, k) for k in range(1, 7)]
    assert values == sorted(values, reverse=True)


def test_pass_to_the_power_is_the_mean_over_tasks() -> None:
    given_ = [Outcome("fact-01", "fact", "a", 4, 3, 3), Outcome("fact-02", "fact", "b", 4, 4, 4)]
    assert [pass_power(given_, k, 0).value for k in (1, 2, 4)] == [0.875, 0.75, 0.5]


def test_tasks_of_one_cluster_make_the_interval_wider() -> None:
    values = [1.0, 1.0, 0.0, 0.0] * 5
    apart = over_clusters(values, [str(i) for i in range(20)], 0)
    together = over_clusters(values, [str(int(v)) + str(i % 2) for i, v in enumerate(values)], 0)
    assert together.high - together.low > apart.high - apart.low


def test_all_alike_leaves_an_interval_with_width() -> None:
    assert over_clusters([0.0] * 9, list("abcabcabc"), 0).high > 0.5


def test_outcomes_count_trials_by_task() -> None:
    samples = [SAMPLE, replace(SAMPLE, trial=1, passed=False), replace(SAMPLE, task="fact-02", cluster="b", told=False)]
    assert outcomes(samples) == [Outcome("fact-01", "fact", "a", 2, 1, 2), Outcome("fact-02", "fact", "b", 1, 1, 0)]


def test_a_call_made_twice_is_counted_as_repeated() -> None:
    call = Called("search", {"query": "a", "limit": 3}, ())
    assert replace(SAMPLE, calls=(call, Called("search", {"limit": 3, "query": "a"}, ()), replace(call, tool="look_up"))).repeated == 1


def test_effort_is_the_mean_over_samples() -> None:
    found = effort_of([SAMPLE, replace(SAMPLE, calls=(), seconds=1.5, error="RuntimeError: no")])
    assert (found.calls, found.input_tokens, found.median_s, found.largest_s, found.broke) == (0.5, 10, 1.0, 1.5, 1)


def of(*passed: int) -> list[Outcome]:
    return [Outcome(f"fact-{i}", "fact", f"c{i}", 1, c, c) for i, c in enumerate(passed)]


def test_a_run_against_itself_differs_by_nothing() -> None:
    found = paired(of(1, 0, 1), of(1, 0, 1), 0)
    assert found is not None
    assert (found.difference.value, found.chance, found.better, found.worse, found.tasks) == (0.0, 1.0, 0, 0, [])


def test_a_clear_difference_is_hardly_by_chance() -> None:
    found = paired(of(*[1] * 12), of(*[0] * 12), 0)
    assert found is not None
    assert (found.difference.value, found.better) == (1.0, 12)
    assert found.chance < 0.01


def test_clusters_weigh_as_one_in_the_randomisation_test() -> None:
    one = [replace(outcome, cluster="same") for outcome in of(*[1] * 12)]
    found = paired(one, of(*[0] * 12), 0)
    assert found is not None
    assert found.chance == 1.0  # flipping the one cluster gives as large a difference every time


def test_runs_without_a_common_task_are_not_compared() -> None:
    assert paired(of(1), [replace(outcome, task="hops-01") for outcome in of(1)], 0) is None


def test_samples_are_read_as_they_were_written_and_half_a_line_is_left(tmp_path) -> None:
    file = tmp_path / "samples.jsonl"
    write_samples(file, [SAMPLE, replace(SAMPLE, trial=1)])
    with file.open("a") as lines:
        lines.write('{"version": "1-abc", "sys')
    assert read_samples(file) == [SAMPLE, replace(SAMPLE, trial=1)]


def test_a_file_that_holds_no_samples_is_told(tmp_path) -> None:
    with pytest.raises(SourceError, match="there is no file"):
        read_samples(tmp_path / "none.jsonl")
    (tmp_path / "bad.jsonl").write_text('{"id": 1}\n')
    with pytest.raises(SourceError, match="line 1 is no sample"):
        read_samples(tmp_path / "bad.jsonl")


SAMPLES = [
    SAMPLE,
    replace(SAMPLE, task="hops-01", kind="hops", cluster="b", passed=False, missed=("“Bergen” is not stated",)),
    replace(SAMPLE, system="one search", passed=False),
    replace(SAMPLE, system="one search", task="hops-01", kind="hops", cluster="b", passed=False),
]


def test_the_report_tells_systems_kinds_differences_effort_and_failures() -> None:
    found = summary(SAMPLES, About("python -m eval agent", 0))
    assert [table.title for table in found.tables] == [
        "All tasks", "By kind: ours", "Paired, task by task", "By kind: all systems, pass^1",
        "What a sample took, on average", "Failed: ours",
    ]  # fmt: skip
    assert found.tables[0].rows[0][:2] == ["ours", "0.500 [0.000, 1.000]"]
    assert found.tables[5].rows == [["hops-01", "hops", "“Bergen” is not stated"]]
    assert found.document["systems"]["ours"]["all"]["pass^1"]["value"] == 0.5
    assert found.document["paired"]["one search"]["better"] == 1
    assert "benchmark version 1-abc" in found.notes[0]
    assert set(found.plots) == {"kinds.png"}


def test_more_trials_add_pass_to_the_power_of_k_and_its_plot() -> None:
    twice = [*SAMPLES[:2], *(replace(s, trial=1) for s in SAMPLES[:2])]
    found = summary(twice, About("", 0))
    assert found.tables[0].columns == ["system", "pass^1", "pass^2", "told", "tasks", "clusters"]
    assert set(found.plots) == {"kinds.png", "power.png"}


def test_what_broke_is_told_with_how_to_run_it_again() -> None:
    broken = [SAMPLES[0], replace(SAMPLES[1], error="ServerPaused: it is left alone", missed=("ServerPaused: it is left alone",))]
    told = "1 of 2 samples broke and have failed; --resume with this --report runs them again"
    assert told in summary(broken, About("", 0)).notes
    assert told not in summary(SAMPLES, About("", 0)).notes


def test_the_page_escapes_what_was_said_and_needs_nothing_beside_it() -> None:
    written = page(summary(SAMPLES, About("", 0)), SAMPLES)
    assert "Who painted &lt;it&gt;?" in written
    assert "Ada Lindqvist &amp; co [f:1]." in written
    assert "<svg" in written
    assert not [word for word in ("src=", "<script", "@import", "stylesheet") if word in written]


def test_the_page_is_the_same_each_time() -> None:
    assert page(summary(SAMPLES, About("", 0)), SAMPLES) == page(summary(SAMPLES, About("", 0)), SAMPLES)


def test_two_runs_are_compared_by_kind(tmp_path) -> None:
    (tmp_path / "a").mkdir()
    write_samples(tmp_path / "a" / "samples.jsonl", SAMPLES[:2])
    write_samples(tmp_path / "b.jsonl", [replace(s, passed=False) for s in SAMPLES[:2]])
    found = compare(tmp_path / "a", tmp_path / "b.jsonl", "ours", 0)
    assert [(row[0], row[3], row[4]) for row in found.tables[0].rows] == [("all", "1", "0"), ("fact", "1", "0"), ("hops", "0", "0")]
    assert found.tables[1].rows == [["fact-01"]]


def test_runs_of_two_versions_are_not_compared(tmp_path) -> None:
    write_samples(tmp_path / "a.jsonl", SAMPLES[:1])
    write_samples(tmp_path / "b.jsonl", [replace(SAMPLE, version="1-def")])
    with pytest.raises(SourceError, match="score both again with agent-score"):
        compare(tmp_path / "a.jsonl", tmp_path / "b.jsonl", "ours", 0)
    with pytest.raises(SourceError, match="no samples of “theirs”"):
        compare(tmp_path / "a.jsonl", tmp_path / "b.jsonl", "theirs", 0)


def test_samples_are_kept_apart_by_system() -> None:
    assert {name: len(of_one) for name, of_one in by_system(SAMPLES).items()} == {"ours": 2, "one search": 2}
