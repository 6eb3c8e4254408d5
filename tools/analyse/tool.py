"""The tool around `form`: a picture is named by the handle under which it was shown."""

from __future__ import annotations

from typing import Annotated, Any

from langchain_core.tools import BaseTool, tool
from langgraph.prebuilt import InjectedState

from prompts import render
from retrieval.errors import PictureRefused
from retrieval.pictures import PictureStore
from retrieval.sentences import sentences
from tools.errors import ToolError
from tools.observation import Observation
from tools.shown import pictures_shown

from .form import describe_form, measure_form


def analyse_tool(store: PictureStore) -> BaseTool:
    """Return the tool that measures the pictures kept in `store`."""

    @tool(parse_docstring=True, response_format="content_and_artifact")
    def analyse(picture: str, messages: Annotated[list[Any], InjectedState("messages")]) -> tuple[str, Observation]:
        """Measure a shown picture's format, palette, light and balance. It says nothing of what the picture depicts.

        Args:
            picture: The handle of a picture shown in this conversation, such as image-1.
        """
        shown = pictures_shown(messages)
        if picture not in shown:
            raise ToolError(render("refusals/unknown_picture", picture=picture, shown=list(shown)))
        try:
            text = describe_form(measure_form(store.open(shown[picture])))
        except PictureRefused as error:
            raise ToolError(str(error)) from error
        return render("observations/analyse", picture=picture, text=text), _observation(picture, text)

    return analyse


def _observation(picture: str, text: str) -> Observation:
    parts = [{"text": s, "maxsim": 0.0, "cosine": 0.0, "weakest": 0.0} for s in sentences(text)]
    return {
        "passages": [
            {
                "id": picture, "kind": "analysis", "heading": "The picture shown", "text": text, "score": 0.0, "maxsim": 0.0,
                "why": "measured in the picture", "about": [], "source": "", "url": "", "licence": "", "sentences": parts,
            }
        ]
    }  # fmt: skip
