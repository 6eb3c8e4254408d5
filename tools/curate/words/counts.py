"""How many, how large a part, how many by one maker: “at least four …”, “half by women”, “at most two per artist”."""

from __future__ import annotations

import re
from dataclasses import replace

from tools.curate.brief import Rule

from .amounts import NUMBER, SHARE, number, share
from .draft import Draft
from .parts import WORK, Phrase, both, traits_of
from .phrase import phrase_at
from .vocabulary import Vocabulary

_LEAST = (
    r"at (?:the very )?least|no fewer than|no less than|not fewer than|not less than|a minimum of|minimum(?: of)?|min\.?"
    r"|with at least"
)
_MOST = r"at (?:the very )?most|no more than|not more than|never more than|up to|a maximum of|maximum(?: of)?|max\.?|not over|only up to"
_MORE, _FEWER = r"more than|over", r"fewer than|less than|under"
_EXACT = r"exactly|precisely|just|only"
BOUND = rf"(?:(?P<least>{_LEAST})|(?P<most>{_MOST})|(?P<more>{_MORE})|(?P<fewer>{_FEWER})|(?P<exact>{_EXACT}))"
AFTER = re.compile(

        rf"\s*,?\s*(?:(?P<least>at least|or more|minimum|as a minimum|or over)|(?P<most>at most|or fewer|or less|max(?:imum)?\.?"
        rf"|at the most|tops)"
    rf"|(?P<exact>exactly))(?![\w-])(?!\s+(?:{NUMBER}|{SHARE}))", re.IGNORECASE,
)  # fmt: skip
_WHO = (
    r"(?:artists?|makers?|persons?|people|painters?|sculptors?|photographers?|printmakers?|creators?|hands?|names?"
    r"|individuals?|masters?|anyone|anybody)"
)
_PER = re.compile(
    rf"\s*(?:each\s+)?(?:per|by|from|for|of|to|a)\s+(?:(?:any|each|every|one|a|an|the|same|single|given|individual)\s+)*{_WHO}(?![\w'-])"
    r"(?!\s+(?:called|named|from|in)\b)", re.IGNORECASE,
)  # fmt: skip
_LED = re.compile(
    rf"(?:(?:with|and|but|show(?:ing)?|have|having|limit(?:ed)? (?:it )?to)\s+)?(?:{BOUND}\s+)?(?P<number>{NUMBER})(?![\w%])\s*",
    re.IGNORECASE,
)
_TIMES = {"once": 1, "twice": 2, "three times": 3, "thrice": 3}
_MAY = (
    r"(?:\s+(?:may|should|must|can|shall|to))?(?:\s+(?:be|have|appear|appears|is|has|get|gets))?(?:\s+(?:represented|shown"
    r"|included|featured))?(?:\s+(?:by|with))?"
)
_NOBODY = re.compile(
    rf"(?:nobody|no (?:single |one )?(?:{_WHO}|one)){_MAY}\s+(?:more than|over)\s+(?:(?P<times>once|twice|thrice|three times)"
    rf"|(?P<number>{NUMBER})(?:\s+{WORK})?)",
    re.IGNORECASE,
)
_ONCE = re.compile(

        rf"(?:(?:every|each)\s+{_WHO}\s+(?:appears?\s+)?(?:only\s+)?once(?: only)?|no {_WHO} twice|no repeat(?:s"
        rf"|ed)?(?: of)?(?: (?:artists?|makers?))?"

        rf"|no two\s+(?:{WORK}\s+)?(?:by|from)\s+(?:the\s+)?same\s+{_WHO}|(?:(?:each|every|all)(?:\s+{WORK})?\s+)?(?:(?:is|are"
        rf"|should be|must be)\s+)?by\s+(?:a\s+)?different\s+{_WHO}"
    rf"|(?:all|only)?\s*different\s+{_WHO}|a\s+different\s+{_WHO}\s+(?:each|for each|every)(?:\s+time)?)(?![\w-])", re.IGNORECASE,
)  # fmt: skip
_MANY = re.compile(

        rf"(?:(?:with|and|but|of which|have|include|including|want|show)\s+)?(?:(?:{BOUND})\s+)?(?:(?:(?:roughly|about|around"
        rf"|approximately|some|nearly|almost)\s+)?(?P<share>{SHARE})"
        rf"|(?P<number>{NUMBER})(?!\s*(?:%|per ?cent)))(?![\w])\s*", re.IGNORECASE,
)  # fmt: skip
_MOSTLY = re.compile(
    r"(?:mostly|mainly|predominantly|primarily|largely|chiefly|(?<!at )most(?: of (?:them|the works|the show))?|(?:the"
    r"|a) majority(?: of (?:them|the works))?)\s+",
    re.IGNORECASE,
)
_SOME = re.compile(
    r"(?:(?:with|including|includes?|featuring|features?|containing|contains?|plus|and|must (?:have|include|show))\s+)*"

        r"(?:(?:something|anything|some|a|an|another|one work|a work|works?|a piece|pieces)(?=\s)|(?<=including)|(?<=include)"
        r"|(?<=featuring)|(?<=with))\s+", re.IGNORECASE,
)  # fmt: skip
_EQUAL = re.compile(
    r"(?:as many (?:works by )?women as men|as many (?:works by )?men as women|equal(?:ly)? (?:numbers? |parts? "
    r"|shares? )?(?:of )?(?:works by )?(?:men and women|women and men)"
                    r"|(?:a )?gender(?:[- ]| parity| balance)+(?:ed)?)(?![\w-])", re.IGNORECASE)  # fmt: skip


