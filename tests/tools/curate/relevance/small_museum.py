"""A small museum with past shows, in column names of its own, and an encoder that knows words by their letters."""

from __future__ import annotations

import csv
import zlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from retrieval.encoders import Encoded

MAKERS = ("Ada Ek", "Bo Holm", "Cy Dahl", "Dora Lind", "Eva Moe", "Finn Aas")
SUBJECTS = ("winter", "harbour", "portrait", "forest")
MEDIA = ("Etching", "Oil on canvas", "Gelatin silver print")


class Letters:
    """Turns each word into a vector drawn for it, the same in every text."""

    name, version, dim, max_tokens = "letters", "letters 1", 16, 256

    def encode(self, texts: Sequence[str]) -> list[Encoded]:
        return [self._encoded(text) for text in texts]

    def _encoded(self, text: str) -> Encoded:
        words = text.casefold().replace(",", " ").replace(".", " ").split()
        drawn = [np.random.default_rng(zlib.crc32(word.encode())).normal(size=self.dim) for word in words] or [np.zeros(self.dim)]
        tokens = np.array([row / max(float(np.linalg.norm(row)), 1e-9) for row in drawn], dtype=np.float32)
        whole = tokens.mean(axis=0)
        return Encoded(tokens, np.zeros((len(tokens), 2), dtype=np.int64), whole / max(float(np.linalg.norm(whole)), 1e-9))


def write_museum(folder: Path, shows: int = 12, renamed: bool = False, said: str = "as seen") -> Path:
    """Write tables of works, shows and what was hung; `renamed` in other column names. Titles say a subject, and `said`."""
    folder.mkdir(parents=True, exist_ok=True)
    works = [_work(number) for number in range(72)]
    key, hung, show = ("ObjectID", "ObjectID", "ExhibitionID") if renamed else ("id", "object_id", "exhibition_id")
    title, maker = ("Titel", "Künstler") if renamed else ("title", "maker")
    _write(folder / "objects.csv", [key, title, maker, "date", "medium"], [[n, *row] for n, row in enumerate(works, start=1000)])
    rows, links = [], []
    for number in range(shows):
        subject = SUBJECTS[number % len(SUBJECTS)]
        rows.append([number, f"The {subject} {said} {number}", f"{1980 + number}-05-01"])
        own = [n for n, row in enumerate(works, start=1000) if subject in row[0].casefold()]
        links += [[number, work] for work in own[number // len(SUBJECTS) * 6 :][:6]]
    _write(folder / "exhibitions.csv", [show, "Titel" if renamed else "title", "begin"], rows)
    _write(folder / "hung.csv", [show, hung], links)
    return folder


def _work(number: int) -> list[str]:
    subject = SUBJECTS[number % len(SUBJECTS)]
    return [f"{subject.title()} no. {number}", MAKERS[number % len(MAKERS)], str(1900 + number), MEDIA[number % len(MEDIA)]]


def _write(file: Path, columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    with file.open("w", newline="", encoding="utf-8") as stream:
        writer = csv.writer(stream)
        writer.writerow(columns)
        writer.writerows(rows)
