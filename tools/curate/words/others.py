"""Others in the place of what is dropped, doubted or not kept: “two by women instead”, “not sure about the sixth”, “change the rest”."""

from __future__ import annotations

import re

from .amounts import NUMBER, number
from .ask_which import meant_by
from .change import Change
from .give_way import Way
from .outside import meant_outside
from .parts import WORK
from .question import Option, Question
from .turn import Turn

_INSTEAD = re.compile(
    rf"(?:(?:give (?:me|us)|put|show|add|have|take|use|find|with)\s+)?(?:(?P<count>{NUMBER})\s+)?"
    rf"(?:(?:anything|something|someone|one|an?|another|other|others|any|{WORK})\s*)*(?:else\s*)?(?P<what>.*?)\s*(?:instead"
    rf"|in (?:its|their) places?)",
    re.IGNORECASE,
)
_OTHERS = re.compile(rf"(?:any )?(?:others?(?: {WORK})?|something else|another(?: {WORK})?|alternatives?)", re.IGNORECASE)
_REST = re.compile(
    r"(?:change|swap|replace|exchange|renew)(?: all)? (?:the (?:rest|others?)|everything else|all the others?"
    r"|all others?)(?: for others?)?",
    re.IGNORECASE,
)
_DOUBT = re.compile(
    r"(?:(?:i|we)(?:'m| am|'re| are)? )?(?:not (?:so |too |very |really |quite |at all )?(?:sure|convinced|keen|happy|fond"
    r"|certain)(?: about| of| by| on"
    r"| with)?|(?:i|we) (?:really )?(?:don't|do not|can't|cannot) (?:really )?(?:like|love|see|care for)) (?P<what>.+)",
    re.IGNORECASE,
)
_ONLY = re.compile(r"(?:adding|add|bring in) only (?P<what>.+)", re.IGNORECASE)


def other_instead(turn: Turn, clause: str) -> bool | Question[Change]:
    """Put as many others as were dropped just before in their places."""
    found = _INSTEAD.fullmatch(clause)
    if not turn.dropped or not (found or _OTHERS.fullmatch(clause)):
        return False
    what = found["what"] if found else ""
    named = meant_outside(turn, what) if what else None
    if what and named is None:
        return Question(f"Nothing in the collection that is not in the show is “{what}”; say what should come in instead.")
    count = number(found["count"]) if found and found["count"] else len(turn.dropped)
    turn.resized(turn.brief.size + count)
    turn.instead += turn.dropped
    if named:
        turn.only_these(frozenset(named.ids), min(count, len(named.ids)), clause)
    turn.dropped = ()
    return True


def change_rest(turn: Turn, clause: str) -> bool:
    """Let all go that was neither praised nor must be in."""
    if not _REST.fullmatch(clause):
        return False
    fast = {identity for rule in turn.brief.rules if rule.kind == "include" and rule.trait for identity in rule.trait.ids}
    turn.give(Way(gone=tuple(piece.id for piece in turn.left if piece.id not in fast | set(turn.praised))))
    return True


def doubt(turn: Turn, clause: str) -> bool | Question[Change]:
    """Ask whether what a person does not like should leave or make way for another."""
    if not (found := _DOUBT.fullmatch(clause)):
        return False
    meant = meant_by(turn, found["what"])
    if meant is None or not meant.sure:
        return False
    out, other = turn.copied(), turn.copied()
    for trial, size in ((out, turn.brief.size - len(meant.ids)), (other, turn.brief.size)):
        trial.ban(meant.ids, clause)
        trial.resized(size)
    other.instead += meant.ids
    many = len(meant.ids) > 1
    ways = (
        Option(f"put {'others in their places' if many else 'another in its place'}", other.change()),
        Option("drop " + ("them" if many else "it"), out.change()),
    )
    return Question(f"What should become of {turn.named(meant.ids).called}?", ways)


def only_enter(turn: Turn, clause: str) -> bool | Question[Change]:
    """Let only works of a kind come in."""
    if not (found := _ONLY.fullmatch(clause)):
        return False
    named = meant_outside(turn, found["what"])
    if named is None:
        return Question(f"Nothing in the collection that is not in the show is “{found['what']}”; say what to add.")
    turn.only_these(frozenset(named.ids))
    return True
