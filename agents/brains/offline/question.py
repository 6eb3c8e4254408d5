"""Take a question apart: its parts, the names in it, what kind of answer each part wants, its limits of time and medium."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Literal

from retrieval.catalogue.years import year_range
from retrieval.sentences import sentences
from retrieval.words import FUNCTION_WORDS, content_stems, folded, words

Wanted = Literal["person", "time", "museum", "place", "size", "number", "material", "reason", "any"]

_ASKS = r"(?:who|whom|whose|what|when|where|why|how|which|by whom|in what|in which|for whom|to whom|at which|from which|on what|with what|did|does|do|was|were|is|are|can|has|had)"
_WH = r"(?:who|whom|whose|what|when|where|why|how|which|by whom|in what|in which|for whom|to whom|with whom|at which|from which|on what|with what)"
_AUXILIARY = r"(?:did|does|do|was|were|is|are|can|has|had)\s+(?:he|she|it|they|his|her|its|their|there|the|this|that|any)"
_CUT = re.compile(
    rf":\s+(?={_WH}\b)|\s*(?:[,;–—-]\s*|\s)(?:and|but|or|also|plus)\s+(?:also\s+)?(?=(?:{_WH}|{_AUXILIARY})\b)|\s*[;,–—]\s+(?={_WH}\b)", re.IGNORECASE
)
_TWO_WORDS = re.compile(r"^(?P<a>who|when|where|why|how|what)\s+and\s+(?P<b>who|when|where|why|how|by whom|for whom|what)\s+(?P<rest>.+)$", re.IGNORECASE)
_LINK = r"(?:of|the|de|del|della|di|da|du|des|la|le|van|von|der|den|ten|al|ibn|bin|y|e|and|in|on|at|with|to|off|no|a)"
_NAME_WORD = r"(?:[^\W\d_a-zà-öø-ÿ][\w'’.-]*)"
_SPAN = re.compile(rf"[“\"‘]([^”\"’]{{3,80}})[”\"’]|({_NAME_WORD}(?:\s+(?:{_LINK}\s+){{0,3}}{_NAME_WORD})*)")
PERSON = re.compile(
    r"\b(he|she|him|his|hers|her)\b|\b(?:the|this|that|these)\s+(?:\w+\s+)?(?:artist|painter|sculptor|maker|photographer|printmaker|master|"
    r"architect|potter|weaver|carver)(?:'s|’s)?\b(?!\s+(?:of|who|that|behind)\b)",
    re.IGNORECASE,
)
THING = re.compile(
    r"\b(its|it)\b|\b(?:the|this|that)\s+(?:\w+\s+)?(?:painting|picture|work|print|sculpture|statue|piece|photograph|drawing|scroll|"
    r"bronze|mask|textile|carpet|vase|bowl|fresco|manuscript|portrait|building|temple|quilt|tapestry|figure|object|installation|image)"
    r"(?:'s|’s)?\b(?!\s+(?:of|by|at|in|from|that|which|with|called|made\s+(?:by|for))\b)",
    re.IGNORECASE,
)
PLURAL = re.compile(r"\b(they|them|their|theirs)\b", re.IGNORECASE)
_BEGINS = re.compile(rf"^(?:(?:and|but|so|or|also)\s+)?(?:{_ASKS}|compare|contrast|describe|explain|name|list|give|show|find|tell)\b", re.IGNORECASE)
_POLITE = re.compile(
    r"^(?:(?:hi|hello|hey|please|sorry|ok|okay|well|so|um)\b[\s,!]*)*(?:(?:can|could|would) you (?:please )?)?"
    r"(?:(?:please )?(?:tell (?:me|us)|explain to me|say|remind me|i(?:'d| would) (?:like|love) to know|i want to know|do you know|i wonder|any idea)[\s,:]+)?"
    r"(?=(?:about\s+)?\S)",
    re.IGNORECASE,
)
MOST_PARTS = 5
_MEDIA = (
    "painting", "print", "woodblock", "etching", "engraving", "drawing", "watercolour", "photograph", "sculpture", "bronze",
    "marble", "textile", "tapestry", "quilt", "carpet", "ceramic", "porcelain", "mask", "manuscript", "installation", "video",
    "fresco", "mosaic", "calligraphy", "glass", "wood", "ivory", "gold", "silver", "architecture", "film", "oil on canvas",
)  # fmt: skip
MATERIALS = frozenset(
    "oil canvas panel wood oak poplar limewood marble limestone sandstone granite basalt stone bronze brass copper iron steel "
    "gold silver lead clay terracotta earthenware stoneware porcelain glaze ink paper silk cotton wool linen felt velvet "
    "tempera fresco plaster stucco wax encaustic ivory bone shell feather glass enamel lacquer jade watercolour gouache "
    "acrylic pastel charcoal chalk graphite pencil woodblock etching engraving lithograph screenprint photograph concrete "
    "vellum parchment bark hide leather resin plastic aluminium cardboard mosaic tesserae pigment egg fibre thread raffia "
    "print albumen gelatin daguerreotype video neon mud mother-of-pearl turquoise obsidian quartzite diorite alabaster".split()
)


@dataclass(frozen=True, slots=True)
class Asked:
    """One thing asked. `context` is what the person said about it before asking (“The helmet from Sutton Hoo: …”).

    An optional part helps another one and is not missed when nothing answers it.
    """

    text: str
    context: str = ""
    optional: bool = False

    @property
    def whole(self) -> str:
        """Return context and question together."""
        return f"{self.context}: {self.text}" if self.context else self.text


def parts_of(question: str) -> list[Asked]:
    """Return what a question asks, one thing a part, in order.

    >>> [p.text for p in parts_of("When and where was Hokusai born?")]
    ['When was Hokusai born?', 'where was Hokusai born?']
    >>> [p.whole for p in parts_of("The Night Watch: who painted it, and when was it cut down?")]
    ['The Night Watch: who painted it', 'The Night Watch: when was it cut down?']
    """
    found: list[Asked] = []
    statement = ""
    for sentence in sentences(question):
        pieces = _pieces(_POLITE.sub("", sentence))
        first = next((i for i, piece in enumerate(pieces) if _BEGINS.match(piece)), None)
        if first is None:
            statement = f"{statement} {sentence}".strip()
            continue
        said = ", ".join(pieces[:first])
        needs = said or (statement if any(points_back(p) or not names_of(p) for p in pieces[first:]) else "")
        found += [Asked(piece, needs.strip(" ,;:.")) for piece in _rejoined(pieces[first:])]
    return found[:MOST_PARTS] or [Asked(question.strip())]


def _pieces(sentence: str) -> list[str]:
    if double := _TWO_WORDS.match(sentence):
        return [f"{double['a']} {double['rest']}", f"{double['b']} {double['rest']}"]
    return [piece.strip(" ,;") for piece in _CUT.split(sentence) if piece.strip(" ,;")]


def _rejoined(pieces: list[str]) -> list[str]:
    """Join a piece without content (“and why?”) to the one before it."""
    whole: list[str] = []
    for piece in pieces:
        if whole and not content_stems(piece) and not points_back(piece):
            whole.append(f"{piece.rstrip('?')} {_without_ask(whole[0])}")
        else:
            whole.append(piece)
    return whole


def _without_ask(text: str) -> str:
    return re.sub(rf"^{_ASKS}\s+", "", text, flags=re.IGNORECASE)


def points_back(text: str) -> bool:
    """Say whether a question holds a pronoun, or “the painter” or “this work”, that no name before it in it explains."""
    found = min((m.start() for p in (PERSON, THING, PLURAL) if (m := p.search(text))), default=None)
    return found is not None and not names_of(text[:found])


def compared(question: str) -> list[str]:
    """Return the things that a question sets side by side, by the names in it.

    >>> compared("Which is wider, Courbet's Burial at Ornans or his Painter's Studio?")
    ['Courbet Burial at Ornans', 'Painter Studio']
    """
    groups: list[list[str]] = []
    place = 0
    # “Nampeyo and Maria Martinez” is one run of capitals, and two makers; so is “Monet with Turner” when it is all there is.
    names = [part for run in names_of(question) for part in run.rsplit(" and ", 1)]
    for name in names[0].split(" with ", 1) if len(names) == 1 else names:
        start = question.find(name, place)
        between = question[place:start] if start >= 0 else ""
        if not groups or re.search(r"\b(or|and|versus|vs|with|from|than|to|beside|against)\b|,|&", between):
            groups.append([])
        groups[-1].append(name)
        place = start + len(name) if start >= 0 else place
    return [" ".join(group) for group in groups]


def names_of(text: str) -> list[str]:
    """Return the names in a question: quoted titles and runs of capitalised words.

    >>> names_of("What sets Artemisia's Judith apart from the Night Watch?")
    ['Artemisia', 'Judith', 'Night Watch']
    """
    found: list[str] = []
    for match in _SPAN.finditer(re.sub(r"['’]s\b", " |", text)):
        name = (match[1] or match[2]).strip(" .|")
        first = name.split()[0]
        if not match[1] and match.start() == 0 and (first.lower() in FUNCTION_WORDS or first.lower() in _VERBS):
            name = name[len(first) :].strip()
            name = re.sub(rf"^(?:{_LINK}\s+)+", "", name)
        if name and (len(name) > 1):
            found.append(name)
    return list(dict.fromkeys(found))


_VERBS = frozenset(
    "roughly according also lately once compare contrast describe explain name list find show tell give show plan curate choose make recommend introduce "
    "hello hi hey thanks thank please whose did does is was are were can could do have has which both by for at from in on with during".split()
)


def wanted(part: str) -> Wanted:
    """Return what kind of thing would answer this part."""
    text = folded(part)
    if re.search(r"\b(which (is|was) (the )?(wider|taller|larger|bigger|smaller|higher|longer)|how (big|large|tall|high|wide|long|deep|small)|size|dimensions?|measure(s|ments?)?|height|width)\b", text):
        return "size"
    if re.search(r"\b(older|earlier|came first|made first|(is|was|were) (the )?(first|later|newer)|years (apart|separate|between)|when|what year|which year|what date|dates?|century|how old|what period|how long ago)\b", text):
        return "time"
    if re.search(r"\bhow (many|much|often|long)\b", text):
        return "number"
    if re.search(r"\b(which (museum|gallery|collection|library)|what (museum|gallery|collection)|where (can|could|may|should|do) (i|we|you|one) (see|find|visit|look)|where (is|are|does|do)\b.*\b(kept|now|held|today|housed|hang|hangs|displayed|preserved|exhibited)|who (owns|holds|keeps|has)|owned by)\b", text):
        return "museum"
    if re.search(r"\b((what|which)( kind of| sort of| type of)? (stone|wood|metal|material|fabric|pigment|paint|fibre|clay)|made (out )?of|material|materials|medium|media|what stone|what metal|what wood|painted on|pigment|what kind of (stone|wood|metal|paint))\b", text):
        return "material"
    if re.search(r"\b(who|whom|whose|which (artist|painter|sculptor|king|queen|emperor|pope|patron|photographer|master)|teacher|pupil|father|mother|husband|wife|son|daughter|brother|sister|patron)\b", text):
        return "person"
    if re.search(r"\b(where|which (museum|city|country|town|church|gallery|place|island|collection)|what (museum|city|country|place))\b", text):
        return "place"
    if re.search(r"\b(why|reason|how come|what made|purpose|what for)\b", text):
        return "reason"
    return "any"


def filters_of(question: str) -> dict[str, Any]:
    """Return the search filters that a request for works names: years, a maker after “by”, a medium.

    >>> filters_of("prints by Katsushika Hokusai before 1835")
    {'to_year': 1834, 'artist': 'Katsushika Hokusai', 'medium': 'print'}
    """
    return {**_years(question), **_artist(question), **_medium(question)}


def _years(question: str) -> dict[str, Any]:
    text = folded(question)
    if found := re.search(r"\b(?:between|from)\s+(\d{3,4})\s+(?:and|to|until)\s+(\d{3,4})\b|\b(\d{4})\s*[-–]\s*(\d{4})\b", text):
        low, high = (int(g) for g in found.groups() if g)
        return {"from_year": low, "to_year": high}
    if found := re.search(r"\b(?:before|until|up to|no later than)\s+(?:the year\s+)?(\d{3,4})\b", text):
        return {"to_year": int(found[1]) - (1 if text[found.start() :].startswith("before") else 0)}
    if found := re.search(r"\b(?:after|since|from)\s+(?:the year\s+)?(\d{3,4})\b(?!s)", text):
        return {"from_year": int(found[1]) + (1 if text[found.start() :].startswith("after") else 0)}
    if re.search(r"centur|\b\d{3}0s\b", text) and (years := year_range(question)):
        return {"from_year": years[0], "to_year": years[1]}
    return {}


def _artist(question: str) -> dict[str, Any]:
    found = re.search(rf"\bby\s+({_NAME_WORD}(?:\s+(?:{_LINK}\s+)?{_NAME_WORD})*)", question)
    return {"artist": found[1].removesuffix("'s").removesuffix("’s").strip(" .?")} if found else {}


def _medium(question: str) -> dict[str, Any]:
    asked = {w.removesuffix("s") for w in words(question)} | set(words(question))
    found = next((m for m in _MEDIA if m in asked or m in folded(question).split()), None)
    return {"medium": found} if found else {}