def read_per_maker(draft: Draft, vocabulary: Vocabulary) -> None:
    """Take out how many works one maker may have."""
    for found in draft.found(_NOBODY):
        count = _TIMES[found["times"].lower()] if found["times"] else number(found["number"])
        draft.rule(found.start(), found.end(), Rule(kind="per_maker", count=count))
    for found in draft.found(_ONCE):
        draft.rule(found.start(), found.end(), Rule(kind="per_maker", count=1))
    for found in draft.found(re.compile(rf"(?<![\w-]){_LED.pattern}", re.IGNORECASE)):
        _per_maker(draft, found, vocabulary)


def _per_maker(draft: Draft, found: re.Match[str], vocabulary: Vocabulary) -> None:
    phrase = _works_before_per(draft.left, found.end(), vocabulary)
    if per := _PER.match(draft.left, phrase.end if phrase else found.end()):
        count = number(found["number"]) - bool(found["fewer"])
        traits = traits_of(phrase, vocabulary) if phrase else []
        end = after.end() if (after := AFTER.match(draft.left, per.end())) else per.end()
        draft.rule(found.start(), end, Rule(kind="per_maker", count=max(count, 1), trait=both(traits) if traits else None))


def _works_before_per(text: str, at: int, vocabulary: Vocabulary) -> Phrase | None:
    """Read what is counted, up to “per artist”: “prints” in “two prints per artist”."""
    works = re.compile(rf"(?:{WORK}|photographs?|prints?|paintings?|drawings?|etchings?|sculptures?)(?=\s)", re.IGNORECASE).match(text, at)
    return phrase_at(text[: works.end()], at, vocabulary) if works else None


def read_counts(draft: Draft, vocabulary: Vocabulary) -> None:
    """Take out “at least four works on paper”, “half by women”, “no more than a third photographs”, “some by women”."""
    for found in draft.found(_word(_EQUAL)):
        women = both(traits_of(phrase, vocabulary)) if (phrase := phrase_at("by women", 0, vocabulary)) else None
        draft.rule(found.start(), found.end(), Rule(kind="share", trait=women, low=0.5))
        draft.assume(f"“{draft.asked[found.start() : found.end()].strip()}” was read as at least half by women.")
    for found in draft.found(_word(_MOSTLY)):
        _some_of(draft, found, vocabulary, [Rule(kind="share", low=0.5)], f"“{found[0].strip()}” was read as at least half.")
    for found in draft.found(re.compile(rf"(?<!not )(?<!no )(?<!first )(?<!second )(?<!latter )(?<![\w-]){_MANY.pattern}", re.IGNORECASE)):
        _some_of(draft, found, vocabulary, None, None)


