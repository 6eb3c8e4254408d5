"""`look_up`: a work or maker by id or name, with what is told of it."""

from __future__ import annotations

from collections.abc import Sequence

from langchain_core.tools import BaseTool, tool

from prompts import render
from retrieval.index.names import find_makers, find_works
from retrieval.records import Artwork, Hit, Maker
from retrieval.search import Searcher

from .errors import ToolError
from .observation import Observation, observed

MOST_NAMES = 8
PASSAGES = 6


def look_up_tool(searcher: Searcher) -> BaseTool:
    """Return the tool that looks names up in `searcher`'s collection."""

    @tool(parse_docstring=True, response_format="content_and_artifact")
    def look_up(name: str) -> tuple[str, Observation]:
        """Look up one work or maker: its record and the passages about it, or the choices when the name fits several.

        Args:
            name: A title, a maker's name, a part of one, or an id such as w:great-wave.
        """
        if not name.strip():
            raise ToolError(render("refusals/empty_query"))
        found = _named(name, searcher)
        hits = _told(found[0], searcher) if len(found) == 1 else _records(found, searcher)
        content = render("observations/look_up", asked=name, names=[_label(r) for r in found], hits=hits)
        return content, observed(hits, searcher.index)

    return look_up


def _named(name: str, searcher: Searcher) -> list[Maker | Artwork]:
    index = searcher.index
    makers, works = find_makers(name, index.makers), find_works(name, index.works)
    sure: list[Maker | Artwork] = [*makers.sure, *works.sure]
    if not sure:
        near = [_label(record) for record in (*makers.near[:3], *works.near[:3])]
        raise ToolError(render("refusals/unknown_name", name=name, near=near))
    return sure[:MOST_NAMES]


def _told(record: Maker | Artwork, searcher: Searcher) -> list[Hit]:
    """Return the record itself and the passages most about it."""
    return searcher.about(record.id, _label(record), PASSAGES)


def _records(found: Sequence[Maker | Artwork], searcher: Searcher) -> list[Hit]:
    return [hit for record in found for hit in searcher.about(record.id, _label(record), 1)]


def _label(record: Maker | Artwork) -> str:
    if isinstance(record, Maker):
        return f"{record.name} ({', '.join(p for p in (record.nationality, record.life) if p)}), {record.id}"
    return f"{record.title}{f' ({record.date})' if record.date else ''}, {record.id}"
