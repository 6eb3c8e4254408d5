"""How many works a show has, and the kinds of works that a brief names without “only”: “ten prints by Japanese artists”."""

from __future__ import annotations

import re
from dataclasses import replace

from tools.curate.brief import Rule, Trait
from tools.curate.wording import joined

from .amounts import NUMBER, number
from .counted import Counted, bare_counts
from .counts import said_aloud
from .draft import TAKEN, Draft
from .kept_out import keep
from .parts import WORK, Phrase, both, traits_of
from .phrase import phrase_at
from .places import place_at
from .vocabulary import Vocabulary

LARGEST = 500
USUAL = 12
SMALL, TINY, LARGE = 8, 5, 30
_SHOW = r"(?:exhibition|show|display|selection|hang|presentation|survey|room|exhibit)"
_SIZED = re.compile(

        rf"(?<![\w-])(?:(?:(?:the )?(?:size|number of works|total)(?: of the {_SHOW})?(?:\s*(?::|=|is"
        rf"|of))?\s*(?P<size>{NUMBER})(?:\s+works)?)"
    rf"|(?:an?|the)\s+(?:\w+\s+)?{_SHOW}\s+of\s+(?:about\s+|around\s+)?(?P<of>{NUMBER})(?:\s+(?:works|pieces|objects))?"

        rf"|(?:^|(?<=[.,;:!?¦]\s))(?:(?:about|around|roughly|some|say|perhaps|maybe)\s+)?(?P<bare>{NUMBER})"
        rf"(?=\s+(?:on|about)\b|\s+of them\s*(?:[,.;]|$)|\s*(?:$|[,;!?)]|[.:](?:\s|$)))(?:\s+of them)?"
        rf"|(?P<all>{NUMBER})(?:\s+works)?\s+(?:in all|in total|altogether|overall)|make (?:it"
        rf"|that)\s+(?P<make>{NUMBER})(?:\s+works)?)(?![\w%-]|\.\d|,\d)", re.IGNORECASE,
)  # fmt: skip
# A count of what nobody else names: “Eight saints”. Fewer may be what the show is about: “three graces”.
_HEADED = re.compile(
    rf"(?:^|[.,;:!?\n(¦]\s*)(?P<count>(?i:{NUMBER}))(?=\s+(?:(?!of\b|and\b|or\b|in\b|by\b|on\b|from\b)[a-z][\w'-]*\s+){{0,2}}[a-z][\w'-]*s(?![\w'-]))"
)
_FEWEST_HEADED, _MOST_HEADED = 5, 100
_OR_SO = re.compile(r"(?<=¦)\s*(?:or so|or thereabouts|give or take|more or less)(?![\w-])", re.IGNORECASE)
_LOOSELY = re.compile(

        rf"(?<![\w-])(?:make it (?P<it>small|tiny|large|big|short)|(?:keep it|it should be) (?P<keep>small|tiny|large|big|short)"
        rf"|(?P<adjective>small|little|tiny|large|big)(?=(?:\s+[\w-]+)?\s+{_SHOW}s?\b)"
    rf"|(?P<few>a (?:few|handful of) (?:works|pieces|things|objects)))(?![\w-])", re.IGNORECASE,
)  # fmt: skip
_ABOUT = re.compile(
    r"(?:\babout|\bon|\btheme:?|\bthemes? of|\bsubject:?|\bexploring|\bregarding|\binto|\bhistory of|\bart of|\baround)\s+(?:the\s+)?$",
    re.IGNORECASE,
)
_BEFORE_KIND = re.compile(
    rf"(?:^|{TAKEN}|[.,;:!?\n(]|\b(?:{_SHOW}s?|me|us|want|like|see|need|choose|select|find|show|make|get|pick|and|some|my"
    rf"|our|the best|of our)(?:\s+of)?)\s*(?:the\s+|some\s+|our\s+)?$",
    re.IGNORECASE,
)
_AFTER_KIND = re.compile(
    rf"\s*(?:$|{TAKEN}|[.,;:!?\n)]|(?:by|about|on|of|from|in|with|that|showing|depicting|exploring|made|at|for|between"
    rf"|before|after|and|around)\b)",
    re.IGNORECASE,
)
_NEUTRAL = re.compile(rf"{WORK}(?![\w'-])", re.IGNORECASE)
_WORDS = re.compile(r"(?<![\w'-])(?=\w)")


