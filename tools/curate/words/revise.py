"""Plain words into a change of a show; what is not asked to change stays."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from tools.curate.brief import Brief
from tools.curate.pool import Piece

from .alter import read_rules, resize_said, retheme
from .ask_which import meant_by
from .change import Change, Why
from .clashes import clash_of
from .clauses import drop, hang, keep, lift, rest_stays
from .draft import tidied
from .exchange import add, more_or_fewer, swap_works
from .question import Option, Question
from .turn import Turn
from .vocabulary import Vocabulary, vocabulary_of

_ASIDE = re.compile(
    r"^(?:(?:please|ok(?:ay)?|now|then|and|also|but|so|yes|no,|actually|instead|let's|let us|can you|could you|would you"
    r"|i want to|i'd like to|we should|maybe|perhaps|just)[,\s]+)+",
    re.IGNORECASE,
)
_VERB = (
    r"(?:drop|remove|take|leave|lose|cut|swap|replace|exchange|trade|add|bring|include|put|move|hang|make|keep|start|begin"
    r"|end|finish|show|order|arrange|no|only|more|fewer|less|at least|at most|call|forget|lift|never mind|labels?|undo|why"
    r"|nothing)"
)
_CUT = re.compile(
    rf"\s*[.;\n]\s*(?=\S)|\s*,\s*(?:and\s+|then\s+|but\s+)?(?={_VERB}\b)|\s+(?:and|then|but)\s+(?:then\s+)?(?={_VERB}\b)", re.IGNORECASE
)
_UNDO = re.compile(
    r"(?:undo|revert|go back|take (?:that|it) back|put (?:it|that|them|everything) back|(?:back )?as it was"
    r"|restore)\b(?:\s+(?:that|it|this|please|the last change|one step|to before|again))*$",
    re.IGNORECASE,
)
_WHY = re.compile(
    r"(?:why|how come|what for|for what reason|what)\b\s*(?:is|are|was|were|did you (?:choose|pick|take|include|put)"
    r"|have you (?:chosen|picked)|do we have|does)?\s*(?P<what>.*?)\s*(?:in|here|there|in it|included|chosen|in the show"
    r"|part of (?:it|the show)|doing (?:here|there|in (?:it|here|the show)))?\s*\?*$",
    re.IGNORECASE,
)
Step = Callable[[Turn, str], bool | Question[Change]]


def change_of(
    said: str,
    show_ids: Sequence[str],
    pieces: Sequence[Piece],
    brief: Brief,
    *,
    vocabulary: Vocabulary | None = None,
    focus: str | None = None,
    lightness: Mapping[str, float] | None = None,
) -> Change | Why | Question[Change]:
    """Turn a person's words about a show into a change of it; deterministic, without a model. Never raises, whatever the words.

    Args:
        said: The words, one wish or several: “make it ten and put the prints first”.
        show_ids: The works of the show, in the order in which they hang.
        pieces: All works that there are to choose from.
        brief: The brief that the show was chosen by.
        vocabulary: The words of `pieces`, where they are at hand; else they are gathered.
        focus: The id of the work that “this one” is.
        lightness: How light pictures are, 0 to 100 by id of the work, as far as pictures are there.

    Returns:
        The change, with all pinned that was not asked to change; `Why` where a person asks why works are in; or a question.
    """  # fmt: skip
    by_id = {piece.id: piece for piece in pieces}
    turn = Turn(
        brief=brief, show=[by_id[identity] for identity in dict.fromkeys(show_ids) if identity in by_id], pieces=pieces,
        vocabulary=vocabulary or vocabulary_of(pieces), focus=focus, lightness=lightness or {}, said=said,
    )  # fmt: skip
    clauses = [clause for part in _CUT.split(tidied(said)[:LONGEST].translate(_PLAIN)) if (clause := _bare(part))]
    if not clauses:
        return Question("What should change? Say it in a few words, such as “drop the third” or “more women”.")
    if any(_UNDO.fullmatch(clause) for clause in clauses):
        return replace(turn.change(), undo=True)
    if why := _why(turn, clauses[0]):
        return why
    for clause in clauses:
        outcome = _stepped(turn, clause)
        if isinstance(outcome, Question):
            return outcome
    change = turn.change()
    return _settled(change, brief)


_PLAIN = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-"})


# Longer sayings are read to here.
LONGEST = 2000
_THANKS = re.compile(r"[\s,]+(?:please|thanks|thank you|if you can|if possible|for now)$", re.IGNORECASE)


def _bare(part: str) -> str:
    """Return a clause without the words that only ask."""
    return _THANKS.sub("", _ASIDE.sub("", part.strip(" \t\n,;!."))).strip()


def _stepped(turn: Turn, clause: str) -> bool | Question[Change]:
    """Let the first step that understands a clause deal with it."""
    for step in _STEPS:
        outcome = step(turn, clause)
        if outcome is not False:
            return outcome
    return Question(f"“{clause}” is not understood as a change; say it as in “drop the third”, “more women” or “only one per artist”.")


def _settled(change: Change, before: Brief) -> Change | Question[Change]:
    """Ask about rules that a change makes clash; those that clashed before are not its doing."""
    clash = clash_of(change.brief)
    if clash is None or clash_of(before) is not None:
        return change
    return Question(clash.sentence, tuple(Option(option.said, replace(change, brief=option.meant)) for option in clash.options))


def _why(turn: Turn, clause: str) -> Why | Question[Change] | None:
    found = _WHY.fullmatch(clause)
    if not found or not re.match(r"why|how come|what for|for what|what (?:is|are) .+ doing", clause, re.IGNORECASE):
        return None
    meant = meant_by(turn, found["what"]) if found["what"] else None
    if meant is None:
        return Question(f"Which work is meant by “{clause.strip('?')}”? Give its place, its maker or its title.")
    return Why(ids=meant.ids, said=turn.said)


# In this order: “drop the limit per artist” is no work, “only ten works” no rule, and “without the Goya” a work of the show first.
_STEPS: tuple[Step, ...] = (rest_stays, lift, hang, swap_works, more_or_fewer, resize_said, retheme, add, keep, drop, read_rules)
