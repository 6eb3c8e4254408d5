"""Briefs in plain words and what they mean: the theme, the size, each rule with the words that it comes from, what is said aloud."""

from __future__ import annotations

from tools.curate.brief import Trait

from .expected import (
    CERAMIC,
    DRAWING,
    HOLDER,
    MEN,
    NORTHERN,
    PAINTING,
    PAPER,
    PHOTOGRAPH,
    PRINT,
    SCULPTURE,
    TEXTILE,
    WOMEN,
    Row,
    exactly,
    exclude,
    include,
    least,
    most,
    none,
    of,
    only,
    per_maker,
    row,
    share,
    spread,
    wall,
    years,
)  # fmt: skip

GOYA, KOLLWITZ, HOKUSAI = of("maker", "Francisco de Goya"), of("maker", "Käthe Kollwitz"), of("maker", "Katsushika Hokusai")
BRUEGELS = of("maker", "Pieter Bruegel the Elder", "Pieter Bruegel the Younger")
NARROW = Trait(max_width_cm=150)
BRITISH = of("nationality", "British")
DUTCH, JAPANESE = of("nationality", "Dutch"), of("nationality", "Japanese")
ETCHING = of("medium", "etching")

WHOLE: tuple[Row, ...] = (
    row("Twelve works on winter and solitude in northern Europe, 1600 to 1850, at most two per artist, at least four works on paper, "
        "nothing wider than 150 cm, 18 metres of wall", "winter and solitude in northern Europe", 12,
        only(of("place", *NORTHERN), "in northern Europe"), years(1600, 1850, "1600 to 1850"), per_maker(2, "at most two per artist"),
        least(4, PAPER, "at least four works on paper"), only(NARROW, "nothing wider than 150 cm"), wall(18, "18 metres of wall"),
        aloud=("in northern Europe",)),
    row("I want to put on a show about the sea, with ten works, half by women and no loans", "the sea", 10,
        share(WOMEN, 0.5, said="half by women"), only(of("holder", HOLDER), "no loans")),
    row("A large exhibition of Japanese prints", "", 30, only(of("type", "print"), "Japanese prints"), only(JAPANESE, "Japanese prints"),
        aloud=("large", "no theme")),
)  # fmt: skip

SIZES: tuple[Row, ...] = (
    row("winter", "winter", None),
    row("twelve works on winter", "winter", 12),
    row("12 works on winter", "winter", 12),
    row("a dozen works about winter", "winter", 12),
    row("two dozen pieces about winter", "winter", 24),
    row("Winter, in twenty-one pictures", "Winter", 21),
    row("10–12 prints about winter", "winter", 12, only(PRINT, "10–12 prints"), aloud=("larger number",)),
    row("roughly forty objects on tea", "tea", 40, aloud=("roughly",)),
    row("make it small: winter", "winter", 8, aloud=("small",)),
    row("a tiny show about winter", "winter", 5, aloud=("tiny",)),
    row("a show of seven about winter", "winter", 7),
    row("winter, 9 works in all", "winter", 9),
    row("winter. Size: 15", "winter", 15),
    row("900 works on winter", "winter", 500, aloud=("900",)),
    row("a few works on winter", "winter", 3),
    row("Ten works on winter, three sculptures", "winter", 10, exactly(3, SCULPTURE, "three sculptures")),
    row("winter: four paintings, two prints", "winter", 6, exactly(4, PAINTING, "four paintings"), exactly(2, PRINT, "two prints"),
        aloud=("sum",)),
    row("three ages of man", "three ages of man", None),
)  # fmt: skip

DATES: tuple[Row, ...] = (
    row("ten works on snow before 1700", "snow", 10, years(None, 1699, "before 1700")),
    row("ten works on snow after 1900", "snow", 10, years(1901, None, "after 1900")),
    row("ten works on snow, the 17th century", "snow", 10, years(1601, 1700, "the 17th century")),
    row("ten works on snow from the 16th and 17th centuries", "snow", 10, years(1501, 1700, "from the 16th and 17th centuries")),
    row("ten works on snow from the 1880s", "snow", 10, years(1880, 1889, "from the 1880s")),
    row("ten works on snow since the war", "snow", 10, years(1945, None, "since the war"), aloud=("since the war",)),
    row("ten works on snow between the wars", "snow", 10, years(1919, 1938, "between the wars"), aloud=("between the wars",)),
    row("ten works on snow, 500–300 BC", "snow", 10, years(-500, -300, "500–300 BC")),
    row("ten works on snow, 5th century BC", "snow", 10, years(-500, -401, "5th century BC")),
    row("ten works on snow, 100 BC to AD 100", "snow", 10, years(-100, 100, "100 BC to AD 100")),
    row("ten works on snow, 1850 onwards", "snow", 10, years(1850, None, "1850 onwards")),
    row("ten works on snow, nothing after 1900", "snow", 10, years(None, 1900, "nothing after 1900")),
    row("ten works on snow, no earlier than 1800", "snow", 10, years(1800, None, "no earlier than 1800")),
    row("ten works on snow, late 19th century", "snow", 10, years(1867, 1900, "late 19th century"), aloud=("late 19th",)),
    row("ten works on snow from the first half of the eighteenth century", "snow", 10,
        years(1701, 1750, "from the first half of the eighteenth century")),
    row("ten works on snow in 1888", "snow", 10, years(1888, 1888, "in 1888")),
    row("protest, May 1968, ten works", "protest, May 1968", 10),
)  # fmt: skip

