"""The measurement of looks: on drawn pictures whose right answers are known."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from PIL import Image

from eval.pictures import evaluate, fit
from eval.pictures.copies import CHANGES, cut, shifted
from eval.pictures.evaluate import METHODS
from eval.pictures.labels import of_label
from eval.report import Report
from retrieval.errors import SourceError
from retrieval.pictures.likeness import likeness_from
from retrieval.pictures.look import FAMILIES

MAKERS = ("ada", "jean", "paul")
COUNT = 48


def drawn(maker: int, seed: int) -> Image.Image:
    """A picture in the maker's own colours and stripes."""
    rng = np.random.default_rng([maker, seed])
    ground = np.array([(200, 60, 40), (40, 90, 200), (230, 225, 210)][maker])
    pixels = np.tile(ground, (64, 80, 1)) + rng.normal(0, 6, (64, 80, 3))
    pixels[:: 4 + 5 * maker] -= 90
    x, y = rng.integers(0, 50, 2)
    pixels[y : y + 14, x : x + 20] = rng.integers(0, 255, 3)
    return Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8))


def jpeg(picture: Image.Image) -> bytes:
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=95)
    return out.getvalue()


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("data")
    (folder / "images").mkdir()
    makers = [number % 3 for number in range(COUNT)]
    names = [f"picture-{number}" for number in range(COUNT)]
    own: dict[str, Any] = {"jpeg": [jpeg(drawn(maker, number)) for number, maker in enumerate(makers)]}
    labels = [MAKERS[maker] for maker in makers]
    pq.write_table(pa.table({"path": names, "artist_slug": labels, "style": labels, **own}), folder / "images" / "wikiart.parquet")
    pq.write_table(
        pa.table({"id": names, "creator": labels, "technique": [None] * 6 + ["etching"] * (COUNT - 6), **own}),
        folder / "images" / "rijksmuseum.parquet",
    )
    return folder


@pytest.fixture(scope="module")
def report(data: Path) -> Report:
    return evaluate(data, seed=0)


def test_makers_who_differ_in_colour_and_stripes_are_told_apart(report: Report) -> None:
    ours, random = (report.document["labels"][f"wikiart/artist_slug/{method}"] for method in ("ours", "random"))
    assert ours["p10"]["value"] > 0.95
    assert random["p10"]["value"] < 0.6
    assert ours["map"]["n"] == random["map"]["n"] > 3


def test_every_method_is_measured_on_every_label_and_change(report: Report) -> None:
    labels, plain, ours = report.tables
    assert {row[1] for row in labels.rows} == set(METHODS)
    assert len(labels.rows) == 4 * len(METHODS)
    assert [row[0] for row in plain.rows] == [row[0] for row in ours.rows] == list(CHANGES)
    assert [*plain.columns[1:], *ours.columns[1:]] == list(METHODS[1:])
    assert list(report.document["copies"]["greyscale"]) == list(METHODS[1:])


def test_the_fit_writes_scales_that_can_be_read_and_the_best_weights_of_its_grid(data: Path, tmp_path: Path) -> None:
    found = fit(data, seed=0, into=tmp_path / "likeness.json")
    written = json.loads((tmp_path / "likeness.json").read_text(encoding="utf-8"))
    assert found["scores"][json.dumps(written["weights"])] == max(found["scores"].values())
    likeness = likeness_from(written)
    assert all((np.diff(likeness.distances[family]) >= 0).all() for family in FAMILIES)


def test_data_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"wikiart.parquet is not there; give the benchmark's folder with --data$"):
        evaluate(tmp_path, seed=0)


def test_average_precision_is_that_of_the_textbook() -> None:
    # Relevant at ranks 1, 3 and 5: (1/1 + 2/3 + 3/5) / 3, and one more at rank 6.
    distances = np.array([[0, 1, 2, 3, 4, 5, 6]], dtype=np.float32)
    labels = np.array(["a", "a", "b", "a", "b", "a", "a"])
    precision, average = of_label(distances, np.array([0]), labels)
    assert precision.tolist() == [0.4]
    assert average[0] == pytest.approx((1 + 2 / 3 + 3 / 5 + 4 / 6) / 4)


def test_rare_and_empty_labels_are_not_asked_for() -> None:
    distances = np.zeros((2, 7), dtype=np.float32)
    precision, _ = of_label(distances, np.array([0, 1]), np.array(["rare", "", "", "", "", "", ""]))
    assert len(precision) == 0


def test_a_cut_takes_its_share_off_every_edge() -> None:
    assert cut(Image.new("RGB", (200, 100)), 0.1).size == (160, 80)


def test_hues_turn_and_greys_stay() -> None:
    assert shifted(Image.new("RGB", (2, 2), (255, 0, 0)), 85).getpixel((0, 0)) == (0, 255, 0)
    assert shifted(Image.new("RGB", (2, 2), (90, 90, 90)), 40).getpixel((0, 0)) == (90, 90, 90)


@pytest.mark.parametrize("name", CHANGES)
def test_every_change_gives_a_picture_in_colour(name: str) -> None:
    changed = CHANGES[name](drawn(0, 0))
    assert changed.mode == "RGB"
    assert changed.tobytes() != drawn(0, 0).tobytes()
