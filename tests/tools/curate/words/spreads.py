"""Briefs as a curator, an educator, a parent or a registrar says them, written before their reading: spreads, prefaces, works by name."""

from __future__ import annotations

from tools.curate.brief import Brief, Trait

from .expected import DRAWING, HOLDER, PAINTING, PHOTOGRAPH, PRINT, exactly, include, meant, of, only, per_maker, spread, wall, years

PICTURED = Trait(field="picture")
JAPANESE = of("nationality", "Japanese")


OPEN: tuple[tuple[str, Brief], ...] = (
    ("Choose eight works for an exhibition on rivers, from at least four continents", meant("rivers", 8, spread("continent", 4))),
    ("I'm hanging a room about winter: nine paintings from at least three countries, none wider than 120 cm",
     meant("winter", 9, only(PAINTING), spread("country", 3), only(Trait(max_width_cm=120)))),
    ("Six prints from six different countries for our schools programme",
     meant("", 6, only(PRINT), spread("country", 6), audience="schools")),
    ("My daughter loves boats. Could we have ten pictures of boats, each by a different artist?", meant("boats", 10, per_maker(1))),
    ("Registrar here: twelve works, no loans, at most two nationalities, 15 metres of wall",
     meant("", 12, only(of("holder", HOLDER)), spread("nationality", None, 2), wall(15))),
    ("A show on motherhood drawn from our holdings, with works by no fewer than five makers",
     meant("motherhood", 12, spread("maker", 5))),
    ("Ten works by ten different artists on the theme of night", meant("night", 10, per_maker(1))),
    ("For a class on the sea: eight works from at least two continents, three of them prints",
     meant("the sea", 8, spread("continent", 2), exactly(3, PRINT))),
    ("An exhibition of landscapes for the upstairs gallery, all painted before 1850, one per artist",
     meant("landscapes", 12, years(None, 1849), per_maker(1))),
    ("Please make a display on tea and silence from the collection, five works, no more than two centuries",
     meant("tea and silence", 5, spread("century", None, 2))),
    ("Hokusai's Great Wave must be in it; eight works on the sea", meant("the sea", 8, include("w:wave"))),
    ("Seven works about snow, and Bruegel's Hunters in the Snow has to be one of them", meant("snow", 7, include("w:hunters"))),
    ("Nine works on mothers, Migrant Mother among them", meant("mothers", 9, include("w:migrant"))),
    ("Only works that have a picture, please: ten on solitude", meant("solitude", 10, only(PICTURED))),
    ("Twelve works about grief that we have images of", meant("grief", 12, only(PICTURED))),
    ("Set up a little show about dogs for families with at least three different techniques",
     meant("dogs", 8, spread("medium", 3), audience="families")),
    ("Put on a display of Japanese prints, six works, no two by the same artist",
     meant("", 6, only(PRINT), only(JAPANESE), per_maker(1))),
    ("Works on winter from three continents at least, fifteen in all", meant("winter", 15, spread("continent", 3))),
    ("An exhibition on flowers with artists from at least five countries", meant("flowers", 12, spread("nationality", 5))),
    ("Eight works spanning at least three centuries, on the theme of the mother", meant("the mother", 8, spread("century", 3))),
    ("The ceiling is low, so nothing taller than 90 cm: ten works about snow", meant("snow", 10, only(Trait(max_height_cm=90)))),
    ("It is for the corridor. Twelve photographs, each from a different decade.", meant("", 12, only(PHOTOGRAPH), spread("decade", 12))),
    ("Half a dozen works from half a dozen makers about rooms", meant("rooms", 6, per_maker(1))),
    ("A dozen works on the night, by at least eight people, nobody more than twice",
     meant("the night", 12, spread("maker", 8), per_maker(2))),
    ("I need fourteen works on storms for our spring exhibition, from a minimum of four countries but no more than two centuries",
     meant("storms", 14, spread("country", 4), spread("century", None, 2))),
)  # fmt: skip

HELD_BACK: tuple[tuple[str, Brief], ...] = (
    ("Can you pick seven works on the sea from seven different countries?", meant("the sea", 7, spread("country", 7))),
    ("Curate something on animals for kids, ten works, at least three continents",
     meant("animals", 10, spread("continent", 3), audience="children")),
    ("Twelve works on light by twelve makers, nothing wider than a metre",
     meant("light", 12, per_maker(1), only(Trait(max_width_cm=100)))),
    ("A school trip is coming: five works about storms, each from a different century", meant("storms", 5, spread("century", 5))),
    ("Morisot's Cradle must be included; eight works on mothers and children", meant("mothers and children", 8, include("w:cradle"))),
    ("Assemble a presentation on silence, nine works, with Hammershøi's Interior among them",
     meant("silence", 9, include("w:interior"))),
    ("Six works about roses, only ones with an image", meant("roses", 6, only(PICTURED))),
    ("Paintings from at most three countries, ten of them, about snow", meant("snow", 10, only(PAINTING), spread("country", None, 3))),
    ("Prepare an exhibition on rivers for the ground floor, eleven works, from no fewer than four nationalities",
     meant("rivers", 11, spread("nationality", 4))),
    ("I want fewer than four makers in a show of ten prints", meant("", 10, only(PRINT), spread("maker", None, 3))),
    ("Ten drawings from our collection, each by a different hand", meant("", 10, only(DRAWING), per_maker(1))),
    ("We have just been given a new lamp. Show eight works about night.", meant("night", 8)),
    ("At least two continents and at least four countries, sixteen works on faith",
     meant("faith", 16, spread("continent", 2), spread("country", 4))),
    ("Ten still lifes by at least six artists of at least three nationalities",
     meant("still lifes", 10, spread("maker", 6), spread("nationality", 3))),
    ("A show on the sea for the general public, 20 works in exactly three media", meant("the sea", 20, spread("medium", 3, 3))),
)  # fmt: skip
