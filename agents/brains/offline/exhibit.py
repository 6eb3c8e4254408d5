"""Exhibitions: when to call `curate`, and how to tell what it brought back."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from prompts import render
from tools.observation import Passage

from .conversation import Conversation
from .wording import stated

_NUMBER = (
    r"(?:[2-9]|[1-9]\d|a dozen|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen"
    r"|eighteen|nineteen|twenty|thirty|forty|fifty)"
)
_WORKS = (
    r"(?:works|pictures|paintings|prints|drawings|photographs|photos|sculptures|textiles|objects|pieces|watercolou?rs|etchings|engravings"
    r"|woodcuts|lithographs|posters|portraits|self-portraits|landscapes|seascapes|still lifes|interiors|ceramics|quilts|masks|scrolls"
    r"|miniatures|icons)"
)
# So many works of a kind, asked for and not asked about.
_COUNTED = re.compile(rf"\b{_NUMBER}\s+(?:[\w'’-]+\s+){{0,3}}{_WORKS}\b", re.IGNORECASE)
_PLANNED = re.compile(
    r"\b(?:choose|select|pick|plan|curate|put together|make|propose|design|arrange|hang|prepare|organi[sz]e|compose|want|need|like)\b"
    r".*\b(?:exhibition|show|display|hang)\b",
    re.IGNORECASE | re.DOTALL,
)
# What changes something that is there already is no brief for something new.
_OF_THIS = re.compile(
    r"^(?:drop|remove|swap|replace|undo|(?:make|put|hang|move|keep|sort|order)\s+(?:it|the|them|this|that|these|those))\b", re.IGNORECASE
)
_ASKS = re.compile(
    r"^(?:show me|list|name|tell|find|which|what|who|whose|where|when|how|is|are|was|were|do|does|did|has|have)\b", re.IGNORECASE
)


def is_brief(said: str) -> bool:
    """Say whether words are a brief: so many works of a kind under rules, or a show that is to be planned.

    >>> is_brief("Twelve works on winter, 1600 to 1850"), is_brief("Curate a show on rivers"), is_brief("Which four works are by Hokusai?")
    (True, True, False)
    """
    text = said.strip()
    return not (text.endswith("?") or _ASKS.match(text) or _OF_THIS.match(text)) and bool(_COUNTED.search(text) or _PLANNED.search(text))


def call_of(talk: Conversation, route: str) -> Mapping[str, Any] | None:
    """Return the arguments of the call that a request for an exhibition, or for a change of the last one, needs; None for others."""
    if talk.asked_back and (number := _number(talk.question, talk.asked_back.options)):
        return {**talk.asked_back.arguments, "reading": number}
    if is_brief(talk.question):
        return {"brief": talk.question}
    if talk.shown and _concerns_show(talk.question):
        return {"change": talk.question}
    return {"brief": talk.question} if route == "exhibition" else None


def exhibited(talk: Conversation) -> str:
    """Tell what `curate` brought back, or what has become of the exhibition by a person's word."""
    if talk.verdict == "rejected":
        return render("offline/rejected")
    if talk.verdict == "accepted":
        return "\n".join([render("offline/accepted"), *_works(talk.shown)])
    result = talk.results[0, 0]
    if result.failed:
        return render("refusals/dont_know")
    itself = next(passage for passage in result.passages if passage["kind"] == "show")
    told = [stated(sentence["text"], itself["id"]) for sentence in itself["sentences"]]
    works = _works(result.passages)
    return "\n".join([" ".join(told), *works] if works else told)


def _works(passages: Sequence[Passage]) -> list[str]:
    """Return a line for each work in hanging order: what its record says first, and what its label tells."""
    records = [passage for passage in passages if passage["kind"] == "record"]
    return [f"{number}. {_work(record, passages)}" for number, record in enumerate(records, 1)]


def _work(record: Passage, passages: Sequence[Passage]) -> str:
    told = [record, *(p for p in passages if p["kind"] not in ("record", "show") and record["id"] in {a["id"] for a in p["about"]})]
    return " ".join(stated(p["sentences"][0]["text"], p["id"]) for p in told[:2] if p["sentences"])


def _concerns_show(said: str) -> bool:
    from tools.curate.words import concerns_show

    return concerns_show(said)


def _number(said: str, options: Sequence[str]) -> int | None:
    """Return which of the options a person means."""
    from tools.curate.words import Option, Question, answered

    return answered(Question("", tuple(Option(option, number) for number, option in enumerate(options, 1))), said)
