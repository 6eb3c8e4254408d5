"""The title and the statement of a show."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from prompts import render
from retrieval.sentences import sentences
from retrieval.words import FUNCTION_WORDS, content_stems
from tools.curate.brief import Brief
from tools.curate.choose.makers import makers_of
from tools.curate.pool import Piece
from tools.curate.wording import joined, number_text

from .facts import facts_text
from .parts import Part
from .records import Said

# The title of a show that has neither title nor theme.
UNTITLED = "From the Collection"
# Words that stay small within a title.
_SMALL = FUNCTION_WORDS | {"against", "across", "among", "around", "towards"}


def title_of(brief: Brief) -> str:
    """Return the title that the brief gives, or its theme as a title.

    >>> title_of(Brief(theme="winter and solitude in northern Europe"))
    'Winter and Solitude in Northern Europe'
    """
    if brief.title:
        return brief.title
    return as_title(brief.theme.strip().rstrip(".")) or UNTITLED


def as_title(text: str) -> str:
    """Return words with the capitals of a title."""
    parts = text.split()
    return " ".join(part if at and part in _SMALL else part[:1].upper() + part[1:] for at, part in enumerate(parts))


def statement_of(brief: Brief, parts: Sequence[Part], texts: Sequence[Sequence[Said]]) -> tuple[Said, ...]:
    """Return what the show is, in facts that are counted, and a sentence on its theme from the label of a work.

    Args:
        brief: The brief.
        parts: The sections.
        texts: The text of each work's label, the most relevant work first.
    """
    works = [piece for part in parts for piece in part.works]
    count = number_text(len(works))
    titles = [part.title for part in parts if part.title]
    text = render(
        "curate/statement", works=count[:1].upper() + count[1:], one=len(works) == 1, makers=_by(works), theme=brief.theme,
        facts=facts_text(works), count=number_text(len(titles)), sections=joined(titles, "and") if len(titles) > 1 else "",
    )  # fmt: skip
    return (Said(text=" ".join(text.split()), cites=()), *_quoted(brief.theme, texts))


def _quoted(theme: str, texts: Sequence[Sequence[Said]]) -> Iterator[Said]:
    """Yield the first opening sentence of a label that speaks of the theme; one that does not says nothing of the show."""
    asked = set(content_stems(theme))
    for opening in (text[0] for text in texts if text):
        sentence = sentences(opening.text)[0]
        if asked & set(content_stems(sentence)):
            yield Said(text=sentence, cites=opening.cites)
            return


def _by(works: Sequence[Piece]) -> str:
    """Word how many made the works; those of nobody known are not counted as makers."""
    named = [piece for piece in works if piece.maker]
    known = len({maker for piece in named for maker in makers_of(piece)})
    nameless = len(works) - len(named)
    unnamed = [] if not nameless else ["an unnamed hand"] if nameless == 1 else ["unnamed hands"]
    return joined([*([f"{number_text(known)} {'maker' if known == 1 else 'makers'}"] if known else []), *unnamed], "and")
