"""Changes of the brief itself: its size, its theme, its rules, its title and language."""

from __future__ import annotations

import re
from dataclasses import replace

from tools.curate.brief import Rule

from .amounts import NUMBER, number
from .counts import read_counts, read_per_maker, read_some
from .draft import Draft
from .extent import LARGE, SMALL, read_kinds
from .give_way import Way, way_for
from .kept_out import read_limits, read_negated_limits, read_none, read_only
from .lengths import walls
from .named import read_audience, read_title, read_works
from .parts import WORK
from .pictured import read_pictured
from .spreads import read_spread, settled
from .supersede import with_rules
from .theme import theme_of
from .turn import Turn

_SIZE = re.compile(

        rf"(?:make (?:it|that|the (?:show|exhibition))|only|just|have|show|use|cut (?:it )?(?:down )?to|reduce (?:it )?to|down to|up to"
        rf"|extend (?:it )?to|go (?:up|down) to|let it be|keep)?\s*(?:(?P<size>{NUMBER})(?:\s+{WORK})?"
    rf"|(?P<way>shorter|smaller|longer|larger|bigger|small|large)|(?P<times>double|halve)(?: it| the (?:size|show))?|(?P<twice>twice|half)"
    rf"(?: as (?:many|large|big|long)| the size))(?:\s+(?:in all|in total|then|instead|works))?$", re.IGNORECASE,
)  # fmt: skip
_THEME = re.compile(
    r"(?:make (?:it|the show) (?:be )?(?:about|on)|(?:change|set) the (?:theme|subject|topic) (?:to|into)|(?:it"
    r"|the (?:theme|show)) (?:should|must) be about|(?:the )?(?:new )?theme(?: is|:| should be)|rather about"
    r"|more about)\s+(?P<theme>.+)$",
    re.IGNORECASE,
)
_LOOSE = re.compile(r"\s+(?:after all|now|instead|then|please|any ?more|from now on|at all|again)(?=\s*$)", re.IGNORECASE)


def resize_said(turn: Turn, clause: str) -> bool:
    """Set the size: “make it ten”, “fifteen works”, “shorter”."""
    found = _SIZE.fullmatch(clause)
    if not found or not re.search(r"[^\W\d]", clause):
        return False
    if found["size"]:
        return resize(turn, number(found["size"]))
    if times := (found["times"] or found["twice"] or "").lower():
        return resize(turn, max(1, round(turn.brief.size * (2 if times in ("double", "twice") else 0.5))))
    way, size = found["way"].lower(), turn.brief.size
    new = {"small": SMALL, "large": LARGE}.get(way) or round(size * (0.75 if way in ("shorter", "smaller") else 1.25))
    turn.notes.append(f"“{clause}” was read as {new} works.")
    return resize(turn, new)


def resize(turn: Turn, size: int) -> bool:
    """Let as many works go as are too many; where the show grows, all stay."""
    turn.resized(size)
    if (over := len(turn.left) - turn.leave - turn.brief.size) > 0:
        turn.give(Way(free=tuple(piece.id for piece in turn.left), leave=over))
    return True


def retheme(turn: Turn, clause: str) -> bool:
    """Set another theme: all but what must be in may change."""
    if not (found := _THEME.fullmatch(clause)):
        return False
    turn.brief = replace(turn.brief, theme=_LOOSE.sub("", found["theme"]).strip(' "'))
    fast = {identity for rule in turn.brief.rules if rule.kind == "include" and rule.trait for identity in rule.trait.ids}
    free = tuple(piece.id for piece in turn.left if piece.id not in fast)
    turn.give(Way(free=free, leave=len(free)))
    turn.notes.append("With another theme all works may change but those that must be in.")
    return True


def read_rules(turn: Turn, clause: str) -> bool:
    """Read a clause as rules, or as the title, the audience or the language, the way a brief is read."""
    draft = Draft.of(_LOOSE.sub("", clause))
    vocabulary = turn.vocabulary
    for read in (read_title, read_audience, read_works, read_pictured):
        read(draft, vocabulary)
    while wall := walls(draft.left):
        draft.rule(wall.start, wall.end, Rule(kind="wall", metres=wall.metres))
    for read in (read_spread, read_per_maker, read_negated_limits, read_counts, read_none, read_only, read_some, read_limits, read_kinds):
        read(draft, vocabulary)
    told = draft.title is not None or draft.audience != "general" or draft.language != "en" or "english" in clause.lower()
    passed_over = theme_of(draft.left, draft.asked)
    if not (draft.rules or told) or len(passed_over.split()) > 2:
        return False
    rules = settled([rule for _, rule in sorted(draft.rules, key=lambda placed: placed[0])], turn.brief.size)
    turn.brief = replace(
        with_rules(turn.brief, rules), title=draft.title or turn.brief.title,
        audience=draft.audience if draft.audience != "general" else turn.brief.audience,
        language="en" if "english" in clause.lower() else draft.language if draft.language != "en" else turn.brief.language,
    )  # fmt: skip
    # What leaves makes room for what comes in.
    for rule in sorted(rules, key=lambda rule: rule.kind not in ("exclude", "none", "only")):
        turn.give(way_for(rule, turn.left, turn.brief.size))
    turn.notes += [*draft.assumed, *([f"“{passed_over}” was passed over: no change is read in it."] if passed_over else [])]
    return True
