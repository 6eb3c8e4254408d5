from __future__ import annotations

from pathlib import Path

import pytest
import typer

from tools.curate.train import museum_names


def test_museums_in_folders_of_one_name_are_told_apart_by_those_above() -> None:
    assert museum_names([Path("/a/east/data"), Path("/a/west/data")]) == ["east/data", "west/data"]
    assert museum_names([Path("/a/east"), Path("/a/west")]) == ["east", "west"]


def test_a_folder_that_is_given_twice_is_refused() -> None:
    with pytest.raises(typer.BadParameter, match="given twice"):
        museum_names([Path("/a/east"), Path("/a/east")])