MAKERS: tuple[Row, ...] = (
    row("ten works on grief, no more than one work by anyone", "grief", 10, per_maker(1, "no more than one work by anyone")),
    row("ten works on grief, one work per artist", "grief", 10, per_maker(1, "one work per artist")),
    row("ten works on grief, max. 2 per maker", "grief", 10, per_maker(2, "max. 2 per maker")),
    row("ten works on grief, all by different artists", "grief", 10, per_maker(1, "all by different artists")),
    row("ten works on grief, no artist more than twice", "grief", 10, per_maker(2, "no artist more than twice")),
    row("ten works on grief, not more than three from any one artist", "grief", 10,
        per_maker(3, "not more than three from any one artist")),
    row("ten works on grief, at most two prints per artist", "grief", 10, per_maker(2, "at most two prints per artist", PRINT)),
    row("ten works on grief with something by Goya", "grief", 10, least(1, GOYA, "with something by Goya")),
    row("ten works on grief, at least two by Kollwitz", "grief", 10, least(2, KOLLWITZ, "at least two by Kollwitz")),
    row("ten works on grief by Kathe Kollwitz", "grief", 10, only(KOLLWITZ, "by Kathe Kollwitz")),
    row("ten works on grief by Kolwitz", "grief", 10, only(KOLLWITZ, "by Kolwitz"), aloud=("Kolwitz",)),
    row("ten works on snow without Bruegel", "snow", 10, none(BRUEGELS, "without Bruegel"), aloud=("Bruegel",)),
    row("ten works on snow by Pieter Bruegel the Elder", "snow", 10,
        only(of("maker", "Pieter Bruegel the Elder"), "by Pieter Bruegel the Elder")),
    row("ten works on storms by J.M.W. Turner", "storms", 10, only(of("maker", "Joseph Mallord William Turner"), "by J.M.W. Turner")),
    row("ten works on snow without Picasso", "snow", 10, none(of("maker", "Picasso"), "without Picasso"),
        aloud=("Picasso",)),
    row("ten works on mothers, no Cassatt", "mothers", 10, none(of("maker", "Mary Cassatt"), "no Cassatt")),
    row("ten works on mothers by women", "mothers", 10, only(WOMEN, "by women")),
    row("ten works on mothers, none by men", "mothers", 10, none(MEN, "none by men")),
    row("ten works on mothers, at least six by women", "mothers", 10, least(6, WOMEN, "at least six by women")),
    row("ten works on mothers by American women", "mothers", 10, only(of("nationality", "American"), "by American women"),
        only(WOMEN, "by American women")),
    row("ten works by Dutch and German artists on ice", "ice", 10,
        only(of("nationality", "Dutch", "German"), "ten works by Dutch and German artists")),
    row("ten works on ice, at least three by British artists", "ice", 10, least(3, BRITISH, "at least three by British artists")),
    row("ten works on ice, as many women as men", "ice", 10, share(WOMEN, 0.5, said="as many women as men"), aloud=("as many women",)),
)  # fmt: skip

