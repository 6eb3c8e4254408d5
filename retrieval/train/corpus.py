"""Read every text of the benchmark data into fragments: what is searched, trained on and measured.

Labels, comments and biographies stand alone, without the title and the artist that a catalogue would head them with: one task
is to find the label from exactly these. Records of works shown in exhibitions are worded and headed as the product does it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, Literal

from retrieval.catalogue import read_catalogue
from retrieval.catalogue.read import source_fingerprint
from retrieval.catalogue.rows import passages
from retrieval.catalogue.wording import headings, record_fragments
from retrieval.errors import SourceError
from retrieval.records import Fragment
from retrieval.words import folded

Breadth = Literal["aqua", "all"]
Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class TextTable:
    """A table whose rows hold a text each: where, in which columns, and (with `key`) whose texts belong together."""

    source: str
    table: str
    columns: Sequence[str]
    key: str | None = None


@dataclass(frozen=True, slots=True)
class RecordTable:
    """A table of works shown in exhibitions, with the columns that number them here and in the lists of what was shown."""

    source: str
    folder: str
    number: str
    shown: str
    maker: str


TEXTS = (
    TextTable("semart", "qa/semart_comments", ("DESCRIPTION",)),
    TextTable("saam", "texts/saam/object_descriptions", ("text",)),
    TextTable("nmwa", "catalogues/nmwa_objects", ("Description",)),
    TextTable("bios", "texts/saam/artist_bios", ("text",), key="ConstituentID"),
    TextTable("shows", "texts/saam/exhibition_texts", ("text",)),
    TextTable("dallas", "catalogues/dallas_objects", ("PublicDescription",)),
    TextTable("cleveland", "catalogues/cleveland_paintings", ("api_description", "did_you_know")),
    TextTable("rijksmuseum", "images/rijksmuseum", ("description",)),
)
RECORDS = (
    RecordTable("wcma", "exhibitions/wcma", "id", "object_id", "maker"),
    RecordTable("amoncarter", "exhibitions/amoncarter", "object_irn", "object_irn", "artist"),
)
# AQUA's comments and the distractors that they were first measured among.
AQUA_SOURCES = ("semart", "saam", "nmwa")


@dataclass(frozen=True, slots=True)
class Corpus:
    """Passages, each `about` the id of the text that it is cut from.

    `text_ids` maps a source's rows, by table row (from 1) or by the number in the lists of works shown, to those ids:
    rows with the same text share one.
    """

    fragments: Sequence[Fragment]
    text_ids: Mapping[str, Mapping[str, str]]
    fingerprint: str


@dataclass(slots=True)
class _Reader:
    data: Path
    fragments: list[Fragment] = field(default_factory=list[Fragment])
    known: dict[str, str] = field(default_factory=dict[str, str])
    text_ids: dict[str, dict[str, str]] = field(default_factory=dict[str, dict[str, str]])


def read_corpus(data: Path, breadth: Breadth = "all") -> Corpus:
    """Read the texts of the folder `data`, each text once, cut into passages as a catalogue's are.

    Raises:
        SourceError: a table is missing.
    """
    reader = _Reader(data)
    steps: list[tuple[Path, Callable[[], None]]] = [
        (table_file(data, table.table), partial(_read_texts, reader, table))
        for table in TEXTS
        if breadth == "all" or table.source in AQUA_SOURCES
    ]
    if breadth == "all":
        steps += [(table_file(data, f"{table.folder}/objects"), partial(_read_records, reader, table)) for table in RECORDS]
    digest = hashlib.sha256()
    for file, step in steps:
        step()
        digest.update(source_fingerprint(file).encode())
    return Corpus(reader.fragments, reader.text_ids, digest.hexdigest())


def table_file(data: Path, table: str) -> Path:
    """Return the file of a table of the benchmark, such as `qa/aqua`; raise `SourceError` when it is not there."""
    file = data / f"{table}.parquet"
    if not file.is_file():
        raise SourceError(f"there is no {file}; give the folder of the benchmark data with --data")
    return file


def rows_of(data: Path, table: str) -> Sequence[Row]:
    """Return the rows of a table of the benchmark."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    file = pq.ParquetFile(table_file(data, table))
    # Pictures are bytes, which are no text.
    texts = [field.name for field in file.schema_arrow if not pa.types.is_binary(field.type)]
    return file.read(columns=texts).to_pylist()


def source_of(text_id: str) -> str:
    """Return the source that a text id begins with.

    >>> source_of("nmwa:12")
    'nmwa'
    """
    return text_id.split(":")[0]


def _read_texts(reader: _Reader, table: TextTable) -> None:
    ids = reader.text_ids.setdefault(table.source, {})
    parts: dict[str, int] = {}
    for number, row in enumerate(rows_of(reader.data, table.table), start=1):
        name = str(row[table.key] if table.key else number)
        text = "\n\n".join(str(row[column]) for column in table.columns if row.get(column))
        cut = passages(text)
        if not cut:
            continue
        known = reader.known.setdefault(folded(text), f"{table.source}:{name}")
        ids.setdefault(name, known)
        if known != f"{table.source}:{name}" or (table.key is None and name in parts):
            continue
        for passage in cut:
            parts[name] = parts.get(name, 0) + 1
            reader.fragments.append(Fragment(id=f"{known}-{parts[name]}", text=passage, about=(known,), source=table.source))


def _read_records(reader: _Reader, table: RecordTable) -> None:
    ids = reader.text_ids.setdefault(table.source, {})
    shown = {str(row[table.shown]) for row in rows_of(reader.data, f"{table.folder}/membership")}
    for number, fragments in _worded(table_file(reader.data, f"{table.folder}/objects"), table):
        if number not in shown:
            continue
        text_id = fragments[0].about[0]
        ids[number] = reader.known.setdefault(folded("\n".join(each.text for each in fragments)), text_id)
        if ids[number] == text_id:
            reader.fragments += fragments


def _worded(file: Path, table: RecordTable) -> Iterator[tuple[str, Sequence[Fragment]]]:
    """Yield the number of each work with its record and its texts, under one text id."""
    # The number stands for the accession number, which many works lack.
    catalogue = read_catalogue(file, {"accession": table.number}).catalogue
    titles = headings(catalogue)
    numbers = {work.id: work.accession or "" for work in catalogue.works}
    found: dict[str, list[Fragment]] = {}
    for fragment in [*record_fragments(catalogue), *catalogue.fragments]:
        if fragment.about[0] in numbers:
            found.setdefault(fragment.about[0], []).append(fragment)
    for work, fragments in found.items():
        text_id = f"{table.source}:{numbers[work]}"
        yield (
            numbers[work],
            [
                Fragment(id=f"{text_id}-{part}", text=each.text, about=(text_id,), kind=each.kind, topic=titles[work], source=table.source)
                for part, each in enumerate(fragments, start=1)
            ],
        )
