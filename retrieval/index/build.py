"""Encode a catalogue into a LanceDB index: batch by batch, resumable, one writer.

Every batch is a committed version of the table, so a stop at any moment keeps what was written; the next run encodes only
the rows that are new or changed.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
from collections import Counter
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
from filelock import FileLock, Timeout

from retrieval.catalogue import Reading
from retrieval.catalogue.wording import headings, record_fragments
from retrieval.encoders import Encoded, Encoder, checked
from retrieval.errors import IndexUnusable, SourceError
from retrieval.records import Artwork, Fragment, Maker
from retrieval.sentences import sentence_spans
from retrieval.words import words

from .manifest import FILE, Manifest, read_manifest, refuse_other_encoder, write_manifest

BATCH = 64
LONGEST_LIFE = 100
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Built:
    """What a build did: fragments in the index, newly encoded, kept as they were, removed."""

    fragments: int
    encoded: int
    kept: int
    removed: int


def build_index(reading: Reading, into: Path, encoder: Encoder, source: str, progress: Progress = lambda *_: None) -> Built:
    """Bring the index in `into` in line with `reading`; start it, go on with it or update it.

    Raises:
        IndexUnusable: `into` holds another source's index, another encoder's, or is being written now.
        SourceError: the disk is full or the folder may not be written.
        BadVectors: the encoder returned NaN, nothing or a wrong size.
    """
    with _explained(into), _one_writer(into):
        manifest = _manifest(reading, encoder, source)
        _begin(into, manifest, encoder)
        return _write(reading, into, encoder, manifest, progress)


def _write(reading: Reading, into: Path, encoder: Encoder, manifest: Manifest, progress: Progress) -> Built:
    import lancedb

    catalogue = reading.catalogue
    database = lancedb.connect(into / "lance")
    rows = list(_rows(reading))
    _refuse_unfit(rows)
    _replace(database, "makers", _records_table(catalogue.makers))
    _replace(database, "works", _records_table(catalogue.works))
    table = database.create_table("fragments", schema=_schema(encoder.dim), exist_ok=True)
    known = {r["id"]: r["hash"] for r in table.search().select(["id", "hash"]).to_list()}
    todo = [row for row in rows if known.get(row["id"]) != row["hash"]]
    kept = len(rows) - len(todo)
    progress(kept, len(rows))
    for first in range(0, len(todo), BATCH):
        batch = todo[first : first + BATCH]
        encoded = encoder.encode([row["searchable"] for row in batch])
        data = _arrow(batch, [checked(e, encoder.dim, row["text"]) for e, row in zip(encoded, batch, strict=True)], encoder.dim)
        table.merge_insert("id").when_matched_update_all().when_not_matched_insert_all().execute(data)
        progress(kept + first + len(batch), len(rows))
    stale = sorted(set(known) - {row["id"] for row in rows})
    _finish(table, stale)
    write_manifest(into, manifest)
    return Built(len(rows), len(todo), kept, len(stale))


def _refuse_unfit(rows: Sequence[dict[str, Any]]) -> None:
    if not rows:
        raise SourceError("the source holds nothing to index; give a catalogue with at least one work")
    identity, count = Counter(row["id"] for row in rows).most_common(1)[0]
    if count > 1:
        raise SourceError(f"{count} records have the id {identity}; give every record its own")


def _replace(database: Any, name: str, records: pa.Table) -> None:
    try:
        database.open_table(name).add(records, mode="overwrite")
    except ValueError:  # a first build
        database.create_table(name, records)


def _finish(table: Any, stale: Sequence[str]) -> None:
    from lancedb.expr import col
    from lancedb.index import FTS

    if stale:
        table.delete(col("id").isin(stale))
    # Earlier versions hold every token vector again. Zero would warn of readers; ours follow the newest version.
    table.optimize(cleanup_older_than=timedelta(milliseconds=1))
    # The icu tokenizer also finds Chinese words; the default finds none.
    table.create_index("searchable", config=FTS(base_tokenizer="icu", with_position=True), replace=True)


def _manifest(reading: Reading, encoder: Encoder, source: str) -> Manifest:
    catalogue = reading.catalogue
    return Manifest(
        encoder=encoder.name, encoder_version=encoder.version, dim=encoder.dim, source=source,
        source_fingerprint=reading.fingerprint, makers=len(catalogue.makers), works=len(catalogue.works),
        fragments=len(catalogue.fragments), complete=True,
    )  # fmt: skip


def _begin(into: Path, manifest: Manifest, encoder: Encoder) -> None:
    """Refuse a folder that is something else; record a first build as unfinished."""
    if (into / FILE).exists():
        there = read_manifest(into)
        refuse_other_encoder(there, encoder, into)
        if there.source != manifest.source:
            raise IndexUnusable(f"{into} holds the index of {there.source}, not of {manifest.source}; build into another folder")
    else:
        write_manifest(into, replace(manifest, complete=False))


@contextmanager
def _one_writer(into: Path) -> Generator[None]:
    into.mkdir(parents=True, exist_ok=True)
    lock = FileLock(into / ".lock", timeout=0)
    try:
        lock.acquire()
    except Timeout:
        raise IndexUnusable(f"another process is building into {into}; wait until it has finished") from None
    try:
        yield
    finally:
        lock.release()


@contextmanager
def _explained(into: Path) -> Generator[None]:
    """Turn what the operating system and Lance say of a full disk or a closed folder into a sentence."""
    try:
        yield
    except (OSError, RuntimeError, ValueError) as error:
        said = str(error)
        if getattr(error, "errno", None) == errno.ENOSPC or "No space left" in said or os.strerror(errno.ENOSPC) in said:
            raise SourceError(
                f"the disk is full; what was indexed is kept: free some space and run the same command to go on in {into}"
            ) from None
        if isinstance(error, PermissionError | NotADirectoryError | FileExistsError) or "Permission denied" in said or "Read-only" in said:
            raise SourceError(f"{into} cannot be written; give a folder that you may write to with --into") from None
        raise


def _records_table(records: Sequence[Maker] | Sequence[Artwork]) -> pa.Table:
    """One JSON document a record: small, whole, and read back by the same types."""
    documents = [json.dumps({k: v for k, v in asdict(r).items() if v not in (None, ())}, ensure_ascii=False) for r in records]
    schema = pa.schema([("id", pa.string()), ("record", pa.string())])
    return pa.table([pa.array([r.id for r in records], pa.string()), pa.array(documents, pa.string())], schema=schema)


def _rows(reading: Reading) -> Iterator[dict[str, Any]]:
    """Yield the row of each fragment without its vectors; `hash` changes when anything in it does."""
    catalogue = reading.catalogue
    names = headings(catalogue)
    works = {work.id: work for work in catalogue.works}
    makers = {maker.id: maker for maker in catalogue.makers}
    for fragment in [*record_fragments(catalogue), *catalogue.fragments]:
        row = _row(fragment, names, works, makers)
        yield {**row, "hash": hashlib.sha256(repr(sorted(row.items())).encode()).hexdigest()[:16]}


def _row(fragment: Fragment, names: Any, works: dict[str, Artwork], makers: dict[str, Maker]) -> dict[str, Any]:
    of_works = [works[i] for i in fragment.about if i in works]
    of_makers = list(dict.fromkeys([i for i in fragment.about if i in makers] + [w.maker for w in of_works if w.maker]))
    earliest = [w.earliest for w in of_works if w.earliest is not None]
    latest = [w.latest for w in of_works if w.latest is not None]
    if not of_works:  # a passage on a maker alone: the maker's life bounds what it tells
        earliest = [born for i in of_makers if (born := makers[i].born) is not None]
        latest = [last for i in of_makers if (last := _last_year(makers[i])) is not None]
    made_by = {w.maker for w in of_works}
    shown = [i for i in fragment.about if i in names and i not in made_by]
    heading = fragment.topic or "; ".join(names[i] for i in shown[:2])
    return {
        "id": fragment.id, "kind": fragment.kind, "heading": heading, "text": fragment.text,
        "searchable": f"{heading}. {fragment.text}" if heading else fragment.text,
        "about": list(fragment.about), "subjects": f"|{'|'.join(fragment.about)}|", "makers": f"|{'|'.join(of_makers)}|",
        "earliest": min(earliest, default=None), "latest": max(latest, default=None),
        "medium": " ".join(word for w in of_works for word in words(f"{w.medium or ''} {w.type or ''}")),
        "has_picture": any(w.picture for w in of_works),
    }  # fmt: skip


def _last_year(maker: Maker) -> int | None:
    """Return the year of death, or for one who lives or whose death is unknown the end of a long life."""
    if maker.died is not None or maker.born is None:
        return maker.died
    return maker.born + LONGEST_LIFE


def _schema(dim: int) -> pa.Schema:
    text, whole = pa.string(), pa.int32()
    return pa.schema([
        ("id", text), ("kind", text), ("heading", text), ("text", text), ("searchable", text), ("about", pa.list_(text)),
        ("subjects", text), ("makers", text), ("earliest", whole), ("latest", whole),
        ("medium", text), ("has_picture", pa.bool_()), ("hash", text),
        ("vector", pa.list_(pa.float32(), dim)), ("tokens", pa.list_(pa.list_(pa.float16(), dim))),
        # The sentence of each token; -1 for the heading's.
        ("sentence", pa.list_(pa.int16())),
    ])  # fmt: skip


def _arrow(rows: Sequence[dict[str, Any]], encoded: Sequence[Encoded], dim: int) -> pa.Table:
    schema = _schema(dim)
    offsets = np.concatenate([[0], np.cumsum([len(e.tokens) for e in encoded])]).astype(np.int32)
    flat = np.concatenate([e.tokens for e in encoded]).astype(np.float16)
    tokens = pa.ListArray.from_arrays(pa.array(offsets), pa.FixedSizeListArray.from_arrays(pa.array(flat.ravel()), dim))
    vectors = pa.FixedSizeListArray.from_arrays(pa.array(np.concatenate([e.vector for e in encoded])), dim)
    places = pa.array([_sentence_of_tokens(row, e) for row, e in zip(rows, encoded, strict=True)], schema.field("sentence").type)
    made = {"vector": vectors, "tokens": tokens, "sentence": places}
    columns = [made[f.name] if f.name in made else pa.array([row[f.name] for row in rows], f.type) for f in schema]
    return pa.table(columns, schema=schema)


def _sentence_of_tokens(row: dict[str, Any], encoded: Encoded) -> list[int]:
    shift = len(row["searchable"]) - len(row["text"])
    starts = np.array([start + shift for start, _ in sentence_spans(row["text"])])
    return (np.searchsorted(starts, encoded.spans[:, 0], side="right") - 1).tolist()
