"""Records that one name fits equally well: three paintings called The Last Supper, two painters called Moreau."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from retrieval.sentences import sentences
from retrieval.words import content_stems, stem, words
from tools.observation import Passage

from .names import names_of

_SMALL = frozenset("the a an of le la les il lo de der die das el los las l".split())
# Stems of words that ask for something without telling which record is meant.
ASKING = frozenset(
    stem(word)
    for word in (
        "paint painted painter painting draw drew drawn drawing carve carved sculpt sculpted sculptor sculpture create created design "
        "designed build built photograph photographed photographer print printed weave wove woven work works picture image piece museum "
        "gallery collection kept keep hang hangs held hold see seen visit find located high tall wide deep long large big size height "
        "width measure dimensions year date old century age born birth birthplace die died death live lived life nationality country "
        "material medium called name named title information story exactly please mean meant"
    ).split()
)

# Such questions are about works, not about people.
_OF_A_WORK = re.compile(
    r"\b(?:who|which \w+) (?:has |had )?(?:painted|made|carved|sculpted|drew|designed|built|photographed|wove)\b"
    r"|\b(?:was|were|is|are)\b.*\b(?:painted|made|carved|sculpted|drawn|designed|built|woven|cast|kept|held|housed)\b"
    r"|\bhow (?:big|large|tall|high|wide|long|deep)\b|\b(?:which|what) (?:museum|gallery)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Namesakes:
    """A name as it was asked, and the ids of all that it fits; `bare` says that nothing else was said of what is meant."""

    name: str
    ids: Sequence[str]
    bare: bool = True


def namesakes(question: str, passages: Sequence[Passage]) -> Namesakes | None:
    """Return the records found that a name in the question fits equally well, or None when it fits one or none."""
    makers, works = _records(passages, "m:"), _records(passages, "w:")
    found = _called_so(question, works) or _called_so(question, makers)
    if found is None and _OF_A_WORK.search(question):
        found = _titled_in_part(question, works)
    if found is None:
        found = _of_one_surname(question, makers) or _titled_in_part(question, works)
    return found if found and len(found.ids) > 1 else None


def narrowed(question: str, alike: Namesakes, passages: Sequence[Passage]) -> Namesakes | None:
    """Return those of the namesakes that what else the question says fits best: one is meant, several are alike.

    None when it fits none of them, for then the name means something else.
    """
    rest = _rest(question, alike.name)
    if not rest:
        return alike
    others = {s for name in names_of(question) for s in content_stems(name)} & rest
    told = {identity: _told_of(identity, passages) for identity in alike.ids}
    shared = {identity: len(rest & own) for identity, own in told.items() if others <= own}
    most = max(shared.values(), default=0)
    return Namesakes(alike.name, [i for i, count in shared.items() if count == most], False) if most else None


def is_about(passage: Passage, identity: str) -> bool:
    """Say whether a passage is about a record."""
    return any(about["id"] == identity for about in passage["about"])


def titled_in(question: str, passages: Sequence[Passage]) -> bool:
    """Say whether the question names a work or maker of these passages in full, with capitals or without."""
    return bool(_fitting(question, _records(passages, "w:")) or _fitting(question, _records(passages, "m:")))


def named_in(question: str, passages: Sequence[Passage]) -> dict[str, str]:
    """Return by id the works of these passages that the question names, in full or in part; where it names none, the makers."""
    works, makers = _records(passages, "w:"), _records(passages, "m:")
    in_full = {identity: works[identity] for identity in _fitting(question, works)}
    return in_full or _named_in_part(question, works) or _named_in_part(question, makers)


def _named_in_part(question: str, records: Mapping[str, str]) -> dict[str, str]:
    # Sentence by sentence, for the word that begins one has a capital too.
    keys = [set(_key(name)) for sentence in sentences(question) for name in names_of(sentence) if _key(name)]
    return {identity: name for identity, name in records.items() if any(key <= set(_key(name)) for key in keys)}


def _called_so(question: str, records: Mapping[str, str]) -> Namesakes | None:
    """Return all of the record that the question names in full; the longest name counts where one stands in another."""
    fitting = _fitting(question, records)
    if not fitting:
        return None
    longest = max(fitting.values(), key=len)
    ids = [identity for identity, name in fitting.items() if name == longest]
    called = next(name for name in _forms(records[ids[0]]) if _key(name) == longest)
    return Namesakes(called, ids, not _rest(question, called))


def _fitting(question: str, records: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    """Return by id the names that stand in the question in full; one word alone has to be written as a name."""
    asked, capital = _key(question), {word for name in names_of(question) for word in _key(name)}
    fitting: dict[str, tuple[str, ...]] = {}
    for identity, name in records.items():
        keys = [_key(form) for form in _forms(name)]
        there = [k for k in keys if k and _place(k, asked) is not None and (len(k) > 1 or capital.issuperset(k))]
        if there:
            fitting[identity] = max(there, key=len)
    return fitting


def _forms(name: str) -> list[str]:
    """Return a name in full, without what stands in brackets, and that alone: “Judith (Uffizi version)” is also called Judith."""
    return [name, re.sub(r"\s*\([^)]*\)", "", name), *re.findall(r"\(([^)]*)\)", name)]


def _of_one_surname(question: str, makers: Mapping[str, str]) -> Namesakes | None:
    """Return the makers with a name of the question, before all those who bear it as their last."""
    for name in names_of(question):
        places = {identity: place for identity, own in makers.items() if (place := _place(_key(name), _key(own))) is not None}
        ids = [identity for identity, place in places.items() if place > 0] or list(places)
        if ids:
            return Namesakes(name, ids, not _rest(question, name))
    return None


def _titled_in_part(question: str, works: Mapping[str, str]) -> Namesakes | None:
    """Return the works with a name of the question in their titles, when nothing else is said: else it is what a picture shows."""
    for name in names_of(question):
        ids = [identity for identity, title in works.items() if _key(name) and set(_key(name)) <= set(_key(title))]
        if ids and not _rest(question, name):
            return Namesakes(name, ids)
    return None


def _records(passages: Sequence[Passage], prefix: str) -> dict[str, str]:
    return {about["id"]: about["name"] for passage in passages for about in passage["about"] if about["id"].startswith(prefix)}


def _rest(question: str, name: str) -> set[str]:
    return set(content_stems(question)) - set(content_stems(name)) - ASKING


def _told_of(identity: str, passages: Sequence[Passage]) -> set[str]:
    return {s for p in passages if is_about(p, identity) for s in content_stems(f"{p['heading']} {p['text']}")}


def _place(part: tuple[str, ...], whole: tuple[str, ...]) -> int | None:
    """Return where one run of words stands in another."""
    places = range(len(whole) - len(part) + 1) if part else ()
    return next((at for at in places if whole[at : at + len(part)] == part), None)


def _key(text: str) -> tuple[str, ...]:
    return tuple("saint" if word == "st" else word for word in words(text) if word not in _SMALL)
