"""Pages on art are told from pages that only hang in the category graph, as measured on beginnings that we wrote."""

from __future__ import annotations

import csv
from pathlib import Path

from retrieval.wiki.topic import LEAST, topic_score

BEGINNINGS = Path(__file__).with_name("beginnings.tsv")


def measured(part: str) -> tuple[float, float]:
    """Return precision and recall of keeping what scores `LEAST` or more."""
    with BEGINNINGS.open(encoding="utf-8", newline="") as stream:
        rows = [row for row in csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE) if row["set"] == part]
    kept = [row["art"] == "1" for row in rows if topic_score(row["title"], row["beginning"], (), ("Visual arts",)) >= LEAST]
    return sum(kept) / len(kept), sum(kept) / sum(row["art"] == "1" for row in rows)


def test_on_beginnings_not_used_for_the_choice_nine_in_ten_of_both_kinds_are_right() -> None:
    precision, recall = measured("test")
    assert precision >= 0.85
    assert recall >= 0.95


def test_the_names_of_the_root_categories_count_too() -> None:
    beginning = "A felucca is a boat of the delta with a lateen sail, built of acacia planks."
    assert topic_score("Felucca", beginning) < LEAST <= topic_score("Felucca", beginning, (), ("Boats",))
