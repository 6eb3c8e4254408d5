"""The elements of a phrase: each reads one at a place of a text, keeps it and returns where it ends, or None."""

from __future__ import annotations

import re

from tools.curate.brief import Trait

from .kinds import Kind, KindAt, kind_at
from .makers import LISTED, maker_at
from .parts import WORK, Phrase
from .places import Origin, people_at, persons_at, place_at
from .vocabulary import Vocabulary

_FILL = re.compile(
    r"(?:the|of (?:the|these|those|them|all)|of|these|those|any|other|different|good|fine|great|should be|must be"
    r"|should come|must come|will be|that are|which are"
    r"|which|is|are|be|being|to be|come|comes|made(?! in\b)|each|all|also|original)(?![\w-])\s*",
    re.IGNORECASE,
)
_NEUTRAL = re.compile(rf"{WORK}(?![\w'-])", re.IGNORECASE)
CRAFTS = {"painter": "painting", "photographer": "photograph", "sculptor": "sculpture", "printmaker": "print", "etcher": "etching"}
_ARTISTS = rf"(?:artists?|makers?|masters?|creators?|{'|'.join(f'{craft}s?' for craft in CRAFTS)})"
_GENDERS = (
    ("female", r"(?:women|female|woman)"), ("male", r"(?:men|male)"), ("nonbinary", r"(?:non-?binary(?: people)?)"),
)  # fmt: skip
_GENDER = re.compile(
    rf"(?:{'|'.join(f'(?P<{name}>{said})' for name, said in _GENDERS)})(?!['\w-])(?:\s+(?P<who>{_ARTISTS})(?![\w-]))?", re.IGNORECASE
)
_ARTISTS_OF = re.compile(
    rf"(?P<which>(?:[a-z-]+\s+){{0,2}}?){_ARTISTS}(?:\s+who\s+\w+)?\s+(?P<where>(?:from|of|out of|born in|in)\s+)", re.IGNORECASE
)
_CIRCLE = re.compile(
    r"\s+and\s+(?:(?:his|her|their|the|others? of (?:his|her|their))\s+)?(?:contemporaries|circle|school|followers|pupils"
    r"|workshop|friends|peers|generation"
    r"|students|rivals|family)(?![\w-])",
    re.IGNORECASE,
)
_WHO = re.compile(rf"\s+(?P<who>{_ARTISTS})(?![\w-])(?:\s+who\s+(?:are|were)\s+(?P<gender>women|men))?", re.IGNORECASE)
_BY = re.compile(r"(?:made |painted |drawn |each )*by\s+(?:the\s+|an?\s+)?|(?:from|of) (?=(?:women|men|female|male)\b)", re.IGNORECASE)
_FROM = re.compile(
    r"(?:(?:made |coming |come |comes )?(?:from|in|out of)|held by|owned by|belonging to|(?:in"
    r"|from) the collections? of)\s+(?:the\s+(?=[A-ZÀ-Þ]))?",
    re.IGNORECASE,
)
_OF = re.compile(r"(?<=artists )of\s+(?:the\s+(?=[A-ZÀ-Þ]))?", re.IGNORECASE)
OR = re.compile(r"\s*(?:,\s*(?:and|or)\b|,|/|&|\+|\band/or\b|\band\b|\bor\b|\bnor\b)\s*(?:by\s+|from\s+|the\s+)?", re.IGNORECASE)
# Longer lists of makers or kinds are read to here.
MOST_LISTED = 12


def passed_over(text: str, place: int) -> int:
    """Return where the next word of a phrase begins, articles and the like passed over."""
    place += len(text[place:]) - len(text[place:].lstrip())
    for _ in range(6):
        if not (found := _FILL.match(text, place)):
            break
        if found[0].lower().startswith(("of", "is", "are", "be")) and _BY.match(text, place):
            break
        place = found.end()
    return place


def gender(text: str, at: int, phrase: Phrase, vocabulary: Vocabulary) -> int | None:
    """Read “women”, “women artists”, “women photographers”."""
    found = _GENDER.match(text, at)
    if not found:
        return None
    name = next(name for name, _ in _GENDERS if found[name])
    phrase.traits.append(Trait(field="gender", words=(name,)))
    _craft(found["who"], phrase)
    return found.end()


