"""Which rules a new rule takes the place of, and which a person lifts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from tools.curate.brief import Brief, Rule, Trait

from .clashes import surely_within
from .parts import both, traits_of
from .phrase import phrase_at
from .vocabulary import Vocabulary

_YEARS, _SIZES = ("from_year", "to_year"), ("max_height_cm", "max_width_cm", "min_height_cm", "min_width_cm")


def with_rules(brief: Brief, rules: Sequence[Rule]) -> Brief:
    """Return a brief with new rules; those that speak of the same thing, or that the new ones deny, make way."""
    kept = [rule for rule in brief.rules if not any(_replaces(new, rule) for new in rules)]
    return replace(brief, rules=(*kept, *(_closed(new, brief.rules) for new in rules)))


def _closed(new: Rule, before: Sequence[Rule]) -> Rule:
    """Return years that are open to one side with the bound that was set before: from 1800 on, of 1500 to 1950, is 1800 to 1950."""
    years = new.trait
    if new.kind != "only" or years is None or years != Trait(from_year=years.from_year, to_year=years.to_year):
        return new
    if (years.from_year is None) == (years.to_year is None):
        return new
    for old in (rule.trait for rule in before if rule.kind == "only" and rule.trait and _of_one_matter(years, rule.trait)):
        first = old.from_year if years.from_year is None else years.from_year
        last = old.to_year if years.to_year is None else years.to_year
        if first is not None and last is not None and first <= last:
            return replace(new, trait=replace(years, from_year=first, to_year=last))
    return new


def _replaces(new: Rule, old: Rule) -> bool:
    """Say whether a rule takes the place of one before it."""
    if new.kind in ("per_maker", "wall"):
        return old.kind == new.kind and old.trait == new.trait
    if new.kind == "spread" or old.kind == "spread":
        return new.kind == old.kind and new.of == old.of and new.trait == old.trait
    if new.trait is None or old.trait is None or old.kind in ("per_maker", "wall"):
        return False
    if {new.kind, old.kind} == {"include", "exclude"}:
        return bool(set(new.trait.ids) & set(old.trait.ids))
    if new.trait == old.trait:
        return new.kind not in ("include", "exclude")
    if new.kind == "none":
        return old.kind in ("at_least", "exactly", "share", "only", "at_most") and surely_within(old.trait, new.trait)
    return new.kind == old.kind == "only" and _of_one_matter(new.trait, old.trait)


def _of_one_matter(new: Trait, old: Trait) -> bool:
    """Say whether two traits about every work speak of the same fact: years and years, width and width, a field and that field."""
    if new.field or old.field:
        kinds = ("type", "medium")
        return new.field == old.field or (new.field in kinds and old.field in kinds)
    return any(_tells(new, names) and _tells(old, names) for names in (_YEARS, *((name,) for name in _SIZES)))


def _tells(trait: Trait, names: Sequence[str]) -> bool:
    return any(getattr(trait, name) is not None for name in names)


_LIFTED = (
    (
        r"(?:per[- ](?:artist|maker|person)|(?:artist|maker)s?)(?:[- ](?:limit|rule|maximum|max))?|limit per (?:artist|maker"
        r"|person)|limit on artists", "per_maker"),
    (r"walls?(?:[- ](?:length|limit|rule))?", "wall"),
    (r"dates?(?:[- ](?:limits?|rules?|range))?|years?|periods?|centur(?:y|ies)|time(?:[- ]limit)?", "years"),
    (r"(?:widths?|heights?|sizes?|dimensions?|measures?)(?:[- ](?:limits?|rules?))?", "sizes"),
    (r"places?|countr(?:y|ies)|continents?|regions?|nationalit(?:y|ies)|where(?: they are from)?|northern europe", "origin"),
    (r"medi(?:um|a)|kinds?|types?|techniques?", "kind"),
    (r"loans?", "holder"),
    (r"(?:spread|variety)(?:[- ](?:limit|rule))?|(?:number|count) of (?:different )?(?:artists|makers|countries|continents)", "spread"),
    (r"all (?:the )?(?:rules|limits)|(?:the )?rules|everything", "all"),
)  # fmt: skip
_FIELDS = {"origin": ("place", "nationality", "continent"), "kind": ("type", "medium", "on_paper"), "holder": ("holder",)}

_FACTS = {"origin": ("country", "continent", "nationality", "culture"), "kind": ("type", "medium"), "holder": ("holder",),
          "years": ("century", "decade")}  # fmt: skip


_OF_RULE = re.compile(
    r"^(?:the |that |this |any )?(?:rules?|limits?|conditions?|requirements?|restrictions?|bit|part|demand|wish)\s+(?:about"
    r"|on|for|of|that|concerning)\s+(?=\S)",
    re.IGNORECASE,
)


def lifted(said: str, brief: Brief, vocabulary: Vocabulary) -> tuple[Rule, ...]:
    """Return the rules of a brief that words such as “the limit per artist” or “dates” mean."""
    said = _OF_RULE.sub("", said)
    plain = re.sub(r"^(?:the|any|that|this|a|our)\s+|\s+(?:rules?|limits?)$", "", said.strip(" .,!").lower())
    for pattern, matter in _LIFTED:
        if re.fullmatch(pattern, plain) or re.fullmatch(pattern, said.strip(" .,!").lower()):
            return tuple(rule for rule in brief.rules if _about(rule, matter))
    by_words = tuple(rule for rule in brief.rules if rule.said and plain and plain in rule.said.lower())
    if by_words:
        return by_words
    phrase = phrase_at(plain, 0, vocabulary, names="known", subjects=True, bare=True)
    traits = traits_of(phrase, vocabulary) if phrase and not phrase.empty else []
    return tuple(rule for rule in brief.rules if traits and rule.trait and rule.trait == both(traits))


def _about(rule: Rule, matter: str) -> bool:
    if matter in ("per_maker", "spread", "wall"):
        return rule.kind == matter
    if matter == "all":
        return rule.kind not in ("include", "exclude")
    if rule.of:
        return rule.of in _FACTS.get(matter, ())
    if rule.trait is None:
        return False
    if matter in ("years", "sizes"):
        return rule.trait.field is None and _tells(rule.trait, _YEARS if matter == "years" else _SIZES)
    return rule.trait.field in _FIELDS[matter]
