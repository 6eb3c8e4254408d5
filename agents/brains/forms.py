"""Replies in a form: JSON that a server holds a model to, read strictly, and asked for once more with what is amiss."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AnyMessage, HumanMessage

from tools.errors import ToolError

from .errors import ReplyUnusable

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Form(Generic[T]):
    """A JSON schema, and what reads a reply: it raises `ToolError` with what to answer instead."""

    name: str
    schema: Mapping[str, Any]
    read: Callable[[str], T]


async def filled(form: Form[Any], question: str, model: BaseChatModel) -> str | None:
    """Return a model's reply to a question, which the form reads unless the model was wrong twice; None when both were no JSON at all.

    Raises:
        BrainFailed: the model's server failed.
    """
    wanted = {"type": "json_schema", "json_schema": {"name": form.name, "schema": form.schema, "strict": True}}
    # What is filled in is no answer to a person: nobody follows its words as they come.
    bound, messages = model.bind(response_format=wanted, stream=False), list[AnyMessage]([HumanMessage(question)])
    try:
        reply = await bound.ainvoke(messages)
        try:
            form.read(reply.text)
        except ToolError as error:
            reply = await bound.ainvoke([*messages, reply, HumanMessage(str(error))])
    except ReplyUnusable:
        return None
    return reply.text


async def read_from(form: Form[T], question: str, model: BaseChatModel) -> T | None:
    """Return what a form reads of a model's reply; None where it reads nothing.

    Raises:
        BrainFailed: the model's server failed.
    """
    reply = await filled(form, question, model)
    try:
        return None if reply is None else form.read(reply)
    except ToolError:
        return None
