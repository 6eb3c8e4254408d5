"""What a pronoun or a half-said question means, read from what was asked, answered and retrieved before it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from retrieval.words import FUNCTION_WORDS, content_stems, folded, stem, words
from tools.observation import About, Passage

from .names import names_of
from .pointers import PERSON, PLURAL, THING, points_back

_HALF_SAID = re.compile(r"^(?:(?:and|but|so|then|ok(?:ay)?|what about|how about)\b[\s,]*)+", re.IGNORECASE)
_BARE = re.compile(
    r"^(?:and\s+)?(why|how|when|where|who|how come|how so|why not|since when|by whom)(?:\s+(?:so|exactly|then|that))?\??$", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Said:
    """What went before: the question as it was understood, the answer's words, and the passages it rests on, best first."""

    question: str
    answer: str
    passages: Sequence[Passage]


def leans_on_before(text: str) -> bool:
    """Say whether a question cannot be understood alone."""
    bare = not names_of(text) and len(words(text)) <= 7
    return bool(_BARE.match(text.strip()) or _HALF_SAID.match(text) or points_back(text) or bare)


def understood(text: str, before: Said) -> str:
    """Return the question with what it leans on filled in: “and his teacher?” becomes “Orazio Gentileschi's teacher?”."""
    text = text.strip()
    if _BARE.match(text):
        return f"{_HALF_SAID.sub('', text).rstrip('?')}: {before.question}"
    half = _HALF_SAID.match(text)
    rest = text[half.end() :] if half else text
    names = names_of(rest)
    if half and names and not points_back(rest) and len(words(rest)) <= 6:
        return _asked_again(before, names[0], rest)
    filled = _filled(rest, before)
    if filled == rest and not names:
        focus = _antecedent(False, None, before) or _antecedent(True, None, before)
        filled = f"{rest.rstrip('?')} ({focus})?" if focus else f"{rest} {before.question}"
    return filled


def _asked_again(before: Said, name: str, rest: str) -> str:
    """Ask the question before once more about another name."""
    old = next((n for n in names_of(before.question) if folded(n) != folded(name)), None)
    if old is None:
        return f"{before.question.rstrip('?')} {rest}"
    return before.question.replace(old, name, 1)


def _filled(text: str, before: Said) -> str:
    for pattern, wants_maker in ((PERSON, True), (THING, False)):
        for _ in range(3):
            found = pattern.search(text)
            if not found:
                break
            word = folded(found.group())
            gender = "male" if word in ("he", "him", "his") else "female" if word in ("she", "her", "hers") else None
            name = _antecedent(wants_maker, gender, before)
            if not name:
                break
            owns = word in ("his", "hers", "its") or word.endswith("'s") or (word == "her" and _noun_follows(text, found.end()))
            text = f"{text[: found.start()]}{name}{chr(39) + 's' if owns else ''}{text[found.end() :]}"
    if PLURAL.search(text) and not names_of(text):
        name = _antecedent(True, None, before) or _antecedent(False, None, before)
        text = f"{text} ({name})" if name else text
    return text


def _noun_follows(text: str, place: int) -> bool:
    after = re.match(r"\s+([\w-]+)", text[place:])
    return bool(after) and after[1].lower() not in FUNCTION_WORDS


def _antecedent(wants_maker: bool, gender: str | None, before: Said) -> str | None:
    """Return the name of the maker or work that was last spoken of, best match first."""
    seen: dict[str, tuple[float, About]] = {}
    asks_person = bool(re.search(r"\b(who|whom|whose|which (artist|painter|sculptor))\b", folded(before.question)))
    for rank, passage in enumerate(before.passages):
        for place, about in enumerate(passage["about"]):
            is_maker = about["id"].startswith("m:")
            if is_maker != wants_maker:
                continue
            if gender and about["gender"] not in (None, gender):
                continue
            score = _named_in(about["name"], before.question) * (1.0 if asks_person and wants_maker else 2.0)
            score += _named_in(about["name"], before.answer) * (2.0 if asks_person and wants_maker else 1.0)
            score += 0.5 / (1 + rank) + 0.1 / (1 + place)
            if about["id"] not in seen or seen[about["id"]][0] < score:
                seen[about["id"]] = (score, about)
    best = max(seen.values(), key=lambda pair: pair[0], default=None)
    return best[1]["name"] if best else None


def _named_in(name: str, text: str) -> float:
    """Return how much of a name stands in a text: 1 when its last word or half of its content words do."""
    own, there = content_stems(name), {stem(w) for w in words(text)}
    if not own:
        return 0.0
    share = sum(s in there for s in own) / len(own)
    return 1.0 if share >= 0.5 or own[-1] in there else 0.0
