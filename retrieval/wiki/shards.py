"""The output: our own layout of JSON lines, in files that appear whole or not at all."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from dataclasses import fields
from pathlib import Path
from typing import Any

from retrieval.records import Artwork, Fragment, Maker, Picture

FOLDERS = ("works", "makers", "fragments")


def line(record: Artwork | Maker | Fragment) -> str:
    """Return a record as a line of JSON, without what it does not tell."""
    told = _told(record)
    if "pictures" in told:
        told["pictures"] = [_told(picture) for picture in told["pictures"]]
    return json.dumps(told, ensure_ascii=False)


def _told(record: Artwork | Maker | Fragment | Picture) -> dict[str, Any]:
    # `asdict` copies deeply, and took a third of the main process's time.
    return {each.name: value for each in fields(record) if (value := getattr(record, each.name)) not in (None, ())}


def write_shard(into: Path, folder: str, number: int, lines: Iterable[str]) -> None:
    """Write `folder`/wiki-`number`.jsonl whole; what a stopped run left under that name is replaced. No lines, no file."""
    target = into / folder / f"wiki-{number:06d}.jsonl"
    target.parent.mkdir(parents=True, exist_ok=True)
    written = target.with_suffix(".part")
    empty = True
    with written.open("w", encoding="utf-8", newline="\n") as stream:
        for text in lines:
            stream.write(text + "\n")
            empty = False
        stream.flush()
        os.fsync(stream.fileno())
    if empty:
        written.unlink()
        target.unlink(missing_ok=True)
    else:
        written.replace(target)


def clear_shards(into: Path) -> None:
    """Remove the output of an earlier run, ours only."""
    for folder in FOLDERS:
        for file in [*(into / folder).glob("wiki-*.jsonl"), *(into / folder).glob("wiki-*.part")]:
            file.unlink()


def shard_sizes(into: Path) -> dict[str, Any]:
    """Return the bytes of the output by folder."""
    return {folder: sum(file.stat().st_size for file in (into / folder).glob("wiki-*.jsonl")) for folder in FOLDERS}
