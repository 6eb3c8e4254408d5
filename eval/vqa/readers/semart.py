"""SemArt: a table of paintings with a comment each, and its later edition with the comment's sentences told apart."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from eval.vqa.item import Item
from eval.vqa.rows import Row, read_rows

from .files import file_in

ASPECTS = ("content", "form", "context")


def read_semart(data: Path) -> Sequence[Item]:
    """Read descriptions wanted of SemArt's paintings.

    From the table (`semart_test.csv`, tab-separated Latin-1: IMAGE_FILE, DESCRIPTION, AUTHOR, TITLE, TECHNIQUE, DATE, TYPE, SCHOOL,
    TIMEFRAME; Garcia and Vogiatzis, ECCV Workshops 2018) one of each painting, its comment the reference. From the JSON file of
    “Explain Me the Painting” (`annotations`: `img`, `description`, `content`, `form`, `context`; Bai, Nakashima and Garcia, ICCV
    2021) one of each aspect that has sentences, all of them references.
    """
    file = file_in(data, "semart_test.csv", "semart*.csv", "semart*.json", "semart_comments.parquet")
    if file.suffix == ".json":
        return [item for row in read_rows(file, "annotations") for item in _aspects(row)]
    return [_comment(row) for row in read_rows(file)]


def _comment(row: Row) -> Item:
    picture = row.text("IMAGE_FILE")
    return Item(picture, picture, "", (row.text("DESCRIPTION"),), "whole", f"“{row.text('TITLE')}” by {row.text('AUTHOR')}")


def _aspects(row: Row) -> list[Item]:
    picture = row.text("img")
    told = {aspect: row.texts(aspect) for aspect in ASPECTS}
    return [Item(f"{picture}-{aspect}", picture, "", sentences, aspect) for aspect, sentences in told.items() if sentences]
