"""Tell a person what a run did."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from .run import Report


def told(report: Report, into: Path) -> str:
    """Return the report in lines."""
    return "\n".join(_lines(report, into))


def _lines(report: Report, into: Path) -> Iterator[str]:
    yield f"{report.pages:,} pages seen, {report.categories_followed:,} categories followed, {report.selected:,} articles selected"
    for reason, count in sorted(report.skipped.items(), key=lambda pair: -pair[1]):
        if count:
            yield f"skipped {count:,}: {reason}"
    for name, count in report.counts.items():
        if name.startswith("text: "):
            yield f"left out {count:,}: {name.removeprefix('text: ')}"
    yield f"of the redirects {report.counts.get('redirects that lead in a circle', 0):,} lead in a circle"
    yield f"left out {report.counts.get('copies left out', 0):,}: paragraphs nearly the same as one before"
    yield f"{into}: {report.fragments:,} fragments, {report.works:,} works, {report.makers:,} makers, {report.pictures:,} pictures"
    yield (
        f"{report.fragments_per_second:,.0f} fragments/s in the second reading ({report.seconds:,.1f} s), "
        f"peak memory {report.peak_memory_mib:,.0f} MiB, "
        f"of a worker {report.peak_worker_memory_mib:,.0f} MiB"
    )
    yield from report.notes
