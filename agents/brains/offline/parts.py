"""Plan the parts of a question: what each needs looked for next, by what its searches so far have found."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from tools.observation import Passage

from .conversation import Conversation, Result
from .focus import Said, leans_on_before, understood
from .hops import Followed, follow
from .kinds import wanted
from .names import names_of
from .namesakes import Namesakes, is_about, namesakes, narrowed
from .planned import Call, Part, Planned
from .pointers import points_back
from .question import Asked, parts_of
from .reader import Read, Reader
from .replies import asked_again
from .sides import sides_asked, speaks_of
from .spelling import spelt_as_found
from .wording import chosen

ROUNDS = 6
# A side of a comparison is asked for by itself when none of so many sentences speaks of it.
SPOKEN_IN = 3
PASSAGES = 8
# So many names of a question are looked up when it can't be searched for.
NAMES = 2


def plan_parts(talk: Conversation, route: str, reader: Reader, tools: Sequence[str]) -> Planned:
    """Return how far each part of the question has come, and the calls that it needs now."""
    parts: list[Part] = []
    calls: list[Call] = []
    before = talk.before
    replied_to = talk.before if asked_again(talk) is not None else None
    may_call = tools if talk.rounds < ROUNDS else ()
    for number, asked in enumerate(things_asked(talk)):
        tried = talk.of_part(number)
        if tried:
            part, call = _pursued(number, asked, tried, replied_to, reader, may_call)
        elif _waits(number, asked, parts, calls, reader):
            part, call = Part(asked), None
        else:
            leans = before is not None and not asked.optional and _leans(asked, number)
            part, call = _begun(number, asked, before if leans else None)
        parts.append(part)
        calls += [call] if call else []
        before = _as_said(part, reader) if part.read else before
    return Planned(route, parts, calls if talk.rounds < ROUNDS else ())


def things_asked(talk: Conversation) -> list[Asked]:
    """Return the parts of the question; what is compared is also asked of each side by itself."""
    if (again := asked_again(talk)) is not None:
        return [Asked(again)]
    return [asked for part in parts_of(talk.question) for asked in (part, *sides_asked(part))]


def _begun(number: int, asked: Asked, before: Said | None) -> tuple[Part, Call]:
    query = understood(asked.text, before) if before else asked.whole
    return Part(asked, query), Call(number, {"query": query, "limit": PASSAGES})


def _waits(number: int, asked: Asked, earlier: Sequence[Part], calls: Sequence[Call], reader: Reader) -> bool:
    """Say whether a part is not asked yet: it leans on one that is not answered, or helps one that may not need it."""
    if asked.optional:
        return not _needed(asked, earlier, reader)
    return bool(number and calls) and _leans(asked, number)


def _needed(asked: Asked, earlier: Sequence[Part], reader: Reader) -> bool:
    """Say whether one side of a comparison is asked for: dates and sizes at once, the rest when nothing told of it."""
    if wanted(asked.text) in ("time", "size"):
        return True
    whole = next(part for part in reversed(earlier) if not part.asked.optional)
    said = chosen(whole.read, reader.threshold, SPOKEN_IN)
    return bool(whole.passages) and not any(speaks_of(read, asked.side) for read in said)


def _leans(asked: Asked, number: int) -> bool:
    """Say whether a part needs what went before it: an earlier part, or for the first the earlier conversation."""
    if asked.context:
        return False
    return points_back(asked.text) or not names_of(asked.text) if number else leans_on_before(asked.text)


def _pursued(
    number: int, asked: Asked, tried: Sequence[Result], replied_to: Said | None, reader: Reader, tools: Sequence[str]
) -> tuple[Part, Call | None]:
    """Return a part with what was found for it, and the call that may find more, if any."""
    found, looked_up = _by_query(tried), [str(r.arguments.get("name")) for r in tried if r.tool == "look_up"]
    query = tried[0].query
    if (name := _name_instead(tried, looked_up)) and "look_up" in tools:
        return Part(asked, query), Call(number, {"name": name}, "look_up")
    spelt = spelt_as_found(query, found[query])
    followed = follow(spelt, found, reader) if spelt in found else Followed(query, (), spelt)
    if followed.search and "search" in tools:
        return Part(asked, query), Call(number, {"query": followed.search, "limit": PASSAGES})
    part = _read(asked, spelt if spelt in found else query, found, replied_to, followed, reader)
    part = replace(part, failed=all(r.failed for r in tried if r.tool == "search"))
    if part.alike and part.alike.name not in looked_up and "look_up" in tools:
        return part, Call(number, {"name": part.alike.name}, "look_up")
    return part, None


def _by_query(tried: Sequence[Result]) -> dict[str, list[Passage]]:
    """Return what was found by query; what was looked up belongs to the query before it."""
    found: dict[str, list[Passage]] = {}
    query = tried[0].query
    for result in tried:
        query = result.query or query
        found.setdefault(query, []).extend(result.passages)
    return found


def _name_instead(tried: Sequence[Result], looked_up: Sequence[str]) -> str | None:
    """Return the next name to look up where the last search found nothing, however often it was tried; the longest first."""
    searched = [r for r in tried if r.tool == "search"][-1]
    if searched.passages or tried[-1].passages:
        return None
    names = sorted(names_of(searched.query), key=len, reverse=True)[:NAMES]
    return next((name for name in names if name not in looked_up), None)


def _read(
    asked: Asked, query: str, found: Mapping[str, Sequence[Passage]], replied_to: Said | None, followed: Followed, reader: Reader
) -> Part:
    """Return the part read by its own words, or by the names found for whom it describes when that answers more surely."""
    passages = _merged([*next(iter(found.values())), *found.get(query, ())])
    part = _told_apart(Part(asked, query, passages), replied_to, reader)
    if not followed.steps:
        return part
    steps = [step.read for step in followed.steps]
    further = _merged([*passages, *found.get(followed.query, ())])
    hopped = Part(asked, followed.query, further, _beside(steps, followed.query, reader.read(followed.query, further)), steps)
    plain = replace(part, read=_beside(steps, query, part.read))
    sure = followed.probability
    return hopped if _best(hopped.read) * sure >= _best(plain.read) * (1 - sure) else plain


def _beside(steps: Sequence[Read], query: str, read: Sequence[Read]) -> list[Read]:
    """Return what was read without the steps: who taught Hokusai does not tell who taught his teacher."""
    told = {step.text for step in steps} if wanted(query) == "person" else set[str]()
    return [r for r in read if r.text not in told]


def _told_apart(part: Part, replied_to: Said | None, reader: Reader) -> Part:
    """Return a part read: of the one meant where several have its name, of all where the name fits several alike.

    A reply to the question which is meant tells them apart by its own words; what is asked then is what was asked before.
    """
    query = part.query or part.asked.whole
    asked = replied_to.question if replied_to else query
    passages = _merged([*(replied_to.passages if replied_to else ()), *part.passages])
    several = None if part.asked.optional else namesakes(asked, passages)
    fitting = narrowed(query, several, passages) if several else None
    if fitting is None:
        return replace(part, passages=passages, read=reader.read(query, passages))
    if len(fitting.ids) > 1:
        return replace(part, passages=passages, read=reader.read(asked, passages), alike=fitting)
    passages = _of_one(fitting, passages)
    return replace(part, passages=passages, read=reader.read(asked, passages))


def _of_one(fitting: Namesakes, passages: Sequence[Passage]) -> list[Passage]:
    return [passage for passage in passages if is_about(passage, fitting.ids[0])]


def _best(read: Sequence[Read]) -> float:
    return max((r.probability for r in read), default=0.0)


def _merged(passages: Sequence[Passage]) -> list[Passage]:
    """Return each passage once, best first."""
    return sorted({p["id"]: p for p in passages}.values(), key=lambda p: -p["maxsim"])


def _as_said(part: Part, reader: Reader) -> Said:
    """Return an answered part as what the next part may lean on."""
    best = [r for r in part.read if r.probability >= reader.threshold][:2] or list(part.read[:1])
    first = [r.passage for r in best]
    others = [p for p in part.passages if p["id"] not in {q["id"] for q in first}]
    return Said(part.query or part.asked.whole, " ".join(r.text for r in best), [*first, *others])
