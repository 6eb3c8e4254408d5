"""Every text that a model reads: strict, and held to a golden rendering."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from prompts import names, render, variables

HIT = {"id": "f:1", "heading": "The Ferry, Ada Lindqvist", "text": "A ferry crosses the fjord at dusk."}
OTHER = {"id": "f:2", "heading": "Pines in Snow, Ada Lindqvist", "text": "The plate was bitten three times."}
# Values for each template that needs some; a template with more than one face has a rendering of each.
VALUES: dict[str, list[dict[str, Any]]] = {
    "earlier_gone": [{"count": 1}, {"count": 2}],
    "example": [{"question": "Who made it?"}],
    "mend": [{"sentences": ["Monet made it [f:1].", "It is large."]}],
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
