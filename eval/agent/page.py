"""The report as one HTML page that needs nothing beside it: tables, plots, and every sample to read."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from eval.report import Report

from .sample import Sample

if TYPE_CHECKING:
    from matplotlib.figure import Figure

TEMPLATE = "page.html.jinja"
PAGE = "report.html"


def write_page(report: Report, samples: Sequence[Sample], folder: Path) -> None:
    """Write the report and its samples as a page into `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / PAGE).write_text(page(report, samples), encoding="utf-8")


def page(report: Report, samples: Sequence[Sample]) -> str:
    """Return the page; what models and tasks say is escaped."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    drawn = [_svg(figure) for figure in report.plots.values()]
    return environment.get_template(TEMPLATE).render(report=report, samples=samples, plots=drawn)


def _svg(figure: Figure) -> str:
    """Return a plot as SVG that can stand in a page: without the head of a file of its own."""
    import matplotlib

    kept = io.StringIO()
    # Without a fixed salt and date every report would differ from the one before.
    with matplotlib.rc_context({"svg.hashsalt": "cicerone"}):
        figure.savefig(kept, format="svg", metadata={"Date": None})
    written = kept.getvalue()
    return written[written.index("<svg") :]
