"""What a brief is about: the words that are left when its rules are taken out."""

from __future__ import annotations

import re

from .draft import TAKEN

_SHOW = r"(?:exhibitions?|shows?|displays?|selections?|hang(?:ing)?s?|presentations?|surveys?|exhibits?|tours?|trails?)"
_WORKS = (
    r"(?:art[ ]?works?|works?(?:[ ]of[ ]art)?|art|pieces?|objects?|items?|pictures?|images?|things?|something|anything|everything"
    r"|nothing|none|ones?|it|them)"
)
_ASKS = (
    "show give make get find bring pick choose select curate plan build prepare design create assemble propose suggest "
    "compose mount hang do"
)
_TELLS = (
    "about regarding concerning exploring explores examining examines addressing depicting depicts showing shows featuring evoking evokes "
    "celebrating on of around into"
)
_JOINTS = (
    "and but with including in by at for to from also plus made all only there should must may can be is are which that who each please or "
    "across ideally preferably"
)
_LEAD_JOINTS = f"{_JOINTS} as well every some more any then total altogether per than them overall"
_TAIL_JOINTS = (
    f"{_JOINTS} of on the a an too thanks containing having using through told shown seen within during where has have comprising "
    "consisting"
)
_SMALL_WORDS = (
    "a an the some of in total all i we you would like want need them these those it yes no not ok maximum minimum overall size wall rule "
    "rules hello hi"
)


def _any(words: str) -> str:
    return f"(?:{'|'.join(sorted(words.split(), key=len, reverse=True))})"


# Taken off the beginning of a stretch, again and again.
_LEADS = re.compile(
    rf"""^(?:
    [\s,;.:!?\-"'()¦]+
    | (?:hi|hello|hey|dear\ \w+|please|kindly|thanks|thank\ you|ok(?:ay)?|so|well)\b
    | (?:can|could|would|will)\ (?:you|we|i)\b (?:\s+please)?
    | (?:i|we)(?:'m|'re|\ am|\ are)\s+(?:planning|making|thinking\ of|working\ on|preparing|curating|putting\ together|hanging|arranging
        |organi[sz]ing|building|mounting|setting\ up|looking\ for|looking\ at|choosing|selecting|after)\b
    | (?:ideally|preferably|perhaps|maybe)\b
    | (?:i|we)(?:'d|'ll)?\s+(?:would\s+|will\s+|really\s+)?(?:like|want|need|love|wish|am|are|have|plan|planning|thinking|think)\b
        (?:\s+(?:to\s+(?:see|have|make|do|show|put\ on|curate)|you\s+to|of))?
    | (?:{_any(_ASKS)}|put\ together|put\ on|set\ up|line\ up|organi[sz]e|stage|arrange|prepare|pull\ together)\b (?:\s+(?:me|us))?
    | let(?:'s|\ us)\b (?:\s+(?:do|have|make|show))?
    | (?:an?|the|our|my|this|that|its)\s+{_any("new themed small large big little tiny temporary possible focused museum gallery whole")}?
        \s*(?:{_SHOW}\b|room\b(?=\s*(?:about|on|of|for|exploring|[,.:;¦]|$)))
    | {_SHOW}\b (?=\s*(?:about|on|of|exploring|that|which|with|around|devoted|dedicated|for|looking|[,.:;¦]|$))
    | (?:the\s+)?(?:theme|topic|subject)s?(?:\s+(?:is|are|should\ be|will\ be|of))?\b\s*[:=]?
    | on\ the\ (?:theme|subject|topic)s?(?:\ of)?\b
    | (?:(?:that|which)\s+)?(?:is\ |are\ )?(?:{_any(_TELLS)}|looking\ at|looks\ at|dedicated\ to|devoted\ to|inspired\ by|based\ on
        |dealing\ with|deals\ with|to\ do\ with)\b
    | (?:the\ )?{_WORKS}\b (?=\s*(?:about|on|of|exploring|that|which|with|around|by|from|in|for|at|and|[,.:;¦]|must|should|$))
    | (?:{_any(_LEAD_JOINTS)}|if\ possible|in\ total|in\ all|of\ which|among\ them)\b (?=\s*(?:$|[,.:;¦]))
    | (?:and|but|also|plus|with|including|which|that)\b (?=\s+(?:about|on|the\ theme|theme)\b)
    | (?:and|but|also|plus)\b
    )\s*""",
    re.IGNORECASE | re.VERBOSE,
)
# Taken off its end.
_TAILS = re.compile(
    rf"""[\s,;.:!?\-"'(¦]*(?:(?<![\w'-])(?:{_any(_TAIL_JOINTS)}|as\ well|thank\ you|if\ possible|in\ total|in\ all|altogether
    |(?:in|for|as)\ an?\ (?:\w+\s+)?{_SHOW}|(?:in|through|with|using)\ (?:the\ )?{_WORKS}))?[\s,;.:!?\-"')(¦]*$""",
    re.IGNORECASE | re.VERBOSE,
)
_NOTHING = re.compile(rf"(?:(?:{_any(_SMALL_WORDS)}|{_SHOW}|{_WORKS})(?![\w'-])\s*)+", re.IGNORECASE)
# “Loss and memory” stays whole, “snow - ice” is two thoughts.
_CUTS = re.compile(rf"(?:{TAKEN}|[.;:!?\n](?=\s|$|{TAKEN})|\s-\s|\(|\))+")


def theme_of(left: str, asked: str) -> str:
    """Return the theme: what is left of a brief, in the person's own letters, without the words that ask and join.

    >>> theme_of("Show me ¦¦¦ works on winter and solitude, ¦¦¦¦", "Show me ten works on winter and solitude, 1800")
    'winter and solitude'
    """
    parts: list[str] = []
    place = 0
    for cut in [*_CUTS.finditer(left), None]:
        end = cut.start() if cut else len(left)
        if said := _trimmed(left[place:end], asked[place:end]):
            parts.append(said)
        place = cut.end() if cut else place
    return ", ".join(dict.fromkeys(parts))


def _trimmed(left: str, asked: str) -> str:
    """Take the words that ask and join off both ends of a stretch."""
    first, last = 0, len(left)
    while True:
        if (lead := _LEADS.match(left[first:last])) and lead.end():
            first += lead.end()
        elif (tail := _TAILS.search(left[first:last])) and tail[0]:
            last -= len(tail[0])
        else:
            break
    said = asked[first:last].strip().strip('“”„«»"')
    return "" if not re.search(r"\w", said) or _NOTHING.fullmatch(said) else " ".join(said.split())
