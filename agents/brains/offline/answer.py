"""Word the answer to a planned question from what was found."""

from __future__ import annotations

from collections.abc import Sequence

from prompts import render
from tools.observation import Passage

from .conversation import Conversation
from .plan import Part, Planned
from .reader import Read, Reader
from .wording import chosen, cited, joined, not_known

SENTENCES = {"question": 2, "about": 4, "compare": 4}
# Works listed under “show me …” need less than an answer does.
LISTED_SHARE = 0.6
MOST_LISTED = 8


def answer(talk: Conversation, planned: Planned, reader: Reader) -> str:
    """Return the answer's text, each fact with its citation, or that it is not known."""
    match planned.route:
        case "greeting" | "thanks" | "abilities":
            return render(f"offline/{planned.route}")
        case "picture" if talk.seen:
            return _of_picture(talk, planned)
        case "works":
            return _listed(planned, "offline/works")
        case "exhibition":
            return _listed(planned, "offline/cannot_curate")
        case route:
            said = _of_parts(planned.parts, reader, SENTENCES.get(route, 2))
            unpriced = route == "price" and said == render("refusals/dont_know")
            return f"{said} {render('offline/cannot_price')}" if unpriced else said


def _of_parts(parts: Sequence[Part], reader: Reader, most: int) -> str:
    picked = [chosen(part.read, reader.threshold, 1 if part.asked.optional else most) for part in parts]
    if not any(picked):
        return render("refusals/dont_know")
    helped = any(found for part, found in zip(parts, picked, strict=True) if part.asked.optional)
    missed = [part for part, found in zip(parts, picked, strict=True) if not found and not part.asked.optional]
    unknown = [not_known(part.asked.text) for part in missed if not helped]
    return " ".join([joined(picked), *unknown])


def _listed(planned: Planned, opening: str) -> str:
    read = planned.parts[0].read if planned.parts else ()
    best: dict[str, Read] = {}
    for candidate in sorted(read, key=lambda r: -r.passage["maxsim"]):
        for about in candidate.passage["about"]:
            if about["id"].startswith("m:"):
                continue
            best.setdefault(about["id"], candidate)
    lines = list(dict.fromkeys(cited(r) for r in best.values()))[:MOST_LISTED]
    if not lines:
        return render("refusals/dont_know")
    return "\n".join([render(opening), *(f"- {line}" for line in lines)])


def _of_picture(talk: Conversation, planned: Planned) -> str:
    measured = " ".join(cited(_whole(passage, i)) for passage in talk.seen for i in range(len(passage["sentences"])))
    found = planned.parts[0].passages if planned.parts else ()
    alike = [max(passage["sentences"], key=lambda s: s["maxsim"]) for passage in found[:3] if passage["sentences"]]
    lines = [cited(Read(s["text"], p, p["sentences"].index(s), 1.0)) for s, p in zip(alike, found, strict=False)]
    told = [render("offline/alike"), *(f"- {line}" for line in lines)] if lines else []
    return "\n".join([render("offline/picture_unknown"), measured, *told])


def _whole(passage: Passage, place: int) -> Read:
    return Read(passage["sentences"][place]["text"], passage, place, 1.0)
