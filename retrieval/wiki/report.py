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
        if count and name.startswith("text: "):
            yield f"left out {count:,}: {name.removeprefix('text: ')}"
    if circles := report.counts.get("redirects that lead in a circle"):
        yield f"of the redirects {circles:,} {'leads' if circles == 1 else 'lead'} in a circle"
    if copies := report.counts.get("copies left out"):
        yield f"left out {copies:,}: paragraphs nearly the same as one before"
    made = (("fragment", report.fragments), ("work", report.works), ("maker", report.makers), ("picture", report.pictures))
    there = ", ".join(f"{count:,} {noun if count == 1 else f'{noun}s'}" for noun, count in made if count)
    yield f"{into}: {there or 'no fragments; choose other categories, or more depth'}"
    yield (
        f"{report.fragments_per_second:,.0f} fragments/s in the second reading ({report.seconds:,.1f} s), "
        f"peak memory {report.peak_memory_mib:,.0f} MiB, "
        f"of a worker {report.peak_worker_memory_mib:,.0f} MiB"
    )
    yield from report.notes
