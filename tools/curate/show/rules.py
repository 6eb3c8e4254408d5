"""Which rules a work serves, and which kept one out: asked of the same constraints by which a show is chosen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from prompts import render
from tools.curate.brief import Brief, Rule
from tools.curate.choose.facts import values_of
from tools.curate.choose.reach import keeps
from tools.curate.choose.rows import rows_of, terms_of
from tools.curate.pool import Piece
from tools.curate.traits import holds
from tools.curate.wording import joined, number_text, rule_text

from .grounds import Grounds
from .measures import Typical
from .records import LeftOut

# How many of those that came nearest are told of.
NEAREST = 5
_SERVED = frozenset(("only", "at_least", "exactly", "share", "include"))


def served(brief: Brief, piece: Piece) -> list[str]:
    """Return in words the rules that a work helps to keep: those that ask for what it has."""
    return [rule_text(rule) for rule in brief.rules if _helps(rule, piece)]


def _helps(rule: Rule, piece: Piece) -> bool:
    """Say whether a rule asks for what a work has: a trait, or one of several values of a fact."""
    if rule.trait and not holds(rule.trait, piece):
        return False
    if rule.kind == "spread":
        return bool(rule.low and rule.of and values_of(rule.of, piece))
    return rule.kind in _SERVED and rule.trait is not None and not (rule.kind == "share" and not rule.low)


def left_out(brief: Brief, chosen: Sequence[Piece], grounds: Grounds, usual: Typical, most: int = NEAREST) -> tuple[LeftOut, ...]:
    """Return the works that rank highest of those that are not in the show, and what kept each out."""
    hung = {piece.id for piece in chosen}
    order = sorted(range(len(grounds.pool)), key=lambda at: (-grounds.scores[at], grounds.pool[at].id))
    ranks = {at: rank for rank, at in enumerate(order, 1)}
    last = max((ranks[at] for at in grounds.places(chosen)), default=0)
    nearest = [at for at in order if grounds.pool[at].id not in hung][:most]
    return tuple(
        LeftOut(piece=grounds.pool[at], rank=ranks[at], reason=_reason(brief, chosen, grounds.pool[at], usual, ranks[at] > last))
        for at in nearest
    )


def _reason(brief: Brief, chosen: Sequence[Piece], piece: Piece, usual: Typical, ranks_below: bool) -> str:
    against, works = _against(brief, chosen, piece, usual)
    return render(
        "curate/left_out", rules=joined([rule_text(brief.rules[rule]) for rule in against], "and"), many=len(against) > 1,
        below=ranks_below, works=number_text(works),
    )  # fmt: skip


def _against(brief: Brief, chosen: Sequence[Piece], piece: Piece, usual: Typical) -> tuple[list[int], int]:
    """Return the rules that a work breaks whichever work of the show it takes the place of, and how many works that tries.

    Where no single rule stands against every change but each change breaks one, the rule that is broken most often is returned.
    """
    together = [*chosen, piece]
    # Widths that are not told are those of the whole pool, not of these few.
    terms = replace(terms_of(together, brief), widths=np.array([one.width_cm or usual.width_cm for one in together]))
    rows = [rows_of(terms, rule) for rule in range(len(brief.rules))]
    changes = [np.array([at for at in range(len(together)) if at != out], dtype=np.intp) for out in range(len(chosen))]
    broken = [{rule for rule, each in enumerate(rows) if not keeps(each, works)} for works in changes]
    if not broken or not all(broken):
        return [], len(chosen)
    always = sorted(set[int].intersection(*broken))
    most = Counter(rule for rules in broken for rule in sorted(rules)).most_common(1)[0][0]
    return always or [most], len(chosen)
