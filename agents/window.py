"""Fit a conversation to what one model call may hold: the lowest-ranked evidence goes first, and it is said."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate
from typing import Any

from langchain_core.messages import AnyMessage, ToolMessage

from prompts import render
from retrieval.errors import PictureRefused
from retrieval.pictures import PictureStore
from tools.shown import pictures_shown

from .context import Budget
from .transcript import is_question, passages_of, text_of

CHARACTERS_A_TOKEN = 4
# A picture of about a million pixels at 28 x 28 pixels a token.
PICTURE_TOKENS = 1300


def fitted(messages: Sequence[AnyMessage], budget: Budget, pictures: PictureStore) -> list[AnyMessage]:
    """Return the messages with evidence dropped down to the token budget, and pictures made ready for a model."""
    return [_with_pictures(m, budget, pictures, messages) for m in _trimmed(messages, budget)]


def _trimmed(messages: Sequence[AnyMessage], budget: Budget) -> list[AnyMessage]:
    shown = min(len(pictures_shown(messages)), budget.pictures)
    used = sum(len(text_of(m)) for m in messages) + shown * PICTURE_TOKENS * CHARACTERS_A_TOKEN
    over = used - budget.context_tokens * CHARACTERS_A_TOKEN
    if over <= 0:
        return list(messages)
    # Earlier questions' evidence goes before this question's, and in each the worst-ranked first.
    asked = list(accumulate(is_question(m) for m in messages))
    ranked = sorted((asked[place], -rank, place) for place, m in enumerate(messages) for rank in range(len(passages_of(m))))
    drop: dict[int, set[int]] = {}
    for _, worst, place in ranked:
        if over <= 0:
            break
        passage = passages_of(messages[place])[-worst]
        drop.setdefault(place, set()).add(-worst)
        over -= len(passage["text"]) + len(passage["heading"]) + len(passage["id"]) + 4
    return [_without(m, drop[i]) if i in drop else m for i, m in enumerate(messages)]


def _without(message: AnyMessage, ranks: set[int]) -> AnyMessage:
    kept = [p for rank, p in enumerate(passages_of(message)) if rank not in ranks]
    told = render("observations/search", hits=kept, query="", filters="") if kept else ""
    content = f"{told}\n{render('observations/trimmed', count=len(ranks))}".strip()
    return message.model_copy(update={"content": content, "artifact": {"passages": kept}})


def _with_pictures(message: AnyMessage, budget: Budget, pictures: PictureStore, messages: Sequence[AnyMessage]) -> AnyMessage:
    if not isinstance(message.content, list) or isinstance(message, ToolMessage):
        return message
    shown = list(pictures_shown(messages))
    latest = shown[max(len(shown) - budget.pictures, 0) :]
    return message.model_copy(update={"content": [_block(b, latest, pictures) for b in message.content]})


def _block(block: Any, latest: Sequence[str], pictures: PictureStore) -> Any:
    """Return a picture block as a data URL with its handle kept, an old or lost one as words, any other as it is."""
    if not isinstance(block, dict) or block.get("type") != "picture":
        return block
    gone = {"type": "text", "text": render("picture_gone", picture=block["id"])}
    if block["id"] not in latest:
        return gone
    try:
        url = pictures.data_url(block["sha256"])
    except PictureRefused:  # no longer kept: the conversation goes on without it
        return gone
    return {"type": "image_url", "image_url": {"url": url}, "id": block["id"]}