def gender_of_artists(text: str, at: int, phrase: Phrase, vocabulary: Vocabulary) -> int | None:
    """Read “women artists”; “women” alone may be what works show."""
    found = _GENDER.match(text, at)
    return gender(text, at, phrase, vocabulary) if found and found["who"] else None


def _craft(who: str | None, phrase: Phrase) -> None:
    """Keep the craft that a word for makers names: photographers make photographs."""
    if craft := CRAFTS.get((who or "").lower().removesuffix("s")):
        found = kind_at(craft, 0)
        phrase.kinds += [found.kind] if found else []


def kind(text: str, at: int, phrase: Phrase, vocabulary: Vocabulary) -> int | None:
    """Read the kinds of work, one or a list of them."""
    found = kind_at(text, at)
    # “Women in photography” is no photograph: a kind is named once, or in a list.
    if found is None or phrase.kinds:
        return None
    phrase.kinds.append(found.kind)
    phrase.plural |= found.plural
    end = found.end
    while len(phrase.kinds) < MOST_LISTED and (joint := OR.match(text, end)):
        further = kind_at(text, joint.end()) or (_material(text, joint.end(), vocabulary) if found.kind.technique else None)
        if further is None:
            break
        phrase.kinds.append(further.kind)
        end = further.end
    return end


def _material(text: str, at: int, vocabulary: Vocabulary) -> KindAt | None:
    """Read a material in the plural that only this collection names, listed after another: “bronzes or ivories”."""
    said = re.compile(r"[a-z]+s(?![\w'-])").match(text, at)
    if said is None or not vocabulary.has("medium", said[0]):
        return None
    return KindAt(Kind(said[0], said[0], (said[0],), technique=True), said.end(), plural=True)


_ENDS = re.compile(r"\s*(?:$|[^\w\s'-]|(?:and|or|but|instead|in|too|please)\b)", re.IGNORECASE)


def people_alone(text: str, at: int, phrase: Phrase, vocabulary: Vocabulary) -> int | None:
    """Read a people by itself, as in “half of them Japanese” and “mostly Dutch or Flemish”."""
    first = people_at(text, at)
    if first is None or phrase.origins:
        return None
    found = _peoples(text, first)
    end = found[-1].end
    if not _ENDS.match(text, end):
        return None
    phrase.origins += found
    return end


def _peoples(text: str, first: Origin) -> list[Origin]:
    """Return a people and those that are listed after it."""
    found = [first]
    while (joint := OR.match(text, found[-1].end)) and (further := people_at(text, joint.end())):
        found.append(further)
    return found


def people(text: str, at: int, phrase: Phrase, vocabulary: Vocabulary) -> int | None:
    """Read a people before artists or works: “Dutch artists”, “Japanese prints”; “Americans” are people by themselves."""
    if (persons := persons_at(text, at)) and not phrase.origins:
        phrase.origins.append(persons)
        return persons.end
    first = people_at(text, at)
    if first is None or phrase.origins:
        return None
    found = _peoples(text, first)
    end = found[-1].end
    who = _WHO.match(text, end)
    if not who and not _names_works(text, end, vocabulary):
        return None
    phrase.origins += found
    if who:
        _craft(who["who"], phrase)
        if who["gender"]:
            phrase.traits.append(Trait(field="gender", words=("female" if who["gender"].lower() == "women" else "male",)))
        return who.end()
    return end


def _names_works(text: str, at: int, vocabulary: Vocabulary) -> bool:
    """Say whether works are named next: “Dutch works”, “Japanese prints”, “Dutch women artists”, but not “Spanish Civil War”."""
    start = passed_over(text, at)
    people_are = _GENDER.match(text, start)
    return bool(
        _NEUTRAL.match(text, start) or kind_at(text, start) or (people_are and people_are["who"])
        or re.compile(r"art(?![\w-])", re.IGNORECASE).match(text, start)
    )  # fmt: skip


def by_whom(text: str, at: int, phrase: Phrase, vocabulary: Vocabulary) -> int | None:
    """Read who made works: women, a people's artists, makers by name."""
    found = _BY.match(text, at)
    if found is None:
        return None
    place = found.end()
    for reader in (gender, people):
        if (end := reader(text, place, phrase, vocabulary)) is not None:
            # “By Dutch women”, “by women from Mexico”.
            return end
    if (first := people_at(text, place)) and (end := gender(text, first.end + 1, phrase, vocabulary)):
        phrase.origins.append(first)
        return end
    if artists := _ARTISTS_OF.match(text, place):
        where = from_where(text, artists.start("where"), phrase, vocabulary)
        if where is not None:
            if artists["which"]:
                phrase.assumed.append(f"“{artists['which'].strip()}” is not told of makers here and is left out.")
            return where
    return _names(text, place, phrase, vocabulary, sure=True)


