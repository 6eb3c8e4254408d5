"""The makers that a brief names, as the collection writes them: “Goya”, “J.M.W. Turner”, “Ruysdael” misspelt."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from retrieval.words import folded, words

from .vocabulary import Vocabulary

_LINK = r"(?:of|the|de|del|della|di|da|du|des|la|le|van|von|der|den|ten|al|ibn|bin|y|do|dos|af)"
_CAPITAL = r"(?:[^\W\d_a-zà-öø-ÿ][\w'.-]*)"
_RUN = re.compile(
    rf"{_CAPITAL}(?:\s+(?:{_LINK}\s+){{0,3}}{_CAPITAL}){{0,5}}|{_LINK}(?:\s+{_LINK}){{0,2}}\s+{_CAPITAL}(?:\s+(?:{_LINK}\s+){{0,3}}{_CAPITAL}){{0,5}}"
)
# The rest of a list of names that comes to its end.
LISTED = re.compile(rf"{_CAPITAL}(?:\s+{_CAPITAL}){{0,4}}(?:\s*,\s*{_CAPITAL}(?:\s+{_CAPITAL}){{0,4}}){{0,8}}\s*,?\s+(?:and|or)\s+[A-ZÀ-Þ]")
_PLAIN_RUN = re.compile(r"[^\W\d_][\w'.-]*(?:\s+[^\W\d_][\w'.-]*){0,4}")
# A misspelt name must be this near, of 100; below it “Manet” is Monet.
_NEAR = 88
# One of several makers of a name is meant when the collection has so many times more works by that one.
_FAMOUS = 5
# Capitalised, and no maker.
_NO_MAKERS = frozenset(
    "i the a an all no not only nothing none every each ad bc bce ce january february march april may june july august september october "
    "november december works theme size title at with without and or please show about on in for".split()
)


@dataclass(frozen=True, slots=True)
class Named:
    """A maker named at a place of a text: the catalogue's names, and what was assumed when the text did not tell them apart."""

    said: str
    names: tuple[str, ...]
    end: int
    assumed: str | None = None
    known: bool = True


def maker_at(text: str, at: int, vocabulary: Vocabulary, *, sure: bool) -> Named | None:
    """Read the maker who is named at a place of a text.

    Args:
        text: The text; capitals show where a name ends, and a known name is found without them.
        at: Where the name begins.
        vocabulary: The collection's words.
        sure: A name must stand here (after “by”): an unknown or misspelt one is read too.
    """
    run = _RUN.match(text, at)
    if run and run[0].lower() not in _NO_MAKERS:
        for said in _shorter(run[0]):
            # “Two Goyas” are by Goya.
            names = _called(said, vocabulary) or (_called(said[:-1], vocabulary) if said.endswith("s") else ())
            # Of “Man Ray” nobody is meant whose middle name is Man.
            if len(said) < len(_one(run[0])) and " " not in said:
                names = tuple(name for name in names if _is_end_of(said, name))
            if names:
                return _named(said, names, at, text, vocabulary)
        if sure:
            return _unknown(_one(run[0]), at, vocabulary)
    plain = _PLAIN_RUN.match(text, at)
    for said in _shorter(plain[0]) if plain else ():
        if (sure or " " in said) and len(said) > 3 and (names := _called(said, vocabulary, whole=not sure)):
            return _named(said, names, at, text, vocabulary)
    return None


def _is_end_of(said: str, name: str) -> bool:
    """Say whether a word, in the plural too, is the first or the last name of a maker."""
    ends = (_name_words(name)[0], _surname(name))
    return any(word in ends for word in (folded(said), folded(said).removesuffix("s")))


def _shorter(run: str) -> list[str]:
    """Return a run of words and its beginnings, the longest first, possessives taken off."""
    ends = [found.end() for found in re.finditer(r"[^\s]+", run)]
    return [re.sub(r"(?:'s|[.,'])+$", "", run[:end]) for end in reversed(ends)]


def _one(run: str) -> str:
    return re.sub(r"(?:'s|[.,'])+$", "", run)


def _called(said: str, vocabulary: Vocabulary, *, whole: bool = False) -> tuple[str, ...]:
    """Return the names of the makers who are called so: all words of it stand in the name in order, the last of them last or alone."""
    asked = _name_words(said)
    if not asked or said.lower() in _NO_MAKERS:
        return ()
    longest = max(asked, key=len)
    if len(longest) == 1:
        return ()
    near = vocabulary.named.get(longest, ())
    exact = tuple(name for name in near if _name_words(name) == asked)
    if exact or whole:
        return exact
    full = [name for name in near if _in_order(asked, _name_words(name))]
    by_surname = [name for name in full if _surname(name) == asked[-1]]
    return tuple(by_surname or [name for name in full if len(asked) > 1 or asked[0] != _name_words(name)[0] or len(full) == 1])


def _name_words(name: str) -> list[str]:
    return words(re.sub(r"\b([A-Z])\.\s?(?=[A-Z]\.)", r"\1 ", name.replace(",", " ")))


def _surname(name: str) -> str:
    """Return the word that a maker is called by: the last, before “the Elder” and the like."""
    return (words(re.sub(r",? (?:the (?:elder|younger)|i{1,3}|jr\.?|sr\.?|of .+)$", "", folded(name))) or [""])[-1]


def _in_order(asked: Sequence[str], name: Sequence[str]) -> bool:
    """Say whether all words asked stand in a name in order, a single letter for a word that begins with it."""
    rest = iter(name)
    return all(any(word == part or (len(word) == 1 and part.startswith(word)) for part in rest) for word in asked)


def _named(said: str, names: tuple[str, ...], at: int, text: str, vocabulary: Vocabulary) -> Named:
    end = at + len(said)
    if text[end : end + 2].lower() == "'s":
        end += 2
    if len(names) == 1:
        return Named(said, names, end)
    first, *others = sorted(names, key=lambda name: (-vocabulary.makers[name], name))
    if vocabulary.makers[first] >= _FAMOUS * sum(vocabulary.makers[name] for name in others):
        return Named(said, (first,), end, f"“{said}” was read as {first}, by whom the collection has most works.")
    all_names = tuple(sorted(names))
    return Named(said, all_names, end, f"“{said}” may be {' or '.join(all_names)}; works by any of them count.")


def _unknown(said: str, at: int, vocabulary: Vocabulary) -> Named | None:
    """Return the maker whose name is nearest, or the name as it is said where none is near."""
    end = at + len(said)
    asked = folded(said)
    surnames = {name: _surname(name) for name in vocabulary.makers}
    near = process.extractOne(asked, {name: folded(name) for name in surnames}, scorer=fuzz.ratio, score_cutoff=_NEAR)
    near = near or (
        process.extractOne(asked, surnames, scorer=fuzz.ratio, score_cutoff=_NEAR) if len(asked) > 4 and " " not in asked else None
    )
    if near:
        return Named(said, (near[2],), end, f"“{said}” was read as {near[2]}.")
    return Named(said, (said,), end, f"No maker in the collection is called {said}.", known=False)
