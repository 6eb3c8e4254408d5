"""The names in a question: quoted titles, runs of capitalised words, and what a comparison sets side by side."""

from __future__ import annotations

import re

from retrieval.words import FUNCTION_WORDS

LINK = r"(?:of|the|de|del|della|di|da|du|des|la|le|van|von|der|den|ten|al|ibn|bin|y|e|and|in|on|at|with|to|off|no|a)"
NAME_WORD = r"(?:[^\W\d_a-zà-öø-ÿ][\w'’.-]*)"
_SPAN = re.compile(rf"[“\"‘]([^”\"’]{{3,80}})[”\"’]|({NAME_WORD}(?:\s+(?:{LINK}\s+){{0,3}}{NAME_WORD})*)")
# Capitalised where a question begins, and no name.
_OPENINGS = frozenset(
    "roughly according also lately once compare contrast describe explain name list find show tell give plan curate choose make "
    "recommend introduce hello hi hey thanks thank please whose did does is was are were can could do have has which both by for "
    "at from in on with during".split()
)


def names_of(text: str) -> list[str]:
    """Return the names in a question: quoted titles and runs of capitalised words.

    >>> names_of("What sets Artemisia's Judith apart from the Night Watch?")
    ['Artemisia', 'Judith', 'Night Watch']
    """
    found: list[str] = []
    for match in _SPAN.finditer(re.sub(r"['’]s\b", " |", text)):
        name = (match[1] or match[2]).strip(" .|")
        first = name.split()[0]
        if not match[1] and match.start() == 0 and (first.lower() in FUNCTION_WORDS or first.lower() in _OPENINGS):
            name = name[len(first) :].strip()
            name = re.sub(rf"^(?:{LINK}\s+)+", "", name)
        if name and (len(name) > 1):
            found.append(name)
    return list(dict.fromkeys(found))


def compared(question: str) -> list[str]:
    """Return the things that a question sets side by side, by the names in it.

    >>> compared("Which is wider, Courbet's Burial at Ornans or his Painter's Studio?")
    ['Courbet Burial at Ornans', 'Painter Studio']
    """
    groups: list[list[str]] = []
    place = 0
    # “Nampeyo and Maria Martinez” is one run of capitals, and two makers; so is “Monet with Turner” when it is all there is.
    names = [part for run in names_of(question) for part in run.rsplit(" and ", 1)]
    for name in names[0].split(" with ", 1) if len(names) == 1 else names:
        start = question.find(name, place)
        between = question[place:start] if start >= 0 else ""
        if not groups or re.search(r"\b(or|and|versus|vs|with|from|than|to|beside|against)\b|,|&", between):
            groups.append([])
        groups[-1].append(name)
        place = start + len(name) if start >= 0 else place
    return [" ".join(group) for group in groups]
