"""What kind of thing a question asks for, and whether a sentence holds one."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Literal

from retrieval.words import folded, numbers, words

from .names import names_of

Kind = Literal["person", "time", "museum", "place", "size", "number", "material", "reason"]
Wanted = Kind | Literal["any"]

# In this order: what asks for a size may also say “how long”.
_ASKED: Mapping[Kind, Sequence[str]] = {
    "size": (
        r"which (is|was) (the )?(wider|taller|larger|bigger|smaller|higher|longer)", r"how (big|large|tall|high|wide|long|deep|small)",
        "size", "dimensions?", "measure(s|ments?)?", "height", "width",
    ),
    "time": (
        "older", "earlier", "came first", "made first", r"(is|was|were) (the )?(first|later|newer)", "years (apart|separate|between)",
        "when", "what year", "which year", "what date", "dates?", "century", "how old", "what period", "how long ago",
    ),
    "number": ("how (many|much|often|long)",),
    "museum": (
        "which (museum|gallery|collection|library)", "what (museum|gallery|collection)",
        "where (can|could|may|should|do) (i|we|you|one) (see|find|visit|look)",
        r"where (is|are|does|do)\b.*\b(kept|now|held|today|housed|hang|hangs|displayed|preserved|exhibited)",
        "who (owns|holds|keeps|has)", "owned by",
    ),
    "material": (
        "(what|which)( kind of| sort of| type of)? (stone|wood|metal|material|fabric|pigment|paint|fibre|clay)", "made (out )?of",
        "material", "materials", "medium", "media", "painted on", "pigment",
    ),
    "person": (
        "who", "whom", "whose", "which (artist|painter|sculptor|king|queen|emperor|pope|patron|photographer|master)", "teacher", "pupil",
        "father", "mother", "husband", "wife", "son", "daughter", "brother", "sister", "patron",
    ),
    "place": ("where", "which (museum|city|country|town|church|gallery|place|island|collection)", "what (museum|city|country|place)"),
    "reason": ("why", "reason", "how come", "what made", "purpose", "what for"),
}  # fmt: skip
_ASKED_FOR: Mapping[Kind, re.Pattern[str]] = {kind: re.compile(rf"\b({'|'.join(phrases)})\b") for kind, phrases in _ASKED.items()}
KINDS: tuple[Kind, ...] = ("person", "time", "museum", "place", "size", "number", "material", "reason")

MATERIALS = frozenset(
    "oil canvas panel wood oak poplar limewood marble limestone sandstone granite basalt stone bronze brass copper iron steel "
    "gold silver lead clay terracotta earthenware stoneware porcelain glaze ink paper silk cotton wool linen felt velvet "
    "tempera fresco plaster stucco wax encaustic ivory bone shell feather glass enamel lacquer jade watercolour gouache "
    "acrylic pastel charcoal chalk graphite pencil woodblock etching engraving lithograph screenprint photograph concrete "
    "vellum parchment bark hide leather resin plastic aluminium cardboard mosaic tesserae pigment egg fibre thread raffia "
    "print albumen gelatin daguerreotype video neon mud mother-of-pearl turquoise obsidian quartzite diorite alabaster".split()
)
_CENTURY_OR_YEAR = re.compile(r"\d{3,4}|\bcentur|\b(bce|ce)\b|\bdecade|\byears?\b")
_KEEPER = re.compile(
    r"\b(museums?|galler(?:y|ies)|museo|musee|kept|institute|collections?|library|belongs?|owns?|owned|palace|stands?|hangs?)\b"
)
_UNIT = re.compile(
    r"\d\s*(?:cm|mm|m|km|metres?|meters?|centimetres?|feet|foot|inches|kilos?|tonnes?)\b|\b(?:metres?|feet) (?:high|tall|long|wide)"
)
_PLACE = re.compile(r"\b(?:in|at|from|to|near|of|for|into)\s+(?:the\s+)?(?:\w+\s+)?[A-ZÀ-Þ]")
_REASON = re.compile(
    r"\b(because|since|so that|in order|therefore|meant|to (?:show|mark|make|honour|protect|help|keep|give|be|avoid|save|celebrate|please"
    r"|prove|stand)|for|as|reason|wanted|hoped|after|thanks)\b"
)
_COUNT = re.compile(
    r"\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozens?|hundreds?|thousands?|millions?|half|once|twice)\b"
)


def wanted(part: str) -> Wanted:
    """Return what kind of thing would answer this part."""
    text = folded(part)
    for kind, asks in _ASKED_FOR.items():
        if asks.search(text):
            return kind
    return "any"


def holds_kind(part: str, text: str) -> bool:
    """Say whether the sentence `text` holds the kind of thing that `part` asks for."""
    plain = folded(text)
    match wanted(part):
        case "any":
            return False
        case "person":
            return bool(_new_names(part, text))
        case "time":
            return bool(_CENTURY_OR_YEAR.search(plain)) and bool(numbers(text) - numbers(part) or "centur" in plain)
        case "museum":
            return bool(_KEEPER.search(plain))
        case "size":
            return bool(_UNIT.search(plain))
        case "number":
            return bool(_COUNT.search(plain))
        case "material":
            return bool(set(words(text)) & MATERIALS)
        case "place":
            return bool(_PLACE.search(text)) and bool(_new_names(part, text))
        case "reason":
            return bool(_REASON.search(plain))


def _new_names(part: str, text: str) -> list[str]:
    known = set(words(part))
    return [n for n in names_of(text) if not set(words(n)) & known]
