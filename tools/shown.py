"""Which pictures a conversation has shown: a block `{"type": "picture", "id": "image-1", "sha256": …}` shows one."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any


def pictures_shown(messages: Iterable[Any]) -> dict[str, str]:
    """Return handle to content hash, in the order in which the pictures were shown."""
    blocks = (block for message in messages if isinstance(message.content, list) for block in message.content)
    return {b["id"]: b["sha256"] for b in blocks if isinstance(b, dict) and b.get("type") == "picture"}
