"""ArtPedia: one JSON object of paintings, each with sentences on what is seen and on what is known."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from eval.vqa.item import Item
from eval.vqa.rows import Row, read_keyed

from .files import file_in

# What the suite calls each aspect.
FIELDS = {"content": "visual_sentences", "context": "contextual_sentences"}


def read_artpedia(data: Path) -> Sequence[Item]:
    """Read the test paintings, two descriptions of each: its content and its context, with every sentence a reference.

    Entries are keyed by a number that also names the picture, `{key}.jpg`, and hold `title`, `img_url`, `year`,
    `visual_sentences`, `contextual_sentences` and `split` (Stefanini et al., Artpedia, ICIAP 2019). An aspect without a sentence
    is not asked for. Where no entry is of the test split, all are read.
    """
    entries = read_keyed(file_in(data, "artpedia.json"))
    test = {key: row for key, row in entries.items() if row.fields.get("split") == "test"}
    return [item for key, row in (test or entries).items() for item in _items(key, row)]


def _items(key: str, row: Row) -> list[Item]:
    year = row.fields.get("year")
    subject = f"“{row.text('title')}”" + (f" ({year})" if isinstance(year, int) else "")
    told = {aspect: row.texts(field) for aspect, field in FIELDS.items()}
    return [Item(f"{key}-{aspect}", f"{key}.jpg", "", sentences, aspect, subject) for aspect, sentences in told.items() if sentences]
