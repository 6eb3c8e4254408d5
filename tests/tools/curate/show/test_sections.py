"""Sections with a reason."""

from __future__ import annotations

from collections.abc import Sequence

from tools.curate.pool import Piece
from tools.curate.show import Show
from tools.curate.show.parts import Part
from tools.curate.show.reasons import Place, worded
from tools.curate.show.reasons import reason as reason_of
from tools.curate.show.records import By, Tie

PRINTS = [
    Piece(id="a", title="Snow", type="print", earliest=1831, latest=1831, place="Tokyo, Japan"),
    Piece(id="b", title="Snowfall", type="print", earliest=1925, latest=1925, place="Paris, France"),
]


def reason(by: By, name: str | None, works: Sequence[Piece], place: Place) -> str:
    return reason_of(Part(Tie(by=by, name=name or ""), tuple(works)), place)


def test_sections_follow_one_another_in_time(show: Show) -> None:
    assert len(show.sections) == 2
    assert all(section.title and section.reason.endswith(".") and len(section.works) >= 2 for section in show.sections)


def test_a_reason_tells_what_the_works_share() -> None:
    assert reason("subject", "snow", PRINTS, "first") == (
        "The word “snow” brings these two works together: it is in the title, among the subjects or in what the collection tells of each. "
        "They are two prints, made between 1831 and 1925 in France and Japan."
    )


def test_a_reason_by_kind_does_not_repeat_the_kind() -> None:
    assert reason("kind", "prints", PRINTS, "last") == (
        "What these two works have in common is what they are: prints. They were made between 1831 and 1925 in France and Japan."
    )


def test_what_is_known_of_some_works_alone_is_not_told_of_all() -> None:
    some = [*PRINTS, Piece(id="c", title="Snowdrift", type="print")]
    assert reason("kind", "prints", some, "first") == (
        "What these three works have in common is what they are: prints. Two of them are dated, between 1831 and 1925."
    )


def test_a_reason_does_not_tell_what_is_unknown() -> None:
    undated = [Piece(id="a", title="Snow"), Piece(id="b", title="Ice")]
    assert reason("period", None, undated, "last") == "The catalogue gives no date for these two works."


def test_a_section_of_one_work_is_told_of_as_one() -> None:
    assert reason("subject", "snow", PRINTS[:1], "first") == (
        "The word “snow” is in the title, among the subjects or in what the collection tells of this work. "
        "It is a print, made in 1831 in Japan."
    )
    assert reason("kind", "prints", PRINTS[:1], "first") == "It is a print, made in 1831 in Japan."
    assert reason("place", None, PRINTS[:1], "last") == "This work comes from another place. It is a print, made in 1831."


def test_a_guest_is_told_apart_from_what_shares_the_subject() -> None:
    part = Part(Tie(by="subject", name="snow", guests=("b",)), tuple(PRINTS))
    assert reason_of(part, "first") == (
        "The word “snow” is in the title, among the subjects or in what the collection tells of this work. "
        "It is a print, made in 1831 in Japan. "
        "“Snowfall” hangs here as asked."
    )


def test_only_a_period_that_opens_the_show_is_said_to_be_its_earliest() -> None:
    early = Part(Tie(by="period", name="1831"), (PRINTS[0],))
    late = Part(Tie(by="period", name="1925"), (PRINTS[1],))
    assert [part.reason.split(".")[0] for part in worded([early, late])] == [
        "The show opens with its earliest work", "The show closes with its latest work",
    ]  # fmt: skip
    assert [part.reason.split(".")[0] for part in worded([late, early])] == ["It is a print, made in 1925 in France",
                                                                            "It is a print, made in 1831 in Japan"]  # fmt: skip
