"""The figures of a show in words."""

from __future__ import annotations

from prompts import render
from tools.curate.show import Show


def figure_lines(show: Show) -> list[str]:
    """Return the figures, a line each."""
    return render("curate/figures", figures=show.figures).splitlines()
