"""The words that the overlap measures count, one tokeniser for all of them; and the filter by the references' words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from retrieval.sentences import sentences
from retrieval.words import folded


def tokens(text: str) -> list[str]:
    """Return the words of a text: lower case, no accents, by the Treebank's rules, no punctuation.

    Captioning takes Stanford's PTBTokenizer, which needs Java; this is NLTK's of the same rules (`NLTKWordTokenizer`), which needs
    nothing. Published figures differ by what the two cut apart otherwise.

    >>> tokens("Dürer's Hare, 1502. It's small!")
    ['durer', "'s", 'hare', '1502', 'it', "'s", 'small']
    """
    from nltk.tokenize import NLTKWordTokenizer

    cut = NLTKWordTokenizer()
    # Sentence by sentence: the rules take a full stop off the end of what they are given only.
    return [word for sentence in sentences(text) for word in cut.tokenize(folded(sentence)) if any(c.isalnum() for c in word)]


def in_vocabulary(answer: Sequence[str], vocabulary: frozenset[str]) -> list[str]:
    """Return the words of an answer that stand in the vocabulary.

    >>> in_vocabulary(["a", "crimson", "boat"], frozenset({"a", "red", "boat"}))
    ['a', 'boat']
    """
    return [word for word in answer if word in vocabulary]


def vocabulary_of(references: Iterable[Iterable[Sequence[str]]]) -> frozenset[str]:
    """Return all words of all references of a suite.

    Some papers keep of each prediction only the words of this set before scoring (ArtSeek, arXiv 2507.21917, its released
    scorer). The predictions thus see the references; the unfiltered figure is the honest one.
    """
    return frozenset(word for several in references for one in several for word in one)
