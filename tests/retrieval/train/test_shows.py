from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from retrieval.train.corpus import read_corpus
from retrieval.train.shows import Shows, read_shows, themed_title


def shows_of(data: Path, titles: dict[str, list[int]], makers: list[str]) -> Shows:
    """The shows of one museum with these works on view, made by these makers."""
    n = len(makers)
    numbers = [str(i) for i in range(n)]
    tables = {
        "exhibitions": {"exhibition_id": list(range(len(titles))), "title": list(titles)},
        "membership": {
            "exhibition_id": [show for show, works in enumerate(titles.values()) for _ in works],
            "object_id": [str(work) for works in titles.values() for work in works],
        },
        "objects": {"id": numbers, "title": [f"Boat {i}" for i in numbers], "maker": makers},
    }
    for name, columns in tables.items():
        pq.write_table(pa.table(columns), data / f"exhibitions/wcma/{name}.parquet")
    found = read_shows(data, read_corpus(data))
    return Shows([show for show in found.shows if show.source == "wcma"], found.left_out)


def test_a_show_is_about_a_maker_who_stands_in_its_title_or_made_it_all(benchmark_data: Path) -> None:
    makers = ["Ada Holm"] * 4 + [f"Maker {i} Berg{i}" for i in range(16)]
    asked = {
        "Harbours": [0, 1, 2, 3, 4, 5],
        "Holm and her time": [3, 6, 7, 8, 9],
        "The Holms": [2, 10, 11, 12, 13],
        "Lamps": [14, 15, 16, 17, 18],
    }
    found = shows_of(benchmark_data, asked, makers)
    assert [(show.title, show.theme) for show in found.shows] == [
        ("Harbours", "thematic"), ("Holm and her time", "monographic"), ("The Holms", "monographic"), ("Lamps", "thematic"),
    ]  # fmt: skip


def test_a_show_that_travelled_is_asked_for_once(benchmark_data: Path) -> None:
    found = shows_of(
        benchmark_data, {"Boats": [0, 1, 2, 3, 4], "Boats (traveling)": [0, 1, 2, 3, 4, 5]}, [f"Maker {i} Berg{i}" for i in range(8)]
    )
    assert [show.title for show in found.shows] == ["Boats"]
    assert found.left_out["the works of an earlier show again"] >= 1


def test_small_shows_and_titles_without_a_theme_are_counted(benchmark_data: Path) -> None:
    found = shows_of(
        benchmark_data, {"Few boats": [0, 1], "Object Lab Spring 2020": [2, 3, 4, 5, 6]}, [f"Maker {i} Berg{i}" for i in range(8)]
    )
    assert found.shows == []
    assert found.left_out["fewer than 5 described works"] == 1
    assert found.left_out["a title that names no theme"] == 1


@pytest.mark.parametrize(
    ("title", "theme"),
    [
        ("African Art from the Permanent Collection", "African Art"),
        ("Maurice Prendergast:  The State of the Estate (traveling)", "Maurice Prendergast: The State of the Estate"),
        ("Teaching with Art: Maya Civilization", "Maya Civilization"),
        ("Selections from the Permanent Collection", ""),
        ("WALLS, June 28-September 14, 2014", ""),
        ("Recent Acquisitions, 1994", ""),
        ("Bird's-Eye Views of Texas", "Bird's-Eye Views of Texas"),
    ],
)
def test_a_title_is_cut_to_what_it_says_of_the_works(title: str, theme: str) -> None:
    assert themed_title(title) == theme
