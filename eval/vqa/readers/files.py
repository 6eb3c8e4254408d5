"""Find a suite's file where a folder was given."""

from __future__ import annotations

from pathlib import Path

from retrieval.errors import SourceError


def file_in(data: Path, *patterns: str) -> Path:
    """Return `data` itself where it is a file, else the one file of the folder that fits the first pattern that fits any.

    Raises:
        SourceError: nothing fits, or several files do.
    """
    if not data.is_dir():
        return data
    for pattern in patterns:
        found = sorted(data.glob(pattern))
        if len(found) > 1:
            raise SourceError(f"{data} holds several files {pattern}; name one of them with --data")
        if found:
            return found[0]
    raise SourceError(f"{data} holds no {' or '.join(patterns)}; name the suite's file with --data")
