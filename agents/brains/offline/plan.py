"""Plan a question: which parts it has, what each part needs looked for, and in which round."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rapidfuzz import fuzz, process

from retrieval.words import FUNCTION_WORDS, folded, stem, words
from tools.observation import Passage

from .conversation import Conversation, Result
from .exhibit import call_of
from .filters import asks_for_licence, filters_of
from .focus import Said, leans_on_before, understood
from .kinds import wanted
from .names import compared, names_of
from .pointers import points_back
from .question import Asked, parts_of
from .reader import Read, Reader
from .routes import Router

_FACT_WORDS = frozenset(("who", "whom", "whose", "when", "where", "why", "how"))
ROUNDS = 2
PASSAGES = 8
# A word of a question is taken for a misspelt name from this length and likeness on.
LEAST_LETTERS = 4
SPELT_ALIKE = 78
_COMPARES = re.compile(
    r"\b(compare[ds]?|comparison|contrast|differ\w*|versus|vs|apart|alike|in common|similar\w*|both|unlike|between|"
    r"older|earlier|later|larger|bigger|smaller|taller|wider|higher|longer|first|which of)\b",
    re.IGNORECASE,
)
_DESCRIBED = re.compile(
    r"\b(?:artist|painter|sculptor|maker|photographer|printmaker|architect|woman|man|person)\s+(?:of|who|that|behind)\b", re.IGNORECASE
)
WORKS_LISTED = 12
TALK = frozenset({"greeting", "thanks", "abilities"})


@dataclass(frozen=True, slots=True)
class Call:
    """One call of a tool for one part."""

    part: int
    arguments: Mapping[str, Any]
    tool: str = "search"


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the question: in the person's words, as understood (None while it waits for an earlier part), and found."""

    asked: Asked
    query: str | None
    passages: Sequence[Passage]
    read: Sequence[Read]


@dataclass(frozen=True, slots=True)
class Planned:
    """The route, the parts so far, and the calls to make now; without calls it is time to answer."""

    route: str
    parts: Sequence[Part]
    calls: Sequence[Call]


def plan(talk: Conversation, router: Router, reader: Reader, tools: Sequence[str] = ("search",)) -> Planned:
    """Return what to do next with the tools at hand. The same messages give the same plan."""
    route = "picture" if talk.picture else _route(talk, router)
    if (planned := _plan_exhibition(talk, route, tools)) is not None:
        return planned
    if route in TALK:
        return Planned(route, (), ())
    if route == "picture" and talk.seen:
        return _plan_picture(talk, "look_alike" in tools)
    if route in ("works", "exhibition"):
        return _plan_works(talk, route)
    return _plan_parts(talk, route, reader)


def _route(talk: Conversation, router: Router) -> str:
    """Route the question; one that leans on the last is a question about it, whatever it resembles."""
    if asks_for_licence(talk.question):
        return "works"
    route = router.route(talk.question)
    if route in ("works", "exhibition") and _asks_a_fact(talk.question):
        return "question"
    if talk.before and points_back(talk.question) and route in TALK:
        return "question"
    return route


def _asks_a_fact(question: str) -> bool:
    """Say whether a question can't be meant as a request for works: “how large is …” is near one only by the title in it."""
    begins = re.match(r"(?:and\s+)?(\w+)", question.strip().casefold())
    word = begins[1] if begins else ""
    return word in _FACT_WORDS or (word in ("what", "which") and wanted(question) in ("size", "time"))


def _plan_parts(talk: Conversation, route: str, reader: Reader) -> Planned:
    parts: list[Part] = []
    calls: list[Call] = []
    before = talk.before
    for number, asked in enumerate(_things_asked(talk.question)):
        part, call = _plan_part(number, asked, before, talk, reader, parts)
        parts.append(part)
        if call:
            calls.append(call)
        if part.read:
            before = _as_said(part, reader)
    return Planned(route, parts, calls if talk.rounds < ROUNDS else ())


def _things_asked(question: str) -> list[Asked]:
    """Return the parts of a question; what is compared is also asked of each side by itself."""
    found: list[Asked] = []
    for part in parts_of(question):
        found.append(part)
        sides = compared(part.whole)
        if _COMPARES.search(part.whole) and 2 <= len(sides) <= 3:
            found += [Asked(_of_one_side(part.whole, side, sides), optional=True) for side in sides]
    return found


def _of_one_side(question: str, side: str, sides: Sequence[str]) -> str:
    match wanted(question):
        case "time":
            return f"When was {side} made?"
        case "size":
            return f"How high and wide is {side}?"
        case _:
            others = {word for other in sides if other != side for name in names_of(other) for word in name.split()}
            return " ".join(w for w in question.split() if w.strip(",.?;:").removesuffix("'s").removesuffix("’s") not in others)


