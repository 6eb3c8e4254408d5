"""Questions that can only be answered by looking, where there is nothing to look at."""

from __future__ import annotations

import re
from collections.abc import Sequence

from retrieval.words import content_stems, stem
from tools.observation import Passage

from .conversation import Conversation
from .names import names_of
from .namesakes import ASKING, titled_in
from .pointers import points_back

_DOING = (
    "holding|wearing|doing|carrying|looking|gazing|staring|facing|sitting|seated|standing|lying|leaning|kneeling|riding|eating|drinking|playing|"
    "reading|pointing|reaching|walking|running|dancing|smiling|crying|sleeping|touching|dressed|shown|depicted|pictured|visible|floating|flying"
)
_DOES = "hold|wear|carry|look|sit|stand|lie|lean|kneel|ride|eat|drink|play|read|point|walk|run|dance|smile|sleep|touch|float|fly|graze|swim"
_WHERE = r"(?:on|in|at|under|behind|near|beside|around|above|below|over|between|next to|in front of|on top of)"
_SHOWN = (
    "man|woman|men|women|boy|girl|boys|girls|child|children|baby|person|people|lady|figure|figures|couple|animal|animals|horse|dog|bird|"
    "picture|painting|image|photo|photograph|drawing|scene|foreground|background|subject|subjects|sky|table|wall"
)
# Whoever asks which works show something asks for a list.
_FOR_WORKS = re.compile(
    r"\b(?:works|paintings|pictures|images|prints|drawings|photographs|sculptures|portraits|textiles|masks|anything|something|examples?)\b"
    r"|\bis there an?y?\s+(?:[\w-]+\s+)?(?:work|painting|picture|print|drawing|photograph|sculpture|portrait|textile|mask)\b",
    re.IGNORECASE,
)
# So many words of a question say together which picture is meant.
TELLING = 2
# Stems of words that fit any picture.
_GENERAL = frozenset(
    stem(word)
    for word in (
        f"{_DOING}|{_DOES}|{_SHOWN}".replace("|", " ")
        + " colour color many people old young left right side front hand hands head face hair hat dress clothes "
        "shirt coat robe body arm leg eyes house tree trees flower flowers water light dark top bottom middle centre center corner there "
        "red blue green yellow white black brown grey orange purple pink golden jacket coat skirt shoes beard animal object thing item "
        "statue chair bed bench couch sofa ground floor road street building boat group large small big "
        "type kind visible"
    ).split()
)
_NEEDS_EYES = re.compile(
    rf"\b(?:is|are|was|were)\s+(?:the|this|that|these|those|he|she|they|it)\b.*\b(?:{_DOING})\b"
    rf"|\b(?:the|this|that|these|those)\s+(?:\w+\s+)?(?:{_SHOWN})\s+(?:\w+\s+)?(?:{_DOING}|hold|holds|wear|wears|carry|look|looks)\b"
    r"|\bcolou?rs?\s+(?:is|are|does|do|has|have|was|were)\s+(?:the|this|that|these|those|his|her|he|she|they)\b"
    rf"|\bhow many\s+(?:\w+\s+)?\w+\s+(?:are|can|do|is)\b.*(?:\bthere\b|\bseen?\b|\b(?:the|this)\s+(?:{_SHOWN})\b)"
    rf"|\b(?:what|who|whom|where|which\s+\w+)\s+(?:do|does|is|are)\s+(?:an?|some|two|three|the)\s+(?:[\w-]+\s+){{1,5}}?(?:{_DOES}|{_DOING})\b"
    rf"|\b(?:what|who|which\s+\w+)\s+(?:{_DOES})s?\s+(?:\w+\s+)?{_WHERE}\b"
    rf"|\b(?:what|which)\s+(?:kind of |type of )?(?:animal|object|thing|item|bird|colou?r)s?\s+(?:is|are)\s+{_WHERE}\b"
    r"|\b(?:what|who|which)\s+(?:kind of |type of |sort of )?(?:\w+\s+)?(?:is|are)\s+(?:this|that|these|those)\b\W*$"
    r"|\b(?:what|who)\s+(?:wears?|holds?|rides?|carries)\s+(?:an?|the|two)\b"
    r"|\bwhat\s+(?:is|are)\s+the\s+(?:red|blue|green|yellow|white|black|brown|grey|orange|purple|pink|golden)\b"
    rf"|\b(?:in|of|on)\s+(?:the|this|that)\s+(?:\w+\s+)?(?:{_SHOWN}|left|right)\b"
    r"|\b(?:is|are)\s+there\s+(?:a|an|any)\b|\bwhat\s+(?:do|can)\s+you\s+see\b"
    r"|\bwhat\s+(?:is|are)\s+(?:on|in|behind|next to|beside|under)\s+the\b",
    re.IGNORECASE,
)


def asks_to_see(question: str) -> bool:
    """Say whether a question is about what is to be seen, and names nothing.

    >>> asks_to_see("What is the woman holding?"), asks_to_see("What is the woman in The Ferry holding?")
    (True, False)
    """
    return bool(_NEEDS_EYES.search(question)) and not _FOR_WORKS.search(question) and not names_of(question)


def sees_nothing(talk: Conversation, passages: Sequence[Passage]) -> bool:
    """Say whether a question is about something that nobody has shown or spoken of, in this conversation or by its title.

    It asks about “it” alone, or about what is to be seen in words that fit any picture.
    """
    if talk.before is not None or talk.picture is not None or talk.seen or names_of(talk.question):
        return False
    if points_back(talk.question) and not set(content_stems(talk.question)) - ASKING:
        return True
    return asks_to_see(talk.question) and not titled_in(talk.question, passages) and not _tells_which(talk.question, passages)


def _tells_which(question: str, passages: Sequence[Passage]) -> bool:
    """Say whether one passage has two words of the question that would not fit any picture."""
    own = set(content_stems(question)) - _GENERAL - ASKING
    return any(len(own & set(content_stems(f"{p['heading']} {p['text']}"))) >= TELLING for p in passages)
