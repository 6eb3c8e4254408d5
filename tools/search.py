"""`search`: find passages in the collection by late interaction."""

from __future__ import annotations

from typing import Any

from langchain_core.tools import BaseTool, tool

from prompts import render
from retrieval.index.filters import Filter, UnfitFilter
from retrieval.search import Searcher

from .errors import ToolError
from .observation import Observation, observed


def search_tool(searcher: Searcher) -> BaseTool:
    """Return the tool that searches `searcher`'s collection."""

    @tool(parse_docstring=True, response_format="content_and_artifact")
    def search(
        query: str,
        artist: str | None = None,
        from_year: int | None = None,
        to_year: int | None = None,
        medium: str | None = None,
        holder: str | None = None,
        has_picture: bool | None = None,
        licence: str | None = None,
        limit: int = 6,
    ) -> tuple[str, Observation]:
        """Search the collection's passages and records by meaning and by words; each result carries an id to cite.

        Args:
            query: What to look for, as a question or a phrase. Name the work or maker in it.
            artist: Only what is about this maker.
            from_year: Only works made in or after this year; negative before our era.
            to_year: Only works made in or before this year; negative before our era.
            medium: Only works with this word in their medium or type, such as woodblock or sculpture.
            holder: Only works kept by this museum or collection.
            has_picture: Only works whose picture the collection holds.
            licence: Only what may be used on these terms, such as CC0, CC BY or public domain.
            limit: How many passages to return, 1 to 12.
        """
        if not query.strip():
            raise ToolError(render("refusals/empty_query"))
        wanted = Filter(
            artist=artist, from_year=from_year, to_year=to_year, medium=medium, holder=holder, has_picture=has_picture, licence=licence
        )
        try:
            hits = searcher.search(query, wanted, max(1, min(limit, 12)))
        except UnfitFilter as error:
            raise ToolError(str(error)) from error
        content = render("observations/search", hits=hits, query=query, filters=_worded(wanted))
        return content, observed(hits, searcher.index)

    return search


def _worded(wanted: Filter) -> str:
    values: dict[str, Any] = {name: getattr(wanted, name) for name in Filter.__slots__}
    return ", ".join(f"{name.replace('_', ' ')} {value}" for name, value in values.items() if value is not None)
