"""The ladder as a picture: quality against milliseconds and against bytes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from .measure import Measured

if TYPE_CHECKING:
    from matplotlib.figure import Figure


def plot(measured: Sequence[Measured], quality: Sequence[float]) -> Figure:
    """Draw the mean R@1 over the sets against the median milliseconds and the bytes a passage, both logarithmic."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(10, 4.5), layout="constrained")
    costs = {
        "milliseconds a query, median": [each.times()["ms_p50"] for each in measured],
        "bytes a passage": [each.method.size for each in measured],
    }
    for axes, (label, values) in zip(figure.subplots(1, 2, sharey=True), costs.items(), strict=True):
        for each, value, height in zip(measured, values, quality, strict=True):
            axes.plot(max(value, 1e-3), height, "o", label=each.method.name)
        axes.set_xscale("log")
        axes.set_xlabel(label)
        axes.margins(x=0.1, y=0.15)
        axes.grid(alpha=0.3)
    figure.axes[0].set_ylabel("R@1, mean over the sets")
    handles, labels = figure.axes[0].get_legend_handles_labels()
    figure.legend(handles, labels, loc="outside lower center", ncols=3)
    return figure
