"""Workers' fragments become rows of the table: one process commits, in versions that readers see whole."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta

from .embed import Written

# A version costs more the more fragments the table has; what a stop loses is at most this much work of each worker.
SECONDS_BETWEEN = 30.0


def append(table: str, fragments: Sequence[str]) -> None:
    """Commit fragments, in Lance's own JSON, to the table at the address `table`."""
    import lance

    found = [lance.FragmentMetadata.from_json(fragment) for fragment in fragments]
    version = lance.dataset(table).version
    lance.LanceDataset.commit(table, lance.LanceOperation.Append(found), read_version=version)


def gathered(written: Iterable[Written], seconds: float = SECONDS_BETWEEN) -> Iterator[Sequence[Written]]:
    """Yield what was written in groups, one every `seconds` and one at the end, be it a failure."""
    group: list[Written] = []
    since = time.monotonic()
    try:
        for one in written:
            group.append(one)
            if time.monotonic() - since >= seconds:
                yield group
                group, since = [], time.monotonic()
    except Exception:  # any failure of a worker; it goes on falling below, and a generator that is closed may not yield
        if group:
            yield group
        raise
    if group:
        yield group


def sweep(table: str) -> None:
    """Delete what workers that died left half written. Only the one writer may ask for this, with no worker at work."""
    import lance

    lance.dataset(table).cleanup_old_versions(older_than=timedelta(milliseconds=1), delete_unverified=True)