def read_some(draft: Draft, vocabulary: Vocabulary) -> None:
    """Take out “with something by Goya”, “including a sculpture”, “some by women”."""
    for found in draft.found(_word(_SOME)):
        first = found[0].split()[0].lower()
        if first in ("a", "an", "and", "work", "works", "piece", "pieces", "another") and not re.search(
            r"including|featuring|with|contain|plus|must|some", found[0], re.IGNORECASE
        ):
            continue
        _some_of(draft, found, vocabulary, [Rule(kind="at_least", count=1)], None, subjects=False)


def _word(pattern: re.Pattern[str]) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-]){pattern.pattern}", re.IGNORECASE)


def _some_of(
    draft: Draft, found: re.Match[str], vocabulary: Vocabulary, rules: list[Rule] | None, assumed: str | None, *, subjects: bool = True
) -> None:
    """Keep how many works have what is named next; what is counted without a bound may be the size and waits."""
    each = re.compile(r"(?:works?\s+)?each\s+(?=by\b)", re.IGNORECASE).match(draft.left, found.end())
    phrase = phrase_at(draft.left, each.end() if each else found.end(), vocabulary, names="known", subjects=subjects, bare=True)
    if phrase is None or phrase.empty:
        return
    phrase.each |= bool(each)
    after = AFTER.match(draft.left, phrase.end)
    if rules is None:
        bounds = {**found.groupdict(), **({name: said for name, said in after.groupdict().items() if said} if after else {})}
        rules = _bounded(bounds)
        if not rules:
            return
    _keep(draft, found.start(), after.end() if after else phrase.end, phrase, rules, vocabulary)
    if assumed:
        draft.assume(assumed)


def _keep(draft: Draft, start: int, end: int, phrase: Phrase, rules: list[Rule], vocabulary: Vocabulary) -> None:
    each = [_with_maker(phrase, at) for at in range(len(phrase.makers))] if phrase.each and len(phrase.makers) > 1 else [phrase]
    kept = [replace(rule, trait=both(traits)) for one in each if (traits := traits_of(one, vocabulary)) for rule in rules]
    said_aloud(draft, phrase, draft.asked[start:end])
    draft.rule(start, end, *kept)


def said_aloud(draft: Draft, phrase: Phrase, said: str) -> None:
    """Say aloud what a phrase assumed, and what of it the collection cannot tell."""
    for sentence in phrase.assumed:
        draft.assume(sentence)
    for origin in phrase.untold:
        draft.guides += [] if origin.said in draft.guides else [origin.said]
        draft.assume(
            f"The collection does not say where its works or makers come from, so “{origin.said}” guides the theme and is no rule."
        )


def _with_maker(phrase: Phrase, at: int) -> Phrase:
    return replace(phrase, makers=[phrase.makers[at]], each=False)


def _bounded(said: dict[str, str | None]) -> list[Rule]:
    """Return the rule of a count or a share and its bound; none for a count without one."""
    if said.get("share"):
        part = share(said["share"] or "")
        low, high = _range_of(said, part)
        return [Rule(kind="share", low=low, high=high)]
    count = number(said["number"] or "")
    if said.get("least"):
        return [Rule(kind="at_least", count=count)]
    if said.get("most"):
        return [Rule(kind="at_most", count=count)]
    if said.get("more"):
        return [Rule(kind="at_least", count=count + 1)]
    if said.get("fewer"):
        return [Rule(kind="at_most", count=max(count - 1, 0))]
    return [Rule(kind="exactly", count=count)] if said.get("exact") else []


# “More than half” is a little more.
_STRICT = 0.01


def _range_of(said: dict[str, str | None], part: float) -> tuple[float | None, float | None]:
    if said.get("most"):
        return None, part
    if said.get("fewer"):
        return None, max(part - _STRICT, 0.0)
    if said.get("exact"):
        return part, part
    return min(part + _STRICT, 1.0) if said.get("more") else part, None
