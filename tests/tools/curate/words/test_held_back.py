"""Briefs that were written before their reading was."""

from __future__ import annotations

import pytest

from tests.tools.curate.words.expected import POOL, bare
from tests.tools.curate.words.held_back import HELD_BACK
from tools.curate.brief import Brief
from tools.curate.words import Question, brief_of, vocabulary_of

VOCABULARY = vocabulary_of(POOL)


@pytest.mark.parametrize(("asked", "meant"), HELD_BACK, ids=[asked for asked, _ in HELD_BACK])
def test_a_brief_that_was_held_back_is_read_as_it_was_meant(asked: str, meant: Brief | None) -> None:
    read = brief_of(asked, VOCABULARY)
    assert isinstance(read, Question) if meant is None else not isinstance(read, Question) and bare(read) == bare(meant)
