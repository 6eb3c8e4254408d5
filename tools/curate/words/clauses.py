"""Clauses about works of the show and its rules: “drop the third”, “put the prints first”, “drop the limit per artist”."""

from __future__ import annotations

import re
from dataclasses import replace

from tools.curate.brief import Rule
from tools.curate.order import Order
from tools.curate.wording import joined

from .alter import resize
from .amounts import NUMBER, number
from .ask_which import meant_by, one_or_all
from .change import Change
from .parts import WORK, both, traits_of
from .phrase import phrase_at
from .question import Question
from .supersede import lifted, with_rules
from .turn import Turn
from .ways import WAY, way_of

_LIFT = re.compile(
    r"(?:(?:drop|forget(?: about)?|lift|remove|relax|ignore|never mind|no more|scrap|cancel)\s+(?P<what>.*)"
    r"|(?:from\s+)?(?P<any>anywhere|any(?: (?:date|period|year|size|width|medium|kind|place|country)))(?: is fine)?)$",
    re.IGNORECASE,
)
_DROP = re.compile(
    r"(?:drop|remove|take (?:out|away|off)|leave out|lose|cut|delete|get rid of|without|kick out|throw out"
    r"|take)\s+(?P<what>.+?)(?:\s+(?:out|away|off|after all|again|from (?:it|the show)))?$",
    re.IGNORECASE,
)
# Without a verb a work or a kind is named; “drop the first” names none to hang.
_NAMED = r"(?!(?:drop|remove|take|leave|lose|cut|keep|add|swap|replace|exchange|change|why|not|no)\b)(?P<bare>[^,;]+?)"
_FIRST = re.compile(
    r"(?:(?:put|move|hang|place|start with|begin with|open with|lead with|show)\s+(?P<what>.+?)(?:\s+(?:first|at the (?:start"
    r"|beginning|front)|to the (?:start|beginning|front)|up front))?|"
    rf"{_NAMED}(?: should (?:come|hang|be|go))? first)$",
    re.IGNORECASE,
)
_LAST = re.compile(
    r"(?:(?:put|move|hang|place|show)\s+(?P<what>.+?)\s+(?:last|at the end|to the end|at the back)|(?:end|finish"
    r"|close)\s+(?:with|on)\s+(?P<end>.+)|"
    rf"{_NAMED}(?: should (?:come|hang|be|go))? (?:last|at the end))$",
    re.IGNORECASE,
)
_BY = re.compile(
    r"(?:(?:hang|order|sort|arrange|put|show|part|group|divide)\s+(?:(?:them|it|the (?:show|works)|everything)(?: all)?\s+)?)?"
    rf"(?:{WAY})(?:\s+again)?$",
    re.IGNORECASE,
)
_KEEP = re.compile(r"keep\s+(?P<what>.+?)(?:\s+(?:in|whatever happens))?$", re.IGNORECASE)
_REST = re.compile(r"(?:everything|all)(?: the)?(?: (?:rest|else|others))?|the (?:rest|others)|everything as it is", re.IGNORECASE)


def lift(turn: Turn, clause: str) -> bool:
    """Lift a rule: nothing has to change."""
    found = _LIFT.fullmatch(clause)
    if not found:
        return False
    what = "places" if (found["any"] or "").lower() == "anywhere" else (found["any"] or found["what"]).removeprefix("any ")
    # “Drop the photographs” means works, where the show has some.
    if not found["any"] and re.match(r"drop|remove", clause, re.IGNORECASE) and meant_by(turn, what):
        return False
    if not (gone := lifted(what, turn.brief, turn.vocabulary)):
        return False
    turn.brief = replace(turn.brief, rules=tuple(rule for rule in turn.brief.rules if rule not in gone))
    turn.notes.append(f"No longer a rule: {joined([f'“{rule.said or rule.kind}”' for rule in gone], 'and')}.")
    return True


def drop(turn: Turn, clause: str) -> bool | Question[Change]:
    """Take works out; the show is so much smaller."""
    if not (found := _DROP.fullmatch(clause)):
        return False
    counted = re.fullmatch(rf"({NUMBER})(?:\s+of them|\s+{WORK})?", found["what"], re.IGNORECASE)
    if counted and not counted[1].isdigit():
        return resize(turn, len(turn.left) - number(counted[1]))

    def out(turn: Turn, ids: tuple[str, ...]) -> None:
        turn.ban(ids, clause)
        turn.dropped = ids
        turn.resized(turn.brief.size - len(ids))

    outcome = one_or_all(turn, found["what"], out)
    if outcome is False and re.match(r"drop|remove|take out|get rid", clause, re.IGNORECASE):
        return Question(f"No work of the show is “{found['what']}”; give its place, its maker or its title.")
    return outcome


def hang(turn: Turn, clause: str) -> bool | Question[Change]:
    """Hang works first or last, or all by something."""
    if found := _BY.fullmatch(clause):
        turn.ordered(Order(by=way_of(found)))
        return True
    last = _LAST.fullmatch(clause)
    first = None if last else _FIRST.fullmatch(clause)
    leads = re.search(r"\b(?:first|start|beginning|front|begin|open|lead)\b", clause, re.IGNORECASE)
    if not last and not (first and leads):
        return False
    what = (last["what"] or last["end"] or last["bare"]) if last else (first["what"] or first["bare"] if first else "")
    named = re.sub(r"^(?:the|all|all the)\s+", "", what)
    phrase = phrase_at(named, 0, turn.vocabulary, names="known", subjects=True, bare=True)
    phrase = phrase if phrase and phrase.end >= 0.6 * len(named) else None
    meant = meant_by(turn, what)
    kind = phrase is not None and not phrase.empty and (phrase.plural or meant is None or len(meant.ids) != 1)
    traits = (both(traits_of(phrase, turn.vocabulary)),) if phrase and kind else ()
    if meant is None and not traits:
        return Question(f"No work of the show is “{what}”; give its place, its maker or its title.")
    # A kind stays a wish for works that come in later; one work is meant by itself.
    ids = meant.ids if meant and not traits else ()
    turn.ordered(Order(last=ids, last_traits=traits) if last else Order(first=ids, first_traits=traits))
    return True


def keep(turn: Turn, clause: str) -> bool | Question[Change]:
    """Hold works fast for all changes to come."""
    if not (found := _KEEP.fullmatch(clause)):
        return False
    if _REST.fullmatch(found["what"]):
        return True

    def fast(turn: Turn, ids: tuple[str, ...]) -> None:
        turn.brief = with_rules(turn.brief, [Rule(kind="include", trait=turn.named(ids), said=clause)])
        turn.free = {identity: None for identity in turn.free if identity not in ids}

    return one_or_all(turn, found["what"], fast)


def rest_stays(turn: Turn, clause: str) -> bool:
    """Pass over “nothing else”, “the rest stays”."""
    return bool(
        re.fullmatch(
            r"(?:nothing else|leave (?:the rest|everything else).*|the rest (?:stays|is fine).*|thanks?|thank you)", clause, re.IGNORECASE
        )
    )