def _plan_part(
    number: int, asked: Asked, before: Said | None, talk: Conversation, reader: Reader, earlier: Sequence[Part]
) -> tuple[Part, Call | None]:
    first, second = talk.results.get((0, number)), talk.results.get((1, number))
    leans = not asked.context and not asked.optional and _leans(asked.text, number)
    if first is None and second is None and number > 0 and leans and talk.rounds == 0:
        return Part(asked, None, (), ()), None  # it leans on an earlier part: wait for that one's answer
    if first is None and second is None and asked.optional and not _needed(asked, earlier, talk, reader):
        return Part(asked, None, (), ()), None
    if (done := second or first) is not None:
        passages = _merged(first, second)
        part = Part(asked, done.query, passages, reader.read(done.query, passages))
        again = _better_query(done.query, passages) if second is None and talk.rounds < ROUNDS else None
        return part, Call(number, {"query": again}) if again else None
    query = understood(asked.text, before) if leans and before else asked.whole
    return Part(asked, query, (), ()), Call(number, {"query": query, "limit": PASSAGES})


def _needed(asked: Asked, earlier: Sequence[Part], talk: Conversation, reader: Reader) -> bool:
    """Say whether one side of a comparison is asked for: dates and sizes at once, the rest when nothing told of both."""
    if wanted(asked.text) in ("time", "size"):
        return True
    whole = next(part for part in reversed(earlier) if not part.asked.optional)
    return bool(whole.passages) and (not whole.read or whole.read[0].probability < reader.threshold)


def _leans(text: str, number: int) -> bool:
    """Say whether a part needs what went before it: an earlier part, or for the first the earlier conversation."""
    return points_back(text) or not names_of(text) if number else leans_on_before(text)


def _merged(*results: Result | None) -> list[Passage]:
    found = {p["id"]: p for result in results if result for p in result.passages}
    return sorted(found.values(), key=lambda p: -p["maxsim"])


def _better_query(query: str, passages: Sequence[Passage]) -> str | None:
    """Return the query mended by what it found, or None when nothing in it asks for that."""
    spelt = _spelt_as_found(query, passages)
    further = _one_step_further(spelt, passages)
    return further or (spelt if spelt != query else None)


def _spelt_as_found(query: str, passages: Sequence[Passage]) -> str:
    """Return the query with words that no passage has replaced by a heading's word that is spelt nearly so."""
    there = {w for p in passages for w in words(f"{p['heading']} {p['text']}")}
    stems = {stem(w) for w in there}
    headed = sorted({w for p in passages for w in words(p["heading"]) if len(w) >= LEAST_LETTERS})
    for word in words(query):
        if len(word) < LEAST_LETTERS or word in FUNCTION_WORDS or word in there or stem(word) in stems:
            continue
        found = process.extractOne(word, headed, scorer=fuzz.ratio, score_cutoff=SPELT_ALIKE)
        if found and found[0][0] == word[0]:
            query = _replaced(query, word, found[0])
    return query


def _replaced(query: str, word: str, spelling: str) -> str:
    """Replace a word wherever it stands, however its case and accents are written."""
    for written in re.findall(r"[^\W_]+", query):
        if folded(written) == word:
            query = query.replace(written, spelling.title() if written[0].isupper() else spelling)
    return query


def _one_step_further(query: str, passages: Sequence[Passage]) -> str | None:
    """Return the query with the maker filled in who is only described in it (“the painter of The Great Wave”)."""
    if not _DESCRIBED.search(query) or not passages:
        return None
    makers = [about["name"] for about in passages[0]["about"] if about["id"].startswith("m:")]
    return f"{query.rstrip('?')} ({makers[0]})?" if makers and makers[0] not in query else None


def _as_said(part: Part, reader: Reader) -> Said:
    """Return an answered part as what the next part may lean on."""
    best = [r for r in part.read if r.probability >= reader.threshold][:2] or list(part.read[:1])
    first = [r.passage for r in best]
    others = [p for p in part.passages if p["id"] not in {q["id"] for q in first}]
    return Said(part.query or part.asked.whole, " ".join(r.text for r in best), [*first, *others])


def _plan_exhibition(talk: Conversation, route: str, tools: Sequence[str]) -> Planned | None:
    """Call `curate` once, if it is at hand and this is a matter for it, and tell what it brings back."""
    if talk.verdict is not None:
        return Planned("exhibited", (), ())
    arguments = call_of(talk, route)
    if arguments is None or ("curate" not in tools and not talk.results):
        return None
    return Planned("exhibited", (), () if talk.results else (Call(0, arguments, "curate"),))


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
