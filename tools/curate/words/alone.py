"""A people or a medium that stands alone between commas: “eight saints, Italian, before 1500, tempera on panel”."""

from __future__ import annotations

import re

from tools.curate.brief import Rule, Trait

from .draft import TAKEN, Draft
from .elements import people_alone
from .kept_out import keep
from .parts import Phrase
from .theme import theme_of
from .vocabulary import Vocabulary

_STRETCH = re.compile(rf"[^,.;:!?\n(){TAKEN}]+")
_MEDIUM = re.compile(r"[^\W\d]+(?:[ -][^\W\d]+){0,2} on [^\W\d]+(?:[ -][^\W\d]+)?")


def read_alone(draft: Draft, vocabulary: Vocabulary) -> None:
    """Take out stretches that name nothing but a people or a medium of the collection, where others tell the theme."""
    for found in list(_STRETCH.finditer(draft.left)):
        start = found.start() + len(found[0]) - len(found[0].lstrip())
        end = found.end() - (len(found[0]) - len(found[0].rstrip()))
        others = f"{draft.left[: found.start()]},{draft.left[found.end() :]}"
        if start >= end or not theme_of(others, others):
            continue
        said = draft.left[start:end]
        phrase = Phrase(end=end)
        if _MEDIUM.fullmatch(said) and (trait := _medium(said.lower(), vocabulary)):
            draft.rule(start, end, Rule(kind="only", trait=trait))
        elif found := _AGE.fullmatch(said):
            draft.rule(start, end, Rule(kind="only", trait=Trait(from_year=_MEDIEVAL[0], to_year=_MEDIEVAL[1])))
            draft.assume(f"“{found[0]}” was read as {_MEDIEVAL[0]} to {_MEDIEVAL[1]}.")
        elif people_alone(draft.left[:end], start, phrase, vocabulary) == end:
            keep(draft, start, end, phrase, "only", vocabulary)


def _medium(said: str, vocabulary: Vocabulary) -> Trait | None:
    """Return the trait of a medium that the catalogue writes, whole or the paint and what it is on."""
    if vocabulary.has("medium", said):
        return Trait(field="medium", words=(said,))
    paint, support = said.split(" on ")
    if not (vocabulary.has("medium", paint) and vocabulary.has("medium", support)):
        return None
    return Trait(field="medium", words=(paint,), also=Trait(field="medium", words=(support,)))


_AGE, _MEDIEVAL = re.compile(r"(?:all )?medi(?:a)?eval", re.IGNORECASE), (500, 1500)
