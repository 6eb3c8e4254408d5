"""A show in figures."""

from __future__ import annotations

import math

from tools.curate.show import Show
from tools.curate.show.figures import spread


def test_the_figures_count_what_hangs(show: Show) -> None:
    figures = show.figures
    assert (figures.works, figures.women, figures.makers_known, figures.facets) == (6, 2, 4, (("winter", 1),))
    assert (figures.wall_used_m, figures.wall_given_m) == (9.6, 9.0)
    assert dict(figures.makers.counts)["Ada Lindqvist"] == 2


def test_coherence_is_told_beside_that_of_works_drawn_at_random(show: Show) -> None:
    # All six works are the whole collection, so both are the same.
    coherence = show.figures.coherence
    assert coherence.drawn == 6
    assert (coherence.to_theme, coherence.among) == (coherence.drawn_to_theme, coherence.drawn_among)
    assert coherence.among is not None
    assert -1 <= coherence.among <= 1


def test_the_effective_number_is_that_of_kinds_of_equal_size() -> None:
    assert spread("aabbccdd").effective == 4.0
    assert spread("aaab").effective == round(math.exp(-(0.75 * math.log(0.75) + 0.25 * math.log(0.25))), 2)
    assert spread([None, None]).effective == 0.0
