"""AQUA: a JSON list of questions on SemArt's paintings, made by machine from the picture or from its comment."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from eval.vqa.item import Item
from eval.vqa.rows import Row, read_rows

from .files import file_in


def read_aqua(data: Path) -> Sequence[Item]:
    """Read `image`, `question`, `answer` and `need_external_knowledge`; a table of these columns is read too.

    The kind is “knowledge” for questions from the comment, “visual” for those from the picture (Garcia et al., A Dataset and
    Baselines for Visual Question Answering on Art, ECCV Workshops 2020; github.com/noagarcia/ArtVQA).
    """
    return [
        _item(row, number) for number, row in enumerate(read_rows(file_in(data, "test.json", "val.json", "aqua*.json", "aqua.parquet")))
    ]


def _item(row: Row, number: int) -> Item:
    kind = "knowledge" if row.truth("need_external_knowledge") else "visual"
    return Item(str(row.fields.get("qid", number)), row.text("image"), row.text("question"), (row.text("answer"),), kind)
