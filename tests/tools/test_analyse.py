"""`analyse` on pictures that were drawn to be measured."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from langchain_core.messages import HumanMessage, ToolMessage
from PIL import Image

from retrieval.pictures import PictureStore
from retrieval.sentences import sentences
from tools.analyse import analyse_tool
from tools.analyse.form import COLOURS, PLACES, describe_form, measure_form
from tools.errors import ToolError


def plain(colour: tuple[int, int, int], size: tuple[int, int] = (60, 40)) -> Image.Image:
    return Image.new("RGB", size, colour)


@pytest.mark.parametrize("name", COLOURS)
def test_a_plain_picture_has_the_name_of_its_colour(name: str) -> None:
    assert measure_form(plain(COLOURS[name])).colours == ((name, 1.0),)


def test_shares_of_colours_are_shares_of_the_picture() -> None:
    picture = plain(COLOURS["dark blue"], (80, 40))
    picture.paste(COLOURS["cream"], (0, 0, 20, 40))
    assert measure_form(picture).colours == (("dark blue", 0.75), ("cream", 0.25))


@pytest.mark.parametrize(("place", "name"), list(enumerate(PLACES)))
def test_the_lightest_part_is_where_the_light_is(place: int, name: str) -> None:
    picture = plain((20, 20, 20), (90, 90))
    left, upper = place % 3 * 30, place // 3 * 30
    picture.paste((245, 245, 245), (left, upper, left + 30, upper + 30))
    assert measure_form(picture).lightest_place == name


@pytest.mark.parametrize(("rgb", "lightness"), [((0, 0, 0), 0.0), ((255, 255, 255), 100.0), ((119, 119, 119), 50.0)])
def test_lightness_is_that_of_cielab(rgb: tuple[int, int, int], lightness: float) -> None:
    form = measure_form(plain(rgb))
    assert form.lightness == pytest.approx(lightness, abs=0.1)
    assert (form.contrast, form.chroma) == pytest.approx((0, 0), abs=0.1)


def test_a_mirrored_picture_is_symmetrical_and_a_shaded_one_is_the_opposite() -> None:
    shade = np.tile(np.linspace(0, 255, 60, dtype=np.uint8), (40, 1))
    shaded, mirrored = (Image.fromarray(np.stack([a] * 3, axis=-1)) for a in (shade, np.hstack([shade, shade[:, ::-1]])))
    assert measure_form(mirrored).symmetry == pytest.approx(1)
    assert measure_form(shaded).symmetry < -0.9


@given(size=st.tuples(st.integers(1, 400), st.integers(1, 400)), seed=st.integers(0, 99))
def test_any_picture_can_be_measured_and_worded(size: tuple[int, int], seed: int) -> None:
    pixels = np.random.default_rng(seed).integers(0, 255, (size[1], size[0], 3), dtype=np.uint8)
    form = measure_form(Image.fromarray(pixels))
    assert (form.width, form.height) == size
    assert sum(share for _, share in form.colours) == pytest.approx(1)
    assert "are ." not in describe_form(form)


def test_measurements_are_told_in_sentences_that_stand_alone() -> None:
    picture = plain(COLOURS["dark blue"], (80, 40))
    picture.paste(COLOURS["cream"], (0, 0, 40, 20))
    assert sentences(describe_form(measure_form(picture))) == [
        "The picture is wider than high (80 × 40 pixels).",
        "The picture is dark overall and moderately coloured, with strong contrast of light and dark.",
        "Its main colours are dark blue (75%), cream (25%).",
        "Its lightest part lies at the upper left.",
    ]


def test_a_plain_picture_has_no_lightest_part() -> None:
    assert "lightest" not in describe_form(measure_form(plain(COLOURS["ochre"])))


def called(store: PictureStore, messages: list[Any], picture: str) -> ToolMessage:
    arguments = {"picture": picture, "messages": messages}
    return analyse_tool(store).invoke({"type": "tool_call", "name": "analyse", "id": "call-1", "args": arguments})


def shown(store: PictureStore, *handles: str) -> list[HumanMessage]:
    out = io.BytesIO()
    plain(COLOURS["dark blue"]).save(out, "PNG")
    name = store.add(out.getvalue())
    return [HumanMessage([{"type": "picture", "id": handle, "sha256": name}]) for handle in handles]


def test_a_shown_picture_is_measured_under_its_handle(tmp_path: Path) -> None:
    store = PictureStore(tmp_path)
    message = called(store, shown(store, "image-1", "image-2"), "image-2")
    [passage] = message.artifact["passages"]
    assert (passage["id"], passage["kind"]) == ("image-2", "analysis")
    assert [s["text"] for s in passage["sentences"]] == sentences(passage["text"])
    assert message.content == f"[image-2] Measured in the picture, without recognising what it shows\n{passage['text']}"
    assert "Its main colours are dark blue (100%)." in passage["text"]


def test_a_refusal_names_the_valid_pictures(tmp_path: Path) -> None:
    store = PictureStore(tmp_path)
    with pytest.raises(ToolError, match=r"^There is no picture “image-7”. The pictures shown are: image-1, image-2.$"):
        called(store, shown(store, "image-1", "image-2"), "image-7")


def test_without_any_picture_the_person_is_to_be_asked_for_one(tmp_path: Path) -> None:
    with pytest.raises(ToolError, match=r"^There is no picture “image-1”. No picture has been shown; ask the person for one.$"):
        called(PictureStore(tmp_path), [HumanMessage("What is it?")], "image-1")


def test_a_picture_that_is_no_longer_kept_is_told_to_the_model(tmp_path: Path) -> None:
    store = PictureStore(tmp_path)
    messages = shown(store, "image-1")
    for file in tmp_path.rglob("*.jpg"):
        file.unlink()
    with pytest.raises(ToolError, match="no longer kept; show it again"):
        called(store, messages, "image-1")
