"""ArtQuest: a table of questions on six attributes of SemArt's paintings, with the comment as the open book."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from eval.vqa.item import Item
from eval.vqa.rows import read_rows
from retrieval.errors import SourceError

from .files import file_in

TYPES = ("artist", "title", "technique", "school", "timeframe", "type")


def read_artquest(data: Path) -> Sequence[Item]:
    """Read `image`, `question`, `answer` and `question_type` from `artquest_test.csv` or `.json`.

    Where the given folder holds SemArt's table beside it, the painting's comment is the context that may be told (Bleidt,
    Eslami and de Melo, ArtQuest, WACV 2024, open book; zenodo.org/records/10453925).

    Raises:
        SourceError: a row is not as published, or its type is none of the six.
    """
    comments = _comments(data)
    items: list[Item] = []
    for number, row in enumerate(read_rows(file_in(data, "artquest_test.csv", "artquest_test.json", "artquest*.csv", "artquest*.json"))):
        kind, picture = row.text("question_type"), row.text("image")
        if kind not in TYPES:
            raise SourceError(f"{row.place}: “{kind}” is no question type; it must be one of {', '.join(TYPES)}")
        items.append(Item(str(number), picture, row.text("question"), (row.text("answer"),), kind, context=comments.get(picture, "")))
    return items


def _comments(data: Path) -> Mapping[str, str]:
    tables = sorted(data.glob("semart*.csv")) if data.is_dir() else []
    return {row.text("IMAGE_FILE"): row.text("DESCRIPTION") for table in tables for row in read_rows(table)}
