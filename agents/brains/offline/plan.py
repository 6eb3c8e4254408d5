"""Plan a question: which parts it has, what each part needs looked for, and in which round."""

from __future__ import annotations

import re
from collections.abc import Sequence

from .again import once_more
from .conversation import Conversation
from .exhibit import call_of
from .filters import asks_for_licence, filters_of
from .focus import understood
from .kinds import wanted
from .parts import plan_parts
from .planned import Call, Part, Planned
from .pointers import points_back
from .question import Asked
from .reader import Reader
from .recommend import plan_recommended, recommends
from .replies import asked_again
from .routes import Router
from .seeing import asks_to_see

_FACT_WORDS = frozenset(("who", "whom", "whose", "when", "where", "why", "how"))
WORKS_LISTED = 12
TALK = frozenset({"greeting", "thanks", "abilities"})


def plan(talk: Conversation, router: Router, reader: Reader, tools: Sequence[str] = ("search",)) -> Planned:
    """Return what to do next with the tools at hand. The same messages give the same plan."""
    route = "picture" if talk.picture else _route(talk, router)
    if (planned := _plan_exhibition(talk, route, tools)) is not None:
        return planned
    if route in TALK:
        return Planned(route, (), ())
    if again := once_more(talk, tools):
        return Planned(route, (), again)
    if route == "picture" and talk.seen:
        return _plan_picture(talk, "look_alike" in tools)
    if route == "recommended":
        return plan_recommended(talk)
    if route in ("works", "exhibition"):
        return _plan_works(talk, route)
    return plan_parts(talk, route, reader, tools)


def _route(talk: Conversation, router: Router) -> str:
    """Route the question; one that leans on the last is a question about it, whatever it resembles."""
    if asks_for_licence(talk.question):
        return "works"
    if asked_again(talk) is not None:
        return "question"
    if recommends(talk.question):
        return "recommended"
    route = router.route(talk.question)
    if route in ("works", "exhibition") and (_asks_a_fact(talk.question) or asks_to_see(talk.question)):
        return "question"
    if talk.before and points_back(talk.question) and route in TALK:
        return "question"
    return route


def _asks_a_fact(question: str) -> bool:
    """Say whether a question can't be meant as a request for works: “how large is …” is near one only by the title in it."""
    begins = re.match(r"(?:and\s+)?(\w+)", question.strip().casefold())
    word = begins[1] if begins else ""
    return word in _FACT_WORDS or (word in ("what", "which") and wanted(question) in ("size", "time"))


def _plan_exhibition(talk: Conversation, route: str, tools: Sequence[str]) -> Planned | None:
    """Call `curate` once, if it is at hand and this is a matter for it, and tell what it brings back."""
    if talk.verdict is not None:
        return Planned("exhibited", (), ())
    arguments = call_of(talk, route)
    curated = any(result.tool == "curate" for result in talk.results.values())
    if arguments is None or ("curate" not in tools and not curated):
        return None
    return Planned("exhibited", (), () if curated else (Call(0, arguments, "curate"),))


def _plan_works(talk: Conversation, route: str) -> Planned:
    """Search once, under the limits that the request names; they are never loosened unsaid."""
    leans = talk.before is not None and points_back(talk.question)
    query = understood(talk.question, talk.before) if leans and talk.before else talk.question
    found = talk.results.get((0, 0))
    if found is None:
        return Planned(route, (), (Call(0, {"query": query, **filters_of(query), "limit": WORKS_LISTED}),))
    return Planned(route, (Part(Asked(query), query, found.passages, ()),), ())


def _plan_picture(talk: Conversation, by_look: bool) -> Planned:
    """Compare the picture with the collection's own; where it has none, look for works described in its measured colours and light."""
    found = talk.results.get((0, 0))
    if found is None and by_look:
        return Planned("picture", (), (Call(0, {"picture": talk.picture}, "look_alike"),))
    if found is None:
        sentences = talk.seen[-1]["sentences"]
        colours = next((s["text"] for s in sentences if "main colours" in s["text"]), "")
        tone = next((s["text"] for s in sentences if "overall" in s["text"]), "")
        query = f"{tone} {colours}".replace("The picture is", "a picture that is")
        return Planned("picture", (), (Call(0, {"query": query}),))
    return Planned("picture", (Part(Asked(talk.question), found.query, found.passages, ()),), ())
