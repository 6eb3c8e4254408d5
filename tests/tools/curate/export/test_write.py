"""Writing a show: all files or none."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tools.curate.export import FORMATS, Material, export
from tools.curate.show import Show
from tools.errors import ToolError

NAMES = {"checklist.csv", "checklist.xlsx", "show.md", "show.html", "catalogue.pdf", "manifest.json", "show.json"}


def _there(folder: Path) -> set[str]:
    return {str(file.relative_to(folder)) for file in folder.rglob("*") if file.is_file()}


def test_every_format_is_written_and_nothing_else(show: Show, tmp_path: Path) -> None:
    files = export(show, tmp_path / "new" / "show")
    assert {file.name for file in files} == NAMES == _there(tmp_path / "new" / "show")
    assert all(file.stat().st_size > 200 for file in files)


def test_pictures_go_with_the_manifest(show: Show, tmp_path: Path, picture: bytes) -> None:
    number = next(hung.number for hung in show.works if hung.piece.id == "w:ferry")
    export(show, tmp_path, ["iiif"], Material(pictures={"w:ferry": picture}))
    assert _there(tmp_path) == {"manifest.json", f"pictures/{number}.jpg"}


def test_a_format_that_is_not_known_is_refused_before_anything_is_written(show: Show, tmp_path: Path) -> None:
    with pytest.raises(ToolError, match=r"^there is no format docx; take csv, xlsx, md, html, pdf, iiif or json$"):
        export(show, tmp_path / "out", ["csv", "docx"])  # pyright: ignore[reportArgumentType]
    assert not (tmp_path / "out").exists()


def test_when_one_file_cannot_be_made_none_is_written(show: Show, tmp_path: Path) -> None:
    with pytest.raises(ToolError, match="is not a web address"):
        export(show, tmp_path / "out", FORMATS, Material(base="our museum"))
    assert not (tmp_path / "out").exists()


def test_when_one_file_cannot_be_put_in_its_place_what_was_there_stays(show: Show, tmp_path: Path) -> None:
    (tmp_path / "checklist.csv").write_text("the old one")
    (tmp_path / "show.md" / "in the way").mkdir(parents=True)
    with pytest.raises(ToolError, match=r"^the show cannot be written to .*; name a folder that you may write to$"):
        export(show, tmp_path, ["csv", "json", "md"])
    assert _there(tmp_path) == {"checklist.csv"}
    assert (tmp_path / "checklist.csv").read_text() == "the old one"


def test_a_show_is_written_over_an_older_one(show: Show, tmp_path: Path) -> None:
    export(show, tmp_path, ["csv"])
    (tmp_path / "checklist.csv").write_text("old")
    export(show, tmp_path, ["csv"])
    assert _there(tmp_path) == {"checklist.csv"}
    assert "w:ferry" in (tmp_path / "checklist.csv").read_text()


def test_a_file_in_the_place_of_the_folder_is_one_sentence(show: Show, tmp_path: Path) -> None:
    (tmp_path / "out").write_text("")
    with pytest.raises(ToolError, match=r"^the show cannot be written to .*/out \(File exists\); name a folder that you may write to$"):
        export(show, tmp_path / "out", ["csv"])


@pytest.mark.skipif(os.geteuid() == 0, reason="needs a user whom rights bind; root may write anywhere")
def test_a_folder_without_rights_is_one_sentence(show: Show, tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(ToolError, match=r"\(Permission denied\); name a folder that you may write to$"):
        export(show, tmp_path, ["csv"])


def test_the_same_show_gives_the_same_files(show: Show, tmp_path: Path) -> None:
    kept = [name for name in FORMATS if name != "xlsx"]  # a spreadsheet holds the hour of its making
    first, second = export(show, tmp_path / "a", kept), export(show, tmp_path / "b", kept)
    assert [file.read_bytes() for file in first] == [file.read_bytes() for file in second]