def read_extent(draft: Draft, vocabulary: Vocabulary) -> None:
    """Take out the size, and what is counted without a bound, which is a rule where the size is said elsewhere."""
    _plain_size(draft, vocabulary)
    counts = bare_counts(draft, vocabulary)
    at = None if draft.size is not None else _size_among(counts)
    for place, count in enumerate(counts):
        if place == at:
            _keep_size(draft, count, vocabulary)
        elif count.phrase.empty and not count.phrase.genre:
            draft.take(count.start, count.end)
            draft.assume(f"“{draft.asked[count.start : count.end].strip()}” was passed over: the size was read elsewhere.")
        else:
            _keep_count(draft, count, vocabulary)
    if draft.size is None and len(counts) > 1:
        draft.size = min(sum(count.high for count in counts), LARGEST)
        draft.assume(f"The size was read as the sum of what is counted: {draft.size} works.")
    _default(draft)


def _plain_size(draft: Draft, vocabulary: Vocabulary) -> None:
    counted = any(count.phrase.neutral and not _sorts(count.phrase) for count in bare_counts(draft, vocabulary))
    for found in draft.found(_SIZED):
        # A number by itself is the size only where no works are counted.
        if found["bare"] and counted:
            continue
        said = found["size"] or found["of"] or found["bare"] or found["all"] or found["make"]
        if draft.size is None:
            draft.size = _bounded(draft, number(said))
        draft.take(found.start(), found.end())


def _default(draft: Draft) -> None:
    """Settle a size that is said loosely or not at all, and say so."""
    for found in draft.found(_LOOSELY):
        said = (found["it"] or found["keep"] or found["adjective"] or found["few"]).lower()
        draft.take(found.start(), found.end())
        if draft.size is None:
            draft.size = {"small": SMALL, "little": SMALL, "short": SMALL, "tiny": TINY, "large": LARGE, "big": LARGE}.get(said, TINY)
            draft.assume(f"“{said}” was read as {draft.size} works.")
    for found in draft.found(_HEADED):
        if draft.size is None and _FEWEST_HEADED <= (size := number(found["count"])) <= _MOST_HEADED:
            word = re.match(r"\s+[\w'-]+", draft.asked[found.end("count") :])
            draft.assume(f"“{draft.asked[found.start('count') : found.end('count')]}{word[0] if word else ''}” was read as {size} works.")
            draft.size = size
            draft.take(*found.span("count"))
    for found in draft.found(_OR_SO):
        draft.take(found.start(), found.end())
    if draft.size is None:
        draft.size = USUAL
        draft.assume(f"There is no size in the brief, so the show has {USUAL} works.")


def _size_among(counts: list[Counted]) -> int | None:
    """Return which count is the size of the show; None where all are parts of it.

    A plain “twelve works” is; else the first count, but not where several of one sort are listed: “3 sculptures and 5 prints”.
    """
    plain = [at for at, count in enumerate(counts) if count.phrase.neutral and not _sorts(count.phrase)]
    if plain:
        return plain[0]
    sorts = {sort for count in counts for sort in _sorts(count.phrase)}
    if len(counts) > 1 and len(sorts) == 1 and not any(count.phrase.neutral and count.phrase.origins for count in counts[:1]):
        return None
    return 0 if counts and not re.search(r"including|plus|with|of which|among", counts[0].lead, re.IGNORECASE) else None


def _sorts(phrase: Phrase) -> set[str]:
    """Return by what sorts of fact a phrase tells works apart, years and sizes aside."""
    named = [("kind", phrase.kinds), ("origin", phrase.origins), ("maker", phrase.makers)]
    return {name for name, found in [*named, ("genre", phrase.genre)] if found} | {trait.field for trait in phrase.traits if trait.field}


def _keep_size(draft: Draft, count: Counted, vocabulary: Vocabulary) -> None:
    said = draft.asked[count.start : count.end].strip()
    draft.size = _bounded(draft, count.high)
    if count.kind_at:
        # “Six large sculptures” are sculptures; what else they are stays in the theme.
        draft.take(count.start, count.number_end)
        if not count.phrase.empty:
            keep(draft, count.kind_at, count.end, count.phrase, "only", vocabulary)
        return
    works = f"{draft.size} works"
    if count.high > count.low:
        draft.assume(f"“{said}” was read as the larger number: {works}.")
    elif count.lead.strip() and not re.fullmatch(r"(?:and|with|\s)*", count.lead, re.IGNORECASE):
        draft.assume(f"“{said}” was read as {works}.")
    if count.phrase.genre:
        draft.take(count.start, count.number_end)
    elif count.phrase.empty:
        draft.take(count.start, count.end)
    else:
        keep(draft, count.start, count.end, count.phrase, "only", vocabulary)
        draft.take(count.start, count.end)


