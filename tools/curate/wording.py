"""Rules and traits in plain English, as a curator would say them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from .brief import Fact, Rule, Trait

_NUMBERS = "no one two three four five six seven eight nine ten eleven twelve".split()
# Things that can be counted; other words of a type or a medium say what a work is of or in.
_THINGS = frozenset(
    """print painting photograph drawing sculpture statue textile ceramic manuscript mask video film installation book poster mosaic
    fresco mural tapestry relief etching engraving lithograph woodcut linocut screenprint serigraph silkscreen aquatint mezzotint drypoint
    watercolour watercolor gouache pastel collage daguerreotype cyanotype sketch carving vessel vase coin medal map album negative miniature
    altarpiece quilt rug carpet portrait self-portrait landscape seascape cityscape life nude interior scene""".split()
)
_PIECES = frozenset("furniture metalwork jewellery jewelry glass glassware pottery porcelain calligraphy silver armour lace".split())
# How works stand to a fact, one value of it and several.
_SPREADS: dict[Fact, tuple[str, str, str]] = {
    "maker": ("by", "maker", "makers"),
    "maker_or_culture": ("by", "maker or culture", "makers or cultures"),
    "nationality": ("by makers of", "nationality", "nationalities"),
    "country": ("from", "country", "countries"),
    "continent": ("from", "continent", "continents"),
    "culture": ("from", "culture", "cultures"),
    "type": ("of", "type", "types"),
    "medium": ("in", "medium", "media"),
    "genre": ("of", "genre", "genres"),
    "style": ("in", "style", "styles"),
    "holder": ("from", "museum", "museums"),
    "century": ("from", "century", "centuries"),
    "decade": ("from", "decade", "decades"),
}
_GENDERS = {"female": "women", "male": "men", "nonbinary": "nonbinary makers"}


def number_text(count: int) -> str:
    """Word a number up to twelve, and write the others in digits."""
    return _NUMBERS[count] if 0 <= count < len(_NUMBERS) else f"{count:,}"


def works_text(count: int, what: str = "works") -> str:
    """Word so many works of a kind.

    >>> works_text(1, "works on paper"), works_text(0), works_text(13)
    ('one work on paper', 'no works', '13 works')
    """
    return f"{number_text(count)} {what.replace('works', 'work', 1) if count == 1 else what}"


def rule_text(rule: Rule) -> str:
    """Word a rule.

    >>> rule_text(Rule(kind="at_least", trait=Trait(field="on_paper"), count=4)), rule_text(Rule(kind="per_maker", count=2))
    ('at least four works on paper', 'at most two works by one maker')
    >>> rule_text(Rule(kind="at_most", trait=Trait(field="type", words=("painting",)), count=2))
    'at most two paintings'
    """
    trait = rule.trait or Trait()
    match rule.kind:
        case "only":
            return _limit_text(trait) or f"only {trait_text(trait)}"
        case "none":
            return f"no {trait_text(trait)}"
        case "at_least" | "at_most" | "exactly":
            none = not rule.count and rule.kind != "at_least"
            return f"no {trait_text(trait)}" if none else f"{rule.kind.replace('_', ' ')} {count_text(rule.count or 0, trait)}"
        case "per_maker":
            return f"at most {count_text(rule.count or 0, trait)} by one maker"
        case "share":
            return f"{trait_text(trait)} for {_share_text(rule)} of the show"
        case "spread":
            return _spread_text(rule, trait)
        case "wall":
            return f"{rule.metres or 0:g} {'metre' if rule.metres == 1 else 'metres'} of wall"
        case "include":
            return f"with {trait.called or listed(trait.ids, 'and')}"
        case "exclude":
            return f"without {trait.called or listed(trait.ids, 'and')}"


def count_text(count: int, trait: Trait) -> str:
    """Word so many works that have a trait.

    >>> count_text(1, Trait(field="type", words=("print", "drawing"))), count_text(3, Trait(field="medium", words=("oil",)))
    ('one print or drawing', 'three works in oil')
    """
    return f"{number_text(count)} {trait_text(trait, one=count == 1)}"


def trait_text(trait: Trait, *, one: bool = False) -> str:
    """Word the works that have a trait, or one of them.

    >>> trait_text(Trait(field="gender", words=("female",), from_year=1600, to_year=1850, max_width_cm=150))
    'works by women, made between 1600 and 1850, at most 150 cm wide'
    >>> trait_text(Trait(field="on_paper", also=Trait(field="gender", words=("female",))))
    'works on paper, by women'
    >>> trait_text(Trait(field="gender", words=("female",), also=Trait(field="type", words=("tapestry",))))
    'tapestries by women'
    """
    parts = list(_flat(trait))
    kind = next((part for part in parts if _things(part)), None)
    head = joined([_thing_text(thing, one) for thing in _things(kind)]) if kind else "work" if one else "works"
    first, *others = [text for part in parts for text in _phrases(part, said=part is not kind)] or [""]
    return ", ".join([f"{head} {first}".strip(), *others])


def joined(parts: Sequence[str], by: str = "or") -> str:
    """Join words as in a sentence: “a, b or c”."""
    return f"{', '.join(parts[:-1])} {by} {parts[-1]}" if len(parts) > 1 else "".join(parts)


def listed(parts: Sequence[str], by: str = "or", most: int = 4) -> str:
    """Join words as in a sentence, of many the first and how many more there are.

    >>> listed(["Belgium", "Denmark", "England", "Germany", "Norway"])
    'Belgium, Denmark, England or two more'
    """
    return joined(parts if len(parts) <= most else [*parts[: most - 1], f"{number_text(len(parts) - most + 1)} more"], by)


def percent(share: float) -> str:
    """Word a share of 0 to 1."""
    return f"{100 * share:.3g} %"


def values_text(fact: Fact, count: int) -> str:
    """Word so many values of a fact.

    >>> values_text("century", 1), values_text("medium", 3), values_text("maker", 0)
    ('one century', 'three media', 'no makers')
    """
    return f"{number_text(count)} {_SPREADS[fact][1 if count == 1 else 2]}"


def of_values(fact: Fact, said: str) -> str:
    """Word what works have of a fact: “by three makers”, “from one century”."""
    return f"{_SPREADS[fact][0]} {said}"


def fact_text(fact: Fact) -> str:
    """Word a fact, by one value of it."""
    return _SPREADS[fact][1]


def _spread_text(rule: Rule, trait: Trait) -> str:
    """Word how many values of a fact the works have.

    >>> _spread_text(Rule(kind="spread", of="continent", low=4), Trait())
    'works from at least four continents'
    >>> _spread_text(Rule(kind="spread", of="nationality", high=2), Trait(field="gender", words=("female",)))
    'works by women, by makers of at most two nationalities'
    """
    fact, low, high = rule.of or "maker", int(rule.low or 0), None if rule.high is None else int(rule.high)
    works = trait_text(trait)
    match low, high:
        case _, None:
            said = f"at least {values_text(fact, low)}"
        case 0, int(most):
            said = f"at most {values_text(fact, most)}"
        case int(least), int(most):
            said = f"exactly {values_text(fact, most)}" if least == most else f"{number_text(least)} to {values_text(fact, most)}"
    return f"{works}{',' if ' ' in works else ''} {of_values(fact, said)}"


def _share_text(rule: Rule) -> str:
    if rule.low and rule.high is not None and rule.high < 1:
        return f"{percent(rule.low)} to {percent(rule.high)}"
    return f"at least {percent(rule.low)}" if rule.low else f"at most {percent(1.0 if rule.high is None else rule.high)}"


def _limit_text(trait: Trait) -> str | None:
    """Word a limit of size alone as what it keeps out: “no work wider than 150 cm”."""
    limits = (
        (trait.max_width_cm, "wider"),
        (trait.min_width_cm, "narrower"),
        (trait.max_height_cm, "taller"),
        (trait.min_height_cm, "lower"),
    )
    said = [f"{way} than {size:g} cm" for size, way in limits if size is not None]
    bare = Trait(max_width_cm=trait.max_width_cm, min_width_cm=trait.min_width_cm, max_height_cm=trait.max_height_cm,
                 min_height_cm=trait.min_height_cm)  # fmt: skip
    return f"no work {joined(said)}" if said and trait == bare else None


def _flat(trait: Trait) -> Iterator[Trait]:
    """Yield the traits that must hold together, each without the further ones."""
    yield replace(trait, also=None)
    if trait.also:
        yield from _flat(trait.also)


def _things(trait: Trait | None) -> list[str]:
    """Return what works that have a trait are called where it names things that can be counted; else nothing."""
    if trait is None or trait.field not in ("type", "medium", "genre"):
        return []
    called = re.split(r", | or ", trait.called) if trait.called else list(trait.words)
    return called if all(_last(word) in _THINGS | _PIECES for word in called) else []


def _thing_text(thing: str, one: bool) -> str:
    """Return a thing in the singular or the plural: “prints”, “pieces of furniture”."""
    if _last(thing) in _PIECES:
        return f"{'piece' if one else 'pieces'} of {thing}"
    if one:
        return thing.removesuffix("s") if _last(thing) != thing.split()[-1].lower() else thing
    if _last(thing) != thing.split()[-1].lower():
        return thing
    if thing.endswith("y"):
        return f"{thing[:-1]}ies"
    return f"{thing}es" if thing.endswith(("ch", "sh", "s", "x", "o")) and not thing.endswith("video") else f"{thing}s"


def _last(thing: str) -> str:
    """Return the last word of what a thing is called, in the singular and in lower case."""
    word = (thing.split() or [""])[-1].lower()
    return word if word in _THINGS | _PIECES else word.removesuffix("s")


def _phrases(trait: Trait, *, said: bool) -> list[str]:
    """Return what a trait says of works; `said` is False where its words are said already."""
    parts = [_said_of(trait)] if trait.field and said else []
    ids = [f"among {trait.called}" if trait.called else f"called {listed(trait.ids)}"] if trait.ids else []
    return [*parts, *_years(trait), *_sizes(trait), *ids]


def _said_of(trait: Trait) -> str:
    words = listed(trait.words)
    match trait.field:
        case "on_paper":
            return "not on paper" if "no" in trait.words else "on paper"
        case "picture":
            return "without a picture" if "no" in trait.words else "with a picture"
        case "medium":
            return f"in {words}"
        case "maker" | "gender":
            return f"by {listed([_GENDERS.get(word, word) for word in trait.words])}"
        case "nationality":
            return f"by {trait.called or words} makers"
        case "continent" | "place":
            return f"from {trait.called or words}"
        case "tag":
            return f"tagged {words}"
        case "holder":
            return f"held by {words}"
        case "title":
            return f"with {words} in the title"
        case "style":
            return f"in the style of {words}"
        case _:
            return f"of the {trait.field} {words}"


def _years(trait: Trait) -> Iterator[str]:
    match trait.from_year, trait.to_year:
        case None, None:
            return
        case int(first), None:
            yield f"made in {year_text(first)} or later"
        case None, int(last):
            yield f"made in {year_text(last)} or before"
        case first, last:
            yield f"made between {year_text(first or 0)} and {year_text(last or 0)}"


def year_text(year: int) -> str:
    """Word a year; those before our era are negative."""
    return str(year) if year >= 0 else f"{-year} BCE"


def _sizes(trait: Trait) -> Iterator[str]:
    sizes = (("at most", trait.max_width_cm, "wide"), ("at least", trait.min_width_cm, "wide"),
             ("at most", trait.max_height_cm, "high"), ("at least", trait.min_height_cm, "high"))  # fmt: skip
    yield from (f"{bound} {size:g} cm {way}" for bound, size, way in sizes if size is not None)
