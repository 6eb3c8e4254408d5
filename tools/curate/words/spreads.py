"""Over how many values of a fact a show is spread: “from at least four continents”, “each by another maker”, “three media”."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from tools.curate.brief import Fact, Rule, Trait
from tools.curate.wording import fact_text, values_text

from .amounts import NUMBER, number
from .counts import AFTER, BOUND
from .draft import TAKEN, Draft
from .elements import CRAFTS
from .kinds import kind_at, kinds_trait
from .parts import WORK
from .vocabulary import Vocabulary

# One of the values, and several of them.
_NOUNS: dict[Fact, tuple[str, str]] = {
    "maker": (
        r"artist|maker|painter|sculptor|photographer|printmaker|creator|person|hand|name|master",
        r"artists|makers|painters|sculptors|photographers|printmakers|creators|people|hands|names|masters",
    ),
    "nationality": ("nationality", "nationalities"),
    "country": ("country|nation", "countries|nations"),
    "continent": ("continent|part of the world", "continents|parts of the world"),
    "culture": ("culture|civili[sz]ation", "cultures|civili[sz]ations"),
    "type": (rf"(?:kind|type|sort)(?: of {WORK})?", rf"(?:kinds|types|sorts)(?: of {WORK})?"),
    "medium": ("medium|technique|material", "media|mediums|techniques|materials"),
    "genre": ("genre", "genres"),
    "style": ("style|movement", "styles|movements"),
    "holder": ("museum|collection|institution|lender", "museums|collections|institutions|lenders"),
    "century": ("century", "centuries"),
    "decade": ("decade", "decades"),
}
_ONE = "|".join(f"(?P<{fact}>{one})" for fact, (one, _) in _NOUNS.items())
# “No more than one medium” counts one.
_ANY = "|".join(f"(?P<{fact}>{many}|{one})" for fact, (one, many) in _NOUNS.items())
_MANY = "|".join(f"(?P<{fact}>{many})" for fact, (_, many) in _NOUNS.items())
# “Three kinds of flower” are no kinds of work, but “six artists of at least three nationalities” are artists.
_WHOLE = r"(?![\w'-])(?!\s+of\b(?!\s+(?:at least|at most|no (?:more|fewer)|more|fewer|exactly|up to)\b))"
_WHO = r"(?:artists|makers|painters|sculptors|photographers|printmakers|people)"
_BEFORE = (
    rf"(?:(?:and|but|with(?: (?:{WORK}|ones))?|also|please|they should|it should|should|must)\s+)*(?:(?:all|drawn|made|taken|coming|come"
    rf"|chosen|being)\s+)*(?:(?P<who>(?:with\s+)?{_WHO}\s+(?:from|of))|(?P<way>from|by|spanning|spans?|across|covering|covers?"
    r"|representing|represents?|out of|in|of|between))?\s*"
)
_OTHER = r"(?:different|separate|distinct|various|single)"
_COUNTED = re.compile(
    rf"(?<![\w-])(?=\w){_BEFORE}(?:(?P<no>not (?:from |by |of |in )?more than)\s+)?(?:{BOUND}\s+)?(?:(?:from|by|of|in)\s+)?"
    rf"(?<!last )(?<!past )(?<!first )(?P<number>{NUMBER})\s+(?P<different>{_OTHER}\s+)?(?:{_ANY}){_WHOLE}",
    re.IGNORECASE,
)
_EACH = re.compile(
    rf"(?<![\w-])(?:(?:and|but|with|please)\s+)*(?:(?:each|every|all)(?:\s+(?:one|of (?:them|which)|{WORK}))?\s+)?(?:(?:is|are|being"
    rf"|should be|must be|made|coming|comes|come|should come|must come)\s+)*(?:from|by|of|in)\s+(?:an?\s+(?:different|separate|distinct"
    rf"|new)|another|its own)\s+(?:{_ONE})(?:\s+or\s+(?P<other>culture|maker|artist))?{_WHOLE}",
    re.IGNORECASE,
)
# How many by one maker is read elsewhere, with what is counted.
_NOT_MAKERS = "|".join(f"(?P<{fact}>{many}|{one})" for fact, (one, many) in _NOUNS.items() if fact != "maker")
_SAME = re.compile(
    rf"(?<![\w-])(?<!at least )(?:(?:and|but|with)\s+)*(?:no two(?:\s+{WORK})?(?:\s+(?:are|should be|may be))?\s+(?:from|by"
    rf"|of|in)\s+the same"
    rf"|(?:(?:at most|no more than|not more than|up to|only|just|exactly|a maximum of|max(?:imum)?)\s+)?one(?:\s+{WORK})?"
    rf"\s+(?:per|from each|for each|of each)|(?:each|all)(?:\s+{WORK})?\s+(?:from|of|in)\s+different)\s+(?:{_NOT_MAKERS}){_WHOLE}",
    re.IGNORECASE,
)
_LOOSE = re.compile(
    rf"(?<![\w-])(?:(?:and|with(?: {WORK})?)\s+)*(?:(?:from|in|across|spanning|covering)\s+(?:different|several|various|multiple"
    rf"|a variety of|a range of|many)|by\s+(?:several|various|multiple|a variety of|a range of|many))\s+(?:different\s+)?"
    rf"(?:{_MANY}){_WHOLE}",
    re.IGNORECASE,
)
_WORLD = re.compile(
    r"(?<![\w-])(?:drawn |coming |taken )?(?:from )?(?:all (?:over|around|across)|around|across) the (?:world|globe)(?![\w-])",
    re.IGNORECASE,
)
_EVERY = re.compile(
    rf"(?<![\w-])(?:(?:and|with|at least|works?)\s+)*(?:(?P<each>{NUMBER})\s+(?:works?\s+)?)?(?:from|for)\s+(?:each|every"
    rf"|all(?: the| of the)?(?: (?:five|six|seven))?)"
    rf"\s+(?:inhabited\s+)?continents?{_WHOLE}",
    re.IGNORECASE,
)
# What is said of the show as a whole, between commas.
_ALONE = re.compile(rf"(?:^|[,.;:!?\n({TAKEN}])\s*(?:(?:and|with|but)\s+)*$"), re.compile(rf"\s*(?:$|[,.;:!?\n){TAKEN}])")
_TIMES: frozenset[Fact] = frozenset({"century", "decade"})


def read_spread(draft: Draft, vocabulary: Vocabulary) -> None:
    """Take out how many values of a fact the works are to have; what hangs on the size waits for `settled`."""
    for found in draft.found(_EVERY):
        _every_continent(draft, found, vocabulary)
    for pattern in (_EACH, _SAME):
        for found in draft.found(pattern):
            _keep(draft, found, vocabulary, Rule(kind="spread", of=_fact(found)))
    for found in draft.found(_COUNTED):
        if (bounds := _bounds(found, draft)) is not None:
            after = AFTER.match(draft.left, found.end())
            _keep(draft, found, vocabulary, replace(bounds, of=_fact(found)), after.end() if after else found.end())
    for found in draft.found(_LOOSE):
        _loosely(draft, found, vocabulary, _fact(found), 2)
    for found in draft.found(_WORLD):
        _loosely(draft, found, vocabulary, "continent", 3)


def _loosely(draft: Draft, found: re.Match[str], vocabulary: Vocabulary, fact: Fact, low: int) -> None:
    """Keep a spread that is left open as over `low` values, and say so."""
    said = draft.asked[found.start() : found.end()].strip()
    if _keep(draft, found, vocabulary, Rule(kind="spread", of=fact, low=float(low))):
        draft.assume(f"“{said}” was read as at least {values_text(fact, low)}; say how many to have more.")


def _every_continent(draft: Draft, found: re.Match[str], vocabulary: Vocabulary) -> None:
    """Keep that works come from every continent of the collection."""
    continents = [said for said in vocabulary.known.get("continent", "").split(" | ") if said.strip()]
    said = draft.asked[found.start() : found.end()].strip()
    if _keep(draft, found, vocabulary, Rule(kind="spread", of="continent", low=float(len(continents)))):
        only_one = ", at least one work each" if found["each"] and number(found["each"]) > 1 else ""
        draft.assume(f"“{said}” was read as the {values_text('continent', len(continents))} of the collection{only_one}.")


def settled(rules: Sequence[Rule], size: int) -> list[Rule]:
    """Return rules of which those that hang on the size are settled: as many makers as works are one work a maker."""
    return [_settled(rule, size) if rule.kind == "spread" else rule for rule in rules]


def _settled(rule: Rule, size: int) -> Rule:
    each = rule.low is None and rule.high is None
    if each or (rule.low == rule.high and rule.low is not None and rule.low >= size):
        if rule.of == "maker":
            return Rule(kind="per_maker", count=1, said=rule.said)
        return replace(rule, low=float(size) if each else rule.low, high=None)
    return rule


def _fact(found: re.Match[str]) -> Fact:
    said = found.groupdict()
    fact: Fact = next(fact for fact in _NOUNS if said.get(fact))
    if fact in ("maker", "culture") and said.get("other"):
        return "maker_or_culture"
    return fact


def _bounds(found: re.Match[str], draft: Draft) -> Rule | None:
    """Return a spread over so many; None where a count without a bound may tell what works show or when they were made."""
    after = AFTER.match(draft.left, found.end())
    said = {**found.groupdict(), **({name: text for name, text in after.groupdict().items() if text} if after else {})}
    count, fact = number(found["number"]), _fact(found)
    # “At least two people” may be in a picture; by two people, works are made.
    if re.search(r"\b(?:people|persons?|hands?|names?)\b", found[0], re.IGNORECASE) and (found["way"] or "").lower() != "by":
        return None
    if fact in _TIMES and (found["more"] or "").lower() == "over":
        return None
    if said["most"] or said["no"] or said["fewer"]:
        high = count - bool(said["fewer"])
        return Rule(kind="spread", high=float(high)) if high >= 1 else None
    if said["least"] or said["more"]:
        return Rule(kind="spread", low=float(count + bool(said["more"])))
    ways = ("by", "from", "across", "spanning", "representing", "covering", *(("in",) if fact in ("medium", "style") else ()))
    goes_on = found[0].lower().startswith("and") and draft.left[: found.start()].rstrip(" ,").endswith(TAKEN)
    alone = _ALONE[0].search(draft.left[: found.start()]) and _ALONE[1].match(draft.left, found.end())
    if count < 2 or not (alone or said["exact"] or found["different"] or found["who"] or (found["way"] or "").lower() in ways or goes_on):
        return None
    return Rule(kind="spread", low=float(count), high=float(count))


def _keep(draft: Draft, found: re.Match[str], vocabulary: Vocabulary, rule: Rule, end: int | None = None) -> bool:
    """Keep a spread over a fact that the collection tells; say aloud that another is no rule."""
    fact = _told(rule.of or "maker", bool(found.groupdict().get("who")), vocabulary)
    stop = found.end() if end is None else end
    if fact:
        draft.rule(found.start(), stop, replace(rule, of=fact, trait=_craft(found[0], vocabulary)))
        return True
    said = draft.take(found.start(), stop)
    draft.assume(f"The collection does not tell the {fact_text(rule.of or 'maker')} of its works, so “{said}” is no rule.")
    return False


def _craft(said: str, vocabulary: Vocabulary) -> Trait | None:
    """Return the kind of works that a word for makers names: three photographers are three makers of photographs."""
    craft = next((kind for who, kind in CRAFTS.items() if re.search(rf"\b{who}s\b", said, re.IGNORECASE)), None)
    kind = kind_at(craft, 0) if craft else None
    return kinds_trait([kind.kind], vocabulary) if kind else None


def _told(fact: Fact, of_makers: bool, vocabulary: Vocabulary) -> Fact | None:
    """Return the fact by which the collection tells what is asked; None where it does not."""
    match fact:
        case "maker" | "maker_or_culture" | "century" | "decade":
            return fact
        case "country" if of_makers and vocabulary.tells("nationality"):
            return "nationality"
        case "country" | "culture":
            return fact if vocabulary.tells("place") or vocabulary.tells("nationality") else None
        case "type" | "medium":
            other: Fact = "medium" if fact == "type" else "type"
            return fact if vocabulary.tells(fact) else other if vocabulary.tells(other) else None
        case _:
            return fact if vocabulary.tells(fact) else None