def _keep_count(draft: Draft, count: Counted, vocabulary: Vocabulary) -> None:
    said_aloud(draft, count.phrase, draft.asked[count.start : count.end])
    genre = (
        [Trait(field="genre", words=(count.phrase.genre,))] if count.phrase.genre and vocabulary.has("genre", count.phrase.genre) else []
    )
    if not (traits := genre or traits_of(count.phrase, vocabulary)):
        return
    if count.lead.strip().lower() in ("and", "") and (before := _just_before(draft, count.start)):
        draft.rule(count.start, count.end, replace(before, count=count.low, trait=both(traits)))
        return
    loose = re.search(r"including|plus|about|around|some", count.lead, re.IGNORECASE)
    rule = Rule(kind="at_least" if loose or count.high > count.low else "exactly", count=count.low, trait=both(traits))
    rules = [rule, replace(rule, kind="at_most", count=count.high)] if count.high > count.low else [rule]
    draft.rule(count.start, count.end, *rules)


def _just_before(draft: Draft, start: int) -> Rule | None:
    """Return the bounded count that a list goes on from: “at least one Monet and one Cassatt”, “at least two prints, two paintings”."""
    if not draft.left[:start].rstrip(" ,").endswith(TAKEN):
        return None
    before = max((placed for placed in draft.rules if placed[0] < start), key=lambda placed: placed[0], default=None)
    return before[1] if before and before[1].kind in ("at_least", "at_most") else None


def _bounded(draft: Draft, size: int) -> int:
    if 1 <= size <= LARGEST:
        return size
    kept = min(max(size, 1), LARGEST)
    draft.assume(f"A show of {size:,} works cannot be asked for, so it has {kept}.")
    return kept


def read_kinds(draft: Draft, vocabulary: Vocabulary) -> None:
    """Take out works named without a number: “etchings about war”, “works from Japan”, “by Dutch artists”."""
    for found in draft.found(_WORDS):
        start = found.start()
        phrase = phrase_at(draft.left, start, vocabulary)
        if phrase is None or phrase.empty or not _is_asked(draft.left, start, phrase):
            continue
        if phrase.kinds and (beside := _BESIDE.search(draft.left[:start])):
            draft.assume(
                f"“{beside[1]}” beside “{draft.asked[start : phrase.end]}” is read as the theme, for it names no kind of work here."
            )
        keep(draft, start, phrase.end, phrase, "only", vocabulary)


_BESIDE = re.compile(r"([^\W\d_]+)\s+and\s+$")


def _is_asked(text: str, start: int, phrase: Phrase) -> bool:
    """Say whether a phrase names the works wanted, and not what they are about."""
    before, after = text[:start], text[phrase.end :]
    # “Women at work by women” are not works.
    if _ABOUT.search(before) or (phrase.neutral and _NEUTRAL.match(text, start) and not _BEFORE_KIND.search(before)):
        return False
    if phrase.makers or phrase.origins or any(trait.field in ("gender", "on_paper") for trait in phrase.traits):
        return True
    if not phrase.kinds:
        return phrase.neutral and any(trait.field == "place" for trait in phrase.traits)
    taken = before.rstrip().endswith(TAKEN)
    return bool((phrase.plural or phrase.neutral or taken) and _BEFORE_KIND.search(before) and _AFTER_KIND.match(after))


_INSIDE = re.compile(r"(?<![\w-])(?:(?:made|set|born)\s+)?in\s+(?=\w)", re.IGNORECASE)


def read_places(draft: Draft, vocabulary: Vocabulary) -> None:
    """Keep “in northern Europe” as a rule, said aloud; the words stay in the theme, for they may be what works show."""
    for found in draft.found(_INSIDE):
        if (place := place_at(draft.left, found.end())) is None:
            continue
        phrase = Phrase(end=place.end, origins=[place])
        traits = traits_of(phrase, vocabulary)
        said = draft.asked[found.start() : place.end].strip()
        said_aloud(draft, replace(phrase, assumed=[]), said)
        for trait in traits:
            draft.rules.append((found.start(), Rule(kind="only", trait=trait, said=said)))
            way = {"place": "made in", "nationality": "by makers called"}.get(trait.field or "", "from")
            draft.assume(f"“{said}” was read as works {way} {joined(trait.words)}; say “anywhere” to lift it.")
