"""Tell pages on visual art from pages that only hang in the category graph, by the words of their beginning."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from retrieval.words import content_stems, stem, words

# Words of category names that say nothing about the topic.
_COMMON = "history type list people country century work visual culture form name place genre medium"
READ_CHARACTERS = 1_200
LEAST = 0.045
"""Score from which a page is kept, in the middle of the plateau of 40 beginnings that were written and labelled for the choice.

On 40 others, written at the same time and not used, it keeps 20 of 20 on art and 3 of 20 on other things: a small set, by one hand.
"""


@functools.cache
def vocabulary() -> Mapping[str, float]:
    """Return the weight of each stem that speaks for (above 0) or against visual art, from `vocabulary.txt`."""
    weights: dict[str, float] = {}
    for line in (Path(__file__).parent / "vocabulary.txt").read_text(encoding="utf-8").splitlines():
        weight, _, listed = line.partition(":")
        if listed and not line.startswith("#"):
            weights.update({stem(word): float(weight) for name in listed.split() for word in words(name)})
    return weights


def topic_score(title: str, beginning: str, categories: Iterable[str] = (), also: Iterable[str] = ()) -> float:
    """Return the mean weight of the content words of a page's title, categories and beginning.

    Args:
        title: of the page.
        beginning: its first paragraphs; 1,200 characters are read.
        categories: names of categories that the page says it is in; they count like words of the text.
        also: words that speak for the topic besides the vocabulary, such as the names of the root categories.
    """
    found = content_stems(f"{title}. {beginning[:READ_CHARACTERS]} {' '.join(categories)}")
    weights, extra = vocabulary(), _stems(tuple(also))
    return sum(1.0 if word in extra else weights.get(word, 0.0) for word in found) / max(len(found), 1)


@functools.lru_cache(maxsize=8)
def _stems(names: tuple[str, ...]) -> frozenset[str]:
    told = (word for name in names for word in content_stems(re.sub(r"\bby\b.*", "", name)) if len(word) > 3)
    return frozenset(told) - {stem(word) for word in _COMMON.split()}
