"""Make a call that failed once more, for many failures pass; a second one is taken for lasting."""

from __future__ import annotations

from collections.abc import Sequence

from .conversation import Conversation, Result
from .planned import Call

TRIES = 2
# Tools that only read; any other may have done its work before it failed.
READING = ("search", "look_up", "look_alike")


def once_more(talk: Conversation, tools: Sequence[str]) -> list[Call]:
    """Return the calls of this question that are worth making again, just as they were."""
    return [
        Call(part, result.arguments, result.tool)
        for (_, part), result in talk.results.items()
        if result.tool in tools and _may_pass(result)
    ]


def _may_pass(result: Result) -> bool:
    """Say whether the same call may bring something the next time.

    A refusal that repeats what was asked for is about that (“no artist called …”) and stays. A search without limits always finds what
    is nearest, so nothing at all is a failure that did not say so.
    """
    if result.passages or result.tries >= TRIES or result.tool not in READING:
        return False
    if result.failed is None:
        return result.tool == "search" and result.arguments.keys() <= {"query", "limit"}
    return not any(isinstance(value, str) and value in result.failed for value in result.arguments.values())
