"""Where works hang: nothing overlaps, nothing is lost, the wall that is given suffices."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tools.curate.brief import GAP_CM, Brief, Rule
from tools.curate.pool import Piece
from tools.curate.show.hang import LONGEST_WALL_M, given_wall_m, hang
from tools.curate.show.measures import Size, centre_of, size_of, support_of, typical
from tools.curate.show.order import hanging_order

widths = st.lists(st.lists(st.floats(5, 900), min_size=1, max_size=8), min_size=1, max_size=5)


def _hung(parts: list[list[float]], given_m: float | None):
    works = [[Piece(id=f"{a}-{b}", title="") for b in range(len(part))] for a, part in enumerate(parts)]
    flat = [width for part in parts for width in part]
    return hang(works, [Size(width, 50, True) for width in flat], given_m), flat


@given(widths, st.one_of(st.none(), st.floats(1, 200)))
def test_works_hang_in_order_with_the_gap_between_them_and_within_their_wall(parts: list[list[float]], given_m: float | None) -> None:
    plan, flat = _hung(parts, given_m)
    lengths = {wall.number: wall.length_m for wall in plan.walls}
    ends = [spot.x_m + width / 100 for spot, width in zip(plan.spots, flat)]
    assert [spot.piece.id for spot in plan.spots] == [f"{a}-{b}" for a, part in enumerate(parts) for b in range(len(part))]
    for (spot, end), (after, _) in pairwise(zip(plan.spots, ends)):
        assert after.wall in (spot.wall, spot.wall + 1)
        assert after.wall > spot.wall or after.x_m - end >= GAP_CM / 100 - 0.002
    assert all(spot.x_m >= GAP_CM / 200 - 0.002 and end <= lengths[spot.wall] - GAP_CM / 200 + 0.002 for spot, end in zip(plan.spots, ends))


@given(widths, st.floats(0, 30))
def test_a_wall_that_suffices_is_used_to_the_metre(parts: list[list[float]], spare: float) -> None:
    needed = sum(width + GAP_CM for part in parts for width in part) / 100
    plan, _ = _hung(parts, needed + spare)
    assert sum(wall.length_m for wall in plan.walls) == pytest.approx(needed + spare, abs=0.01)


def test_a_long_run_is_parted_where_a_section_ends() -> None:
    plan, _ = _hung([[150.0] * 5, [150.0] * 4], None)
    assert [spot.wall for spot in plan.spots] == [1] * 5 + [2] * 4
    assert max(wall.length_m for wall in plan.walls) <= LONGEST_WALL_M


@given(widths, st.floats(0, 30))
def test_no_wall_is_longer_than_the_longest_unless_a_work_is(parts: list[list[float]], spare: float) -> None:
    needed = sum(width + GAP_CM for part in parts for width in part) / 100
    plan, _ = _hung(parts, needed + spare)
    alone = {wall.number for wall in plan.walls if sum(spot.wall == wall.number for spot in plan.spots) == 1}
    assert all(wall.length_m <= LONGEST_WALL_M + 0.01 for wall in plan.walls if wall.number not in alone)


def test_the_least_wall_that_a_brief_gives_counts() -> None:
    assert given_wall_m(Brief(theme="", rules=(Rule(kind="wall", metres=18.0), Rule(kind="wall", metres=12.5)))) == 12.5
    assert given_wall_m(Brief(theme="")) is None


def test_works_follow_one_another_by_date_and_large_and_small_in_turn_where_dates_are_near() -> None:
    sizes = {"1600 small": 30, "1601 small": 32, "1602 large": 150, "1800 small": 30, "undated": 30}
    shown = [Piece(id=name, title=name, earliest=int(name[:4]) if name[0] == "1" else None, width_cm=size, height_cm=size)
             for name, size in sizes.items()]  # fmt: skip
    order = hanging_order(shown[::-1], typical(shown))
    assert [piece.id for piece in order] == ["1600 small", "1602 large", "1601 small", "1800 small", "undated"]


@pytest.mark.parametrize(
    ("piece", "support", "centre"),
    [
        (Piece(id="w", title="", type="painting", height_cm=100, width_cm=80), "wall", 150),
        (Piece(id="w", title="", type="painting", height_cm=400, width_cm=80), "wall", 225),
        (Piece(id="w", title="", medium="Stoneware", height_cm=10, width_cm=12), "plinth", 100),
        (Piece(id="w", title="", type="sculpture", height_cm=180, width_cm=60), "floor", 90),
        (Piece(id="w", title="", medium="Oil on canvas, stretched over a bowl", type=None, height_cm=50, width_cm=60), "wall", 150),
    ],
)
def test_a_work_hangs_at_eye_line_and_what_stands_has_something_to_stand_on(piece: Piece, support: str, centre: float) -> None:
    size = size_of(piece, typical([piece]))
    assert (support_of(piece, size), centre_of(size, support_of(piece, size))) == (support, centre)
