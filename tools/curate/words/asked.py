"""What a person asks about a show without wishing a change: why works are in or out, how many are of a kind."""

from __future__ import annotations

import re

from tools.curate.traits import holds
from tools.curate.wording import number_text

from .amounts import NUMBER
from .ask_which import meant_by
from .change import Change, Told, Why
from .outside import meant_outside
from .parts import WORK, both, traits_of
from .phrase import phrase_at
from .question import Question
from .turn import Turn

_CHOSE = r"(?:choose|chose|pick|picked|take|took|include|included|put|show|use|select|selected)"
_IN = (
    r"(?:(?:in (?:it|here|the (?:show|exhibition))|in|here|there|included|chosen|part of (?:it|the show)"
    r"|doing (?:in (?:it|here|the show)|here|there)))"
)
_LEFT_OUT = re.compile(
    r"(?:and )?what (?:else )?(?:(?:did|have|had) you (?:leave out|left out|leave|consider(?:ed)?|reject(?:ed)?|look(?:ed)? at|think of"
    r"|not (?:choose|take))|(?:was|is|were|has been) (?:left out|missing|not chosen)|nearly (?:made it|came in)"
    r"|came close)(?: too| as well)?",
    re.IGNORECASE,
)
_NOT_IN = re.compile(
    rf"(?:(?:and )?why (?:not|no|don't we have|did you not {_CHOSE}|didn't you {_CHOSE}|(?:is|are) there (?:nothing|none"
    rf"|no(?:t any)?(?: {WORK})?)"
    rf"|(?:isn't|aren't))(?: by| of| from)?\s+(?P<what>.+?)(?:\s+{_IN})?|why (?:is|are) (?P<named>.+?) (?:not {_IN}|left out|missing|out))",
    re.IGNORECASE,
)
_WHY = re.compile(
    rf"(?:(?:and )?(?:why|how come|what for|for what reason)\b\s*(?:is|are|was|were|did you {_CHOSE}|have you (?:chosen"
    rf"|picked)|do we have|does)?"
    rf"\s*(?P<what>.*?)(?:\s+{_IN})?|what (?:is|are) (?P<doing>.+?) doing(?: {_IN})?"
    rf"|(?:explain|justify|tell (?:me|us) (?:about )?why you {_CHOSE})(?: (?:the|your) (?:choice|selection"
    rf"|inclusion) of)? (?P<explained>.+)"
    r"|(?P<named>.+?)\s*[-,:]\s*why)",
    re.IGNORECASE,
)
_COUNT = re.compile(
    rf"(?:how many|which|what)(?: of)?(?: the| these| them)?(?: {WORK})?(?: (?:are|is|were|have|come|do we have|in (?:it"
    rf"|the show) are|there are))*"
    r" (?P<what>.+?)(?: (?:are there|do we have|are in(?: it)?|in (?:it|the show)))?",
    re.IGNORECASE,
)
_ALL = re.compile(
    rf"(?:is|are|do we have|have we|does it have)(?: (?:everything|anything|all(?: of (?:them|these|it))?|all the {WORK}"
    rf"|they all|they|there(?: any)?|any(?:thing)?"
    rf"(?: of (?:them|these))?|some|enough|every {WORK}|the {WORK}))+ (?P<what>.+)",
    re.IGNORECASE,
)


# “Why did van Gogh paint it?” is asked of a work; these are asked of the show.
_OF_SHOW = re.compile(
    rf"(?:(?:and )?(?:why|how come|what for)\b.*\b(?:in|in it|here|there|{_CHOSE}|chosen|this one|that one|first|second|third"
    rf"|last|number \d+)"
    r"|(?:and )?why (?:not|no|two|three|both|so (?:many|few))\b.*|.+\s[-,:]\s*why"
    r"|(?:explain|justify)(?: to me| to us)?(?: the| your) (?:choice|selection|inclusion) of .+"
    r"|how many (?:of (?:them|these|the (?:works|pieces))|are|is|have we|do we have)\b(?!.*\bcollection\b).*)",
    re.IGNORECASE,
)


def asks_of_show(wish: str) -> bool:
    """Say whether a question is about what is in a show, as far as its words tell."""
    return any(pattern.fullmatch(wish) for pattern in (_LEFT_OUT, _OF_SHOW)) or bool(
        _ALL.fullmatch(wish) and re.search(r"\b(?:everything|all|enough)\b", wish, re.IGNORECASE)
    )


def answer_to(turn: Turn, wish: str) -> Why | Told | Question[Change] | None:
    """Return what answers a question about the show; None where it asks for something else."""
    if _LEFT_OUT.fullmatch(wish):
        return Why(out=True, said=turn.said)
    if found := _NOT_IN.fullmatch(wish):
        return _not_in(turn, wish, found["what"] or found["named"])
    if found := _WHY.fullmatch(wish):
        return _in(turn, wish, found["what"] or found["doing"] or found["explained"] or found["named"] or "")
    if found := _COUNT.fullmatch(wish) or _ALL.fullmatch(wish):
        return _counted(turn, found["what"])
    return None


def _in(turn: Turn, wish: str, what: str) -> Why | Question[Change]:
    bare = re.sub(rf"^(?:the )?{NUMBER}\s+(?=\S)", "", what, flags=re.IGNORECASE)
    meant = (meant_by(turn, what) or meant_by(turn, bare)) if what else None
    if meant is None:
        return Question(f"Which work is meant by “{wish}”? Give its place, its maker or its title.")
    return Why(ids=meant.ids, said=turn.said)


def _not_in(turn: Turn, wish: str, what: str) -> Why | Question[Change]:
    meant = meant_outside(turn, what)
    if meant:
        return Why(ids=meant.ids, out=True, said=turn.said)
    if meant_by(turn, what):
        return Question(f"“{what}” is in the show; nothing was changed.")
    return Question(f"The collection has nothing that is “{what}”, so there is no reason to give for “{wish}”.")


def _counted(turn: Turn, what: str) -> Told | None:
    """Tell how many works of the show are of a kind, and which."""
    phrase = phrase_at(what, 0, turn.vocabulary, names="known", subjects=True, bare=True)
    if phrase is None or phrase.empty or phrase.end < 0.6 * len(what) or not (traits := traits_of(phrase, turn.vocabulary)):
        return None
    trait = both(traits)
    known = [piece.title for piece in turn.show if holds(trait, piece)]
    count = number_text(len(known)) if known else "none"
    listed = f": {', '.join(known)}" if known else ""
    return Told(lines=(f"“{what}”: {count} of the {number_text(len(turn.show))} works, as far as the catalogue tells{listed}.",))
