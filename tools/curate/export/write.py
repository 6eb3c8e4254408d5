"""Write a show's files: all of them or none."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, get_args

from tools.curate.show import Show
from tools.errors import ToolError

Format = Literal["csv", "xlsx", "md", "html", "pdf", "iiif", "json"]
FORMATS: tuple[Format, ...] = get_args(Format)
# Where a manifest will be published is for the museum to say; this name is reserved for examples.
BASE = "https://example.org/show"


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """What is put into the files beside the show: JPEGs by work, and the address under which the folder will be published."""

    pictures: Mapping[str, bytes] = field(default_factory=dict[str, bytes])
    base: str = BASE


def export(show: Show, folder: Path, formats: Sequence[Format] = FORMATS, material: Material | None = None) -> list[Path]:
    """Write a show into a folder and return its files; when one cannot be made or written, none is.

    Raises:
        ToolError: A format is not known, or the folder cannot be written to.
    """
    if unknown := [name for name in formats if name not in FORMATS]:
        raise ToolError(f"there is no format {unknown[0]}; take {', '.join(FORMATS[:-1])} or {FORMATS[-1]}")
    given = material or Material()
    # Everything is made before anything is written.
    files = {name: content for each in dict.fromkeys(formats) for name, content in _makers()[each](show, given).items()}
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder, prefix=".writing-") as aside:
            _put(files, folder, Path(aside))
    except OSError as error:
        raise ToolError(f"the show cannot be written to {folder} ({error.strerror}); name a folder that you may write to") from None
    return [folder / name for name in files]


def _put(files: Mapping[str, bytes], folder: Path, aside: Path) -> None:
    """Write files beside, then move them in; what was there comes back if a move fails."""
    for name, content in files.items():
        written = aside / "new" / name
        written.parent.mkdir(parents=True, exist_ok=True)
        written.write_bytes(content)
    moved: list[str] = []
    try:
        for name in files:
            moved.append(name)
            _keep_old(folder / name, aside / "old" / name)
            (aside / "new" / name).replace(folder / name)
    except OSError:
        _undo(moved, folder, aside)
        raise


def _keep_old(there: Path, kept: Path) -> None:
    there.parent.mkdir(parents=True, exist_ok=True)
    if there.exists():
        kept.parent.mkdir(parents=True, exist_ok=True)
        # A copy: until the new file takes its place the old one stays.
        shutil.copy2(there, kept)


def _undo(moved: Sequence[str], folder: Path, aside: Path) -> None:
    for name in moved:
        if (aside / "old" / name).exists():
            (aside / "old" / name).replace(folder / name)
        elif not (aside / "new" / name).exists():
            (folder / name).unlink(missing_ok=True)


Maker = Callable[[Show, Material], Mapping[str, bytes]]


def _makers() -> Mapping[Format, Maker]:
    """Return what makes the files of each format; the libraries of one that is not asked for are not loaded."""
    from .catalogue import pdf_bytes
    from .manifest import manifest_files
    from .page import html_bytes
    from .plain import json_bytes, markdown_bytes
    from .tables import csv_bytes, xlsx_bytes

    return {
        "csv": lambda show, _: {"checklist.csv": csv_bytes(show)},
        "xlsx": lambda show, _: {"checklist.xlsx": xlsx_bytes(show)},
        "md": lambda show, _: {"show.md": markdown_bytes(show)},
        "html": lambda show, material: {"show.html": html_bytes(show, material.pictures)},
        "pdf": lambda show, material: {"catalogue.pdf": pdf_bytes(show, material.pictures)},
        "iiif": lambda show, material: manifest_files(show, material.pictures, material.base),
        "json": lambda show, _: {"show.json": json_bytes(show)},
    }
