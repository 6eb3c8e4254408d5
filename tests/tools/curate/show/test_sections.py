"""Sections with a reason."""

from __future__ import annotations

from tools.curate.pool import Piece
from tools.curate.show import Show
from tools.curate.show.sections import reason

PRINTS = [
    Piece(id="a", title="Snow", type="print", earliest=1831, latest=1831, place="Tokyo, Japan"),
    Piece(id="b", title="Snowfall", type="print", earliest=1925, latest=1925, place="Paris, France"),
]


def test_sections_follow_one_another_in_time(show: Show) -> None:
    assert len(show.sections) == 2
    assert all(section.title and section.reason.endswith(".") and len(section.works) >= 2 for section in show.sections)


def test_a_reason_tells_what_the_works_share() -> None:
    assert reason("subject", "snow", PRINTS, "first") == (
        "The word “snow” brings these two works together: it is in the title, among the subjects or in the label of each. "
        "They are two prints, made between 1831 and 1925 in France and Japan."
    )


def test_a_reason_by_kind_does_not_repeat_the_kind() -> None:
    assert reason("kind", "prints", PRINTS, "last") == (
        "What these two works have in common is what they are: prints. They were made between 1831 and 1925 in France and Japan."
    )


def test_a_reason_does_not_tell_what_is_unknown() -> None:
    undated = [Piece(id="a", title="Snow"), Piece(id="b", title="Ice")]
    assert reason("period", None, undated, "last") == "The catalogue gives no date for these two works."
