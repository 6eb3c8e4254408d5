"""The prompt of a model call: what never changes first, then the conversation, to which calls only add.

A server that keeps what it has read of prompts (vLLM's prefix cache) then reads the tools, the system text and the worked
examples once, and of a conversation only what is new.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from langchain_core.messages import AnyMessage, BaseMessage, HumanMessage, SystemMessage, ToolMessage

from prompts import render

from .context import Context
from .examples import examples
from .transcript import NOTE, calls_made, is_question
from .window import Window, fitted


def prompt(messages: Sequence[AnyMessage], context: Context) -> Window:
    """Return what the brain is sent after `messages`.

    Raises:
        ContextTooLong: the last question does not fit.
    """
    conversation = list(noted(messages, context.budget.tool_calls))
    return fitted(conversation, context.budget, context.pictures, head(context), context.tool_bytes)


def head(context: Context) -> list[BaseMessage]:
    """Return what every prompt of a session begins with."""
    system = render("system", tool_calls=context.budget.tool_calls)
    if not context.switches.examples:
        return [SystemMessage(system)]
    return [SystemMessage(f"{system}\n\n{render('examples_follow')}"), *examples()]


def noted(messages: Sequence[AnyMessage], tool_calls: int) -> Iterator[AnyMessage]:
    """Yield the messages, with a note behind the result of the last call that a question allows."""
    made, told = 0, False
    for message, following in zip(messages, (*messages[1:], None), strict=True):
        made, told = (0, False) if is_question(message) else (made + calls_made([message]), told)
        yield message
        last = isinstance(message, ToolMessage) and not isinstance(following, ToolMessage)
        if last and made >= tool_calls > 0 and not told:
            told = True
            yield HumanMessage(render("no_calls_left"), name=NOTE)
