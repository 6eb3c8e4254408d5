"""Tags that a language model names for a theme, read strictly and matched to works like those of the fitted predictor."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from prompts import render
from retrieval.words import content_stems
from tools.errors import ToolError

from .foretell import FromTags
from .tags import YEARS

# Entries of each field that are asked for, and read.
MOST = 12
# The earliest and latest year of anything that hangs in a museum.
FIRST, LAST = -40_000, 2100
LONGEST = 60
_Words = Annotated[tuple[Annotated[str, Field(max_length=LONGEST)], ...], Field(max_length=4 * MOST)]
_WORDED = ("what", "people", "who", "subject")
_Year = Annotated[int, Field(ge=FIRST, le=LAST)]


class NamedTags(BaseModel):
    """What a model answers to the prompt `curate/tags`."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    what: _Words = ()
    people: _Words = ()
    who: _Words = ()
    subject: _Words = ()
    years: Annotated[tuple[tuple[_Year, _Year], ...], Field(max_length=4 * MOST)] = ()


def question(theme: str) -> str:
    """Return what a language model is asked about a theme."""
    return render("curate/tags", theme=theme, most=MOST)


def schema() -> dict[str, Any]:
    """Return the JSON schema of the answer, for a server that can hold a model to one."""
    entries = {"type": "array", "items": {"type": "string", "maxLength": LONGEST}, "maxItems": MOST}
    stretch = {"type": "array", "items": {"type": "integer"}, "minItems": 2, "maxItems": 2}
    fields: dict[str, Any] = dict.fromkeys(_WORDED, entries) | {"years": {"type": "array", "items": stretch, "maxItems": MOST}}
    return {"type": "object", "properties": fields, "required": list(fields), "additionalProperties": False}


def named_tags(reply: str) -> FromTags:
    """Read the reply; the first entries weigh most.

    Raises:
        ToolError: the reply is no such JSON; the sentence says what to answer.
    """
    try:
        named = NamedTags.model_validate_json(reply[reply.find("{") : reply.rfind("}") + 1])
    except ValidationError as error:
        place = ".".join(str(part) for part in error.errors()[0]["loc"]) or "the reply"
        raise ToolError(f"{place} is not as asked; answer with one JSON object of the lists what, people, who, subject and years") from None
    weights: dict[str, float] = {}
    for field in _WORDED:
        for place, entry in enumerate(getattr(named, field)[:MOST]):
            for stem in content_stems(entry):
                weights.setdefault(f"{field}:{stem}", 1 / (1 + place) ** 0.5)
    for first, last in named.years[:MOST]:
        low, high = sorted((first, last))
        bins = range(low // YEARS * YEARS, high + 1, YEARS)
        # A long stretch says little of each of its years.
        weights |= {f"years:{year}": 1 / len(bins) ** 0.5 for year in bins}
    return FromTags(weights)
