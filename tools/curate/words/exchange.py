"""Works for works: “swap the Ruisdael for something older”, “add a sculpture”, “more women”."""

from __future__ import annotations

import re
from dataclasses import dataclass

from tools.curate.brief import Rule
from tools.curate.order import Order
from tools.curate.traits import holds
from tools.curate.wording import works_text

from .alter import resize, retheme
from .amounts import NUMBER, number
from .ask_which import meant_by, one_or_all
from .called import called_so
from .change import Change
from .give_way import way_for
from .looks import LOOK, as_looked
from .outside import meant_outside
from .parts import WORK, both, traits_of
from .phrase import phrase_at
from .question import Question
from .supersede import with_rules
from .turn import Turn
from .vocabulary import folded_title
from .which import works_meant

_SWAP = re.compile(
    r"(?:swap|replace|exchange|trade|change|switch)\s+(?P<what>.+?)\s+(?:for|with|by|against|(?P<and>and)(?!.*\s(?:for|with|by)\s))\s+(?P<by>.+)$",
    re.IGNORECASE,
)
_ADD = re.compile(
    r"(?:add|bring in|put in|include|also show|show also|throw in)\s+(?:(?P<count>"
    + NUMBER
    + r"|another|some|a few)\s+(?:more\s+)?)?(?P<what>.+)$",
    re.IGNORECASE,
)
# Each is added by itself.
_SEVERAL = re.compile(rf"(?:,|\band\b)\s+(?:an?|another|the|{NUMBER})\s", re.IGNORECASE)
_MORE = re.compile(
    rf"(?:(?:i want|we want|show|have|with|give me|make it|some|a few|a bit|much"
    rf"|even)\s+)*(?:(?P<count>{NUMBER})\s+)?(?P<way>more|fewer|less)\s+(?P<what>.+?)(?:\s+in it)?$",
    re.IGNORECASE,
)


def swap_works(turn: Turn, clause: str) -> bool | Question[Change]:
    """Put another work in a work's place."""
    if not (found := _SWAP.fullmatch(clause)):
        return False
    if folded_title(found["what"]) == folded_title(turn.brief.theme):
        return retheme(turn, f"make it about {found['by']}")
    first, by = meant_by(turn, found["what"]), found["by"]
    second = meant_by(turn, by)
    if (
        first
        and second
        and first.sure
        and second.sure
        and len(first.ids) == len(second.ids) == 1
        and not re.match(r"(?:an?|some\w*|another)\b", by, re.IGNORECASE)
    ):
        turn.ordered(Order(swapped=((first.ids[0], second.ids[0]),)))
        return True
    if first is None:
        return (
            False
            if clause.lower().startswith("change")
            else Question(f"No work of the show is “{found['what']}”; give its place, its maker or its title.")
        )
    may: dict[str, Entering] = {}
    for identity in first.ids:
        entering = _entering(turn, by, identity)
        if isinstance(entering, Question):
            return entering
        may[identity] = entering

    def swap(turn: Turn, ids: tuple[str, ...]) -> None:
        turn.ban(ids, clause)
        turn.instead += ids
        for identity in ids:
            turn.only_these(may[identity].ids, 1, clause)
            turn.notes += may[identity].notes

    return one_or_all(turn, found["what"], swap)


@dataclass(frozen=True, slots=True)
class Entering:
    """The works that may come in a work's place, and what is to be said of how they were told."""

    ids: frozenset[str]
    notes: tuple[str, ...] = ()


def _entering(turn: Turn, said: str, instead: str) -> Entering | Question[Change]:
    """Return the works that may come in a work's place: by name, by kind, by how they look beside it."""
    shown = {piece.id for piece in turn.show}
    others = [piece for piece in turn.pieces if piece.id not in shown]
    piece = next(piece for piece in turn.show if piece.id == instead)
    named = works_meant(said, others, turn.vocabulary) if re.search(r"[:\"]|^[A-Z]|^the [A-Z]", said) else None
    if named and named.sure and len(named.ids) == 1:
        return Entering(frozenset(named.ids))
    looks, notes = [found["look"] for found in LOOK.finditer(said)], list[str]()
    for look in looks:
        seen = as_looked(look, piece, others, turn.lightness)
        if isinstance(seen, str):
            return Question(seen)
        others = list(seen.works)
        notes += [seen.note] if seen.note else []
    bare = re.sub(rf"^{NUMBER}\s+", "", LOOK.sub(" ", said).strip(), flags=re.IGNORECASE)
    rest = re.sub(
        r"^(?:(?:something|anything|some|one|an?|another|other|work|works|by|else|different|that is|which is|and"
        r"|but)\s+)*(?=by\b)|^(?:(?:something|anything|some|one|an?|another|that is|which is)\s+)+",
        "",
        bare.strip(),
        flags=re.IGNORECASE,
    ).strip()
    phrase = phrase_at(rest, 0, turn.vocabulary, names="known", subjects=True, bare=True) if rest else None
    if phrase and not phrase.empty and phrase.end >= 0.6 * len(rest):
        trait = both(traits_of(phrase, turn.vocabulary))
        others = [other for other in others if holds(trait, other)]
    elif (
        rest and not looks and not re.fullmatch(rf"(?:{WORK}|something|else|another|anything|different|other|one|\s)+", rest, re.IGNORECASE)
    ):
        return Question(f"“{said.strip()}” is not understood as a work or a kind of work; say what should come in instead.")
    if not others:
        return Question(f"Nothing else in the collection is “{said.strip()}”; what should come in instead of “{piece.title}”?")
    return Entering(frozenset(other.id for other in others), tuple(notes))


