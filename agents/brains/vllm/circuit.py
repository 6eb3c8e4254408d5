"""A circuit breaker: a server that failed five times in a row is left alone for a while, and who asks hears so at once.

The library `purgatory` (3.0.1) does not fit: its half-open circuit lets every waiting call through (20 of 20), it counts a call
that its caller cancelled as a failure, and while it is open it raises one exception object again and again, whose
traceback keeps the frames of all callers (5,000 entries after 1,000 calls).
"""

from __future__ import annotations

import time
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass

from agents.brains.errors import BrainFailed, ServerFailed, ServerPaused


@dataclass(slots=True)
class Circuit:
    """The failures in a row of the server at `url`; open from `most` on, for `pause_s` seconds, then one call tries it."""

    url: str
    most: int = 5
    pause_s: float = 30
    failures: int = 0
    opened: float = 0
    trying: bool = False

    @contextmanager
    def call(self) -> Generator[None]:
        """Let one call through and learn from how it ends; raise `ServerPaused` while the circuit is open."""
        tries = self._let_in()
        try:
            yield
            self.failures = 0
        except ServerFailed:
            self._failed()
            raise
        except BrainFailed:  # the server works: it is the request, or what the model said
            self.failures = 0
            raise
        finally:  # a call that was cancelled tells nothing of the server
            self.trying = self.trying and not tries

    def _let_in(self) -> bool:
        """Say whether this call is the one that tries a server that has failed."""
        if self.failures < self.most:
            return False
        left = self.opened + self.pause_s - time.monotonic()
        if left > 0 or self.trying:
            when = f"in {max(left, 1):.0f} s"
            raise ServerPaused(f"The model at {self.url} failed {self.failures} times in a row and is left alone; ask again {when}.")
        self.trying = True
        return True

    def _failed(self) -> None:
        self.failures += 1
        self.opened = time.monotonic()
