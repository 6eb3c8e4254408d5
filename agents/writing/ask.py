"""What a brain is asked for the words of a show, and how its replies are read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from agents.brains.forms import Form
from prompts import render
from tools.curate.brief import Brief
from tools.curate.show import Subject
from tools.errors import ToolError

# Words of a label, and of what a brain adds to the statement of a show.
LABEL_WORDS, STATEMENT_WORDS = 70, 110
TITLE_WORDS = 8


class Label(BaseModel):
    """The text of one work's label, with ids in brackets."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    work: str
    text: str


class Labels(BaseModel):
    """What a brain answers to the prompt `curate/labels`."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    labels: tuple[Label, ...]


class Opening(BaseModel):
    """What a brain answers to the prompt `curate/opening`."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    title: str
    statement: str


Read = TypeVar("Read", Labels, Opening)


def labels_asked(brief: Brief, subjects: Sequence[Subject]) -> str:
    """Return the question for the labels of works."""
    return render("curate/labels", theme=brief.theme, audience=_audience(brief), subjects=subjects, words=LABEL_WORDS)


def opening_asked(brief: Brief, subjects: Sequence[Subject], begun: str) -> str:
    """Return the question for the title of a show and the rest of its statement, which is begun already."""
    return render(
        "curate/opening", theme=brief.theme, audience=_audience(brief), subjects=subjects, begun=begun, words=STATEMENT_WORDS,
        title_words=TITLE_WORDS, titled=bool(brief.title),
    )  # fmt: skip


def labels_form(subjects: Sequence[Subject]) -> Form[Labels]:
    """Return the form of the labels of these works."""
    text, work = {"type": "string"}, {"type": "string", "enum": [subject.piece.id for subject in subjects]}
    entries = {"type": "array", "items": _object({"work": work, "text": text}), "minItems": len(subjects), "maxItems": len(subjects)}
    return Form("labels", _object({"labels": entries}), lambda reply: _read(reply, Labels))


def opening_form() -> Form[Opening]:
    """Return the form of a title and a statement."""
    return Form("opening", _object({"title": {"type": "string"}, "statement": {"type": "string"}}), lambda reply: _read(reply, Opening))


def _audience(brief: Brief) -> str:
    return "" if brief.audience == "general" else brief.audience


def _object(fields: Mapping[str, Any]) -> dict[str, Any]:
    return {"type": "object", "properties": dict(fields), "required": list(fields), "additionalProperties": False}


def _read(reply: str, form: type[Read]) -> Read:
    try:
        return form.model_validate_json(reply[reply.find("{") : reply.rfind("}") + 1])
    except ValidationError as error:
        place = ".".join(str(part) for part in error.errors()[0]["loc"]) or "the reply"
        raise ToolError(f"{place} is not as asked; answer with the JSON object alone, every text in it a string") from None
