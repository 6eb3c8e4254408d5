"""Plain words into a change of a show; what is not asked to change stays."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from tools.curate.brief import Brief, Rule, Trait
from tools.curate.pool import Piece
from tools.curate.traits import holds
from tools.curate.wording import joined, works_text

from .alter import read_rules, resize, resize_said, retheme
from .amounts import NUMBER, number
from .change import Change, Order, Why
from .clashes import clash_of
from .give_way import way_for
from .looks import LOOK, as_looked
from .phrase import WORK, both, phrase_at, traits_of
from .question import Option, Question
from .supersede import lifted, with_rules
from .turn import Turn
from .vocabulary import Vocabulary, vocabulary_of
from .which import Meant, works_meant

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
_SWAP = re.compile(
    r"(?:swap|replace|exchange|trade|change|switch)\s+(?P<what>.+?)\s+(?P<for>for|with|by|against|and)\s+(?P<by>.+)$", re.IGNORECASE
)
_ADD = re.compile(
    r"(?:add|bring in|put in|include|also show|show also|throw in)\s+(?:(?P<count>"
    + NUMBER
    + r"|another|some|a few)\s+(?:more\s+)?)?(?P<what>.+)$",
    re.IGNORECASE,
)
_MORE = re.compile(
    rf"(?:(?:i want|we want|show|have|with|give me|make it|some|a few|a bit|much"
    rf"|even)\s+)*(?:(?P<count>{NUMBER})\s+)?(?P<way>more|fewer|less)\s+(?P<what>.+?)(?:\s+in it)?$",
    re.IGNORECASE,
)
_FIRST = re.compile(
    r"(?:put|move|hang|place|start with|begin with|open with|lead with|show)\s+(?P<what>.+?)(?:\s+(?:first|at the (?:start"
    r"|beginning|front)|to the (?:start|beginning|front)|up front))?$",
    re.IGNORECASE,
)
_LAST = re.compile(
    r"(?:(?:put|move|hang|place|show)\s+(?P<what>.+?)\s+(?:last|at the end|to the end|at the back)|(?:end|finish"
    r"|close)\s+(?:with|on)\s+(?P<end>.+))$",
    re.IGNORECASE,
)
_BY = re.compile(
    r"(?:(?:hang|order|sort|arrange|put|show)\s+(?:them|it|the works"
    r"|everything)?\s*)?(?:(?P<old>chronological(?:ly)?(?: order)?|in (?:chronological|date) order|by (?:date|year|age)"
    r"|oldest first|earliest first)|(?P<new>newest first|latest first|reverse chronological(?:ly)?)|(?P<small>by size"
    r"|smallest first)|(?P<large>largest first|biggest first)|(?P<maker>by (?:artist|maker|name)|alphabetically))$",
    re.IGNORECASE,
)
_KEEP = re.compile(r"keep\s+(?P<what>.+?)(?:\s+(?:in|whatever happens))?$", re.IGNORECASE)
_REST = re.compile(r"(?:everything|all)(?: the)?(?: (?:rest|else|others))?|the (?:rest|others)|everything as it is", re.IGNORECASE)
# “Change it to”: a swap of kinds is told from a swap of works by what stands after.
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
    clauses = [clause for part in _CUT.split(said.translate(_PLAIN)[:LONGEST]) if (clause := _bare(part))]
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
    meant = _meant(turn, found["what"]) if found["what"] else None
    if meant is None:
        return Question(f"Which work is meant by “{clause.strip('?')}”? Give its place, its maker or its title.")
    return Why(ids=meant.ids, said=turn.said)


def _meant(turn: Turn, said: str) -> Meant | None:
    return works_meant(said, turn.left, turn.vocabulary, turn.focus) if turn.gone == [] else _as_it_was(turn, said)


def _as_it_was(turn: Turn, said: str) -> Meant | None:
    """Read places by the show as the person saw it, before what was dropped in the same breath."""
    meant = works_meant(said, turn.show, turn.vocabulary, turn.focus)
    left = tuple(identity for identity in meant.ids if identity not in turn.gone) if meant else ()
    return replace(meant, ids=left) if meant and left else None


def _one_or_all(turn: Turn, said: str, act: Callable[[Turn, tuple[str, ...]], None]) -> bool | Question[Change]:
    """Do something with the works that words mean, or ask which of several."""
    meant = _meant(turn, said)
    if meant is None:
        return False
    if meant.sure:
        act(turn, meant.ids)
        return True
    names = {piece.id: piece for piece in turn.show}
    options: list[Option[Change]] = []
    for identity in meant.ids:
        other = _copied(turn)
        act(other, (identity,))
        options.append(Option(_label(names[identity], turn.show), other.change()))
    return Question(f"“{said.strip()}” may be {works_text(len(meant.ids))} of the show; which is meant?", tuple(options))


def _copied(turn: Turn) -> Turn:
    return replace(turn, gone=list(turn.gone), free=dict(turn.free), notes=list(turn.notes))


def _label(piece: Piece, show: Sequence[Piece]) -> str:
    place = next(at for at, shown in enumerate(show, 1) if shown.id == piece.id)
    return f"{place}: “{piece.title}”{f' by {piece.maker}' if piece.maker else ''}"


def _lift(turn: Turn, clause: str) -> bool:
    """Lift a rule: nothing has to change."""
    found = _LIFT.fullmatch(clause)
    if not found:
        return False
    what = "places" if (found["any"] or "").lower() == "anywhere" else (found["any"] or found["what"]).removeprefix("any ")
    # “Drop the photographs” means works, where the show has some.
    if not found["any"] and re.match(r"drop|remove", clause, re.IGNORECASE) and _meant(turn, what):
        return False
    if not (gone := lifted(what, turn.brief, turn.vocabulary)):
        return False
    turn.brief = replace(turn.brief, rules=tuple(rule for rule in turn.brief.rules if rule not in gone))
    turn.notes.append(f"No longer a rule: {joined([f'“{rule.said or rule.kind}”' for rule in gone], 'and')}.")
    return True


def _drop(turn: Turn, clause: str) -> bool | Question[Change]:
    """Take works out; the show is so much smaller."""
    if not (found := _DROP.fullmatch(clause)):
        return False
    counted = re.fullmatch(rf"({NUMBER})(?:\s+of them|\s+{WORK})?", found["what"], re.IGNORECASE)
    if counted and not counted[1].isdigit():
        return resize(turn, len(turn.left) - number(counted[1]))

    def out(turn: Turn, ids: tuple[str, ...]) -> None:
        turn.ban(ids, clause)
        turn.resized(turn.brief.size - len(ids))

    outcome = _one_or_all(turn, found["what"], out)
    if outcome is False and re.match(r"drop|remove|take out|get rid", clause, re.IGNORECASE):
        return Question(f"No work of the show is “{found['what']}”; give its place, its maker or its title.")
    return outcome


def _swap(turn: Turn, clause: str) -> bool | Question[Change]:
    """Put another work in a work's place."""
    if not (found := _SWAP.fullmatch(clause)):
        return False
    first, by = _meant(turn, found["what"]), found["by"]
    second = _meant(turn, by)
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
    entering = [_entering(turn, by, identity) for identity in first.ids]
    if any(isinstance(one, Question) for one in entering):
        return next(one for one in entering if isinstance(one, Question))
    may = dict(zip(first.ids, (one for one in entering if not isinstance(one, Question)), strict=True))

    def swap(turn: Turn, ids: tuple[str, ...]) -> None:
        turn.ban(ids, clause)
        for identity in ids:
            turn.only_these(may[identity])

    return _one_or_all(turn, found["what"], swap)


