"""Forty phrasings that were written before the reading of briefs was; None where a question must be asked back."""

from __future__ import annotations

from tools.curate.brief import Brief, Trait

from .expected import (
    HOLDER,
    MEN,
    PAINTING,
    PAPER,
    PHOTOGRAPH,
    PRINT,
    SCULPTURE,
    WOMEN,
    exactly,
    exclude,
    include,
    least,
    most,
    none,
    of,
    only,
    per_maker,
    share,
    wall,
    years,
)  # fmt: skip


def _brief(theme: str, size: int, *rules: object, **more: object) -> Brief:
    return Brief(theme=theme, size=size, rules=rules, **more)  # type: ignore[arg-type]


GOYA = of("maker", "Francisco de Goya")
KOLLWITZ = of("maker", "Käthe Kollwitz")

HELD_BACK: tuple[tuple[str, Brief | None], ...] = (
    ("A dozen etchings about war and its victims", _brief("war and its victims", 12, only(of("medium", "etching")))),
    ("Show me fifteen paintings of the sea, none of them before 1800", _brief("the sea", 15, only(PAINTING), years(1800, None))),
    ("an exhibition on motherhood with at least three works by women and no photographs",
     _brief("motherhood", 12, least(3, WOMEN), none(PHOTOGRAPH))),
    ("8 prints by Japanese artists, one per maker at most", _brief("", 8, only(PRINT), only(of("nationality", "Japanese")), per_maker(1))),
    ("Solitude. 20 works. Half of them by women. Nothing over 2 metres wide.",
     _brief("Solitude", 20, share(WOMEN, low=0.5), only(Trait(max_width_cm=200)))),
    ("night and dreams from 1790 to 1910, without Goya", _brief("night and dreams", 12, years(1790, 1910), none(GOYA))),
    ("Winter in the 17th century, around ten works, 12 m of wall", _brief("Winter", 10, years(1601, 1700), wall(12))),
    ("I would like a small show about childhood for families, labels in German",
     _brief("childhood", 8, audience="families", language="de")),
    ("ten to fourteen works on labour, no more than a third photographs", _brief("labour", 14, share(PHOTOGRAPH, high=1 / 3))),
    ("works on paper only: snow, ice and silence, 24 pieces", _brief("snow, ice and silence", 24, only(PAPER))),
    ("A show called “Cold Light” about the north, nine works, all before 1900",
     _brief("the north", 9, years(None, 1899), title="Cold Light")),
    ("ten works on water, including the Great Wave", _brief("water", 10, include("w:wave"))),
    ("portraits of workers, 1920s and 1930s, at most 1 by any one artist",
     _brief("portraits of workers", 12, years(1920, 1939), per_maker(1))),
    ("7 works about grief; must include w:kollwitz; not w:goya", _brief("grief", 7, include("w:kollwitz"), exclude("w:goya"))),
    ("Mothers and children, only women artists, between 1870 and 1940, nothing taller than 5 feet",
     _brief("Mothers and children", 12, only(WOMEN), years(1870, 1940), only(Trait(max_height_cm=152.4)))),
    ("at least a quarter sculptures, theme: the body", _brief("the body", 12, share(SCULPTURE, low=0.25))),
    ("Twenty-five works since 1900 on the modern city, two photographs at least",
     _brief("the modern city", 25, years(1900, None), least(2, PHOTOGRAPH))),
    ("exactly two Dutch works in a show of six about landscape", _brief("landscape", 6, exactly(2, of("nationality", "Dutch")))),
    ("quiet rooms; oil on canvas only; no work may be wider than 80 cm",
     _brief("quiet rooms", 12, only(of("medium", "oil on canvas")), only(Trait(max_width_cm=80)))),
    ("a show for teenagers on protest with sixteen works, none by men", _brief("protest", 16, none(MEN), audience="teenagers")),
    ("Eighteenth-century satire, 10 works", _brief("satire", 10, years(1701, 1800))),
    ("about ten works by Hokusai and Hiroshige on travel", _brief("travel", 10, only(of("maker", "Katsushika Hokusai", "Hiroshige")))),
    ("Works from Japan and Mexico about everyday life", _brief("everyday life", 12, only(of("place", "Japan", "Mexico")))),
    ("no more than one work per artist; thirty works; the sea", _brief("the sea", 30, per_maker(1))),
    ("between 500 BC and AD 500: gods and heroes, 40 objects", _brief("gods and heroes", 40, years(-500, 500))),
    ("flowers, not a single photograph, max 3 paintings", _brief("flowers", 12, none(PHOTOGRAPH), most(3, PAINTING))),
    ("mostly prints, some by women, on the theme of loneliness", _brief("loneliness", 12, share(PRINT, low=0.5), least(1, WOMEN))),
    ("60 feet of wall, theme winter, everything under 40 inches wide", _brief("winter", 12, wall(18.288), only(Trait(max_width_cm=101.6)))),
    ("a dozen works on faith, none later than 1700", _brief("faith", 12, years(None, 1700))),
    ("All works must be smaller than 30 x 40 cm. Theme: intimacy. Size: 14.",
     _brief("intimacy", 14, only(Trait(max_height_cm=30, max_width_cm=40)))),
    ("3 sculptures, 5 paintings and 4 prints about the human face",
     _brief("the human face", 12, exactly(3, SCULPTURE), exactly(5, PAINTING), exactly(4, PRINT))),
    ("by Käthe Kollwitz: ten prints on war", _brief("war", 10, only(KOLLWITZ), only(PRINT))),
    ("dreams — no loans please — 11 works", _brief("dreams", 11, only(of("holder", HOLDER)))),
    ("loss and memory, with at least one work each by Goya and Kollwitz",
     _brief("loss and memory", 12, least(1, GOYA), least(1, KOLLWITZ))),
    ("up to 15 works about light, excluding sculpture and textiles", _brief("light", 15, none(of("type", "sculpture", "textile")))),
    ("the sublime in early 19th century painting, 12 works, max two per person",
     _brief("the sublime", 12, years(1801, 1833), only(PAINTING), per_maker(2))),
    ("for schools: animals, nothing before 1850, a third by women at least",
     _brief("animals", 12, years(1850, None), share(WOMEN, low=1 / 3), audience="schools")),
    ("women at work by women photographers", _brief("women at work", 12, only(WOMEN), only(PHOTOGRAPH))),
    ("Snow. Post-war only.", _brief("Snow", 12, years(1945, None))),
    ("5 works, at least 6 prints, about rain", None),
)  # fmt: skip
