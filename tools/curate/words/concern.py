"""Whether words speak of a show that stands, told without the collection: who hears them must know where to send them."""

from __future__ import annotations

import re

from tools.curate.brief import Brief

from .asked import asks_of_show
from .understand import brief_of
from .wishes import is_wish, wishes_of

_ASKS = re.compile(
    r"(?:who|whom|whose|when|where|how|why|what|which|is|are|was|were|do|does|did|has|have|tell|describe|compare|explain|list|name|find"
    r"|search|show me|give me)\b",
    re.IGNORECASE,
)


def concerns_show(said: str) -> bool:
    """Say whether words wish a change of a show, ask about it, or only greet or praise it.

    >>> concerns_show("the Goya should go"), concerns_show("12 m of wall is all we have"), concerns_show("Who painted the Goya?")
    (True, True, False)
    """
    wishes = wishes_of(said.strip())
    if not wishes or any(is_wish(wish) or asks_of_show(wish) for wish in wishes):
        return bool(re.search(r"\w", said))
    if _ASKS.match(said.strip()):
        return False
    brief = brief_of(said)
    return isinstance(brief, Brief) and bool(brief.rules or brief.title or brief.language != "en" or brief.audience != "general")