def known_maker(text: str, at: int, phrase: Phrase, vocabulary: Vocabulary) -> int | None:
    """Read a maker of the collection, without “by”."""
    return None if phrase.makers else _names(text, at, phrase, vocabulary, sure=False)


def any_maker(text: str, at: int, phrase: Phrase, vocabulary: Vocabulary) -> int | None:
    """Read a maker without “by”, known or not."""
    # A name that nobody in the collection has is one only where nothing else was read before it.
    return (
        None
        if phrase.makers
        else _names(text, at, phrase, vocabulary, sure=phrase.empty and not phrase.neutral and text[at : at + 1].isupper())
    )


def _names(text: str, at: int, phrase: Phrase, vocabulary: Vocabulary, *, sure: bool) -> int | None:
    """Read one maker's name or a list of them."""
    first = maker_at(text, at, vocabulary, sure=sure)
    if first is None:
        return None
    found, end = [first], first.end
    while len(found) < MOST_LISTED and (joint := OR.match(text, end)):
        # An unknown name is one of a list of makers only where the list comes to an end: “by Rembrandt, Vermeer and Hals”.
        listed = joint[0].strip() != "," or LISTED.match(text, joint.end())
        further = maker_at(text, joint.end(), vocabulary, sure=sure and bool(listed))
        if further is None:
            break
        found.append(further)
        end = further.end
    phrase.makers += found
    phrase.assumed += [maker.assumed for maker in found if maker.assumed]
    if circle := _CIRCLE.match(text, end):
        phrase.circle = True
        phrase.assumed.append(f"“{circle[0].strip()}” is not told by the catalogue, so other makers may be in too.")
        return circle.end()
    return end


def from_where(text: str, at: int, phrase: Phrase, vocabulary: Vocabulary) -> int | None:
    """Read where works come from, and “in bronze”."""
    found = _FROM.match(text, at) or _OF.match(text, at)
    if found is None or phrase.origins:
        return None
    inside = found[0].lower().startswith(("in ", "made in ")) and not re.search(rf"{_ARTISTS}\s+$", text[:at], re.IGNORECASE)
    old = _ERA.match(text, found.end())
    start = old.end() if old else found.end()
    first = _place(text, start)
    if first and (not inside or found[0].lower().startswith("made")):
        origins, end = [first], first.end
        while (joint := OR.match(text, end)) and (further := _place(text, joint.end())):
            origins.append(further)
            end = further.end
        phrase.origins += origins
        if old:
            phrase.assumed.append(f"“{text[found.end() : first.end]}” was read as the place, of any time; say years to keep them.")
        return end
    city = re.compile(r"[A-ZÀ-Þ][\w'-]+(?: [A-ZÀ-Þ][\w'-]+)*").match(text, found.end())
    if city and not inside and vocabulary.has("place", city[0]):
        phrase.traits.append(Trait(field="place", words=(city[0],)))
        return city.end()
    if city and not inside and vocabulary.has("holder", city[0]):
        phrase.traits.append(Trait(field="holder", words=(city[0],)))
        return city.end()
    return kind(text, found.end(), phrase, vocabulary) if inside else None


def _place(text: str, at: int) -> Origin | None:
    """Read a place; “the US” and “the Pacific” are called so with the article before them."""
    return (place_at(text, at - 4) if text[max(0, at - 4) : at].lower() == "the " else None) or place_at(text, at)


_ERA = re.compile(r"(?:ancient|classical|medieval|colonial|imperial|modern(?:-day)?|present-day|old|contemporary)\s+", re.IGNORECASE)


def works(text: str, at: int, phrase: Phrase, vocabulary: Vocabulary) -> int | None:
    """Read “works” and the like, which tell nothing apart."""
    found = _NEUTRAL.match(text, at)
    if found is None or phrase.neutral or phrase.kinds:
        return None
    phrase.neutral = True
    each = re.compile(r"\s+each\b", re.IGNORECASE).match(text, found.end())
    phrase.each = bool(each)
    return each.end() if each else found.end()
