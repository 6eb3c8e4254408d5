"""Works of which there is a picture: “only works with pictures”, “that we have images of”, “nothing without an image”."""

from __future__ import annotations

import re

from tools.curate.brief import Rule, Trait

from .draft import Draft
from .parts import WORK
from .vocabulary import Vocabulary

_PICTURES = (
    r"(?:(?:an?|any|its|their|own|good|usable|digital|digiti[sz]ed)\s+)*(?:pictures?|images?|photos?|photographs?|reproductions?|scans?)"
    r"(?:\s+(?:on file|available|online|in the database))?(?![\w'-])(?!\s+(?:of|by|from|in|on|about|showing)\b)"
)
_ONLY = r"(?:only|just|solely|exclusively|all|every|everything|each)"
_HAVE = r"(?:that |which |who |to |should |must |needs? to )*(?:has|have|having|with|come with|comes with)"
_PICTURED = re.compile(
    rf"(?<![\w-])(?:(?:and|but|please|with|use|show|take|choose)\s+)*(?:"
    rf"{_ONLY}(?:\s+(?:use|show|take|choose|those|the|of (?:them|the works)))*(?:\s+(?:{WORK}|works))?\s+{_HAVE}\s+{_PICTURES}"
    rf"|{_ONLY}\s+(?:pictured|illustrated|photographed|digiti[sz]ed)(?:\s+{WORK}|(?=\s*(?:$|[.,;:!?¦])))"
    rf"|(?:{WORK}\s+)?(?:must|should|needs? to|have to|has to) have {_PICTURES}"
    rf"|(?:{WORK}\s+)?(?:that |which |where |of which |for which )?(?:we|you)(?:'ve)? (?:have|hold|own|got)"
    r"(?: got)? (?:an? )?(?:good |usable )?(?:pictures?|images?|photos?|photographs?) (?:of|for)(?=\s*(?:$|[.,;:!?¦]))"
    rf"|(?:no|nothing|not|none|never|leave out|skip|exclude|excluding|omit)(?:\s+(?:{WORK}|anything|any|those))*\s+"
    rf"(?:without|lacking|that lacks?|with no|missing|that (?:has|have) no)\s+{_PICTURES}"
    rf"|{WORK} with {_PICTURES}\s+only)",
    re.IGNORECASE,
)


def read_pictured(draft: Draft, vocabulary: Vocabulary) -> None:
    """Take out that works must have a picture; say aloud that it is no rule where the collection has none."""
    for found in draft.found(_PICTURED):
        if vocabulary.pictured:
            draft.rule(found.start(), found.end(), Rule(kind="only", trait=Trait(field="picture")))
        else:
            said = draft.take(found.start(), found.end())
            draft.assume(f"The collection has no pictures, so “{said}” is no rule.")