def add(turn: Turn, clause: str) -> bool | Question[Change]:
    """Bring works in; the show is so much larger."""
    if not (found := _ADD.fullmatch(clause)):
        return False
    count = 0 if found["count"] is None else _counted(found["count"])
    what = re.sub(r"^(?:(?:an?|some|more|another)\s+)+", "", found["what"], flags=re.IGNORECASE)
    if re.fullmatch(rf"(?:more|{WORK}|more {WORK})", what, re.IGNORECASE):
        turn.resized(turn.brief.size + (count or 1))
        return True
    if _SEVERAL.search(what) and not called_so(what, turn.vocabulary):
        return Question(f"“{what}” names several works, not all of which are understood; add them one by one.")
    named = meant_outside(turn, what)
    if named is None:
        inside = meant_by(turn, what)
        if inside and inside.sure:
            turn.notes.append(f"All that is “{what}” is in the show already.")
            return True
        return Question(
            f"Nothing in the collection that is not in the show is “{what}”; say what to add by its title, its maker or its kind."
        )
    # “The Tea Bowl and Gamin” are two works.
    count = count or (len(named.ids) if _each_named(turn, what) else 1)
    if len(named.ids) < count:
        turn.notes.append(f"The collection has only {works_text(len(named.ids))} more of that kind.")
        count = len(named.ids)
    turn.resized(turn.brief.size + count)
    if count == len(named.ids):
        turn.brief = with_rules(turn.brief, [Rule(kind="include", trait=turn.named(named.ids), said=clause)])
    turn.only_these(frozenset(named.ids), count, clause)
    return True


def _each_named(turn: Turn, what: str) -> bool:
    """Say whether words name works one by one."""
    parts = [part for part in re.split(r"\s*,\s*(?:and\s+)?|\s+and\s+", what) if part]
    found = [meant_outside(turn, part) for part in parts] if len(parts) > 1 and not called_so(what, turn.vocabulary) else []
    return bool(found) and all(meant and len(meant.ids) == 1 for meant in found)


def _counted(said: str | None) -> int:
    """Read how many works to add: “some” is two, “a” one."""
    plain = (said or "").lower()
    return {"": 1, "another": 1, "some": 2}.get(plain) or number(plain)


def more_or_fewer(turn: Turn, clause: str) -> bool | Question[Change]:
    """Have more of a kind or fewer: so many change, the others stay."""
    if not (found := _MORE.fullmatch(clause)):
        return False
    more = found["way"].lower() == "more"
    few = number(found["count"]) if found["count"] else 0
    if re.fullmatch(WORK, found["what"], re.IGNORECASE):
        return resize(turn, turn.brief.size + (few or 2) * (1 if more else -1))
    phrase = phrase_at(found["what"], 0, turn.vocabulary, names="known", subjects=True, bare=True)
    if phrase is None or phrase.empty or not (traits := traits_of(phrase, turn.vocabulary)):
        return False
    if phrase.end < 0.6 * len(found["what"]):
        return Question(f"“{clause}” is not understood whole; say one wish after another.")
    trait = both(traits)
    having = sum(1 for piece in turn.left if holds(trait, piece))
    step = few or max(1, round(len(turn.show) / 6))
    if not few:
        turn.notes.append(f"“{clause}” was read as {works_text(step)} {'more' if more else 'fewer'}.")
    count = having + step if more else max(having - step, 0)
    rule = Rule(kind="at_least" if more else "at_most", trait=trait, count=min(count, turn.brief.size), said=clause)
    turn.brief = with_rules(turn.brief, [rule])
    turn.give(way_for(rule, turn.left, turn.brief.size))
    return True
