"""One line of what the doctor finds."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """What was looked at, whether it is right, what was seen, and what to do when it is not."""

    name: str
    right: bool
    seen: str
    remedy: str = ""


def right(name: str, seen: str) -> Finding:
    """Return a finding that needs nothing."""
    return Finding(name, True, seen)


def wrong(name: str, seen: str, remedy: str) -> Finding:
    """Return a finding, and what to do."""
    return Finding(name, False, seen, remedy)