KINDS: tuple[Row, ...] = (
    row("ten works on war, only etchings", "war", 10, only(ETCHING, "only etchings")),
    row("ten works on war, etchings only", "war", 10, only(ETCHING, "etchings only")),
    row("ten works on war, no photographs", "war", 10, none(PHOTOGRAPH, "no photographs")),
    row("ten works on war, no photographs or textiles", "war", 10, none(of("type", "photograph", "textile"), "no photographs or textiles")),
    row("ten works on war without sculpture", "war", 10, none(SCULPTURE, "without sculpture")),
    row("ten works on war, only prints and drawings", "war", 10, only(of("type", "print", "drawing"), "only prints and drawings")),
    row("ten works on war, nothing but paintings", "war", 10, only(PAINTING, "nothing but paintings")),
    row("ten works on war, everything on paper", "war", 10, only(PAPER, "everything on paper")),
    row("ten works on war, nothing on paper", "war", 10, none(PAPER, "nothing on paper")),
    row("ten etchings and woodcuts on war", "war", 10, only(of("medium", "etching", "woodcut"), "ten etchings and woodcuts")),
    row("oil paintings about silence", "silence", None, only(of("medium", "oil"), "oil paintings")),
    row("watercolors of storms, five works", "storms", 5, only(of("medium", "watercolour"), "watercolors")),
    row("the history of painting, ten works", "the history of painting", 10),
    row("ten works about paintings", "paintings", 10),
    row("ten works on war, no portraits", "war", 10, none(of("genre", "portraits"), "no portraits")),
    row("ten works on war, at least two landscapes", "war", 10, least(2, of("genre", "landscapes"), "at least two landscapes")),
    row("ten works on faith, including a sculpture", "faith", 10, least(1, SCULPTURE, "including a sculpture")),
    row("ten works on faith, including three ceramics", "faith", 10, least(3, CERAMIC, "including three ceramics")),
    row("ten works on faith with two to four drawings", "faith", 10, least(2, DRAWING, "with two to four drawings"),
        most(4, DRAWING, "with two to four drawings")),
    row("ten works on faith, at least two prints by women", "faith", 10,
        least(2, Trait(field="type", words=("print",), also=WOMEN), "at least two prints by women")),
    row("ten works on faith, at least three paintings from before 1700", "faith", 10,
        least(3, Trait(field="type", words=("painting",), to_year=1699), "at least three paintings from before 1700")),
)  # fmt: skip

SHARES: tuple[Row, ...] = (
    row("ten works on labour, no more than a third photographs", "labour", 10,
        share(PHOTOGRAPH, high=1 / 3, said="no more than a third photographs")),
    row("ten works on labour, 40% by women", "labour", 10, share(WOMEN, 0.4, said="40% by women")),
    row("ten works on labour, at least 25 per cent textiles", "labour", 10, share(TEXTILE, 0.25, said="at least 25 per cent textiles")),
    row("ten works on labour, half of them on paper", "labour", 10, share(PAPER, 0.5, said="half of them on paper")),
    row("ten works on labour, more than half by women", "labour", 10, share(WOMEN, 0.51, said="more than half by women")),
    row("ten works on labour, two thirds should be prints", "labour", 10, share(PRINT, 2 / 3, said="two thirds should be prints")),
    row("ten works on labour, at most half by men", "labour", 10, share(MEN, high=0.5, said="at most half by men")),
    row("ten works on labour, exactly half prints", "labour", 10, share(PRINT, 0.5, 0.5, said="exactly half prints")),
    row("ten works on labour, mostly photographs", "labour", 10, share(PHOTOGRAPH, 0.5, said="mostly photographs"), aloud=("mostly",)),
    row("ten works on labour, fewer than four sculptures", "labour", 10, most(3, SCULPTURE, "fewer than four sculptures")),
    row("ten works on labour, more than two sculptures", "labour", 10, least(3, SCULPTURE, "more than two sculptures")),
)  # fmt: skip

MEASURES: tuple[Row, ...] = (
    row("ten works on rooms, small enough for a case: under 30 cm", "rooms", 10,
        only(Trait(max_height_cm=30, max_width_cm=30), "small enough for a case: under 30 cm")),
    row("ten works on rooms, small enough for a case", "rooms", 10,
        only(Trait(max_height_cm=30, max_width_cm=30), "small enough for a case"),
        aloud=("case",)),
    row("ten works on rooms, no taller than 2 m", "rooms", 10, only(Trait(max_height_cm=200), "no taller than 2 m")),
    row("ten works on rooms, nothing under 1 m high", "rooms", 10, only(Trait(min_height_cm=100), "nothing under 1 m high")),
    row("ten works on rooms, all at least one metre wide", "rooms", 10, only(Trait(min_width_cm=100), "all at least one metre wide")),
    row("ten works on rooms, no larger than 50 x 40 cm", "rooms", 10,
        only(Trait(max_height_cm=50, max_width_cm=40), "no larger than 50 x 40 cm")),
    row("ten works on rooms, up to 20 inches across", "rooms", 10, only(Trait(max_width_cm=50.8), "up to 20 inches across")),
    row("ten works on rooms, 60 ft of wall", "rooms", 10, wall(18.288, "60 ft of wall")),
    row("ten works on rooms on a wall of 9.5 metres", "rooms", 10, wall(9.5, "on a wall of 9.5 metres")),
    row("ten works on rooms, two walls of 6 m each", "rooms", 10, wall(12, "two walls of 6 m each")),
    row("ten works on rooms, at least two works over 1 metre wide", "rooms", 10,
        least(2, Trait(min_width_cm=100), "at least two works over 1 metre wide")),
)  # fmt: skip

