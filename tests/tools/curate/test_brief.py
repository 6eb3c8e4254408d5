"""A brief from JSON: read strictly, refused in a sentence."""

from __future__ import annotations

import json
from dataclasses import asdict

import pytest

from tools.curate.brief import Brief, Rule, Trait, read_brief
from tools.curate.wording import rule_text
from tools.errors import ToolError

BRIEF = Brief(
    theme="winter and solitude",
    rules=(
        Rule(kind="only", trait=Trait(from_year=1600, to_year=1850), said="1600 to 1850"),
        Rule(kind="per_maker", count=2),
        Rule(kind="share", trait=Trait(field="gender", words=("female",)), low=0.3),
        Rule(kind="wall", metres=18.0),
        Rule(kind="exactly", trait=Trait(field="on_paper", also=Trait(field="gender", words=("female",), to_year=1850)), count=3),
        Rule(kind="include", trait=Trait(ids=("w:hay-wain",))),
    ),
    assumed=("Northern Europe was read as the countries around the North Sea and the Baltic.",),
)


def test_a_brief_comes_back_from_json_as_it_went() -> None:
    assert read_brief(json.dumps(asdict(BRIEF))) == BRIEF
    assert read_brief(asdict(BRIEF)) == BRIEF


@pytest.mark.parametrize(
    ("document", "said"),
    [
        ("{", "cannot be read at the whole: invalid json"),
        ({"theme": "winter", "sise": 3}, "cannot be read at sise"),
        ({"theme": "winter", "size": "12"}, "cannot be read at size: input should be a valid integer"),
        ({"theme": "winter", "size": 0}, "ask for one work or more"),
        ({"theme": "", "rules": [{"kind": "at_least", "count": 3}]}, "does not say which works it means"),
        ({"theme": "", "rules": [{"kind": "only", "trait": {}}]}, "does not say which works it means"),
        ({"theme": "", "rules": [{"kind": "none", "trait": {"words": ["oil"]}}]}, "has words but no field"),
        ({"theme": "", "rules": [{"kind": "none", "trait": {"field": "medium"}}]}, "names the field medium but no words"),
        ({"theme": "", "rules": [{"kind": "none", "trait": {"field": "on_paper", "also": {"field": "tag"}}}]}, "field tag but no"),
        ({"theme": "", "rules": [{"kind": "at_most", "trait": {"field": "on_paper"}}]}, "does not say how many"),
        ({"theme": "", "rules": [{"kind": "per_maker", "count": 0}]}, "does not say how many"),
        ({"theme": "", "rules": [{"kind": "at_least", "trait": {"field": "on_paper"}, "count": -1}]}, "does not say how many"),
        ({"theme": "", "rules": [{"kind": "share", "trait": {"field": "on_paper"}}]}, "does not say what share"),
        ({"theme": "", "rules": [{"kind": "share", "trait": {"field": "on_paper"}, "low": 0.6, "high": 0.4}]}, "low first"),
        ({"theme": "", "rules": [{"kind": "spread", "low": 2}]}, "does not say what there are to be several of"),
        ({"theme": "", "rules": [{"kind": "spread", "of": "maker"}]}, "does not say how many"),
        ({"theme": "", "rules": [{"kind": "spread", "of": "maker", "low": 2.5}]}, "in whole numbers"),
        ({"theme": "", "rules": [{"kind": "spread", "of": "maker", "low": 3, "high": 2}]}, "low first"),
        ({"theme": "", "rules": [{"kind": "wall", "metres": 0.0}]}, "does not say how long the wall is"),
        ({"theme": "", "rules": [{"kind": "include", "trait": {"field": "on_paper"}}]}, "does not name a work"),
    ],
)
def test_a_brief_that_makes_no_sense_is_refused_in_a_sentence(document: object, said: str) -> None:
    with pytest.raises(ToolError, match=said) as refused:
        read_brief(document)  # type: ignore[arg-type]
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        (Rule(kind="only", trait=Trait(max_width_cm=150)), "no work wider than 150 cm"),
        (Rule(kind="only", trait=Trait(max_width_cm=150, min_height_cm=20, to_year=1850)),
         "only works made in 1850 or before, at most 150 cm wide, at least 20 cm high"),
        (Rule(kind="at_most", trait=Trait(field="type", words=("painting",)), count=2), "at most two paintings"),
        (Rule(kind="none", trait=Trait(field="type", words=("photograph", "tapestry"))), "no photographs or tapestries"),
        (Rule(kind="at_least", trait=Trait(field="type", words=("furniture",)), count=1), "at least one piece of furniture"),
        (Rule(kind="at_least", trait=Trait(field="type", words=("decorative art",)), count=2),
         "at least two works of the type decorative art"),
        (Rule(kind="only", trait=Trait(field="medium", words=("etching", "engraving", "woodcut", "oil"), called="print")), "only prints"),
        (Rule(kind="only", trait=Trait(field="place", words=("Denmark", "Norway", "Sweden"), called="Scandinavia")),
         "only works from Scandinavia"),
        (Rule(kind="only", trait=Trait(field="place", words=tuple("ABCDEF"))), "only works from A, B, C or three more"),
        (Rule(kind="none", trait=Trait(field="medium", words=("oil", "tempera"))), "no works in oil or tempera"),
        (Rule(kind="at_most", trait=Trait(field="on_paper", words=("no",)), count=1), "at most one work not on paper"),
        (Rule(kind="exactly", trait=Trait(field="maker", words=("Turner",), to_year=-20), count=13),
         "exactly 13 works by Turner, made in 20 BCE or before"),
        (Rule(kind="share", trait=Trait(field="gender", words=("female",)), low=0.5), "works by women for at least 50 % of the show"),
        (Rule(kind="share", trait=Trait(field="tag", words=("snow",)), low=0.2, high=0.5),
         "works tagged snow for 20 % to 50 % of the show"),
        (Rule(kind="share", trait=Trait(field="continent", words=("Asia",)), high=0.5), "works from Asia for at most 50 % of the show"),
        (Rule(kind="spread", of="continent", low=4), "works from at least four continents"),
        (Rule(kind="spread", of="maker", low=5), "works by at least five makers"),
        (Rule(kind="spread", of="nationality", high=2), "works by makers of at most two nationalities"),
        (Rule(kind="spread", of="country", low=6, high=6), "works from exactly six countries"),
        (Rule(kind="spread", of="medium", low=2, high=3, trait=Trait(field="gender", words=("female",))),
         "works by women, in two to three media"),
        (Rule(kind="spread", of="century", low=3, trait=Trait(field="type", words=("print",))), "prints from at least three centuries"),
        (Rule(kind="wall", metres=18), "18 metres of wall"),
        (Rule(kind="exclude", trait=Trait(ids=("a", "b", "c"))), "without a, b and c"),
    ],
)  # fmt: skip
def test_a_rule_is_worded_as_a_curator_says_it(rule: Rule, said: str) -> None:
    assert rule_text(rule) == said
