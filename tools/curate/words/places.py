"""Countries, peoples and parts of the world, as briefs and catalogues name them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from tools.curate.brief import Trait
from tools.curate.countries import BY_NAME, BY_PEOPLE, COUNTRIES, Country
from tools.curate.wording import joined

from .vocabulary import Vocabulary

_SCANDINAVIA = "Denmark Norway Sweden Finland Iceland"
_REGIONS: dict[str, tuple[str, ...]] = {
    "northern europe": (*
        f"{_SCANDINAVIA} Estonia Latvia Lithuania Netherlands Belgium Germany England Scotland Ireland".split(), "United Kingdom"),
    "scandinavia": tuple(_SCANDINAVIA.split()),
    "the nordic countries": tuple(_SCANDINAVIA.split()),
    "the low countries": ("Netherlands", "Belgium"),
    "southern europe": tuple("Italy Spain Portugal Greece".split()),
    "eastern europe": (*
        "Poland Hungary Romania Bulgaria Russia Ukraine Serbia Croatia Estonia Latvia Lithuania".split(), "Czech Republic"),
    "central europe": (*"Germany Austria Switzerland Poland Hungary".split(), "Czech Republic"),
    "the british isles": ("United Kingdom", "England", "Scotland", "Wales", "Ireland"),
    "east asia": tuple("China Japan Korea Taiwan Mongolia".split()),
    "south asia": ("India", "Pakistan", "Bangladesh", "Nepal", "Sri Lanka"),
    "southeast asia": tuple("Thailand Vietnam Cambodia Indonesia Philippines".split()),
    "the middle east": tuple("Iran Iraq Syria Lebanon Israel Palestine Turkey Egypt".split()),
    "latin america": tuple("Mexico Cuba Haiti Brazil Argentina Chile Peru Colombia Bolivia Ecuador Uruguay Venezuela".split()),
    "the caribbean": tuple("Cuba Haiti Jamaica".split()),
    "north africa": tuple("Egypt Morocco Algeria Tunisia Sudan".split()),
    "west africa": tuple("Nigeria Ghana Mali Senegal".split()),
}  # fmt: skip
_REGION_PEOPLES = {"scandinavian": "scandinavia", "nordic": "scandinavia", "latin american": "latin america", "east asian": "east asia",
                   "south asian": "south asia", "northern european": "northern europe", "southern european": "southern europe",
                   "eastern european": "eastern europe", "middle eastern": "the middle east", "west african": "west africa",
                   "north african": "north africa", "caribbean": "the caribbean"}  # fmt: skip
_ALIASES = {"north europe": "northern europe", "the north of europe": "northern europe", "south-east asia": "southeast asia",
            "nordic countries": "the nordic countries", "low countries": "the low countries", "middle east": "the middle east",
            "the near east": "the middle east", "caribbean": "the caribbean", "british isles": "the british isles",
            "western africa": "west africa", "northern africa": "north africa", "eastern asia": "east asia"}  # fmt: skip
_CONTINENTS: dict[str, tuple[str, ...]] = {
    "africa": ("Africa",), "asia": ("Asia",), "europe": ("Europe",), "oceania": ("Oceania",), "the pacific": ("Oceania",),
    "the pacific islands": ("Oceania",), "australasia": ("Oceania",), "north america": ("North"
                                                                                        " America",), "south america": ("South America",),
    "the americas": ("North America", "South America"),
}  # fmt: skip
_CONTINENT_PEOPLES = {"african": "Africa", "asian": "Asia", "european": "Europe", "oceanian": "Oceania", "north american": "North America",
                      "south american": "South America"}  # fmt: skip


def _any(words: object) -> re.Pattern[str]:
    said = sorted(map(str, words), key=len, reverse=True)  # type: ignore[call-overload]
    return re.compile(rf"(?:{'|'.join(map(re.escape, said))})(?![\w-])", re.IGNORECASE)


_PLACES = _any([*BY_NAME, *_REGIONS, *_ALIASES, *_CONTINENTS])
_PEOPLES = _any([*BY_PEOPLE, *_REGION_PEOPLES, *_CONTINENT_PEOPLES])
# “Americans” are people; “American” may be anything.
_PERSONS = re.compile(rf"(?P<people>{_PEOPLES.pattern.partition('(?!')[0]})s(?![\w-])", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Origin:
    """A place or people named at a place of a text; `said` is what it is called there."""

    said: str
    end: int
    way: Literal["place", "people"]


def place_at(text: str, at: int) -> Origin | None:
    """Read the country, region or continent that is named at a place of a text."""
    found = _PLACES.match(text, at)
    return Origin(found[0], found.end(), "place") if found else None


def people_at(text: str, at: int) -> Origin | None:
    """Read the people that is named at a place of a text: “Dutch”, “South African”, “Scandinavian”."""
    found = _PEOPLES.match(text, at)
    return Origin(found[0], found.end(), "people") if found else None


def persons_at(text: str, at: int) -> Origin | None:
    """Read people who are named as such: “Americans”."""
    found = _PERSONS.match(text, at)
    return Origin(found["people"], found.end(), "people") if found else None


def is_region(origin: Origin) -> bool:
    """Say whether an origin is more than one country, so that what it holds must be said aloud."""
    said = origin.said.lower()
    return said in _REGIONS or said in _ALIASES or said in _REGION_PEOPLES or bool(_continents_of(origin))


def origins_trait(origins: list[Origin], vocabulary: Vocabulary) -> Trait | None:
    """Return the trait of works from any of some places, or by makers of any of some peoples; None where the catalogue does not tell.

    A people is looked for among nationalities and a place among places, each in the other where the collection tells only that.
    """
    continents = [_continents_of(origin) for origin in origins]
    if all(continents) and vocabulary.tells("continent"):
        return Trait(field="continent", words=tuple(dict.fromkeys(name for names in continents for name in names)))
    if not any(vocabulary.tells(name) for name in ("place", "nationality")):
        return None
    people_first = origins[0].way == "people"
    by_people = vocabulary.tells("nationality") and (people_first or not vocabulary.tells("place"))
    words = [word for origin in origins for word in (_peoples_of(origin) if by_people else _places_of(origin))]
    return _trait("nationality" if by_people else "place", words, origins, vocabulary)


def _continents_of(origin: Origin) -> tuple[str, ...]:
    said = origin.said.lower()
    return _CONTINENTS.get(said) or ((_CONTINENT_PEOPLES[said],) if said in _CONTINENT_PEOPLES else ())


def _trait(name: Literal["nationality", "place"], words: list[str], origins: list[Origin], vocabulary: Vocabulary) -> Trait:
    known = vocabulary.known_of(name, dict.fromkeys(words))
    several = any(map(is_region, origins))
    called = joined([_as_people(origin) if name == "nationality" else _as_place(origin) for origin in origins])
    own = tuple(sorted(known) if several else known) or tuple(dict.fromkeys(words)) or (origins[0].said,)
    return Trait(field=name, words=own, called=called)


def _as_people(origin: Origin) -> str:
    """Return a place as it is called of its people: “northern Europe” is northern European."""
    said = origin.said.lower()
    if origin.way == "people":
        return origin.said
    region = next((people for people, place in _REGION_PEOPLES.items() if place == _ALIASES.get(said, said)), None)
    return _capital(region) if region else BY_NAME[said].peoples[0] if said in BY_NAME else origin.said


def _as_place(origin: Origin) -> str:
    """Return a people as the place that it is from: Scandinavian works are from Scandinavia."""
    said = origin.said.lower()
    if origin.way == "place":
        return origin.said
    if said in _REGION_PEOPLES:
        return _capital(_REGION_PEOPLES[said])
    names = BY_PEOPLE[said].names if said in BY_PEOPLE else (origin.said,)
    return next((name for name in names if name.startswith("the ")), names[0])


def _capital(said: str) -> str:
    """Return a region as it is written: “northern Europe”, “Scandinavia”, “the Middle East”."""
    small = ("northern", "southern", "eastern", "western", "central", "the", "north", "south", "east", "west")
    parts = said.split()
    return " ".join(part if part in small and len(parts) > 1 else part.capitalize() for part in parts)


def _peoples_of(origin: Origin) -> list[str]:
    said = origin.said.lower()
    if said in BY_PEOPLE:
        # British takes in its parts; any other people is itself: Flemish is not all of Belgian.
        own = BY_PEOPLE[said].peoples
        return list(own) if said == "british" else [next(people for people in own if people.lower() == said)]
    return [people for country in _countries_of(said) for people in country.peoples]


def _places_of(origin: Origin) -> list[str]:
    said = origin.said.lower()
    if said in BY_PEOPLE:
        return [name.removeprefix("the ") for name in BY_PEOPLE[said].names]
    return [name.removeprefix("the ") for country in _countries_of(said) for name in country.names]


def _countries_of(said: str) -> list[Country]:
    said = _REGION_PEOPLES.get(said, said)
    said = _ALIASES.get(said, said)
    if continents := _continents_of(Origin(said, 0, "place")):
        return [country for country in COUNTRIES if country.continent in continents]
    if said in _REGIONS:
        return [BY_NAME[name.lower()] for name in _REGIONS[said]]
    return [BY_NAME[said]] if said in BY_NAME else []
