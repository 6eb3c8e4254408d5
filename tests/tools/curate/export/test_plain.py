"""Markdown and JSON."""

from __future__ import annotations

import json

from tools.curate.export.plain import json_bytes, markdown_bytes
from tools.curate.show import Show


def test_the_markdown_has_each_label_in_hanging_order_and_every_source(show: Show) -> None:
    text = markdown_bytes(show).decode()
    places = [text.index(f"### {hung.number}. *{hung.label.title}*") for hung in show.works]
    assert places == sorted(places)
    assert "*The Ferry*, 1885  \nOil on canvas  \n80 × 120 cm  \n" in text
    assert all(f"\\[{source.id}\\]" in text for source in show.sources)


def test_works_of_which_nothing_is_told_are_named_once(show: Show) -> None:
    (swing, bowl) = sorted(hung.number for hung in show.works if hung.piece.id in ("w:swing", "w:tea-bowl"))
    said = f"The collection holds no text about works numbered {swing} and {bowl}; their labels have the facts of the catalogue alone."
    assert markdown_bytes(show).decode().count(said) == 1


def test_strangers_words_are_no_marks_in_markdown(hostile: Show) -> None:
    text = markdown_bytes(hostile).decode()
    assert "<script>" not in text
    assert "\\<script\\>" in text
    assert "\n# \\<script" in f"\n{text}"


def test_the_json_holds_the_whole_show(show: Show) -> None:
    whole = json.loads(json_bytes(show))
    assert [work["piece"]["id"] for section in whole["sections"] for work in section["works"]] == [hung.piece.id for hung in show.works]
    assert len(whole["checklist"]) == 6
    assert whole["figures"]["wall_used_m"] == show.figures.wall_used_m
