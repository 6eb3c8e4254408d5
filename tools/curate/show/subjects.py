"""The words that say what a work is about: of its title and tags, and those of its label that are near to the theme."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from retrieval.words import FUNCTION_WORDS, stem, words
from tools.curate.pool import Piece

from .families import is_kind
from .grounds import Collection
from .groups import Subjects, shared_words
from .records import Said
from .vectors import Vectors, text_vectors

# A word that stands in a label alone is a subject when its cosine to the theme is so high.
NEAR = 0.35
# Plurals that no stem brings together.
_SINGULAR = {"women": "woman", "men": "man", "children": "child", "wives": "wife", "geese": "goose", "feet": "foot", "mice": "mouse"}


def subjects_of(piece: Piece, text: Sequence[Said]) -> tuple[dict[str, str], dict[str, str]]:
    """Return the words of a work's title and tags, and those of its label, each from stem to form."""
    own = {root: word for part in (piece.title, *piece.tags) for root, word in _content(part)}
    return own, {root: word for said in text for root, word in _content(said.text) if root not in own}


def near_subjects(
    works: Sequence[Piece], texts: Mapping[str, Sequence[Said]], theme: Vectors, collection: Collection
) -> tuple[list[Subjects], dict[str, float]]:
    """Return the subject words of each work, and how near to the theme each word is that several share, by stem."""
    both = [subjects_of(piece, texts.get(piece.id, ())) for piece in works]
    # Each word is encoded in one form, whichever work writes it.
    forms = shared_words([{**told, **own} for own, told in both])
    nearness = dict(zip(forms, (text_vectors(collection, list(forms.values())) @ theme).tolist(), strict=True))
    return [{**{root: form for root, form in told.items() if nearness.get(root, 0) >= NEAR}, **own} for own, told in both], nearness


def _content(text: str) -> Iterator[tuple[str, str]]:
    """Yield stem and form of the words that can name a subject: not those that say what kind of thing a work is."""
    for word in words(text):
        form = _SINGULAR.get(word, word)
        if len(form) > 2 and form not in FUNCTION_WORDS and not form.isdigit() and not is_kind(form):
            yield stem(form), form
