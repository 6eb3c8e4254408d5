"""What a brief says beside its theme and its rules: where the show hangs, from whose collection, and why it is wanted."""

from __future__ import annotations

import re

from .draft import TAKEN, Draft
from .theme import theme_of
from .vocabulary import Vocabulary

_OWN = r"(?:our|your|the|this|my|their|its)"
_COLLECTION = re.compile(
    rf"(?<![\w-])(?:all\s+)?(?:(?:drawn|chosen|taken|selected|picked|made up|coming)\s+)?(?:entirely\s+)?(?:from|out of|using|within)"
    rf"\s+{_OWN}\s+(?:(?:own|permanent|whole|museum's|gallery's)\s+)*(?:collections?|holdings|stores?|storage|stock|depot)(?!\s+of\b)(?![\w'-])",
    re.IGNORECASE,
)
_ROOM = (
    r"(?:exhibition|show|display|presentation|gallery|galleries|[\w-]*room|[\w-]*hall|corridor|foyer|lobby|entrance|staircase|stairwell|landing|floor"
    r"|wall|wing|cabinet|caf[eé]|library|office|class|lesson|course|workshop|visit|trip|tour|programme|program|season|opening|event|evening|anniversary|gala|reception|launch)"
)
_OCCASION = re.compile(
    rf"(?<![\w-])for\s+(?:an?|{_OWN}|next)\s+(?:(?!on\b|about\b|of\b|with\b)[\w'-]+\s+){{0,2}}?{_ROOM}"
    rf"(?=\s*(?:$|[.,;:!?\n)(]|{TAKEN}|(?:on|about|of|around|exploring|with|from|by|next|this|in|at|and|that)\b))",
    re.IGNORECASE,
)
_PROGRAMME = re.compile(rf"(?<={TAKEN})\s+(?:programmes?|programs?|visits?|trips?|groups?|events?|audience)(?![\w'-])", re.IGNORECASE)
# Whom or what an aside is about, and what it says of it.
_STAGE = (
    r"(?:walls?|rooms?|spaces?|galler(?:y|ies)|halls?|ceilings?|corridors?|cases?|vitrines?|budgets?|museums?|curators?|directors?|registrars?"
    r"|conservators?|boards?|visitors?|trips?|class(?:es)?|pupils?|students?|schools?|lights?|lighting|lifts?|loans?|dates?|opening)"
)
_FAMILY = (
    r"(?:daughters?|sons?|kids|child|children|boys?|girls?|wife|husband|mother|father|grandmother|grandfather|friends?|teacher|parents?)"
)
_VERB = (
    r"(?:is|are|was|were|has|have|had|will|can|cannot|can't|loves?|likes?|adores?|wants?|needs?|comes?|opens?|closes?|starts?|measures?|holds?"
    r"|prefers?|enjoys?|asked|asks|says?|turns?|got)"
)
_STAGED = re.compile(rf"(?:the|a|an|this|that|these|those|{_OWN})\s+(?:[\w'-]+\s+){{0,2}}?{_STAGE}\s+{_VERB}(?![\w'-])", re.IGNORECASE)
_OF_PEOPLE = re.compile(rf"(?:my|our|his|her|the|their)\s+(?:[\w'-]+\s+){{0,2}}?{_FAMILY}\s+{_VERB}(?![\w'-])", re.IGNORECASE)
_PRONOUN = re.compile(rf"(?:it|this|that|they|there|he|she|we|i)(?:'s|'re|'ve|\s+{_VERB})(?![\w'-])", re.IGNORECASE)
_WHO = (
    r"(?:registrar|curator|conservator|educator|teacher|librarian|director|parent|mother|father|mum|mom|dad|guide|docent|student|intern"
    r"|artist|trustee|volunteer)"
)
_SPEAKER = re.compile(rf"(?:[\w'-]+\s+){{0,3}}?{_WHO}(?:\s+[\w'-]+){{0,3}}\s+here$|(?:speaking )?as an? {_WHO}$", re.IGNORECASE)
# A stretch that says by itself what a show is about: “on rivers”, and “of boats” where the works before it are read.
_ABOUT = re.compile(rf"(?<![\w-])(?:about|on|theme|exploring)(?![\w-])|{TAKEN}\s*of\s+(?!art\b|them\b)", re.IGNORECASE)
_STRETCH = re.compile(rf"[^.;:!?\n{TAKEN}]+")


def read_asides(draft: Draft, vocabulary: Vocabulary) -> None:
    """Take out what is neither theme nor rule; sentences are said aloud, for one of them may have been meant as the theme."""
    for pattern in (_COLLECTION, _OCCASION, _PROGRAMME):
        for found in draft.found(pattern):
            draft.take(found.start(), found.end())
    for found in list(_STRETCH.finditer(draft.left)):
        said = re.sub(r"^\W+|(?:\W|\bso\b)+$", "", found[0])
        # “We want” and the like ask, and say nothing beside.
        if theme_of(said, said) and _is_aside(said, _others(draft.left, found)):
            draft.take(found.start(), found.end())
            draft.assume(f"“{said}” was passed over: it was not read as the theme.")


def _others(left: str, found: re.Match[str]) -> str:
    return f"{left[: found.start()]} {left[found.end() :]}"


def _is_aside(said: str, others: str) -> bool:
    """Say whether a stretch tells of the room, the people or the speaker; other sentences are asides only beside an express theme."""
    if _SPEAKER.fullmatch(said):
        return True
    if _ABOUT.search(said):
        return False
    return bool(_STAGED.match(said) or (_ABOUT.search(others) and (_OF_PEOPLE.match(said) or _PRONOUN.match(said))))
