"""Find out who is only described in a question, from the inside out.

“Who taught the teacher of the man who made The Swing?” asks first who made The Swing, then who taught the one found, and only then what
was asked. What a record at hand tells is taken from it; for anything else the brain searches.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from retrieval.words import content_stems, words
from tools.observation import Passage

from .names import LINK, NAME_WORD, names_of
from .reader import Read, Reader

MOST = 3
_MAKERS = (
    "artist|painter|sculptor|maker|photographer|printmaker|architect|potter|weaver|carver|designer|engraver|draughtsman|"
    "calligrapher|creator"
)
_KIN = (
    "teacher|master|pupil|student|apprentice|follower|assistant|mentor|father|mother|son|daughter|brother|sister|husband|wife|"
    "uncle|aunt|cousin|rival|patron"
)
_PEOPLE = rf"(?:{_MAKERS}|{_KIN}|man|woman|person|king|queen|emperor|empress|pope|duke|prince|princess)"
_VERBS = (
    "born|buried|baptised|die|died|live|lived|study|studied|train|trained|learn|learned|learnt|work|worked|teach|taught|paint|made|make|move|"
    "marry|married|kept|from|come|grow|belong|wear|hold|use|travel|settle|emigrate|flee|serve|found|own|win|get|have|do|go|known|famous|say|"
    "write|meet|know|give|sell|leave|spend|become|start|begin|stop|draw|carve|design|build|apprenticed|employed"
)
_DESCRIBED = re.compile(rf"\b[Tt]he\s+(?:(?!the\b|of\b|by\b)[\w-]+\s+){{0,2}}?{_PEOPLE}\s+(?:of|behind|who|whom|that|whose)\b")
_OWNED = re.compile(
    rf"(?P<owner>{NAME_WORD}(?:\s+(?:{LINK}\s+)?{NAME_WORD})*)['’]s\s+(?:[a-z-]+\s+)?(?:{_MAKERS}|{_KIN})(?=\W*$|[?,.;:]|['’]s|\s+(?:{_VERBS})\b)"
)
_MADE = (
    "painted|made|carved|sculpted|drew|created|designed|built|photographed|took|wove|printed|engraved|etched|cast|modelled|did|wrote|signed"
)
_MAKER_OF = re.compile(
    rf"[Tt]he\s+(?:[\w-]+\s+){{0,2}}?"
    rf"(?:(?:{_MAKERS})\s+(?:of|behind)|(?:{_MAKERS}|man|woman|person)\s+(?:who|that)\s+(?:has |had )?(?:{_MADE}))"
    rf"\s+(?P<work>.+)|(?P<owner>.+)['’]s\s+(?:{_MAKERS})$"
)
# “Where was [the painter of The Swing] born”: what stands behind the one described belongs to the question.
_FRONTED = re.compile(
    r"\b(?P<aux>was|were|is|are|did|does|do|has|had|can)\s+(?:the\s+(?:[\w-]+\s+){1,3}(?:of|by|from|with|after)\s+)*$", re.IGNORECASE
)
_NOT_OF_CLAUSE = r"(?<!\bwho)(?<!\bthat)(?<!\bwhich)(?<!\bwas)(?<!\bhad)(?<!\bhas)(?<!\bis)"
_BEHIND = re.compile(rf"{_NOT_OF_CLAUSE}\s+(?:{_VERBS}|called|shows?|depicts?|hangs?|keeps?|when|while|before|after|during)\b")
_FINITE = re.compile(rf"{_NOT_OF_CLAUSE}\s+(?:is|are|was|were|has|had|hangs?|shows?|depicts?|kept)\b")
_WHOLE_ASK = re.compile(
    r"^(?:and\s+)?(?:(?:who|which(?:\s+[\w-]+){1,2}|what)\s+(?:was|is|were|are)\s+)?(?:(?:the\s+(?:[\w-]+\s+)?)?name\s+of\s+)?$",
    re.IGNORECASE,
)
# “She taught another painter. Where was that painter born?”
_SPOKEN_OF = re.compile(rf"^(?P<told>.+?): (?P<asked>.*?\b(?P<who>[Tt]h(?:at|is)\s+(?:\w+\s+)?(?P<role>{_PEOPLE}))\b.*)$")
_TO_A_PLACE = re.compile(r"\b(?:in|at|near|from|around|outside|into|to)\s+(?:the\s+)?$")
_TO_A_PERSON = re.compile(rf"(?:\b(?:by|under|with|of|was|named|called|and|{_MAKERS}|{_KIN})|,)\s+$", re.IGNORECASE)
_BETWEEN_NAMES = re.compile(r"\s+(?:in|on|at|with|to|off|and)\s+")
_NO_PERSON = re.compile(r"^(?:January|February|March|April|May|June|July|August|September|October|November|December|Academy|École)\b")


@dataclass(frozen=True, slots=True)
class Described:
    """Somebody described in a question: where the description stands; an `end` of None says that it could not be told.

    `told` is what was said before the question, where that describes who is meant.
    """

    question: str
    start: int
    end: int | None
    told: str = ""

    @property
    def phrase(self) -> str:
        """The description."""
        return self.question[self.start : self.end].strip(" ?.")

    @property
    def asks(self) -> str:
        """What to search for to find out who that is."""
        return self.told or f"Who was {re.sub('^The ', 'the ', self.phrase)}?"

    @property
    def work(self) -> str | None:
        """What was made, when it is a maker who is described by it."""
        found = _MAKER_OF.fullmatch(self.phrase)
        return (found["work"] or found["owner"]) if found else None

    def filled(self, name: str) -> str:
        """Return the question with the name in place of the description, or beside it."""
        if self.end is None:
            return f"{self.question.rstrip('?')} ({name})?"
        return f"{self.question[: self.start]}{name}{self.question[self.end :]}"


@dataclass(frozen=True, slots=True)
class Step:
    """Somebody found: the name, and the sentence that told it."""

    name: str
    read: Read


@dataclass(frozen=True, slots=True)
class Followed:
    """A question with the names found filled in, the steps to it, and what has to be searched for next, if anything."""

    query: str
    steps: Sequence[Step] = ()
    search: str | None = None

    @property
    def probability(self) -> float:
        """How sure all steps are together."""
        return math.prod(step.read.probability for step in self.steps)


def follow(asked: str, found: Mapping[str, Sequence[Passage]], reader: Reader) -> Followed:
    """Return how far the question can be followed by what the searches so far found, by query."""
    query, steps = asked, list[Step]()
    while len(steps) < MOST and (inner := described(query)) is not None:
        at_hand = [passage for passages in found.values() for passage in passages]
        step = _recorded(inner, at_hand)
        if step is None and inner.asks not in found:
            return Followed(query, steps, inner.asks)
        step = step or _told(inner, found[inner.asks], reader)
        if step is None:
            break
        query = inner.filled(step.name)
        steps.append(step)
    return Followed(query, steps, None if query in found else query)


def described(question: str) -> Described | None:
    """Return the innermost description of somebody in a question that asks more than who that is.

    >>> described("Who taught the teacher of the man who made The Swing?").phrase
    'the man who made The Swing'
    >>> described("Where was the painter of The Swing born?").filled("Paul Moreau")
    'Where was Paul Moreau born?'
    >>> described("Who was the painter of The Swing?") is None
    True
    """
    if (spoken := _spoken_of(question)) is not None:
        return spoken
    by_clause = [Described(question, m.start(), _end(question, m.start())) for m in _DESCRIBED.finditer(question)]
    by_owner = [Described(question, _owner_at(m), m.end()) for m in _OWNED.finditer(question)]
    innermost = max([*by_clause, *by_owner], key=lambda found: found.start, default=None)
    return None if innermost is None or _is_all(innermost) else innermost


def _spoken_of(question: str) -> Described | None:
    """Return whom a question points back to, where what was said before it speaks of somebody without a name."""
    found = _SPOKEN_OF.match(question)
    if not found or not re.search(rf"\b(?:a|an|another)\s+(?:[\w-]+\s+){{0,3}}?{found['role']}\b", found["told"]):
        return None
    start, end = (place - found.start("asked") for place in found.span("who"))
    return Described(found["asked"], start, end, found["told"])


def _is_all(found: Described) -> bool:
    """Say whether a question asks nothing but who the one described is."""
    goes_on = found.end is not None and re.match(r"['’]s\b", found.question[found.end :])
    return bool(_WHOLE_ASK.match(found.question[: found.start])) and not goes_on


def _end(question: str, start: int) -> int | None:
    """Return where a description ends: where a question that began before it goes on, else with the question."""
    whole = len(question.rstrip(" ?."))
    before = _FRONTED.search(question[:start])
    behind = (_BEHIND if before else _FINITE).search(question, start, whole)
    if behind is not None:
        return behind.start()
    return None if before and before["aux"].lower() in ("did", "does", "do") else whole


def _owner_at(match: re.Match[str]) -> int:
    """Return where the owner's name begins; “Did” or “Was” before it belongs to the question."""
    name = (names_of(match["owner"]) or [match["owner"]])[0]
    return match.start() + max(match["owner"].find(name), 0)


