"""Every text that a model reads: strict, and held to a golden rendering."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from prompts import names, render, variables
from tools.curate.show.records import Coherence, Figures, Spread

HIT = {"id": "f:1", "heading": "The Ferry, Ada Lindqvist", "text": "A ferry crosses the fjord at dusk."}
OTHER = {"id": "f:2", "heading": "Pines in Snow, Ada Lindqvist", "text": "The plate was bitten three times."}
FIGURES = Figures(
    works=3, coherence=Coherence(to_theme=0.31, among=0.4, drawn=60, drawn_to_theme=0.05, drawn_among=0.2),
    makers=Spread(counts=(("Ada Lindqvist", 2),), unknown=1, effective=1.0),
    decades=Spread(counts=(("1880s", 3),), unknown=0, effective=1.0),
    media=Spread(counts=(("prints", 2), ("paintings", 1)), unknown=0, effective=1.89),
    facets=(("winter", 2), ("solitude", 1)), women=2, makers_known=2, wall_used_m=4.3, wall_given_m=6.0,
)  # fmt: skip
SUBJECTS = [
    {"piece": {"id": "w:ferry", "title": "The Ferry"}, "passages": [HIT]},
    {"piece": {"id": "w:pines", "title": "Pines in Snow"}, "passages": [OTHER]},
]
# Values for each template that needs some; a template with more than one face has a rendering of each.
VALUES: dict[str, list[dict[str, Any]]] = {
    "curate/assumed_sizes": [
        {"no_width": "“The Ferry” and “Bull”", "no_height": "“Bull”", "width": "61", "height": "50"},
        {"no_width": "", "no_height": "“Bull”", "width": "61", "height": "50"},
        {"no_width": "“Bull”", "no_height": "“Bull”", "width": "61", "height": "50"},
    ],
    "curate/brief": [
        {"title": "", "theme": "winter", "size": "twelve works", "rules": [], "audience": "", "language": "", "order": "", "assumed": []},
        {
            "title": "Long Nights",
            "order": "oldest first",
            "theme": "",
            "size": "one work",
            "audience": "children",
            "language": "French",
            "rules": [
                {"text": "at most two works by one maker", "said": "two per artist"},
                {"text": "18 metres of wall", "said": "18 metres of wall"},
            ],
            "assumed": ["“small” was read as 8 works."],
        },
    ],
    "curate/facts": [
        {"one": one, "kinds": kinds, "years": years, "places": places, "dated": dated, "undated": undated, "alone": dated == "one"}
        for one, kinds, years, places, dated, undated in (
            (False, "two prints", "between 1831 and 1925", "Japan and France", "two", 0),
            (False, "", "in 1831", "", "two", 0),
            (False, "two prints", "", "Japan", "no", 2),
            (True, "a print", "in 1831", "Japan", "one", 0),
            (True, "", "", "", "no", 1),
            (False, "four prints", "in 1831", "", "one", 3),
            (False, "", "between 1831 and 1925", "Japan", "three", 1),
        )
    ],
    "curate/figures": [{"figures": FIGURES}],
    "curate/language": [{"language": "zh"}],
    "curate/labels": [
        {"theme": "winter", "audience": "", "subjects": SUBJECTS, "words": 70},
        {"theme": "", "audience": "children", "subjects": SUBJECTS[:1], "words": 70},
    ],
    "curate/left_out": [
        {"rules": "only works on paper", "many": False, "below": False, "works": "twelve"},
        {"rules": "only works on paper and 12 metres of wall", "many": True, "below": True, "works": "twelve"},
        {"rules": "", "many": False, "below": True, "works": "twelve"},
        {"rules": "", "many": False, "below": False, "works": "twelve"},
    ],
    "curate/letters": [{"lacking": 1, "eastern": False}, {"lacking": 3, "eastern": True}, {"lacking": 0, "eastern": False}],
    "curate/no_text": [{"numbers": [3]}, {"numbers": [3, 4, 7]}],
    "curate/not_near": [{"works": "five works"}],
    "curate/opening": [
        {
            "theme": theme,
            "audience": audience,
            "subjects": SUBJECTS,
            "begun": "Two works answer to the theme.",
            "words": 110,
            "title_words": 8,
            "titled": titled,
        }
        for theme, audience, titled in (("winter", "", False), ("", "children", True))
    ],
    "curate/order": [
        {"by": "oldest", "parted": False, "moved": False, "untold": "", "many": False},
        {"by": "newest", "parted": True, "moved": False, "untold": "“Bull”", "many": False},
        {"by": "smallest", "parted": False, "moved": True, "untold": "“Bull” and “The Ferry”", "many": True},
        {"by": "maker", "parted": False, "moved": False, "untold": "“Bull”", "many": False},
        {"by": "sections", "parted": False, "moved": False, "untold": "", "many": False},
    ],
    "curate/rationale": [
        {"reasons": ["“winter” is among its tags."], "rank": 3, "pool": 735, "rules": ["at least four works on paper"]},
        {"reasons": [], "rank": 3, "pool": 735, "rules": []},
    ],
    "curate/section_reason": [
        {
            "by": by,
            "name": name,
            "works": works,
            "count": ("no", "one", "two")[works],
            "place": place,
            "facts": "They were made in 1831.",
            "guests": "",
            "many": False,
        }
        for by, name, works, place in (
            ("subject", "snow", 2, "first"),
            ("subject", "snow", 1, "first"),
            ("subject", "", 2, "last"),
            ("subject", "", 1, "last"),
            ("period", "1565–1622", 2, "first"),
            ("period", "1565–1622", 2, "between"),
            ("period", "1565–1622", 2, "last"),
            ("period", "1565–1622", 2, "apart"),
            ("period", "1831", 1, "first"),
            ("period", "1831", 1, "apart"),
            ("period", "", 2, "last"),
            ("kind", "prints", 2, "first"),
            ("kind", "prints", 1, "first"),
            ("kind", "", 2, "last"),
            ("kind", "", 1, "last"),
            ("place", "Japan", 2, "first"),
            ("place", "Japan", 1, "first"),
            ("place", "", 2, "last"),
            ("place", "", 1, "last"),
            ("first", "", 2, "first"),
            ("first", "", 2, "between"),
            ("last", "", 1, "last"),
        )
    ]
    + [
        {
            "by": "subject",
            "name": "snow",
            "works": 2,
            "count": "two",
            "place": "first",
            "facts": "They are two prints.",
            "guests": "“Bull” and “The Ferry”",
            "many": True,
        },
        {"by": "subject", "name": "snow", "works": 0, "count": "no", "place": "first", "facts": "", "guests": "“Bull”", "many": False},
    ],
    "curate/section_title": [
        {"by": by, "name": name}
        for by, name in (("subject", "snow"), ("period", ""), ("place", ""), ("first", ""), ("last", ""), ("kind", ""))
    ],
    "curate/statement": [
        {
            "works": "Twelve",
            "one": False,
            "makers": "nine makers",
            "theme": "winter",
            "facts": "They are seven paintings and five prints, made between 1565 and 1925 in France, Japan and elsewhere.",
            "count": "two",
            "sections": "Snow and Ice",
        },
        {
            "works": "One",
            "one": True,
            "makers": "one maker",
            "theme": "winter",
            "facts": "It is a painting, made in 1565.",
            "count": "no",
            "sections": "",
        },
        {
            "works": "Two",
            "one": False,
            "makers": "unnamed hands",
            "theme": "",
            "facts": "They were made in 1565 in Japan.",
            "count": "no",
            "sections": "",
        },
    ],
    "curate/tags": [{"theme": "Winter and solitude in northern Europe, 1600 to 1850", "most": 12}],
    "curate/tombstone": [
        {
            "maker": "Ada Lindqvist",
            "origin": "Swedish, 1850–1920",
            "title": "*The Ferry*",
            "date": "1885",
            "medium": "Oil on canvas",
            "dimensions": "80 × 120 cm",
            "credit": "Harbour Museum, Bergen",
            "accession": "1962.2",
        },
        {"maker": "Cycladic", "origin": "", "title": "*Bull*", "date": "", "medium": "", "dimensions": "", "credit": "", "accession": ""},
    ],
    "curate/written": [
        {"model": "vllm (qwen)", "written": written, "quoted": quoted, "one": one, "trouble": trouble}
        for written, quoted, one, trouble in (
            ("the title and every label", "", False, ""),
            ("nine of twelve labels", "the other three", False, "The model at http://127.0.0.1:8000/v1 gave no reply within 60 s."),
            ("the title", "the label", True, ""),
            ("", "each label", True, ""),
        )
    ],
    "earlier_gone": [{"count": 1}, {"count": 2}],
    "example": [{"question": "Who made it?"}],
    "mend": [{"sentences": ["Monet made it [f:1].", "It is large."]}],
    "observations/curate": [
        {
            "id": "show:1",
            "turn": "changed",
            "said": ["out: Bull [w:bull]"],
            "brief": "Theme: winter",
            "statement": "Two works answer to the theme.",
            "title": "Winter",
            "notes": ["No width is told."],
            "told": lambda text: text[0],
            "line": lambda hung: f"{hung['number']}. {hung['label']['title']} [{hung['piece']['id']}]",
            "sections": [
                {
                    "title": "Snow",
                    "reason": "Both show snow.",
                    "works": [
                        {
                            "number": 1,
                            "piece": {"id": "w:pines"},
                            "label": {"title": "Pines in Snow", "text": ["The plate was bitten three times [f:2]."]},
                        },
                        {
                            "number": 2,
                            "piece": {"id": "w:ferry"},
                            "label": {"title": "The Ferry", "text": []},
                        },
                    ],
                }
            ],
        },
        {
            "id": "show:2",
            "turn": "explained",
            "said": ["Pines in Snow: its title has “snow”"],
            "brief": "",
            "statement": "",
            "title": "",
            "notes": [],
            "told": str,
            "line": str,
            "sections": [],
        },
    ],
    "observations/curate_asks": [
        {"sentence": "Which should give way?", "options": ["make it twelve works", "leave out the prints"]},
        {"sentence": "“xyz” changes nothing; say what to change.", "options": []},
    ],
    "observations/hung": [
        {"number": 1, "facts": ["Pines in Snow", "Ada Lindqvist", "", "Etching", "20 × 30 cm"], "id": "w:pines"},
    ],
    "observations/analyse": [{"picture": "image-1", "text": "The picture is dark overall."}],
    "observations/look_alike": [
        {"picture": "image-1", "by": None, "look": "look:image-1", "text": "The Ferry is closer to image-1.", "hits": [HIT, OTHER]},
        {"picture": "w:ferry", "by": "texture", "look": "look:w-ferry", "text": "Pines is closer to w:ferry.", "hits": [OTHER]},
    ],
    "observations/look_up": [
        {"asked": "ferry", "names": ["The Ferry (1885), w:ferry"], "hits": [HIT]},
        {"asked": "ad", "names": ["Ada, m:ada", "Adam, m:adam"], "hits": [HIT, OTHER]},
    ],
    "observations/search": [
        {"hits": [HIT, OTHER], "query": "", "filters": ""},
        {"hits": [], "query": "bull", "filters": ""},
        {"hits": [], "query": "bull", "filters": "from year 1900"},
    ],
    "observations/trimmed": [{"count": 1}, {"count": 2}],
    "offline/namesakes": [{"name": "Moreau"}],
    "offline/no_artist": [{"name": "Ruisdael"}],
    "peers/rag": [{"hits": [HIT, OTHER]}, {"hits": []}],
    "picture_gone": [{"picture": "image-1"}],
    "questions/describe": [
        {"aspect": "content", "subject": "“The Ferry” (1885)"},
        {"aspect": "form", "subject": ""},
        {"aspect": "context", "subject": "“The Ferry” (1885)"},
        {"aspect": "analysis", "subject": ""},
        {"aspect": "whole", "subject": "“The Ferry” by LINDQVIST, Ada"},
    ],
    "questions/short": [
        {"question": "Who crosses the fjord?", "context": "", "briefly": False},
        {"question": "Who crosses the fjord?", "context": "A ferry crosses the fjord.", "briefly": True},
    ],
    "refusals/left_out": [{"count": 1}, {"count": 2}],
    "refusals/out_of_order": [{"tool": "search"}],
    "refusals/unknown_name": [{"name": "Mona", "near": []}, {"name": "Mona", "near": ["Monet, m:monet", "Nona, w:nona"]}],
    "refusals/unknown_picture": [{"picture": "image-3", "shown": []}, {"picture": "image-3", "shown": ["image-1", "image-2"]}],
    "refusals/wrong_arguments": [{"tool": "search", "wrong": ["query: Field required", "limit: Input should be a valid integer"]}],
    "system": [{"tool_calls": 6}],
}
GOLDEN = Path(__file__).parents[1] / "golden" / "prompts"


@pytest.mark.parametrize("name", names())
def test_each_template_renders_as_its_golden_file_has_it(name: str, golden: Callable[[str, str], None]) -> None:
    faces = [render(name, **values) for values in VALUES.get(name, [{}])]
    golden(f"prompts/{name}.txt", "\n\n=== or ===\n\n".join(faces))


def test_no_golden_file_is_left_of_a_template_that_is_gone() -> None:
    assert sorted(str(f.relative_to(GOLDEN).with_suffix("")) for f in GOLDEN.rglob("*.txt")) == names()


def test_only_templates_that_are_there_have_values() -> None:
    assert VALUES.keys() <= set(names())


@pytest.mark.parametrize("name", sorted(VALUES))
def test_a_missing_value_is_an_error_that_names_it(name: str) -> None:
    values = VALUES[name][0]
    left_out = min(values)
    with pytest.raises(TypeError, match=rf"^prompt {name}: missing \['{left_out}'\], not wanted \[\]$"):
        render(name, **{k: v for k, v in values.items() if k != left_out})


def test_a_value_that_is_not_wanted_is_an_error_that_names_it() -> None:
    with pytest.raises(TypeError, match=r"^prompt picture_gone: missing \[\], not wanted \['colour'\]$"):
        render("picture_gone", picture="image-1", colour="blue")


def test_a_template_knows_its_values() -> None:
    assert variables("observations/search") == {"hits", "query", "filters"}


def test_values_are_put_in_as_they_are() -> None:
    assert render("picture_gone", picture="{{ 1 + 1 }} <b>&") == "[{{ 1 + 1 }} <b>&, shown earlier]"


def test_the_system_prompt_is_the_same_byte_for_byte() -> None:
    assert render("system", tool_calls=6) == render("system", tool_calls=6)