PLACES: tuple[Row, ...] = (
    row("ten works from Japan on the sea", "the sea", 10, only(of("place", "Japan"), "ten works from Japan")),
    row("ten Dutch paintings of the sea", "the sea", 10, only(PAINTING, "ten Dutch paintings"), only(DUTCH, "ten Dutch paintings")),
    row("the Spanish Civil War, ten works", "the Spanish Civil War", 10),
    row("the sea, ten works from Asia", "the sea", 10, only(of("continent", "Asia"), "ten works from Asia")),
    row("ten works on silence by Scandinavian artists", "silence", 10,
        only(of("nationality", "Danish", "Norwegian"), "by Scandinavian artists"),
        aloud=("Scandinavian",)),
    row("ten works on silence, nothing from France", "silence", 10, none(of("place", "France"), "nothing from France")),
    row("ten works on the light of Italy", "the light of Italy", 10),
)  # fmt: skip

NAMED: tuple[Row, ...] = (
    row("ten works on boats including w:wave", "boats", 10, include("w:wave", said="including w:wave")),
    row("ten works on boats, must include w:wave and w:storm, not w:fuji", "boats", 10,
        include("w:wave", "w:storm", said="must include w:wave and w:storm"), exclude("w:fuji", said="not w:fuji")),
    row("ten works on boats with “Migrant Mother”", "boats", 10, include("w:migrant", said="with “Migrant Mother”")),
    row("ten works on boats, without The Cradle", "boats", 10, exclude("w:cradle", said="without The Cradle")),
    row("ten works on boats including w:nothing", "boats", 10, include("w:nothing", said="including w:nothing"), aloud=("w:nothing",)),
    row("a show called “Long Nights” about winter", "winter", None, title="Long Nights"),
    row("ten works on winter for children", "winter", 10, audience="children"),
    row("ten works on winter for school groups, labels in French", "winter", 10, audience="schools", language="fr"),
    row("ten works on winter with Dutch labels", "winter", 10, language="nl"),
)  # fmt: skip

TRIED: tuple[Row, ...] = (
    row("eight self-portraits by women artists", "self-portraits", 8, only(WOMEN, "by women artists")),
    row("a dozen quiet still lifes", "quiet still lifes", 12),
    row("three portraits, three landscapes and two interiors", "", 8, exactly(3, of("genre", "portraits"), "three portraits"),
        exactly(3, of("genre", "landscapes"), "three landscapes"), exactly(2, of("genre", "interiors"), "two interiors"),
        aloud=("sum", "no theme")),
    row("I'm planning a small exhibition about bridges, ideally with a couple of Turners", "bridges", 8,
        exactly(2, of("maker", "Joseph Mallord William Turner"), "with a couple of Turners"), aloud=("small",)),
    row("light, fifteen works, must have at least one Morisot and one Cassatt, nothing by Renoir", "light", 15,
        least(1, of("maker", "Berthe Morisot"), "have at least one Morisot"), least(1, of("maker", "Mary Cassatt"), "one Cassatt"),
        none(of("maker", "Renoir"), "nothing by Renoir"), aloud=("Renoir",)),
    row("works by Rembrandt, Vermeer and Käthe Kollwitz about light", "light", None,
        only(of("maker", "Rembrandt", "Vermeer", "Käthe Kollwitz"), "works by Rembrandt, Vermeer and Käthe Kollwitz"),
        aloud=("Rembrandt", "Vermeer")),
    row("the colour blue: twelve works, no more than one per country", "the colour blue", 12,
        spread("country", 12, said="no more than one per country")),
    row("20 objects from ancient Japan", "", 20, only(of("place", "Japan"), "20 objects from ancient Japan"),
        aloud=("ancient Japan", "no theme")),
    row("10 works, all from Fjord Museum, about gardens", "gardens", 10, only(of("holder", "Fjord Museum"), "all from Fjord Museum")),
    row("silence, nine works, nobody more than once", "silence", 9, per_maker(1, "nobody more than once")),
    row("women at war", "women at war", None),
)  # fmt: skip

ALL = (*TRIED, *WHOLE, *SIZES, *DATES, *MAKERS, *KINDS, *SHARES, *MEASURES, *PLACES, *NAMED)