def _recorded(inner: Described, passages: Sequence[Passage]) -> Step | None:
    """Return the maker by the record of the work, when its heading has every word by which the work is called."""
    stems = set(content_stems(inner.work)) if inner.work else set[str]()
    for passage in passages if stems else ():
        makers = [about["name"] for about in passage["about"] if about["id"].startswith("m:")]
        is_work = passage["kind"] == "record" and not passage["id"].startswith("m:")
        if is_work and makers and passage["sentences"] and stems <= set(content_stems(passage["heading"])):
            return Step(makers[0], Read(passage["sentences"][0]["text"], passage, 0, 1.0))
    return None


def _told(inner: Described, passages: Sequence[Passage], reader: Reader) -> Step | None:
    """Return whom the sentences that answer best name."""
    for read in reader.read(inner.asks, passages)[:MOST]:
        if read.probability < reader.threshold:
            return None
        if (name := person_in(read, inner.asks, passages)) is not None:
            return Step(name, read)
    return None


def person_in(read: Read, asked: str, passages: Sequence[Passage]) -> str | None:
    """Return the person whom a sentence names and the question does not: a maker of the collection before anybody else."""
    asked_of = [set(words(name)) for name in names_of(asked)]
    makers = [about["name"] for passage in (read.passage, *passages) for about in passage["about"] if about["id"].startswith("m:")]
    known = [name for name in dict.fromkeys(makers) if words(name)[-1:] and words(name)[-1] in words(read.text)]
    others = [name for run in names_of(read.text) for name in _BETWEEN_NAMES.split(run)]
    others = [name for name in others if not _NO_PERSON.match(name) and _fits(name, read.text) >= 0]
    others.sort(key=lambda name: -_fits(name, read.text))
    # “Degas” is Edgar Degas, while Orazio Gentileschi is not Artemisia, and has to be named in full beside her.
    fresh = [name for name in [*known, *others] if not any(own <= set(words(name)) or set(words(name)) <= own for own in asked_of)]
    return next((n for n in fresh if n in others or words(n)[-1] not in words(asked) or n in read.text), None)


def _fits(name: str, text: str) -> int:
    """Return how well what stands before a name fits a person: 1, 0, or -1 where it leads to a place."""
    before = text[: max(text.find(name), 0)]
    return -1 if _TO_A_PLACE.search(before) else 1 if _TO_A_PERSON.search(before) else 0
