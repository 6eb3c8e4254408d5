"""What a person replies when they were asked which of several records they mean."""

from __future__ import annotations

import re

from prompts import render
from retrieval.words import words

from .conversation import Conversation

MOST_WORDS = 10
_ASKS = re.compile(
    r"\?|^(?:who|whom|whose|what|when|where|why|how|which|show|list|find|tell|compare|plan|thanks?|thank|hello|bye)\b", re.IGNORECASE
)
_ALL = re.compile(r"\b(?:all|any|both|each|every|either|whichever|doesn['’]t matter)\b", re.IGNORECASE)


def asked_again(talk: Conversation) -> str | None:
    """Return the question before with the reply to “Which of them do you mean?” put in, or None when this is no such reply.

    “Any” and “both” say nothing that the question did not say.
    """
    if talk.before is None or render("offline/which") not in talk.before.answer:
        return None
    reply = talk.question.strip(" .!")
    if _ASKS.search(reply) or len(words(reply)) > MOST_WORDS:
        return None
    return talk.before.question if wants_all(reply) else f"{talk.before.question.rstrip('?')} ({reply})?"


def wants_all(reply: str) -> bool:
    """Say whether somebody who was asked which one they mean wants to hear of all."""
    return bool(_ALL.search(reply))
