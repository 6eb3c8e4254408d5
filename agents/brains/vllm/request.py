"""What is sent: messages and arguments as the protocol has them."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any

from langchain_core.messages import BaseMessage
from langchain_core.runnables import RunnableConfig, ensure_config

from .pictures import reduced


async def for_model(messages: Sequence[BaseMessage], tokens: int) -> list[BaseMessage]:
    """Return the messages with each picture's handle as words before it, and the picture at most `tokens` large.

    Raises:
        PictureRefused: a picture is a ribbon that the model cannot see.
    """
    return [await _shown(m, tokens) if isinstance(m.content, list) else m for m in messages]


async def _shown(message: BaseMessage, tokens: int) -> BaseMessage:
    return message.model_copy(update={"content": [b for block in message.content for b in await _blocks(block, tokens)]})


async def _blocks(block: Any, tokens: int) -> list[Any]:
    if isinstance(block, str) or block.get("type") != "image_url":
        return [block]
    url = await asyncio.to_thread(reduced, block["image_url"]["url"], tokens)
    picture = {"type": "image_url", "image_url": {"url": url}}
    return [{"type": "text", "text": f"[{block['id']}]"}, picture] if "id" in block else [picture]


def as_sent(kwargs: Mapping[str, Any]) -> dict[str, Any]:
    """Return a call's arguments with `response_format` in the body's extras.

    Left where it is, the client library would parse the reply by rules of its own, and raise errors that are none of its API's.
    """
    sent = dict(kwargs)
    if wanted := sent.pop("response_format", None):
        sent["extra_body"] = {**(sent.get("extra_body") or {}), "response_format": wanted}
    return sent


def seeded(config: RunnableConfig | None, kwargs: Mapping[str, Any]) -> dict[str, Any]:
    """Return a call's arguments with the seed that its config carries, if it carries one."""
    seed = ensure_config(config).get("configurable", {}).get("seed")
    return dict(kwargs) if seed is None else {**kwargs, "seed": seed}
