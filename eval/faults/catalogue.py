"""The twelve faults of a model's server, what each must end in, and whether it heals when it happens only once."""

from __future__ import annotations

from dataclasses import dataclass

from agents.brains.errors import (
    BrainFailed,
    ContextTooLong,
    NotAModelServer,
    ReplyUnusable,
    ServerBroken,
    ServerBusy,
    ServerSilent,
    ServerUnreachable,
)
from prompts import render

from .replies import BROKEN_ARGUMENTS, HTML, TOO_LONG, TRUNCATED, TRUNCATED_EVENT, Raw, Reply, Says, error

HOURS = 36_000.0


@dataclass(frozen=True, slots=True)
class Fault:
    """A fault: what the server does (None: it listens to nobody), the error when it lasts, and what happens when it passes.

    `once` is what it does where the fault passes; without it the fault is the same and only the next reply is good. A fault
    that does not heal ends in its error even then, because who waits has waited long enough.
    """

    name: str
    reply: Reply | None
    ends_in: type[BrainFailed]
    heals: bool = True
    once: Reply | None = None


def good() -> Says:
    """Return the answer of a server that works, which is none that has to be checked."""
    return Says(render("refusals/dont_know"))


def faults() -> tuple[Fault, ...]:
    """Return all twelve."""
    words = good().text
    return (
        Fault("connection refused", None, ServerUnreachable),
        Fault("reset in mid-stream", Says(words, reset_after=3), ServerUnreachable),
        Fault("stall of 30 s", Says(words, after_s=30), ServerSilent, heals=False),
        Fault("one byte a second", Raw(TRUNCATED_EVENT.body, content_type="text/event-stream", byte_every_s=1), ServerSilent, heals=False),
        Fault("HTTP 500", error(500, "internal error"), ServerBroken),
        Fault("HTTP 503", error(503, "overloaded"), ServerBusy),
        Fault("HTTP 429, Retry-After", error(429, "too many requests", **{"Retry-After": "1"}), ServerBusy),
        Fault("truncated JSON", TRUNCATED, NotAModelServer, once=TRUNCATED_EVENT),
        Fault("malformed tool call", BROKEN_ARGUMENTS, ReplyUnusable),
        Fault("wrong content type", HTML, NotAModelServer),
        Fault("engine restart", Says(words, reset_after=3, gone_s=HOURS), ServerUnreachable, once=Says(words, reset_after=3, gone_s=0.2)),
        Fault("prompt out of context", TOO_LONG, ContextTooLong),
    )
