"""What is read of a phrase, and the traits that it makes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from tools.curate.brief import Trait
from tools.curate.wording import joined, listed

from .kinds import Kind, kinds_trait
from .makers import Named
from .places import Origin, is_region, origins_trait
from .vocabulary import Vocabulary

WORK = r"(?:art ?works?|works? of art|works?|pieces?|objects?|items?|pictures?|images?|exhibits?|loans?(?=\s+by)|things?|ones?)"


@dataclass(slots=True)
class Phrase:
    """What is read of a phrase so far: its parts must all hold."""

    end: int
    neutral: bool = False
    each: bool = False
    kinds: list[Kind] = field(default_factory=list[Kind])
    origins: list[Origin] = field(default_factory=list[Origin])
    makers: list[Named] = field(default_factory=list[Named])
    traits: list[Trait] = field(default_factory=list[Trait])
    assumed: list[str] = field(default_factory=list[str])
    untold: list[Origin] = field(default_factory=list[Origin])
    genre: str = ""
    plural: bool = False
    # Makers are named for others like them.
    circle: bool = False

    @property
    def empty(self) -> bool:
        """Say whether nothing was named by which works can be told apart."""
        return not (self.kinds or self.origins or self.makers or self.traits or self.untold)


def traits_of(phrase: Phrase, vocabulary: Vocabulary) -> list[Trait]:
    """Return the traits of a phrase, all of which must hold; what the catalogue does not tell is left in `phrase.untold`."""
    traits: list[Trait] = []
    if phrase.kinds:
        traits.append(kinds_trait(phrase.kinds, vocabulary))
    if phrase.origins:
        if trait := origins_trait(phrase.origins, vocabulary):
            traits.append(trait)
            if trait.field != "continent" and any(map(is_region, phrase.origins)):
                said = joined([o.said for o in phrase.origins], "and")
                where = "made in" if trait.field == "place" else "makers called"
                phrase.assumed.append(
                    f"“{said}” was read as works {'by ' if trait.field != 'place' else ''}{where} {listed(trait.words, most=8)}."
                )
        else:
            phrase.untold += phrase.origins
    if phrase.makers:
        traits.append(Trait(field="maker", words=tuple(dict.fromkeys(name for maker in phrase.makers for name in maker.names))))
    return [*traits, *phrase.traits]


def both(traits: Sequence[Trait]) -> Trait:
    """Return one trait that holds where all do.

    >>> both([Trait(field="on_paper"), Trait(to_year=1700)]) == Trait(field="on_paper", to_year=1700)
    True
    """
    named = [trait for trait in traits if trait.field]
    plain = [trait for trait in traits if not trait.field]
    whole = named[-1] if named else Trait()
    for trait in plain:
        whole = replace(whole, **{name: value for name in _BOUNDS if (value := getattr(trait, name)) is not None})
    for trait in reversed(named[:-1]):
        whole = replace(trait, also=whole)
    return whole


_BOUNDS = ("from_year", "to_year", "max_height_cm", "max_width_cm", "min_height_cm", "min_width_cm")
