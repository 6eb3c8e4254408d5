"""The words of a brief while they are read: what is understood is taken out, and what is left is the theme."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from tools.curate.brief import InTurn, Rule

# Stands where words were taken out, so that those beside them do not run together.
TAKEN = "¦"
# One letter for one, so that places in the text stay what they are.
_PLAIN = str.maketrans({"’": "'", "‘": "'", "‐": "-", "‑": "-", "–": "-", "—": "-", "−": "-", "×": "x", "“": '"', "”": '"',
                        "„": '"', "«": '"', "»": '"', "\u00a0": " ", TAKEN: " ", "\t": " ", "\r": " "})  # fmt: skip


def tidied(text: str) -> str:
    """Return a text without white space and marks that go on and on: they say nothing, and each would be a place to read from."""
    return re.sub(r"([^\w\s])\1{3,}", r"\1\1\1", re.sub(r"\s{2,}", " ", text.replace(TAKEN, " ")))


@dataclass(slots=True)
class Draft:
    """A brief that is being read: `left` is the text with what is understood blanked out, letter for letter as long as `asked`."""

    asked: str
    left: str
    rules: list[tuple[int, Rule]] = field(default_factory=list[tuple[int, Rule]])
    assumed: list[str] = field(default_factory=list[str])
    size: int | None = None
    audience: str = "general"
    language: str = "en"
    title: str | None = None
    order: InTurn | None = None
    # What is asked of the rest, as a count of the whole has it, settled when the size is known.
    rest: list[tuple[int, Rule]] = field(default_factory=list[tuple[int, Rule]])
    # What guides the theme though it stood in a rule.
    guides: list[str] = field(default_factory=list[str])

    @classmethod
    def of(cls, asked: str) -> Draft:
        """Begin to read what a person asks."""
        return cls(asked, asked.translate(_PLAIN))

    def take(self, start: int, end: int) -> str:
        """Blank out a stretch and return the person's own words that stood there."""
        self.left = f"{self.left[:start]}{TAKEN * (end - start)}{self.left[end:]}"
        return self.asked[start:end].strip(" ,;:.-–—\n\t")

    def rule(self, start: int, end: int, *rules: Rule) -> None:
        """Take a stretch out and keep the rules that it says."""
        said = re.sub(r"^(?:(?:and|but|of)\s+)+", "", self.take(start, end), flags=re.IGNORECASE)
        self.rules += [(start, replace(rule, said=said)) for rule in rules]

    def assume(self, sentence: str) -> None:
        """Say something aloud, once."""
        if sentence not in self.assumed:
            self.assumed.append(sentence)

    def found(self, pattern: re.Pattern[str]) -> Iterator[re.Match[str]]:
        """Yield the matches in what is left; each is searched for after the one before was dealt with."""
        place = 0
        while match := pattern.search(self.left, place):
            yield match
            # Blanking keeps the length, so places stay; an untouched match is passed by.
            place = match.end() if match.end() > place else place + 1
