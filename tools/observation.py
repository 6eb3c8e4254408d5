"""What a tool returns: words for the model, and plain JSON for the checks, the offline brain and the transports."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NotRequired, TypedDict

from retrieval.index.open import Index
from retrieval.records import Hit


class About(TypedDict):
    """A work or maker that a passage is about; `gender` is given for persons where the collection knows it."""

    id: str
    name: str
    gender: str | None


class Passage(TypedDict):
    """A fragment as it travels in the transcript; `source`, `url` and `licence` are "" where unknown."""

    id: str
    kind: str
    heading: str
    text: str
    score: float
    maxsim: float
    why: str
    about: list[About]
    source: str
    url: str
    licence: str
    sentences: list[dict[str, Any]]


class Observation(TypedDict):
    """The artifact of every tool message: the passages that may be cited, best first.

    `told` is what the words for the model say of each, where that is not its id, heading and text; "" of one that always stays.
    """

    passages: list[Passage]
    told: NotRequired[list[str]]


def observed(hits: Sequence[Hit], index: Index) -> Observation:
    """Return hits as plain JSON, the names of what they are about filled in."""
    return {"passages": [_passage(hit, index) for hit in hits]}


def _passage(hit: Hit, index: Index) -> Passage:
    return {
        "id": hit.id,
        "kind": hit.kind,
        "heading": hit.heading,
        "text": hit.text,
        "score": hit.score,
        "maxsim": hit.maxsim,
        "why": hit.why,
        "about": [about for identity in hit.about if (about := _about(identity, index))],
        "source": hit.source,
        "url": hit.url,
        "licence": hit.licence,
        "sentences": [{"text": s.text, "maxsim": s.maxsim, "cosine": s.cosine, "weakest": s.weakest} for s in hit.sentences],
    }


def _about(identity: str, index: Index) -> About | None:
    if maker := index.makers.get(identity):
        return {"id": identity, "name": maker.name, "gender": maker.gender}
    if work := index.works.get(identity):
        return {"id": identity, "name": work.title, "gender": None}
    return None