def _entering(turn: Turn, said: str, instead: str) -> frozenset[str] | Question[Change]:
    """Return the works that may come in a work's place: by name, by kind, by how they look beside it."""
    shown = {piece.id for piece in turn.show}
    others = [piece for piece in turn.pieces if piece.id not in shown]
    piece = next(piece for piece in turn.show if piece.id == instead)
    named = works_meant(said, others, turn.vocabulary) if re.search(r"[:\"]|^[A-Z]|^the [A-Z]", said) else None
    if named and named.sure and len(named.ids) == 1:
        return frozenset(named.ids)
    look = LOOK.search(said)
    if look:
        seen = as_looked(look["look"], piece, others, turn.lightness)
        if isinstance(seen, str):
            return Question(seen)
        others, said = seen, LOOK.sub(" ", said)
    rest = re.sub(
        r"^(?:(?:something|anything|some|one|an?|another|other|work|works|by|else|different|that is|which is|and"
        r"|but)\s+)*(?=by\b)|^(?:(?:something|anything|some|one|an?|another|that is|which is)\s+)+",
        "",
        said.strip(),
        flags=re.IGNORECASE,
    ).strip()
    phrase = phrase_at(rest, 0, turn.vocabulary, names="known", subjects=True, bare=True) if rest else None
    if phrase and not phrase.empty:
        trait = both(traits_of(phrase, turn.vocabulary))
        others = [other for other in others if holds(trait, other)]
    elif (
        rest and not look and not re.fullmatch(rf"(?:{WORK}|something|else|another|anything|different|other|one|\s)+", rest, re.IGNORECASE)
    ):
        return Question(f"“{said.strip()}” is not understood as a work or a kind of work; say what should come in instead.")
    if not others:
        what = said.strip() or (look["look"] if look else "")
        return Question(f"Nothing else in the collection is “{what}”; what should come in instead of “{piece.title}”?")
    return frozenset(other.id for other in others)


