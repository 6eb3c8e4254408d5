"""What a curator asks for: a theme, a size and rules that the show must keep."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from typing import Any, ClassVar, Literal, get_args

from pydantic import ConfigDict, TypeAdapter, ValidationError

from tools.errors import ToolError

# One sequence of the whole show by what is told of each work.
InTurn = Literal["oldest", "newest", "smallest", "largest", "maker"]
Field = Literal[
    "medium",
    "type",
    "maker",
    "gender",
    "nationality",
    "continent",
    "place",
    "style",
    "genre",
    "tag",
    "holder",
    "on_paper",
    "title",
    "picture",
]
Kind = Literal["only", "none", "at_least", "at_most", "exactly", "per_maker", "share", "spread", "wall", "include", "exclude"]
# What a show may have many or few different values of.
Fact = Literal[
    "maker", "maker_or_culture", "nationality", "country", "continent", "culture", "type", "medium", "genre", "style", "holder",
    "century", "decade",
]  # fmt: skip
# Between two works on a wall, and half of it at each end.
GAP_CM = 40.0
_COUNTED: frozenset[Kind] = frozenset({"at_least", "at_most", "exactly", "per_maker"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Trait:
    """A property of a work: all parts that are given must hold, and a fact that is unknown never holds.

    `words` are any of the words that the catalogue writes in `field` (folded, whole words, stems); the fields `on_paper` and `picture`
    need none, and the word “no” turns them round. A work lies within `from_year` to `to_year` when it was wholly made then. `ids` name
    works.
    `also` is a further property that must hold as well: prints that are by women too. `called` is what a person calls such works
    or where they are from (“northern Europe” for a list of countries); it is for wording alone.
    """

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid")

    field: Field | None = None
    words: tuple[str, ...] = ()
    from_year: int | None = None
    to_year: int | None = None
    max_height_cm: float | None = None
    max_width_cm: float | None = None
    min_height_cm: float | None = None
    min_width_cm: float | None = None
    ids: tuple[str, ...] = ()
    also: Trait | None = None
    called: str = dataclass_field(default="", compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A rule that every show must keep; `said` is the person's words that it comes from.

    `only` and `none`: every work has the trait, or no work. `at_least`, `at_most`, `exactly`: `count` works have it. `per_maker`: no
    maker has more than `count` works (that have the trait, where one is given). `share`: the part of the show that has the trait lies
    within `low` and `high`, 0 to 1. `spread`: the works (that have the trait, where one is given) have at least `low` and at most
    `high` different values of the fact `of`; a work of which it is not told counts for none. `wall`: the works and the gaps between
    them fit on so many `metres`. `include`, `exclude`: the works that the trait names by id are in, or out.
    """

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid")

    kind: Kind
    trait: Trait | None = None
    count: int | None = None
    low: float | None = None
    high: float | None = None
    metres: float | None = None
    of: Fact | None = None
    said: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Brief:
    """A brief.

    `order` is by what all works hang in turn, where that is asked; `assumed` says aloud, a sentence each, what the person left open;
    `asked` holds the person's words.
    """

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid")

    theme: str
    size: int = 12
    rules: tuple[Rule, ...] = ()
    audience: str = "general"
    language: str = "en"
    title: str | None = None
    order: InTurn | None = None
    assumed: tuple[str, ...] = ()
    asked: str = ""


def read_brief(document: str | bytes | Mapping[str, Any]) -> Brief:
    """Read a brief from JSON; raise `ToolError` that names the part which is amiss."""
    text = document if isinstance(document, str | bytes) else json.dumps(document, ensure_ascii=False)
    try:
        # By way of JSON rules, where a list is a tuple and nothing else is turned into something.
        return checked(TypeAdapter(Brief).validate_json(text, strict=True))
    except ValidationError as error:
        raise ToolError(_amiss(error)) from None


def checked(brief: Brief) -> Brief:
    """Return a brief whose parts make sense; raise `ToolError` that says what does not."""
    if brief.size < 1:
        raise ToolError(f"a show of {brief.size} works cannot be made; ask for one work or more")
    for rule in brief.rules:
        if fault := _fault(rule):
            raise ToolError(f"the rule “{rule.said or rule.kind}” {fault}")
    return brief


def _fault(rule: Rule) -> str | None:
    """Say what a rule lacks; None when it is whole."""
    needs_trait = rule.kind not in ("per_maker", "spread", "wall")
    if needs_trait and (rule.trait is None or is_empty(rule.trait)):
        return "does not say which works it means; give it a trait"
    if fault := _fault_of_trait(rule.trait):
        return fault
    if rule.kind in _COUNTED and (rule.count is None or rule.count < (rule.kind == "per_maker")):
        return "does not say how many; give it a count"
    if rule.kind == "wall" and not (rule.metres and rule.metres > 0):
        return "does not say how long the wall is; give its metres"
    if rule.kind in ("include", "exclude") and not (rule.trait and rule.trait.ids):
        return "does not name a work; give the ids"
    return _fault_of_spread(rule) if rule.kind == "spread" else _fault_of_share(rule) if rule.kind == "share" else None


def _fault_of_trait(trait: Trait | None) -> str | None:
    if trait is None:
        return None
    if trait.words and trait.field is None:
        return f"has words but no field; give one of {', '.join(get_args(Field))}"
    if trait.field not in (None, "on_paper", "picture") and not trait.words:
        return f"names the field {trait.field} but no words; give the words to look for"
    return _fault_of_trait(trait.also)


def _fault_of_share(rule: Rule) -> str | None:
    if rule.low is None and rule.high is None:
        return "does not say what share; give it low or high, from 0 to 1"
    low, high = rule.low or 0.0, 1.0 if rule.high is None else rule.high
    return None if 0 <= low <= high <= 1 else f"asks for a share from {low:g} to {high:g}; give low and high from 0 to 1, low first"


def _fault_of_spread(rule: Rule) -> str | None:
    if rule.of is None:
        return f"does not say what there are to be several of; give it one of {', '.join(get_args(Fact))}"
    bounds = [bound for bound in (rule.low, rule.high) if bound is not None]
    if not bounds or any(bound < 1 or bound != int(bound) for bound in bounds) or bounds != sorted(bounds):
        return "does not say how many; give low or high in whole numbers from 1 on, low first"
    return None


def is_empty(trait: Trait) -> bool:
    """Say whether a trait says nothing, so that every work would have it."""
    return trait == Trait()


def _amiss(error: ValidationError) -> str:
    first = error.errors()[0]
    where = ".".join(str(part) for part in first["loc"]) or "the whole"
    return f"the brief cannot be read at {where}: {first['msg'].lower()}; mend that part"
