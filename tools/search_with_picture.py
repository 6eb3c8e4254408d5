"""`search_with_picture`: find passages with a question that the encoder reads together with a picture."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Any

from langchain_core.tools import BaseTool, tool
from langgraph.prebuilt import InjectedState

from prompts import render
from retrieval.errors import CollectionError
from retrieval.index.open import Index
from retrieval.pictures import PictureStore
from retrieval.pictures.search import picture_of_work
from retrieval.search import Searcher

from .errors import ToolError
from .observation import Observation, observed
from .shown import pictures_shown

if TYPE_CHECKING:
    from PIL.Image import Image

MOST = 12


def search_with_picture_tool(store: PictureStore, searcher: Searcher) -> BaseTool:
    """Return the tool for a `searcher` that sees; the pictures shown are kept in `store`."""

    @tool(parse_docstring=True, response_format="content_and_artifact")
    def search_with_picture(
        query: str, picture: str, messages: Annotated[list[Any], InjectedState("messages")], limit: int = 6
    ) -> tuple[str, Observation]:
        """Search the collection's passages, records and pictures with a question about a picture; each result carries an id to cite.

        Args:
            query: The question, such as “What is she holding?”. It is read together with the picture.
            picture: The handle of a picture shown in this conversation, such as image-1, or the id of a work, such as w:ferry.
            limit: How many passages to return, 1 to 12.
        """
        if not query.strip():
            raise ToolError(render("refusals/empty_query"))
        try:
            seen = _picture(picture, messages, store, searcher.index)
            hits = searcher.search(query, limit=max(1, min(limit, MOST)), picture=seen)
        except CollectionError as error:
            raise ToolError(str(error)) from error
        return render("observations/search", hits=hits, query=query, filters=""), observed(hits, searcher.index)

    return search_with_picture


def _picture(picture: str, messages: Sequence[Any], store: PictureStore, index: Index) -> Image:
    shown = pictures_shown(messages)
    if picture in shown:
        return store.open(shown[picture])
    if ":" in picture:
        return picture_of_work(picture, index.folder)
    raise ToolError(render("refusals/unknown_picture", picture=picture, shown=list(shown)))
