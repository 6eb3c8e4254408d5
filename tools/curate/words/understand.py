"""Plain words into a brief: what is understood becomes rules, what is left is the theme, what is open is asked once or said aloud."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from itertools import chain

from tools.curate.brief import Brief, Rule, Trait, checked

from .alone import read_alone
from .amounts import NUMBER, SHARE
from .asides import read_asides
from .clashes import clash_of
from .counts import read_counts, read_per_maker, read_some
from .dates import date_at
from .draft import Draft, tidied
from .extent import USUAL, read_extent, read_kinds, read_places
from .kept_out import read_limits, read_negated_limits, read_none, read_only
from .lengths import walls
from .mend import Mended, mended
from .named import read_audience, read_title, read_works
from .pictured import read_pictured
from .question import Option, Question
from .rest import read_rest, settle_rest
from .spreads import read_spread, settled
from .theme import theme_of
from .tongue import language_of
from .vocabulary import Vocabulary
from .ways import read_order

# Longer briefs are read to here; nobody asks for a show in so many words.
LONGEST = 2000
Reader = Callable[[Draft, Vocabulary], None]


def brief_of(asked: str, vocabulary: Vocabulary | None = None) -> Brief | Question[Brief]:
    """Turn a person's words into a brief; deterministic, without a model.

    English is read in full. Of other languages only ids, titles in quotation marks and years are, and the rest is the theme; the
    brief says so. Never raises, whatever the text; the size is 1 to 500.

    Args:
        asked: The words.
        vocabulary: The collection's own words, by which makers, kinds and places are recognised and spelt.

    Returns:
        The brief, what was assumed aloud in it; or a question, where rules contradict each other or nothing is asked at all, each of
        its options with the brief that it leads to.
    """
    words = vocabulary or Vocabulary()
    language = language_of(asked)
    asked = tidied(asked)
    right = mended(asked[:LONGEST], words) if language == "English" else Mended(asked[:LONGEST], ())
    draft = Draft.of(right.text)
    draft.assumed += right.notes
    if len(asked) > LONGEST:
        draft.assume(f"Only the first {LONGEST:,} letters of the brief were read.")
    brief = _english(draft, words) if language == "English" else _foreign(draft, words, language)
    if not brief.theme and not brief.rules and brief.title is None:
        return _about_what(brief, words)
    return clash_of(brief) or brief


def _english(draft: Draft, vocabulary: Vocabulary) -> Brief:
    for read in _READERS:
        read(draft, vocabulary)
    return _brief(draft)


def _foreign(draft: Draft, vocabulary: Vocabulary, language: str) -> Brief:
    """Read what is the same in every language; say that the rest is the theme."""
    from .named import read_works as ids

    ids(draft, vocabulary)
    read_years(draft)
    draft.size = USUAL
    draft.assume(
        f"The brief is in {language}, of which only years and ids are read here, so all of it is the theme of a show of {USUAL} works; "
        "say rules and size in English to have them kept."
    )
    return replace(_brief(draft), theme=" ".join(draft.asked.split()))


def read_years(draft: Draft) -> None:
    """Take out a stretch of years in figures, in any language."""
    for found in draft.found(re.compile(r"(?<!\d)([1-9]\d{3})\s*(?:年)?\s*(?:-|~|至|到|から|bis|à|al?)\s*([1-9]\d{3})(?!\d)")):
        first, last = int(found[1]), int(found[2])
        if first <= last <= 2100:
            draft.rule(found.start(), found.end(), Rule(kind="only", trait=Trait(from_year=first, to_year=last)))


def _walls(draft: Draft, vocabulary: Vocabulary) -> None:
    while wall := walls(draft.left):
        draft.rule(wall.start, wall.end, Rule(kind="wall", metres=wall.metres))


def _loans(draft: Draft, vocabulary: Vocabulary) -> None:
    """Take out “no loans”: works of the museum whose collection it is, where one holds most of it."""
    pattern = (
        r"(?<![\w-])(?:with(?:out)?|no|not|and|but|avoid|any|please)(?:\s+(?:any|no|please))*\s+loans?(?:\s+please)?(?![\w-])"
        r"|(?<![\w-])(?:only )?(?:from )?our own (?:collection|works|holdings)(?: only)?"
    )
    for found in draft.found(re.compile(pattern, re.IGNORECASE)):
        if "loan" in found[0].lower() and not re.search(r"\b(?:no|not|without|avoid)\b", found[0], re.IGNORECASE):
            continue
        holders = Counter(vocabulary.holders).most_common(1)
        if holders and holders[0][1] > sum(vocabulary.holders.values()) / 2:
            draft.rule(found.start(), found.end(), Rule(kind="only", trait=Trait(field="holder", words=(holders[0][0],))))
            continue
        said = draft.take(found.start(), found.end())
        why = f"names {len(vocabulary.holders):,} holders" if vocabulary.holders else "names no holder"
        draft.assume(f"The collection {why}, so “{said}” is no rule here; say whose works to take, as in “only works held by …”.")


def _rooms(draft: Draft, vocabulary: Vocabulary) -> None:
    """Take out over how many rooms a show is spread, aloud: it is hung as one run of wall."""
    for found in draft.found(_IN_ROOMS):
        said = draft.take(found.start(), found.end())
        draft.assume(f"“{said}” is left out: a show is parted into sections, not into rooms.")


_IN_ROOMS = re.compile(
    rf"(?<![\w-])(?:(?:and|with|we have|spread)\s+)*(?:(?:in|over|across|for|through)\s+)?{NUMBER}"
    r" (?:rooms|galleries|bays|alcoves)(?![\w-])(?!\s+(?:of|with|by|in)\b)",
    re.IGNORECASE,
)


def _lives(draft: Draft, vocabulary: Vocabulary) -> None:
    """Take out when makers lived, which is not when works were made; that it is no rule is said aloud."""
    for found in draft.found(_LIVED):
        end = date.end if (date := date_at(draft.left, found.start("when"))) else found.end()
        said = draft.take(found.start(), end)
        draft.assume(f"“{said}” is no rule: works are told by when they were made, not by when their makers lived.")


_LIVED = re.compile(
    r"(?<![\w-])(?:(?:who|that)\s+)?(?:(?:were|was|are|had been)\s+)?(?:born|died|active|alive|living|working|trained)\s+"
    r"(?P<when>(?:in|before|after|between|since|during|from|around)\s+(?:the\s+)?(?=[\w-]*(?:\d|century|(?:teen|ieth|first"
    r"|second|third|fourth|fifth)th?\b))[\w-]+)",
    re.IGNORECASE,
)


def _no_theme(draft: Draft, vocabulary: Vocabulary) -> None:
    """Take out that there is no theme: works are then chosen for variety, which is said."""
    for found in draft.found(_THEMELESS):
        draft.take(found.start(), found.end())


_THEMELESS = re.compile(
    r"(?<![\w-])(?:(?:with |there is |there's )?no (?:particular |special |real |specific )?theme(?: words)?(?: at all"
    r"| really)?(?![\w-])(?!\s+of)"
    r"|surprise (?:me|us)(?: with)?(?![\w-])|(?:just |simply |only )*(?:show )?(?:us |me )?(?:the )?(?:very )?(?:best"
    r"|highlights|treasures) (?:of|from|in)"
    r" (?:the|our|your|this) (?:collection|museum|holdings)(?![\w-]))",
    re.IGNORECASE,
)


def _anywhere(draft: Draft, vocabulary: Vocabulary) -> None:
    """Take out words that lift nothing because nothing is set."""
    for found in draft.found(
        re.compile(r"(?<![\w-])(?:from )?(?:anywhere|any date|any period|any medium|of any kind)(?![\w-])", re.IGNORECASE)
    ):
        draft.take(found.start(), found.end())


# In this order: what says more comes before what is in it.
_READERS: tuple[Reader, ...] = (
    read_title, read_audience, read_works, read_pictured, read_order, _rooms, _lives, _no_theme, _loans, _walls, read_spread,
    read_per_maker, read_negated_limits, read_counts, read_none, read_rest, read_only, read_some, read_extent, read_limits, read_kinds,
    read_places, read_alone, _anywhere, read_asides,
)  # fmt: skip
_UNREAD = re.compile(
    rf"\b(?:at least|at most|(?:no )?more than|(?:no )?fewer than|per ?cent|maximum|minimum|must|only|exactly|not all|no two)\b|%"
    rf"|\b\d{{1,3}}\b|\bby {NUMBER}\b",
    re.IGNORECASE,
)


# A stretch that begins like a rule and was not taken out: better left out aloud than searched for.
_NO_RULE = re.compile(
    rf"(?:^|[,.;:!?\n(¦]|\s-\s)\s*(?:(?:and|but|with|from|by|&|please)\s+)*(?P<said>(?:at least|at most|no more than|not more than"
    rf"|no fewer than|a maximum of|a minimum of|max(?:imum)?|min(?:imum)?|exactly|{SHARE})\s[^,.;:!?\n(¦]+)",
    re.IGNORECASE,
)
# What is not wanted must not guide the search; at the very beginning it may be what the show is about: “no man's land”.
_UNWANTED = re.compile(
    r"(?:^(?=(?:nothing|none|no works?|nobody|no one|no artists?) (?:by|from|of|with|that|who)\b)|[,.;:!?\n(¦]|\s-\s|\b(?:and"
    r"|but)\b)\s*(?:(?:and|but|with|from|by|of|the others?|please)\s+)*(?P<said>(?:no|not"
    r"|nothing|none|never|without|avoid(?:ing)?"
    r"|exclud(?:e|ing)|except(?: for)?|nobody|other than|don't|do not|(?:any|every)(?:where|thing|one|body) (?:but|except)"
    r"|anti-)\s[^,.;:!?\n(¦]+)",
    re.IGNORECASE,
)


def _brief(draft: Draft) -> Brief:
    settle_rest(draft)
    rules = settled([rule for _, rule in sorted(draft.rules, key=lambda placed: placed[0])], draft.size or USUAL)
    for found in chain(draft.found(_NO_RULE), draft.found(_UNWANTED)):
        said = draft.take(*found.span("said"))
        draft.assume(f"“{said}” was not understood and is left out; say it in other words to have it kept.")
    left = theme_of(draft.left, draft.asked)
    theme = ", ".join(filter(None, [left, *(said for said in draft.guides if said not in left)]))
    if theme and _UNREAD.search(theme):
        draft.assume(f"No rule was understood in “{theme}”; it is read as the theme.")
    elif not theme and rules:
        draft.assume("There is no theme in the brief, so works are chosen for variety within the rules.")
    return checked(Brief(
        theme=theme, size=draft.size or USUAL, rules=tuple(dict.fromkeys(rules)), audience=draft.audience, language=draft.language,
        title=draft.title, order=draft.order, assumed=tuple(draft.assumed), asked=draft.asked,
    ))  # fmt: skip


def _about_what(brief: Brief, vocabulary: Vocabulary) -> Question[Brief]:
    """Ask for a theme where a brief says nothing at all."""
    anything = replace(brief, assumed=(*brief.assumed, "There is no theme in the brief, so works are chosen for variety."))
    return Question("What should the show be about? Say a theme in a few words.", (Option("anything: choose for variety", anything),))
