"""A show as Markdown and as JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import asdict

from tools.curate.show import Hung, Show, Source, told, tombstone

from .notes import left_out_of, untold
from .rows import checklist

# What Markdown reads as marks, and what a reader of Markdown takes for HTML.
_MARKS = re.compile(r"([\\`*_{}\[\]<>#|~])")


def json_bytes(show: Show) -> bytes:
    """Return the show, every part of it, as JSON."""
    whole = {**asdict(show), "checklist": list(checklist(show))}
    return json.dumps(whole, ensure_ascii=False, indent=2).encode("utf-8", "replace")


def markdown_bytes(show: Show) -> bytes:
    """Return the show as Markdown."""
    return ("\n".join(_markdown(show)) + "\n").encode("utf-8", "replace")


def source_text(source: Source) -> str:
    """Word a source: its id, what it is about, where it comes from."""
    return f"[{source.id}] {' · '.join(part for part in (source.about, source.origin) if part)}"


def _markdown(show: Show) -> Iterator[str]:
    yield from (f"# {_plain(show.title)}", "", _plain(told(show.statement)), "")
    for section in show.sections:
        if section.title:
            yield from (f"## {_plain(section.title)}", "", _plain(section.reason), "")
        for hung in section.works:
            yield from _work(hung)
    left = [f"- {', '.join(_title(left.piece.title) for left in each.works)}: {_plain(each.reason)}" for each in left_out_of(show)]
    aloud = [f"- {_plain(note)}" for note in (*show.notes, untold(show)) if note]
    for heading, lines in {"Left out": left, "Assumed": aloud}.items():
        if lines:
            yield from (f"## {heading}", "", *lines, "")
    yield from ("## Sources", "", *(f"- {_plain(source_text(source))}" for source in show.sources))


def _work(hung: Hung) -> Iterator[str]:
    lines = tombstone(hung.label, _plain)
    yield f"### {hung.number}. {_title(hung.label.title)}"
    yield ""
    # Two spaces keep each line of a tombstone a line.
    yield from (f"{line}  " for line in lines)
    yield from (["", _plain(told(hung.label.text))] if hung.label.text else [])
    why = " ".join(f"{line.rstrip('.')}." for line in hung.rationale)
    yield from ("", f"Why it is in: {_plain(why)}", "")


def _title(text: str) -> str:
    return f"*{_plain(text)}*"


def _plain(text: str) -> str:
    """Return a text on one line that Markdown shows as it is."""
    return _MARKS.sub(r"\\\1", " ".join(text.split()))
