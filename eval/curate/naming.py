"""Ask a language model by which tags the works for a theme can be found; what it replied is kept, so that a run that stopped goes on."""

from __future__ import annotations

import asyncio
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from agents.brains import Brain
from agents.brains.errors import BrainFailed
from agents.brains.forms import Form, filled
from retrieval.index.build import Progress
from tools.curate.relevance.foretell import FromTags
from tools.curate.relevance.named import named_tags, question, schema
from tools.errors import ToolError

# Themes that wait for a reply at a time.
AT_ONCE = 8
NOTHING = FromTags({})


@dataclass(frozen=True, slots=True)
class Named:
    """The tags that a model named, by theme; for the themes of `unusable` its replies could not be read, and it named nothing."""

    model: str
    tags: Mapping[str, FromTags]
    unusable: Sequence[str]

    def of(self, theme: str) -> FromTags:
        """Return what was named for a theme."""
        return self.tags[theme]


@dataclass(frozen=True, slots=True)
class Replies:
    """The replies of one model, by theme, in a file of JSON lines to which each is added as it comes."""

    file: Path
    model: str
    known: dict[str, str] = field(default_factory=dict[str, str])

    @classmethod
    def kept(cls, file: Path, model: str) -> Replies:
        """Read what was replied before to the questions as they are now; a line that was cut off is passed over."""
        found = cls(file, model)
        lines = file.read_text(encoding="utf-8").splitlines() if file.is_file() else []
        for row in filter(None, map(_row, lines)):
            if row.get("key") == found.key(theme := str(row.get("theme"))):
                found.known[theme] = str(row.get("reply"))
        return found

    def key(self, theme: str) -> str:
        """Return what changes with the model, the words of the question and the form of the answer."""
        return hashlib.sha256(json.dumps([self.model, question(theme), schema()]).encode()).hexdigest()[:24]

    def keep(self, theme: str, reply: str) -> None:
        """Add a reply."""
        self.known[theme] = reply
        self.file.parent.mkdir(parents=True, exist_ok=True)
        row = {"key": self.key(theme), "model": self.model, "theme": theme, "reply": reply}
        with self.file.open("a", encoding="utf-8") as stream:
            # The line before may have been cut off.
            stream.write(f"\n{json.dumps(row, ensure_ascii=False)}\n")


def name_tags(themes: Sequence[str], brain: Brain, file: Path, progress: Progress) -> Named:
    """Return the tags that a model names for themes.

    Args:
        themes: titles of shows.
        brain: who is asked; its server is told to hold the model to the schema of the answer.
        file: where replies are kept; themes answered there are not asked again.
        progress: told of themes answered.

    Raises:
        BrainFailed: the model's server failed; what was answered before is kept.
    """
    replies = Replies.kept(file, brain.name)
    wanted = [theme for theme in dict.fromkeys(themes) if theme not in replies.known]
    asyncio.run(_ask(wanted, brain, replies, progress))
    read = {theme: _read(replies.known.get(theme, "")) for theme in dict.fromkeys(themes)}
    unusable = [theme for theme, found in read.items() if found is None]
    return Named(brain.name, {theme: found or NOTHING for theme, found in read.items()}, unusable)


async def _ask(themes: Sequence[str], brain: Brain, replies: Replies, progress: Progress) -> None:
    form = Form("tags", schema(), named_tags)
    gate, done = asyncio.Semaphore(AT_ONCE), 0

    async def one(theme: str) -> None:
        nonlocal done
        async with gate:
            reply = await filled(form, question(theme), brain.model)
        if reply is not None:
            replies.keep(theme, reply)
        done += 1
        progress(done, len(themes))

    try:
        async with asyncio.TaskGroup() as group:
            for theme in themes:
                group.create_task(one(theme))
    except* BrainFailed as failed:
        # A server that fails one theme fails those beside it: the first says it for all.
        first = _first(failed)
        raise type(first)(f"{first} What was answered so far is kept; run the same command again to go on.") from None


def _read(reply: str) -> FromTags | None:
    try:
        return named_tags(reply)
    except ToolError:
        return None


def _row(line: str) -> Mapping[str, Any] | None:
    try:
        row: Any = json.loads(line)
    except json.JSONDecodeError:
        return None
    return row if isinstance(row, dict) else None


def _first(failed: BaseExceptionGroup[BrainFailed]) -> BrainFailed:
    found = failed.exceptions[0]
    return _first(found) if isinstance(found, BaseExceptionGroup) else found
