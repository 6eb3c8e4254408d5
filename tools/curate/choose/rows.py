"""Rules as linear constraints over the works of a pool."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from tools.curate.brief import GAP_CM, Brief, Rule, Trait
from tools.curate.pool import Piece, widths

from .constraints import Rows, plain, row, stacked, values_row
from .distinct import verdicts
from .facts import values_by_work
from .makers import makers_by_work

# A rule by its place in the brief; None is the size.
Suspect = int | None
# A third of twelve is four in a person's arithmetic, whatever floating point says.
_SLACK = 1e-9


@dataclass(frozen=True, slots=True)
class Terms:
    """What rules see of a pool of n works.

    `ids` name the works. `marks` (rules, n) says which have a rule's trait for certain, `unknown` (rules, n) of which the catalogue
    does not say; `makers` is (makers, n), `widths` (n,) centimetres, the assumed ones among them. `values` has for each rule which
    works with its trait have which value (values, n) of the fact that it is about; no values where it is about none.
    """

    ids: tuple[str, ...]
    size: int
    rules: tuple[Rule, ...]
    marks: NDArray[np.bool_]
    unknown: NDArray[np.bool_]
    makers: csr_array
    widths: NDArray[np.float64]
    values: tuple[csr_array, ...]

    @property
    def works(self) -> int:
        """How many works there are to choose from."""
        return len(self.widths)

    @property
    def suspects(self) -> list[Suspect]:
        """The size and every rule."""
        return [None, *range(len(self.rules))]

    def narrowed(self, kept: NDArray[np.intp]) -> Terms:
        """Return the terms over fewer works."""
        ids = tuple(self.ids[at] for at in kept)
        marks, unknown = self.marks[:, kept], self.unknown[:, kept]
        values = tuple(each[:, kept] for each in self.values)
        return Terms(ids, self.size, self.rules, marks, unknown, self.makers[:, kept], self.widths[kept], values)

    def told(self, place: int) -> NDArray[np.bool_]:
        """Return of which works (n,) a rule that counts values has one to count."""
        return np.asarray(self.values[place].sum(axis=0)) > 0


def terms_of(pool: Sequence[Piece], brief: Brief) -> Terms:
    """Return what the rules of a brief see of a pool."""
    said = np.array([verdicts(rule.trait or Trait(), pool) for rule in brief.rules], np.int8).reshape(len(brief.rules), len(pool))
    marks, unknown = said > 0, said == 0
    ids = tuple(piece.id for piece in pool)
    values = tuple(
        values_by_work(rule.of, pool, mark) if rule.of else csr_array((0, len(pool))) for rule, mark in zip(brief.rules, marks, strict=True)
    )
    return Terms(ids, brief.size, brief.rules, marks, unknown, makers_by_work(pool), np.array(widths(pool)[0]), values)


def rows_of(terms: Terms, suspect: Suspect) -> Rows:
    """Return the constraints of one rule, or of the size."""
    if suspect is None:
        return row(np.ones(terms.works), terms.size, terms.size)
    rule, mark = terms.rules[suspect], terms.marks[suspect].astype(np.float64)
    count = rule.count or 0
    match rule.kind:
        case "only":
            return row(1 - mark, 0, 0)
        case "none" | "exclude":
            return row(mark, 0, 0)
        case "at_least":
            return row(mark, count, np.inf)
        case "at_most":
            return row(mark, -np.inf, count)
        case "exactly":
            return row(mark, count, count)
        case "include":
            return row(mark, len(set(rule.trait.ids if rule.trait else ())), np.inf)
        case "per_maker":
            return _per_maker(terms.makers, mark, count)
        case "share":
            return _share(rule, mark)
        case "spread":
            return values_row(terms.values[suspect], rule.low or 0, np.inf if rule.high is None else rule.high)
        case "wall":
            # In metres, so that the solver's tolerance is a fraction of a millimetre.
            return row((terms.widths + GAP_CM) / 100, -np.inf, (rule.metres or 0) + _SLACK)


def some_work(terms: Terms) -> Rows:
    """Return what holds of every show, whatever its size: there is a work in it."""
    return row(np.ones(terms.works), 1, np.inf)


def _per_maker(makers: csr_array, mark: NDArray[np.float64], count: int) -> Rows:
    """Return a row for each maker who could break the rule."""
    theirs = csr_array(makers * mark[None, :])
    theirs.eliminate_zeros()
    theirs = theirs[np.diff(theirs.indptr) > count]
    rows = theirs.shape[0]
    return plain(theirs, np.full(rows, -np.inf), np.full(rows, float(count)))


def _share(rule: Rule, mark: NDArray[np.float64]) -> Rows:
    """Return the share of the works in the show, whatever its size."""
    low, high = rule.low or 0.0, 1.0 if rule.high is None else rule.high
    return stacked([row(mark - low, -_SLACK, np.inf), row(mark - high, -np.inf, _SLACK)])
