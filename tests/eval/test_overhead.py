"""The overhead of a turn: the two ways do the same, and the table tells ratios of one run."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from agents.ask import Answer, ask
from agents.assemble import Agent, checkpoints
from agents.graph import build_graph
from eval.overhead import BARE, OURS, QUESTION, REWORDED, Measured, bare_turn, measured, our_turn, report
from eval.overhead_fakes import IN_ITS_WORDS, IN_OTHER_WORDS, context
from retrieval.encoders.minilm import MiniLM


async def test_the_fakes_make_a_turn_of_three_steps_whose_answer_stands(minilm: MiniLM, tmp_path: Path) -> None:
    given = context(minilm, f"{IN_ITS_WORDS} {IN_OTHER_WORDS}")
    async with checkpoints(tmp_path / "threads.sqlite") as saver:
        events = [event async for event in ask(Agent(build_graph(given.tools, saver), given), QUESTION, "t")]
    answer = events[-1]
    assert isinstance(answer, Answer)
    assert answer.answer == f"{IN_ITS_WORDS} {IN_OTHER_WORDS}"
    assert [step.tool for step in answer.steps] == ["search", "search"]


@pytest.mark.parametrize("opened", [our_turn, bare_turn])
async def test_every_turn_is_timed(opened: Callable[..., Any], tmp_path: Path, word_encoder: Callable[..., Any]) -> None:
    async with opened(tmp_path, context(word_encoder(), IN_ITS_WORDS)) as turn:
        found = await measured(turn, threads=2, turns=2, conversations=3)
    assert len(found.turns) == 6
    assert found.whole > max(found.turns)


def test_the_table_tells_each_way_beside_the_bare_loop() -> None:
    seconds = {BARE: 0.004, OURS: 0.006, REWORDED: 0.01}
    found = {(way, 16): Measured([each] * 100, 50 * each, 100 * each) for way, each in seconds.items()}
    told = report(found, [16], turns=5, rounds=1, calls=2)
    assert told.tables[0].rows == [
        [BARE, "16", "100", "4.0", "4.0", "4.0", "500", "1.00"],
        [OURS, "16", "100", "6.0", "6.0", "6.0", "333", "1.50"],
        [REWORDED, "16", "100", "10.0", "10.0", "10.0", "200", "2.50"],
    ]
    assert [row["ratio_p50"] for row in told.document["measured"]] == pytest.approx([1, 1.5, 2.5])
