"""How long a call is waited for, and when it is tried again."""

from __future__ import annotations

import time
from dataclasses import dataclass, field

from tenacity import AsyncRetrying, RetryCallState, retry_if_exception_type, stop_after_attempt, wait_exponential_jitter
from tenacity.stop import stop_base

from agents.brains.errors import NotAModelServer, ServerBroken, ServerBusy, ServerUnreachable

# A silent server is not asked again: whoever waits has waited long enough.
PASSING = (ServerUnreachable, ServerBusy, ServerBroken, NotAModelServer)


@dataclass(frozen=True, slots=True)
class Patience:
    """Limits of one call, in seconds: `silence_s` without a piece of the reply, `whole_s` in all, tries included.

    A failure that may pass is tried `attempts` times, after pauses that double from `pause_s` and carry a jitter.
    """

    silence_s: float = 60
    whole_s: float = 180
    attempts: int = 3
    pause_s: float = 0.5
    longest_pause_s: float = 8

    def tries(self, deadline: Deadline) -> AsyncRetrying:
        """Return the loop of tries; a pause that would outlast the deadline is not begun."""
        return AsyncRetrying(
            retry=retry_if_exception_type(PASSING),
            wait=self._pause,
            stop=stop_after_attempt(self.attempts) | _Over(deadline),
            reraise=True,
        )

    def _pause(self, state: RetryCallState) -> float:
        error = state.outcome.exception() if state.outcome else None
        asked = error.after_s if isinstance(error, ServerBusy) else 0
        # What the server asks for is the least; the jitter keeps those that it told the same from coming back together.
        return asked + wait_exponential_jitter(multiplier=self.pause_s, max=self.longest_pause_s, jitter=self.pause_s)(state)


@dataclass(frozen=True, slots=True)
class Deadline:
    """The end of a call that began now and may take `whole_s` seconds."""

    whole_s: float
    began: float = field(default_factory=time.monotonic)

    @property
    def left_s(self) -> float:
        """Seconds until the end; less than none after it."""
        return self.began + self.whole_s - time.monotonic()


@dataclass(frozen=True, slots=True)
class _Over(stop_base):
    deadline: Deadline

    def __call__(self, retry_state: RetryCallState) -> bool:
        return retry_state.upcoming_sleep >= self.deadline.left_s
