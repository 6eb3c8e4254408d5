"""Fit a conversation to what one model call may hold: the lowest-ranked evidence goes first, and it is said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from langchain_core.messages import AnyMessage, BaseMessage, HumanMessage, ToolMessage

from prompts import render
from retrieval.errors import PictureRefused
from retrieval.pictures import PictureStore

from .brains.errors import ContextTooLong
from .context import Budget
from .left_out import BYTES_A_TOKEN, LeftOut, blocks, left_out, size
from .transcript import NOTE, is_question, passages_of, text_of


@dataclass(frozen=True, slots=True)
class Window:
    """The messages to send, how many passages that this question found they lack, and under which budget half of it all would go."""

    messages: list[BaseMessage]
    passages_left_out: int
    half_tokens: int


def fitted(
    conversation: Sequence[AnyMessage], budget: Budget, pictures: PictureStore, head: Sequence[BaseMessage] = (), tool_bytes: int = 0
) -> Window:
    """Return `head`, which stays as it is, and the conversation down to the token budget, its pictures made ready for a model.

    Raises:
        ContextTooLong: the last question does not fit, even by itself.
    """
    room = budget.context_tokens * BYTES_A_TOKEN - tool_bytes - sum(size(m) for m in head)
    out = left_out(conversation, budget, room)
    if not out.fits:
        raise ContextTooLong("The question is too long for the model; ask more briefly, or let the model's server take longer prompts.")
    sent = [_with_pictures(m, out, pictures) for m in _shortened(conversation, out)]
    asked = max((place for place, m in enumerate(conversation) if is_question(m)), default=0)
    half = budget.context_tokens - (room - out.used // 2) // BYTES_A_TOKEN
    return Window([*head, *sent], sum(place >= asked for place, _ in out.passages), half)


def _shortened(conversation: Sequence[AnyMessage], out: LeftOut) -> list[AnyMessage]:
    gone: dict[int, set[int]] = {}
    for place, rank in out.passages:
        gone.setdefault(place, set()).add(rank)
    kept = [_without(m, gone[place]) if place in gone else m for place, m in enumerate(conversation) if place >= out.before]
    if not out.before:
        return kept
    questions = sum(is_question(m) for m in conversation[: out.before])
    return [HumanMessage(render("earlier_gone", count=questions), name=NOTE), *kept]


def _without(message: AnyMessage, ranks: set[int]) -> AnyMessage:
    """Return a tool's result without the words of these passages; whatever else it says stays as the tool has put it."""
    said, told = text_of(message), blocks(message)
    for rank in ranks:
        said = said.replace(told[rank], "", 1)
    lines = [line for line in said.splitlines() if line.strip()]
    kept = [p for rank, p in enumerate(passages_of(message)) if rank not in ranks]
    content = "\n".join([*lines, render("observations/trimmed", count=len(ranks))])
    return message.model_copy(update={"content": content, "artifact": {"passages": kept}})


def _with_pictures(message: AnyMessage, out: LeftOut, pictures: PictureStore) -> AnyMessage:
    if not isinstance(message.content, list) or isinstance(message, ToolMessage):
        return message
    return message.model_copy(update={"content": [_block(b, out, pictures) for b in message.content]})


def _block(block: Any, out: LeftOut, pictures: PictureStore) -> Any:
    """Return a picture block as a data URL with its handle kept, an old or lost one as words, any other as it is."""
    if not isinstance(block, dict) or block.get("type") != "picture":
        return block
    gone = {"type": "text", "text": render("picture_gone", picture=block["id"])}
    if block["id"] in out.pictures:
        return gone
    try:
        url = pictures.data_url(block["sha256"])
    except PictureRefused:  # no longer kept: the conversation goes on without it
        return gone
    return {"type": "image_url", "image_url": {"url": url}, "id": block["id"]}
