"""Pairs that the benchmark data gives: a query and the text that answers it, split once and for all.

Nothing is learned, tuned or chosen on the part “test”. AQUA (Garcia et al., 2020) made its knowledge questions from SemArt's
comments, so each is answered by the comment on its own picture; what an exhibition showed was decided by curators.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from .corpus import Corpus, rows_of
from .shows import Show, read_shows

Part = Literal["train", "tune", "test"]
# Learned things never see these museums: they say what generalises.
LEFT_OUT = frozenset({"cleveland", "nmwa", "dallas", "amoncarter"})
TITLED = (
    ("semart", "qa/semart_comments", "TITLE", "AUTHOR"),
    ("cleveland", "catalogues/cleveland_paintings", "title", "artist"),
    ("nmwa", "catalogues/nmwa_objects", "Title", "Display Name"),
    ("dallas", "catalogues/dallas_objects", "Title", "DisplayName"),
)


@dataclass(frozen=True, slots=True)
class Pair:
    """A query and one text that answers it; `group` (the text, or the show) is what parts and intervals go by."""

    query: str
    text_id: str
    set: str
    source: str
    group: str

    @property
    def part(self) -> Part:
        """The part that the pair belongs to."""
        return part_of(self.group)


def part_of(group: str) -> Part:
    """Return the part of a text or show by the SHA-256 of its id: 60 % train, 20 % tune, 20 % test.

    >>> part_of("semart:1")
    'tune'
    """
    share = int.from_bytes(hashlib.sha256(group.encode()).digest()[:8], "big") / 2**64
    return "train" if share < 0.6 else "tune" if share < 0.8 else "test"


def read_pairs(data: Path, corpus: Corpus) -> list[Pair]:
    """Read all pairs whose text is in `corpus`.

    Raises:
        SourceError: a table is missing.
    """
    readers: tuple[Callable[[Path, Corpus], Iterator[Pair]], ...] = (_aqua,)
    if "bios" in corpus.text_ids:
        readers = (_aqua, _labels, _biographies, _exhibitions)
    return list(dict.fromkeys(pair for reader in readers for pair in reader(data, corpus)))


def learnable_pairs(data: Path, corpus: Corpus, part: Part) -> list[Pair]:
    """Return the pairs of one part that something may be learned from or chosen by: none of a museum that is left out."""
    if part == "test":
        raise ValueError("nothing is learned from the test part")
    return [pair for pair in read_pairs(data, corpus) if pair.part == part and pair.source not in LEFT_OUT]


def plain_name(label: str) -> str:
    """Return an artist's name as it is spoken.

    >>> plain_name("CARPACCIO, Vittore"), plain_name("William Merritt Chase (American, 1849–1916)")
    ('Vittore Carpaccio', 'William Merritt Chase')
    """
    name = label.split("(")[0].strip()
    if name.count(",") == 1:
        last, first = (part.strip() for part in name.split(","))
        name = f"{first} {last}"
    return " ".join(word.title() if word.isupper() and len(word) > 2 else word for word in name.split())


def _aqua(data: Path, corpus: Corpus) -> Iterator[Pair]:
    ids = corpus.text_ids["semart"]
    comments = {
        row["IMAGE_FILE"]: ids[str(number)] for number, row in enumerate(rows_of(data, "qa/semart_comments"), start=1) if str(number) in ids
    }
    for row in rows_of(data, "qa/aqua"):
        if row["need_external_knowledge"] and row["image"] in comments:
            yield _pair(row["question"], comments[row["image"]], "aqua", "semart")


def _labels(data: Path, corpus: Corpus) -> Iterator[Pair]:
    for source, table, title, artist in TITLED:
        for number, row in enumerate(rows_of(data, table), start=1):
            text_id = corpus.text_ids[source].get(str(number))
            if text_id and row[title]:
                yield _pair(_heading(str(row[title]), row[artist]), text_id, "label", source)


def _heading(title: str, artist: str | None) -> str:
    unnamed = not artist or re.match("un(?:known|identified)", artist, re.IGNORECASE)
    return title.strip() if unnamed else f"{title.strip()}, {plain_name(artist or '')}"


def _biographies(data: Path, corpus: Corpus) -> Iterator[Pair]:
    names = {str(row["ConstituentID"]): row["DisplayName"] for row in rows_of(data, "texts/saam/constituents")}
    for number, text_id in corpus.text_ids["bios"].items():
        if name := names.get(number):
            yield _pair(f"Who was {name}?", text_id, "biography", "bios")


def _exhibitions(data: Path, corpus: Corpus) -> Iterator[Pair]:
    for show in read_shows(data, corpus).shows:
        yield from show_pairs(show)


def show_pairs(show: Show) -> Iterator[Pair]:
    """Yield a pair for each work that a show had on view."""
    for work in show.works:
        yield Pair(show.title, work, "exhibition", show.source, show.id)


def _pair(query: str, text_id: str, kind: str, source: str) -> Pair:
    return Pair(" ".join(query.split()), text_id, kind, source, text_id)
