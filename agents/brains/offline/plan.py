"""Plan a question: which parts it has, what each part needs looked for, and in which round."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tools.observation import Passage

from .conversation import Conversation, Result
from .focus import Said, leans_on_before, points_back, understood
from .question import filters_of, names_of, parts_of
from .reader import Read, Reader
from .routes import Router

ROUNDS = 2
WORKS_LISTED = 10
TALK = frozenset({"greeting", "thanks", "abilities", "price"})


@dataclass(frozen=True, slots=True)
class Call:
    """One search for one part."""

    part: int
    arguments: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the question: in the person's words, as understood (None while it waits for an earlier part), and found."""

    asked: str
    query: str | None
    passages: Sequence[Passage]
    read: Sequence[Read]


@dataclass(frozen=True, slots=True)
class Planned:
    """The route, the parts so far, and the calls to make now; without calls it is time to answer."""

    route: str
    parts: Sequence[Part]
    calls: Sequence[Call]


def plan(talk: Conversation, router: Router, reader: Reader) -> Planned:
    """Return what to do next. The same messages give the same plan."""
    route = "picture" if talk.picture else _route(talk, router)
    if route in TALK:
        return Planned(route, (), ())
    if route == "picture" and talk.seen:
        return _plan_picture(talk)
    if route in ("works", "exhibition"):
        return _plan_works(talk, route, reader)
    return _plan_parts(talk, route, reader)


def _route(talk: Conversation, router: Router) -> str:
    """Route the question; one that leans on the last is a question about it, whatever it resembles."""
    route = router.route(talk.question)
    if talk.before and points_back(talk.question) and route in TALK - {"price"}:
        return "question"
    return route


def _plan_parts(talk: Conversation, route: str, reader: Reader) -> Planned:
    parts: list[Part] = []
    calls: list[Call] = []
    before = talk.before
    for number, asked in enumerate(parts_of(talk.question)):
        part, call = _plan_part(number, asked, before, talk, route, reader)
        parts.append(part)
        if call:
            calls.append(call)
        if part.query:
            before = _as_said(part, reader) if part.read else before
    return Planned(route, parts, calls if talk.rounds < ROUNDS else ())


def _plan_part(
    number: int, asked: str, before: Said | None, talk: Conversation, route: str, reader: Reader
) -> tuple[Part, Call | None]:
    first, second = talk.results.get((0, number)), talk.results.get((1, number))
    if first is None and second is None and number > 0 and points_back(asked) and talk.rounds == 0:
        return Part(asked, None, (), ()), None  # it leans on an earlier part: wait for that one's answer
    done = second or first
    if done is not None:
        passages = _merged(first, second)
        read = reader.read(done.query, passages)
        part = Part(asked, done.query, passages, read)
        weak = not read or read[0].probability < reader.threshold
        if weak and second is None and talk.rounds < ROUNDS and (again := _another_query(done.query, passages)):
            return part, Call(number, {"query": again})
        return part, None
    leans = before is not None and (points_back(asked) if number else leans_on_before(asked))
    query = understood(asked, before) if leans and before else asked
    limit = 10 if route in ("about", "compare") else 8
    return Part(asked, query, (), ()), Call(number, {"query": query, "limit": limit})


def _merged(*results: Result | None) -> list[Passage]:
    found = {p["id"]: p for result in results if result for p in result.passages}
    return sorted(found.values(), key=lambda p: -p["maxsim"])


def _another_query(query: str, passages: Sequence[Passage]) -> str | None:
    """Return the query with the name that the best passage brings in, for facts that lie one step further."""
    asked = {n.casefold() for n in names_of(query)}
    named = [about["name"] for p in passages[:1] for about in p["about"] if about["name"].casefold() not in asked]
    return f"{query.rstrip('?')} ({named[0]})?" if named else None


def _as_said(part: Part, reader: Reader) -> Said:
    """Return an answered part as what the next part may lean on."""
    best = [r for r in part.read if r.probability >= reader.threshold][:2] or list(part.read[:1])
    first = [r.passage for r in best]
    others = [p for p in part.passages if p["id"] not in {q["id"] for q in first}]
    return Said(part.query or part.asked, " ".join(r.text for r in best), [*first, *others])


def _plan_works(talk: Conversation, route: str, reader: Reader) -> Planned:
    leans = talk.before is not None and points_back(talk.question)
    query = understood(talk.question, talk.before) if leans and talk.before else talk.question
    first, second = talk.results.get((0, 0)), talk.results.get((1, 0))
    if first is None:
        return Planned(route, (), (Call(0, {"query": query, **filters_of(query), "limit": WORKS_LISTED}),))
    if not first.passages and second is None:  # the filters were too narrow, or a name was not a maker's
        return Planned(route, (), (Call(0, {"query": query, "limit": WORKS_LISTED}),))
    passages = _merged(first, second)
    return Planned(route, (Part(query, query, passages, reader.read(query, passages)),), ())


def _plan_picture(talk: Conversation) -> Planned:
    """Look for works described in the picture's measured colours and light."""
    found = talk.results.get((0, 0))
    if found is None:
        sentences = talk.seen[-1]["sentences"]
        colours = next((s["text"] for s in sentences if "main colours" in s["text"]), "")
        tone = next((s["text"] for s in sentences if "overall" in s["text"]), "")
        query = f"{tone} {colours}".replace("The picture is", "a picture that is")
        return Planned("picture", (), (Call(0, {"query": query}),))
    return Planned("picture", (Part(talk.question, found.query, found.passages, ()),), ())
