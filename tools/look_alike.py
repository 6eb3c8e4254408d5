"""`look_alike`: which works look like a picture, in measured colour, layout and texture."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Annotated, Any, Literal

from langchain_core.tools import BaseTool, tool
from langgraph.prebuilt import InjectedState

from prompts import render
from retrieval.errors import CollectionError
from retrieval.index.open import Index
from retrieval.pictures import PictureStore
from retrieval.pictures.look import FAMILIES, Family, look_of
from retrieval.pictures.search import Alike, Looks, open_looks
from retrieval.records import Hit, SentenceMatch
from retrieval.sentences import sentences

from .errors import ToolError
from .observation import Observation, Passage, observed
from .shown import pictures_shown

MOST = 12
ALMOST_ALL = 0.995


def look_alike_tool(store: PictureStore, index: Index) -> BaseTool:
    """Return the tool that compares the pictures shown, kept in `store`, with those of the works in `index`."""

    @tool(parse_docstring=True, response_format="content_and_artifact")
    def look_alike(
        picture: str,
        messages: Annotated[list[Any], InjectedState("messages")],
        by: Literal["palette", "composition", "texture"] | None = None,
        limit: int = 4,
    ) -> tuple[str, Observation]:
        """Find the works whose pictures look like a picture, by measured colour, layout and texture. It does not compare what is depicted.

        Args:
            picture: The handle of a picture shown in this conversation, such as image-1, or the id of a work, such as w:ferry.
            by: Compare in this alone; in all three by default.
            limit: How many works to return, 1 to 12.
        """
        try:
            looks = open_looks(index.folder)
            look = _look(picture, messages, store, looks)
            found = looks.nearest(look, max(1, min(limit, MOST)), by, frozenset(looks.works) - {picture})
        except CollectionError as error:
            raise ToolError(str(error)) from error
        works = [_hit(alike, index) for alike in found]
        measured = _measured(picture, found, works)
        content = render("observations/look_alike", picture=picture, by=by, look=measured["id"], text=measured["text"], hits=works)
        return content, {"passages": [*_explained(observed(works, index)["passages"], found), measured]}

    return look_alike


def _look(picture: str, messages: Sequence[Any], store: PictureStore, looks: Looks) -> Any:
    shown = pictures_shown(messages)
    if picture in shown:
        return look_of(store.thumbnail(shown[picture]))
    if ":" in picture:
        return looks.of_work(picture)
    raise ToolError(render("refusals/unknown_picture", picture=picture, shown=list(shown)))


def _hit(alike: Alike, index: Index) -> Hit:
    """Return the work's own record as what was found."""
    row = index.fragment(alike.work)
    parts = tuple(SentenceMatch(sentence, 0.0, 0.0, 0.0) for sentence in sentences(row["text"]))
    return Hit(
        id=row["id"], kind=row["kind"], heading=row["heading"], text=row["text"], about=tuple(row["about"]), score=alike.score,
        maxsim=0.0, lexical=0.0, sentences=parts, source=row["source"], url=row["url"], licence=row["licence"],
    )  # fmt: skip


def _explained(passages: Sequence[Passage], found: Sequence[Alike]) -> list[Passage]:
    return [{**passage, "why": f"look: {alike.why}"} for passage, alike in zip(passages, found, strict=True)]


def _measured(picture: str, found: Sequence[Alike], works: Sequence[Hit]) -> Passage:
    """Return what was measured as a passage of its own, so that it can be cited: no record tells it."""
    told = [_told(picture, alike, hit.heading) for alike, hit in zip(found, works, strict=True)]
    parts = [{"text": s, "maxsim": 0.0, "cosine": 0.0, "weakest": 0.0} for s in told]
    return {
        "id": f"look:{picture.replace(':', '-')}", "kind": "look", "heading": "Compared by look", "text": " ".join(told), "score": 0.0,
        "maxsim": 0.0, "why": "measured in the pictures", "about": [], "source": "", "url": "", "licence": "", "sentences": parts,
    }  # fmt: skip


def _told(picture: str, alike: Alike, heading: str) -> str:
    palette, composition, texture = (_apart(family, alike.closeness[family]) for family in FAMILIES)
    # A title that ends in a full stop would end the sentence.
    name = re.sub(r"[.!?…]+(?=,|$)", "", heading)
    return f"{name} and {picture} are {palette} of pictures, {composition}, and {texture}."


def _apart(family: Family, share: float) -> str:
    """Say how far apart two pictures are, by the share of random pairs that are further apart.

    >>> _apart("palette", 0.97), _apart("texture", 0.25)
    ('closer in palette than 97% of random pairs', 'further apart in texture than 75% of random pairs')
    >>> _apart("texture", 0.0)
    'further apart in texture than almost all random pairs'
    """
    how, share = ("closer", share) if share >= 0.5 else ("further apart", 1 - share)
    return f"{how} in {family} than {'almost all' if share >= ALMOST_ALL else f'{share:.0%} of'} random pairs"
