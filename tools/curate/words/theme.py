"""What a brief is about: the words that are left when its rules are taken out."""

from __future__ import annotations

import re

from .draft import TAKEN

_SHOW = r"(?:exhibitions?|shows?|displays?|selections?|hang(?:ing)?s?|presentations?|surveys?|exhibits?)"
_WORKS = r"(?:art ?works?|works? of art|works?|art|pieces?|objects?|items?|pictures?|images?|things?|something|anything|everything|nothing|none|one|ones|it|them)"
_LEADS = re.compile(
    rf"""^(?:
    [\s,;.:!?\-"'()¦]+
    | (?:hi|hello|hey|dear\ \w+|please|kindly|thanks|thank\ you|ok(?:ay)?|so|well)\b
    | (?:can|could|would|will)\ (?:you|we|i)\b (?:\s+please)?
    | (?:i|we)(?:'d|'ll)?\s+(?:would\s+|will\s+|really\s+)?(?:like|want|need|love|wish|am|are|have|plan|planning|thinking|think)\b (?:\s+(?:to\s+(?:see|have|make|do|show|put\ on|curate)|you\s+to|of))?
    | (?:show|give|make|get|find|bring|pick|choose|select|curate|plan|build|prepare|design|create|put\ together|assemble|propose|suggest|compose|organi[sz]e|mount|hang|do)\b (?:\s+(?:me|us))?
    | let(?:'s|\ us)\b (?:\s+(?:do|have|make|show))?
    | (?:an?|the|our|my|this|that|its)\s+(?:(?:new|themed|small|large|big|little|tiny|temporary|possible|focused|museum|gallery|art|little|whole|entire)\s+)*(?:{_SHOW}|room)\b
    | {_SHOW}\b (?=\s*(?:about|on|of|exploring|that|which|with|around|devoted|dedicated|for|looking|[,.:;¦]|$))
    | (?:the\s+)?(?:theme|topic|subject)s?(?:\s+(?:is|are|should\ be|will\ be|of))?\b\s*[:=]?
    | on\ the\ (?:theme|subject|topic)s?(?:\ of)?\b
    | (?:that\s+|which\s+)?(?:is\ |are\ )?(?:about|regarding|concerning|exploring|explores|examining|examines|addressing|looking\ at|looks\ at|depicting|depicts|showing|shows|featuring|evoking|evokes|celebrating
        |dedicated\ to|devoted\ to|inspired\ by|based\ on|dealing\ with|deals\ with|to\ do\ with)\b
    | (?:on|of|around|into)\b
    | (?:the\ )?{_WORKS}\b (?=\s*(?:about|on|of|exploring|that|which|with|around|by|from|in|for|at|and|[,.:;¦]|must|should|$))
    | (?:and|but|with|including|in|by|at|for|to|from|also|plus|made|all|only|there|should|must|may|can|be|is|are|which|that|who|as|well|each|every|some|more|or|any|then|total|altogether|if\ possible|in\ total|in\ all|across|per|than|of\ which|among\ them|please)\b
        (?=\s*(?:$|[,.:;¦]))
    | (?:and|but|also|plus|with|including|which|that)\b (?=\s+(?:about|on|the\ theme|theme)\b)
    | (?:and|but|also|plus)\b
    )\s*""",
    re.IGNORECASE | re.VERBOSE,
)
_TAILS = re.compile(
    rf"""[\s,;.:!?\-"'(¦]*(?:(?<![\w'-])(?:and|but|with|including|in|by|at|for|to|from|of|on|the|a|an|also|plus|made|all|only|there|should|must|may|can|be|is|are|which|that|who|as\ well|too|each|please|thanks|thank\ you
    |containing|having|using|through|told|shown|seen|or|across|within|during|where|has|have|comprising|consisting|if\ possible|in\ total|in\ all|altogether|(?:in|for|as)\ an?\ (?:\w+\s+)?{_SHOW}|(?:in|through|with|using)\ (?:the\ )?{_WORKS}))?[\s,;.:!?\-"')(¦]*$""",
    re.IGNORECASE | re.VERBOSE,
)
_NOTHING = re.compile(
    rf"(?:(?:an?|the|some|of|in|total|all|i|we|you|would|like|want|need|them|these|those|it|yes|no|not|ok|maximum|minimum|overall|size|wall|rule|rules|hello|hi|{_SHOW}|{_WORKS})\s*)+",
    re.IGNORECASE,
)
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