def _add(turn: Turn, clause: str) -> bool | Question[Change]:
    """Bring works in; the show is so much larger."""
    if not (found := _ADD.fullmatch(clause)):
        return False
    count = _counted(found["count"])
    what = re.sub(r"^(?:(?:an?|some|more|another)\s+)+", "", found["what"], flags=re.IGNORECASE)
    shown = {piece.id for piece in turn.show}
    others = [piece for piece in turn.pieces if piece.id not in shown]
    if re.fullmatch(rf"(?:more|{WORK}|more {WORK})", what, re.IGNORECASE):
        turn.resized(turn.brief.size + count)
        return True
    named = works_meant(what, others, turn.vocabulary)
    if named is None:
        return Question(
            f"Nothing in the collection that is not in the show is “{what}”; say what to add by its title, its maker or its kind."
        )
    if len(named.ids) < count:
        turn.notes.append(f"The collection has only {works_text(len(named.ids))} more of that kind.")
        count = len(named.ids)
    turn.resized(turn.brief.size + count)
    if count == 1 and len(named.ids) == 1:
        turn.brief = with_rules(turn.brief, [Rule(kind="include", trait=Trait(ids=named.ids), said=clause)])
    turn.only_these(frozenset(named.ids))
    return True


def _counted(said: str | None) -> int:
    """Read how many works to add: “some” is two, “a” one."""
    plain = (said or "").lower()
    return {"": 1, "another": 1, "some": 2}.get(plain) or number(plain)


def _more(turn: Turn, clause: str) -> bool | Question[Change]:
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


def _place(turn: Turn, clause: str) -> bool | Question[Change]:
    """Hang works first or last, or all by something."""
    if found := _BY.fullmatch(clause):
        by = {"old": "oldest", "new": "newest", "small": "smallest", "large": "largest", "maker": "maker"}
        turn.ordered(Order(by=next(by[name] for name in by if found[name])))  # type: ignore[arg-type] # the five words are the five of By
        return True
    last = _LAST.fullmatch(clause)
    first = None if last else _FIRST.fullmatch(clause)
    leads = re.search(r"\b(?:first|start|beginning|front|begin|open|lead)\b", clause, re.IGNORECASE)
    if not last and not (first and leads):
        return False
    what = (last["what"] or last["end"]) if last else (first["what"] if first else "")
    phrase = phrase_at(re.sub(r"^(?:the|all|all the)\s+", "", what), 0, turn.vocabulary, names="known", subjects=True, bare=True)
    meant = _meant(turn, what)
    traits = (both(traits_of(phrase, turn.vocabulary)),) if phrase and not phrase.empty and (meant is None or len(meant.ids) != 1) else ()
    if meant is None and not traits:
        return Question(f"No work of the show is “{what}”; give its place, its maker or its title.")
    # A kind stays a wish for works that come in later; one work is meant by itself.
    ids = meant.ids if meant and not traits else ()
    turn.ordered(Order(last=ids, last_traits=traits) if last else Order(first=ids, first_traits=traits))
    return True


def _keep(turn: Turn, clause: str) -> bool | Question[Change]:
    """Hold works fast for all changes to come."""
    if not (found := _KEEP.fullmatch(clause)):
        return False
    if _REST.fullmatch(found["what"]):
        return True

    def fast(turn: Turn, ids: tuple[str, ...]) -> None:
        turn.brief = with_rules(turn.brief, [Rule(kind="include", trait=Trait(ids=ids), said=clause)])
        turn.free = {identity: None for identity in turn.free if identity not in ids}

    return _one_or_all(turn, found["what"], fast)


def _rest(turn: Turn, clause: str) -> bool:
    """Pass over “nothing else”, “the rest stays”."""
    return bool(
        re.fullmatch(
            r"(?:nothing else|leave (?:the rest|everything else).*|the rest (?:stays|is fine).*|thanks?|thank you)", clause, re.IGNORECASE
        )
    )


# In this order: “drop the limit per artist” is no work, “only ten works” no rule, and “without the Goya” a work of the show first.
_STEPS: tuple[Step, ...] = (_rest, _lift, _place, _swap, _more, resize_said, retheme, _add, _keep, _drop, read_rules)
