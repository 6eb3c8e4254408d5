"""A small museum, and short ways to write the rules that its curators mean."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from tools.curate.brief import Brief, Fact, Field, InTurn, Kind, Rule, Trait
from tools.curate.pool import Piece

HOLDER = "Fjord Museum, Bergen"


def _piece(identity: str, title: str, maker: str | None, nationality: str | None, gender: Any, years: tuple[int, int], kind: str,
           medium: str, place: str, size: tuple[float, float], **more: Any) -> Piece:  # fmt: skip
    maker_id = f"m:{maker.split()[-1].lower()}" if maker else None
    if maker and maker.startswith("Pieter"):
        maker_id = f"m:bruegel-{maker.split()[-1].lower()}"
    return Piece(
        id=identity, title=title, maker_id=maker_id, maker=maker, nationality=nationality, gender=gender,
        earliest=years[0], latest=years[1], type=kind, medium=medium, place=place, height_cm=size[0], width_cm=size[1],
        holder=HOLDER, on_paper=kind in ("print", "drawing", "photograph"), **more,
    )  # fmt: skip


POOL: tuple[Piece, ...] = (
    _piece("w:goya", "The Sleep of Reason Produces Monsters", "Francisco de Goya", "Spanish", "male", (1797, 1799), "print",
           "etching and aquatint", "Madrid, Spain", (21, 15), continent="Europe", genre="allegory", tags=("night", "owl"),
           style="Romanticism"),
    _piece("w:ruisdael", "Winter Landscape", "Jacob van Ruisdael", "Dutch", "male", (1665, 1670), "painting",
           "oil on canvas", "Haarlem, Netherlands", (42, 50), continent="Europe", genre="landscape", tags=("snow", "trees")),
    _piece("w:friedrich", "The Monk by the Sea", "Caspar David Friedrich", "German", "male", (1808, 1810), "painting",
           "oil on canvas", "Dresden, Germany", (110, 171.5), continent="Europe", genre="landscape",
           tags=("sea", "solitude"), style="Romanticism"),
    _piece("w:wave", "The Great Wave", "Katsushika Hokusai", "Japanese", "male", (1831, 1831), "print",
           "colour woodblock print", "Edo, Japan", (25.7, 37.9), continent="Asia", genre="seascape", tags=("sea", "boats")),
    _piece("w:fuji", "Fuji in Clear Weather", "Katsushika Hokusai", "Japanese", "male", (1830, 1832), "print",
           "colour woodblock print", "Edo, Japan", (25.5, 38), continent="Asia", genre="landscape", tags=("mountain",)),
    _piece("w:kollwitz", "Woman with Dead Child", "Käthe Kollwitz", "German", "female", (1903, 1903), "print",
           "etching", "Berlin, Germany", (42, 48), continent="Europe", genre="figure", tags=("grief", "mother")),
    _piece("w:interior", "Interior, Strandgade 30", "Vilhelm Hammershøi", "Danish", "male", (1901, 1901), "painting",
           "oil on canvas", "Copenhagen, Denmark", (66, 55), continent="Europe", genre="interior", tags=("room", "silence")),
    _piece("w:cradle", "The Cradle", "Berthe Morisot", "French", "female", (1872, 1872), "painting",
           "oil on canvas", "Paris, France", (56, 46), continent="Europe", genre="genre scene",
           tags=("mother", "child"), style="Impressionism"),
    _piece("w:letter", "The Letter", "Mary Cassatt", "American", "female", (1890, 1891), "print",
           "drypoint and aquatint", "Paris, France", (34.5, 21), continent="Europe", genre="genre scene", tags=("letter",)),
    _piece("w:hunters", "Hunters in the Snow", "Pieter Bruegel the Elder", "Netherlandish", "male", (1565, 1565), "painting",
           "oil on panel", "Antwerp, Belgium", (117, 162), continent="Europe", genre="landscape", tags=("snow", "dogs")),
    _piece("w:trap", "Winter Landscape with a Bird Trap", "Pieter Bruegel the Younger", "Flemish", "male", (1610, 1610), "painting",
           "oil on panel", "Antwerp, Belgium", (40, 57), continent="Europe", genre="landscape", tags=("snow", "birds")),
    _piece("w:storm", "Snow Storm", "Joseph Mallord William Turner", "British", "male", (1842, 1842), "drawing",
           "watercolour on paper", "London, England", (30, 40), continent="Europe", genre="seascape", tags=("storm", "snow")),
    _piece("w:roses", "Roses, Mexico", "Tina Modotti", "Italian", "female", (1924, 1924), "photograph",
           "platinum print", "Mexico City, Mexico", (19, 21), continent="North America", genre="still life", tags=("flowers",)),
    _piece("w:migrant", "Migrant Mother", "Dorothea Lange", "American", "female", (1936, 1936), "photograph",
           "gelatin silver print", "Nipomo, United States", (28, 22), continent="North America", genre="portrait",
           tags=("mother", "poverty")),
    _piece("w:gamin", "Gamin", "Augusta Savage", "American", "female", (1929, 1930), "sculpture",
           "plaster, painted", "New York, United States", (23, 15), continent="North America", genre="portrait", tags=("boy",)),
    _piece("w:bowl", "Tea Bowl", None, None, None, (1601, 1700), "ceramic",
           "stoneware, glazed", "Kyoto, Japan", (8, 12), continent="Asia", genre="vessel", culture="Japanese", tags=("tea",)),
    _piece("w:quilt", "Pictorial Quilt", "Harriet Powers", "American", "female", (1895, 1898), "textile",
           "cotton, appliqué", "Athens, United States", (175, 266.7), continent="North America", genre="narrative", tags=("whale",)),
    _piece("w:fjord", "Winter at the Sognefjord", "Johan Christian Dahl", "Norwegian", "male", (1827, 1827), "painting",
           "oil on canvas", "Oslo, Norway", (61.5, 75.5), continent="Europe", genre="landscape", tags=("snow", "solitude")),
)  # fmt: skip
NORTHERN = ("Belgium", "Denmark", "England", "Germany", "Netherlands", "Norway")


def of(field: Field, *words: str, **more: Any) -> Trait:
    return Trait(field=field, words=words, **more)


PAPER = Trait(field="on_paper")
WOMEN, MEN = of("gender", "female"), of("gender", "male")
PRINT, PAINTING, PHOTOGRAPH = of("type", "print"), of("type", "painting"), of("type", "photograph")
SCULPTURE, DRAWING, TEXTILE, CERAMIC = of("type", "sculpture"), of("type", "drawing"), of("type", "textile"), of("type", "ceramic")


def _rule(kind: Kind, trait: Trait | None, said: str, **more: Any) -> Rule:
    return Rule(kind=kind, trait=trait, said=said, **more)


def only(trait: Trait, said: str = "") -> Rule:
    return _rule("only", trait, said)


def none(trait: Trait, said: str = "") -> Rule:
    return _rule("none", trait, said)


def years(first: int | None, last: int | None, said: str = "") -> Rule:
    return _rule("only", Trait(from_year=first, to_year=last), said)


def least(count: int, trait: Trait, said: str = "") -> Rule:
    return _rule("at_least", trait, said, count=count)


def most(count: int, trait: Trait, said: str = "") -> Rule:
    return _rule("at_most", trait, said, count=count)


def exactly(count: int, trait: Trait, said: str = "") -> Rule:
    return _rule("exactly", trait, said, count=count)


def per_maker(count: int, said: str = "", trait: Trait | None = None) -> Rule:
    return _rule("per_maker", trait, said, count=count)


def share(trait: Trait, low: float | None = None, high: float | None = None, said: str = "") -> Rule:
    return _rule("share", trait, said, low=low, high=high)


def spread(fact: Fact, low: float | None = None, high: float | None = None, said: str = "") -> Rule:
    return _rule("spread", None, said, of=fact, low=low, high=high)


def wall(metres: float, said: str = "") -> Rule:
    return _rule("wall", None, said, metres=metres)


def include(*ids: str, said: str = "") -> Rule:
    return _rule("include", Trait(ids=ids), said)


def exclude(*ids: str, said: str = "") -> Rule:
    return _rule("exclude", Trait(ids=ids), said)


def meant(
    theme: str, size: int, *rules: Rule, audience: str = "general", language: str = "en", title: str | None = None,
    order: InTurn | None = None,
) -> Brief:  # fmt: skip
    """Write the brief that a person means."""
    return Brief(theme=theme, size=size, rules=rules, audience=audience, language=language, title=title, order=order)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A phrasing and the brief that it means; `aloud` holds a word of each assumption that is said."""

    asked: str
    brief: Brief
    aloud: tuple[str, ...] = ()


def row(asked: str, theme: str, size: int | None, *rules: Rule, aloud: Sequence[str] = (), **more: Any) -> Row:
    """Write a row; a size of None is left open by the person, which is said aloud."""
    brief = replace(meant(theme, size or 12, *rules, **more), asked=asked)
    return Row(asked=asked, brief=brief, aloud=tuple(aloud if size else ("no size", *aloud)))


def bare(brief: Brief) -> Brief:
    """Return a brief without the words that it comes from and without what is said aloud, its rules in an order of their own."""
    rules = sorted((replace(rule, said="") for rule in brief.rules), key=repr)
    return replace(brief, rules=tuple(rules), assumed=(), asked="")
