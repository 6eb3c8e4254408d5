"""Rules and traits in plain English, as a curator would say them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from .brief import Rule, Trait

_NUMBERS = "no one two three four five six seven eight nine ten eleven twelve".split()
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
    """
    what = trait_text(rule.trait) if rule.trait else "works"
    match rule.kind:
        case "only":
            return f"only {what}"
        case "none":
            return f"no {what}"
        case "at_least" | "at_most" | "exactly":
            return f"{rule.kind.replace('_', ' ')} {works_text(rule.count or 0, what)}"
        case "per_maker":
            return f"at most {works_text(rule.count or 0, what)} by one maker"
        case "share":
            return f"{what} for {_share_text(rule)} of the show"
        case "wall":
            return f"{rule.metres or 0:g} {'metre' if rule.metres == 1 else 'metres'} of wall"
        case "include":
            return f"with {joined(rule.trait.ids if rule.trait else (), 'and')}"
        case "exclude":
            return f"without {joined(rule.trait.ids if rule.trait else (), 'and')}"


def trait_text(trait: Trait) -> str:
    """Word the works that have a trait.

    >>> trait_text(Trait(field="gender", words=("female",), from_year=1600, to_year=1850, max_width_cm=150))
    'works by women, made between 1600 and 1850, at most 150 cm wide'
    >>> trait_text(Trait(field="on_paper", also=Trait(field="gender", words=("female",))))
    'works on paper, by women'
    """
    first, *others = _phrases(trait) or [""]
    return ", ".join([f"works {first}".strip(), *others])


def joined(parts: Sequence[str], by: str = "or") -> str:
    """Join words as in a sentence: “a, b or c”."""
    return f"{', '.join(parts[:-1])} {by} {parts[-1]}" if len(parts) > 1 else "".join(parts)


def percent(share: float) -> str:
    """Word a share of 0 to 1."""
    return f"{100 * share:.3g} %"


def _share_text(rule: Rule) -> str:
    if rule.low and rule.high is not None and rule.high < 1:
        return f"{percent(rule.low)} to {percent(rule.high)}"
    return f"at least {percent(rule.low)}" if rule.low else f"at most {percent(1.0 if rule.high is None else rule.high)}"


def _phrases(trait: Trait) -> list[str]:
    parts = [_said_of(trait)] if trait.field else []
    return [*parts, *_years(trait), *_sizes(trait), *([f"called {joined(trait.ids)}"] if trait.ids else []),
            *(_phrases(trait.also) if trait.also else [])]  # fmt: skip


def _said_of(trait: Trait) -> str:
    said = joined(trait.words)
    match trait.field:
        case "on_paper":
            return "not on paper" if "no" in trait.words else "on paper"
        case "medium":
            return f"in {said}"
        case "maker" | "gender":
            return f"by {joined([_GENDERS.get(word, word) for word in trait.words])}"
        case "nationality":
            return f"by {said} makers"
        case "continent" | "place":
            return f"from {said}"
        case "tag":
            return f"tagged {said}"
        case "holder":
            return f"held by {said}"
        case "title":
            return f"with {said} in the title"
        case _:
            return f"of the {trait.field} {said}"


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
