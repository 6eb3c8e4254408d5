"""The calls that are made before the brain is asked, as a person looks before speaking."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

from langchain_core.messages import AnyMessage, ToolCall

from retrieval.words import FUNCTION_WORDS, words

from .context import Context
from .transcript import is_question, new_pictures, text_of, turn

# Beside “And why?”, these name nothing to search for.
GREETINGS = frozenset("hello hi hey thanks thank please sorry okay ok goodbye bye good morning evening".split())


def first_calls(messages: Sequence[AnyMessage], context: Context) -> list[ToolCall]:
    """Return the calls for a question that has just been asked; none where the switches or the tools do not have them."""
    names = {tool.name for tool in context.tools}
    fresh = new_pictures(messages)[: context.budget.pictures]
    measured = [_call("analyse", picture=handle) for handle in fresh] if context.switches.first_look and "analyse" in names else []
    seeded = _searches(messages, fresh, names) if context.switches.seeded_retrieval else []
    return [*measured, *seeded]


def _searches(messages: Sequence[AnyMessage], pictures: Sequence[str], tools: set[str]) -> list[ToolCall]:
    asked = turn(messages)
    question = text_of(asked[0]) if asked and is_question(asked[-1]) else ""
    if not set(words(question)) - FUNCTION_WORDS - GREETINGS:
        return []
    if pictures and "search_with_picture" in tools:
        return [_call("search_with_picture", query=question, picture=handle) for handle in pictures]
    return [_call("search", query=question)] if "search" in tools else []


def _call(tool: str, **arguments: Any) -> ToolCall:
    return ToolCall(name=tool, args=arguments, id=f"look-{uuid.uuid4().hex[:8]}")
