"""Plain words into a change of a show; what is not asked to change stays."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from tools.curate.brief import Brief
from tools.curate.pool import Piece

from .alter import read_rules, resize_said, retheme
from .ask_which import meant_by
from .asked import answer_to
from .change import Change, Told, Why
from .clashes import clash_of
from .clauses import drop, hang, keep, lift, rest_stays
from .draft import tidied
from .exchange import add, more_or_fewer, swap_works
from .mend import mended
from .others import change_rest, doubt, only_enter, other_instead
from .question import Option, Question
from .turn import Turn
from .vocabulary import Vocabulary, vocabulary_of
from .wishes import parts_of, plainly, wishes_of

_UNDO = re.compile(
    r"(?:undo|revert|go back|take (?:that|it) back|put (?:it|that|them|everything) back|(?:back )?as it was"
    r"|restore)\b(?:\s+(?:that|it|this|please|the last change|one step|to before|again))*$",
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
    added: Sequence[str] = (),
) -> Change | Why | Told | Question[Change]:
    """Turn a person's words about a show into a change of it; deterministic, without a model. Never raises, whatever the words.

    Args:
        said: The words, one wish or several: “make it ten and put the prints first”.
        show_ids: The works of the show, in the order in which they hang.
        pieces: All works that there are to choose from.
        brief: The brief that the show was chosen by.
        vocabulary: The words of `pieces`, where they are at hand; else they are gathered.
        focus: The id of the work that “this one” is.
        lightness: How light pictures are, 0 to 100 by id of the work, as far as pictures are there.
        added: The ids of the works that came in by the change before, which are “the ones you added”.

    Returns:
        The change, with all pinned that was not asked to change; `Why` and `Told` where a person asks about the show; or a question.
    """  # fmt: skip
    by_id = {piece.id: piece for piece in pieces}
    turn = Turn(
        brief=brief, show=[by_id[identity] for identity in dict.fromkeys(show_ids) if identity in by_id], pieces=pieces,
        vocabulary=vocabulary or vocabulary_of(pieces), focus=focus, lightness=lightness or {}, said=said, added=tuple(added),
    )  # fmt: skip
    right = mended(tidied(said)[:LONGEST].translate(_PLAIN), turn.vocabulary)
    turn.notes += right.notes
    wishes = wishes_of(right.text)
    if not wishes:
        return Question(_NOTHING_SAID if re.search(r"\w", said) else _WHAT)
    if any(_UNDO.fullmatch(wish) for wish in wishes):
        return replace(turn.change(), undo=True)
    if len(wishes) == 1 and (answer := answer_to(turn, wishes[0])):
        return answer
    for number, wish in enumerate(wishes):
        if _stated(turn, wish, alone=len(wishes) == 1, last=number == len(wishes) - 1):
            continue
        outcome = _granted(turn, wish)
        if isinstance(outcome, Question):
            return outcome
    return _settled(turn.change(), brief)


_WHAT = "What should change? Say it in a few words, such as “drop the third” or “more women”."
_NOTHING_SAID = "Nothing is asked to change; say “yes” to accept the show, or what should change, such as “drop the third” or “more women”."
_STATES = re.compile(
    r"(?P<of>we|i|it|they|that|this|there|he|she|the [\w' -]{2,30}?)(?:'ve|'s|'re|'m|\s+(?:is|are|was|were|have|has|had))\s+.+",
    re.IGNORECASE,
)


def _stated(turn: Turn, wish: str, *, alone: bool, last: bool) -> bool:
    """Pass over what only tells why something is wished, and questions beside a wish, aloud; “it” is then what was spoken of."""
    if alone:
        return False
    if answer_to(turn.copied(), wish):
        turn.notes.append(f"“{wish}” was passed over: ask it by itself.")
        return True
    found = _STATES.fullmatch(wish)
    if found is None or not isinstance(_granted(turn.copied(), wish), Question):
        return False
    spoken_of = meant_by(turn, found["of"])
    turn.focus = spoken_of.ids[0] if spoken_of and len(spoken_of.ids) == 1 else turn.focus
    turn.praised += spoken_of.ids if spoken_of and _PRAISES.search(wish) else ()
    turn.notes.append(f"“{wish}” was passed over: no change is read in it.")
    return True


_PRAISES = re.compile(r"\b(?:perfect|fine|lovely|great|good|wonderful|excellent|right|essential|beautiful)$", re.IGNORECASE)


def _granted(turn: Turn, wish: str) -> bool | Question[Change]:
    """Do what is wished, whole or part by part; what is understood in part only is not done at all."""
    parts, asked = parts_of(wish), None
    # “Everything by Turner and anything from Boston” is two wishes, whatever the first alone says.
    if len(parts) < 2 or not _SEVERAL.search(wish):
        asked = _stepped(turn, wish)
        if len(parts) < 2 or not isinstance(asked, Question) or asked.options:
            return asked
    trial = turn.copied()
    for part in parts:
        if isinstance(outcome := _stepped(trial, part), Question):
            return asked or outcome
    turn.become(trial)
    return True


_SEVERAL = re.compile(r"(?:,|\b(?:and|or))\s+(?:anything|everything|nothing)\s", re.IGNORECASE)
_PLAIN = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-"})


# Longer sayings are read to here.
LONGEST = 2000


def _stepped(turn: Turn, wish: str) -> bool | Question[Change]:
    """Let the first step that understands a wish deal with it."""
    clause = plainly(wish)
    for step in _STEPS:
        outcome = step(turn, clause)
        if outcome is not False:
            # A rule keeps the person's own words.
            rules = tuple(replace(rule, said=wish) if rule.said == clause else rule for rule in turn.brief.rules)
            turn.brief = replace(turn.brief, rules=rules)
            return outcome
    return Question(f"“{wish}” is not understood as a change; say it as in “drop the third”, “more women” or “only one per artist”.")


def _settled(change: Change, before: Brief) -> Change | Question[Change]:
    """Ask about rules that a change makes clash; those that clashed before are not its doing."""
    clash = clash_of(change.brief)
    if clash is None or clash_of(before) is not None:
        return change
    return Question(clash.sentence, tuple(Option(option.said, replace(change, brief=option.meant)) for option in clash.options))


# In this order: “drop the limit per artist” is no work, “only ten works” no rule, and “without the Goya” a work of the show first.
_STEPS: tuple[Step, ...] = (
    rest_stays, change_rest, lift, hang, other_instead, swap_works, more_or_fewer, resize_said, only_enter, retheme, add, keep, doubt, drop,
    read_rules,
)  # fmt: skip
