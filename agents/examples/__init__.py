"""Worked examples: one conversation for each kind of task, with what the tools really returned, shown to a model before this one.

They are the same bytes on every call, so that a server reads them once. They are never part of a conversation: what they cite
can't be cited, and they count towards no budget but the prompt's length.
"""

from __future__ import annotations

import functools
import json
from pathlib import Path

from langchain_core.messages import BaseMessage, convert_to_messages

from prompts import FOLDER

EXAMPLES = FOLDER / "examples"


def files() -> list[Path]:
    """Return the files of the examples, in the order in which they are shown."""
    return sorted(EXAMPLES.glob("*.json"))


@functools.cache
def examples() -> tuple[BaseMessage, ...]:
    """Return the messages of all examples, one after another."""
    return tuple(message for file in files() for message in convert_to_messages(json.loads(file.read_text(encoding="utf-8"))))
