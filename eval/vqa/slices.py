"""Parts of a suite that are reported beside the whole: its kinds of question, and what papers leave out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from .item import Item, Suite
from .short import normalised

# A reference of these words alone names nothing: the question was made from “this painting …”.
_POINTING = frozenset(
    """this that these those it present painting picture panel work fresco canvas composition scene image figure figures artist painter
    central portrait altarpiece""".split()
)


def slices(suite: Suite, asked: Sequence[Item]) -> Mapping[str, NDArray[np.bool_]]:
    """Return name to which of the asked questions belong, `(n,)`: all, each kind, and for short answers two filters.

    >>> asked = [Item("1", "a.jpg", "is it old", ("Yes",), "visual"), Item("2", "a.jpg", "who stands there", ("man",), "visual")]
    >>> {name: part.tolist() for name, part in slices(Suite("aqua", asked, True), asked).items()}
    {'all': [True, True], 'filtered: no yes or no': [False, True]}
    """
    parts = {"all": np.ones(len(asked), dtype=np.bool_)}
    kinds = list(dict.fromkeys(item.kind for item in asked))
    if len(kinds) > 1:
        parts |= {kind: np.array([item.kind == kind for item in asked]) for kind in kinds}
    if suite.short:
        filtered = {
            "filtered: no yes or no": np.array([not _yes_or_no(item) for item in asked]),
            "filtered: references that name something": np.array([not points(item) for item in asked]),
        }
        parts |= {name: part for name, part in filtered.items() if part.any() and not part.all()}
    return parts


def points(item: Item) -> bool:
    """Say whether all references of a question only point at the picture.

    >>> points(Item("1", "a.jpg", "what hangs in rome", ("this painting",), "knowledge"))
    True
    """
    return all(set(normalised(reference).split()) <= _POINTING for reference in item.references)


def _yes_or_no(item: Item) -> bool:
    return all(normalised(reference) in ("yes", "no") for reference in item.references)
