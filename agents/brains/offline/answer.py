"""Word the answer to a planned question from what was found."""

from __future__ import annotations

import re
from collections.abc import Sequence

from prompts import render
from retrieval.words import content_stems
from tools.observation import Passage

from .conversation import Conversation
from .exhibit import exhibited
from .filters import filters_of, theme_of
from .planned import Planned
from .reader import Read, Reader
from .recommend import recommended
from .telling import of_parts
from .wording import cited, stated

# Most sentences a part, chosen on the held-back tuning questions: three for a question hold 4 % more facts than two.
SENTENCES = {"question": 3, "about": 4, "compare": 4}
MOST_LISTED = 8
# A shorter word is no stem of a longer one.
STEM = 5
_ASKS_FOR_ALIKE = re.compile(r"\b(?:looks? (?:\w+ )?like (?:this|it)|similar|alike|resembl\w+|like this)\b", re.IGNORECASE)
_WOMEN = re.compile(
    r"\bby (?:women|female)\b|\b(?:women|woman|female)\s+(?:artist|painter|sculptor|maker|photographer|printmaker)s?\b", re.IGNORECASE
)


def answer(talk: Conversation, planned: Planned, reader: Reader) -> str:
    """Return the answer's text, each fact with its citation, or that it is not known."""
    match planned.route:
        case "greeting" | "thanks" | "abilities":
            return render(f"offline/{planned.route}")
        case "exhibited":
            return exhibited(talk)
        case "picture" if talk.seen:
            return _of_picture(talk, planned)
        case "recommended":
            return recommended(planned)
        case "works":
            return _listed(talk, planned, "offline/works")
        case "exhibition":
            return _listed(talk, planned, "offline/cannot_curate")
        case route:
            said = of_parts(talk, planned.parts, reader, SENTENCES.get(route, 3))
            unpriced = route == "price" and said == render("refusals/dont_know")
            return f"{said} {render('offline/cannot_price')}" if unpriced else said


def _listed(talk: Conversation, planned: Planned, opening: str) -> str:
    """List the works found, each by its record's first sentence or by the one that fits best."""
    if (0, 0) not in talk.results:  # nothing to search with
        return render("refusals/dont_know")
    wanted = filters_of(planned.parts[0].query or "") if planned.parts else {}
    if talk.results[0, 0].failed:
        return render("offline/no_artist", name=wanted.get("artist", "so"))
    theme = frozenset() if "artist" in wanted else theme_of(planned.parts[0].query or "")
    passages = [p for p in planned.parts[0].passages if _on_theme(p, theme)]
    if _WOMEN.search(talk.question):
        passages = [p for p in passages if any(about["gender"] == "female" for about in p["about"])]
    best: dict[str, Read] = {}
    for passage in passages:
        for about in passage["about"]:
            if about["id"].startswith("m:") or not passage["sentences"]:
                continue
            if passage["kind"] == "record" or about["id"] not in best:
                best[about["id"]] = _told(passage)
    lines = list(dict.fromkeys(cited(r) for r in best.values()))[:MOST_LISTED]
    if not lines:
        return render("offline/nothing_fits" if wanted else "refusals/dont_know")
    return "\n".join([render(opening), *(f"- {line}" for line in lines)])


def _on_theme(passage: Passage, theme: frozenset[str]) -> bool:
    """Say whether a passage has a word of the theme, or one that it begins with (mother, motherhood)."""
    there = set(content_stems(f"{passage['heading']} {passage['text']}"))
    return not theme or any(own == word or (len(word) >= STEM and own.startswith(word)) for own in theme for word in there)


def _told(passage: Passage) -> Read:
    places = range(len(passage["sentences"]))
    place = 0 if passage["kind"] == "record" else max(places, key=lambda i: passage["sentences"][i]["maxsim"])
    return _whole(passage, place)


def _of_picture(talk: Conversation, planned: Planned) -> str:
    measured = " ".join(stated(sentence["text"], passage["id"]) for passage in talk.seen for sentence in passage["sentences"])
    found = planned.parts[0].passages if planned.parts else ()
    if any(passage["kind"] == "look" for passage in found):
        return "\n".join([render("offline/picture_unknown"), measured, render("offline/look_alike"), *_looking_alike(found)])
    alike = [max(passage["sentences"], key=lambda s: s["maxsim"]) for passage in found[:3] if passage["sentences"]]
    lines = [cited(Read(s["text"], p, p["sentences"].index(s), 1.0)) for s, p in zip(alike, found, strict=False)]
    told = [render("offline/alike"), *(f"- {line}" for line in lines)] if lines else []
    without = [render("offline/no_pictures")] if _ASKS_FOR_ALIKE.search(talk.question) else []
    return "\n".join([render("offline/picture_unknown"), measured, *without, *told])


def _looking_alike(found: Sequence[Passage]) -> list[str]:
    """Return a line for each work: what its record says first, and what was measured."""
    measured = next(passage for passage in found if passage["kind"] == "look")
    works = [passage for passage in found if passage["kind"] != "look" and passage["sentences"]]
    return [
        f"- {cited(_whole(work, 0))} {stated(told['text'], measured['id'])}"
        for work, told in zip(works, measured["sentences"], strict=False)
    ]


def _whole(passage: Passage, place: int) -> Read:
    return Read(passage["sentences"][place]["text"], passage, place, 1.0)
