"""Parting a show into sections."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from tools.curate.pool import Piece
from tools.curate.show import Said
from tools.curate.show.groups import Group, Parting, Subjects, most_groups, partings, shared_words
from tools.curate.show.subjects import subjects_of

works = st.lists(
    st.builds(
        Piece, id=st.just(""), title=st.sampled_from(["Snow", "Ice", "Harbour in Snow", "Untitled"]),
        earliest=st.sampled_from([None, 1600, 1650, 1700, 1850]), type=st.sampled_from([None, "print", "painting", "sculpture"]),
        place=st.sampled_from([None, "Amsterdam, Netherlands", "Kyoto, Japan"]), tags=st.sampled_from([(), ("snow", "ice"), ("boats",)]),
    ),
    min_size=6, max_size=16,
)  # fmt: skip


def _subjects(shown: Sequence[Piece]) -> list[Subjects]:
    return [subjects_of(piece, ())[0] for piece in shown]


@given(works)
def test_each_work_is_in_exactly_one_section_and_no_section_is_of_one_work(shown: list[Piece]) -> None:
    for way in partings(shown, _subjects(shown), {}):
        members = [at for group in way.groups for at in group.members]
        assert sorted(members) == list(range(len(shown)))
        assert all(len(group.members) >= 2 for group in way.groups)
        assert 2 <= len(way.groups) <= most_groups(len(shown))


@given(works)
def test_every_work_of_a_section_has_what_the_section_is_named_after(shown: list[Piece]) -> None:
    for way in partings(shown, _subjects(shown), {}):
        for group in way.groups:
            mine = [shown[at] for at in group.members]
            if way.by == "subject" and group.name:
                assert all(group.name in f"{piece.title} {' '.join(piece.tags)}".casefold() for piece in mine)
            if way.by == "place" and group.name:
                assert all(group.name.removeprefix("the ") in (piece.place or "") for piece in mine)


def test_periods_are_cut_where_the_years_lie_apart() -> None:
    shown = [Piece(id=str(year), title="", earliest=year, latest=year) for year in (1610, 1850, 1605, 1855, 1600, 1860)]
    assert list(partings(shown, _subjects(shown), {})) == [
        Parting("period", (Group("1600–1610", (4, 2, 0)), Group("1850–1860", (1, 3, 5)))),
    ]


def test_subject_words_are_those_that_several_works_share_but_not_most() -> None:
    titles = ("Boats", "The Boat", "A Gate", "Dusk")
    shown = [Piece(id=str(at), title=title, tags=("winter",)) for at, title in enumerate(titles)]
    assert shared_words(_subjects(shown)) == {"boat": "boat"}


def test_a_word_of_a_label_is_told_apart_from_those_of_title_and_tags() -> None:
    work = Piece(id="w", title="The Harbour", tags=("two boats", "1850", "oil painting"))
    assert subjects_of(work, [Said(text="A storm gathers.", cites=("f:1",))]) == (
        {"harbour": "harbour", "two": "two", "boat": "boats"}, {"storm": "storm", "gather": "gathers"},
    )  # fmt: skip


def test_works_of_one_year_are_not_parted_by_it() -> None:
    works = [Piece(id=f"w:{n}", title="Ferry", earliest=1900, latest=1900) for n in range(6)]
    assert not [way for way in partings(works, [{}] * 6, {}) if way.by == "period"]
