"""Records on disk while a source is read: each id once, makers merged, keys joined, in memory that does not grow."""

from __future__ import annotations

import functools
import hashlib
import json
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from typing import Any, Literal, TypeVar, cast

from pydantic import TypeAdapter

from retrieval.errors import SourceError
from retrieval.records import Artwork, Catalogue, Fragment, Maker
from retrieval.words import folded

from .wording import maker_record, makers_of, work_heading, work_record

Record = TypeVar("Record", Maker, Artwork, Fragment)
CACHED = 4096
TITLES = 8
# What stands beside more records than this is said of the house, not of them.
SHARERS = 12
# Each page of a wiki is a source of its own.
SHARED = 20
_TABLES = """
create table records (
  place integer primary key, kind text not null, id text unique not null, record text not null, own_key text, print blob unique
);
create index of_kind on records (kind, place);
create table made (maker text not null, place integer not null, title text not null);
create table keys (namespace text, key text, id text, primary key (namespace, key)) without rowid;
create table skipped (reason text primary key, count integer not null, example text not null);
create table indexed (id text primary key, hash text not null) without rowid;
"""
_LATER = "create index if not exists made_by on made (maker, place)"


@dataclass(frozen=True, slots=True)
class Skipped:
    """What was left out and how often, with one example."""

    reason: str
    count: int
    example: str


@dataclass(frozen=True, slots=True)
class Shared:
    """A value that so many records have; None where they have none."""

    value: str | None
    records: int


class Staging:
    """A scratch file of SQLite, deleted when it is closed; without a file it is held in memory.

    The file is nobody's truth: whoever finds one left behind by a killed process deletes it and reads the source again.
    """

    def __init__(self, file: Path | None = None) -> None:
        self._file = file
        if file:
            file.unlink(missing_ok=True)
        # Lance pulls the records that it writes from a thread of its own, while ours waits.
        self._database = sqlite3.connect(file or ":memory:", isolation_level=None, check_same_thread=False)
        # Nothing here has to survive a crash.
        self._database.executescript(f"pragma journal_mode=off; pragma synchronous=off; pragma temp_store=memory; {_TABLES} begin;")
        self.maker = functools.lru_cache(CACHED)(functools.partial(self._found, Maker))
        self.work = functools.lru_cache(CACHED)(functools.partial(self._found, Artwork))
        self.rows = 0

    def __enter__(self) -> Staging:
        return self

    def __exit__(self, *_: object) -> None:
        self._database.close()
        if self._file:
            self._file.unlink(missing_ok=True)

    def fill(self, catalogue: Catalogue) -> None:
        """Take in finished records; raise `SourceError` when two have one id."""
        for record in (*catalogue.makers, *catalogue.works, *catalogue.fragments):
            if not self._add(record):
                count = sum(r.id == record.id for r in (*catalogue.makers, *catalogue.works, *catalogue.fragments))
                raise SourceError(f"{count} records have the id {record.id}; give every record its own")

    def add_maker(self, maker: Maker) -> None:
        """Take in a maker, or what an earlier record of the same one does not tell."""
        known = self.maker(maker.id)
        if known is None:
            self._add(maker)
            self.maker.cache_clear()
            return
        merged = replace(
            known, **{f.name: value for f in fields(known) if not getattr(known, f.name) and (value := getattr(maker, f.name))}
        )
        if merged != known:
            self._database.execute("update records set record = ? where id = ?", (_document(merged), maker.id))
            self.maker.cache_clear()

    def add_work(self, work: Artwork, own_key: str | None = None) -> bool:
        """Take in a work; return False when another has its id. `own_key` is the row's own number, see `own_key_of`."""
        return self._add(work, own_key)

    def own_key_of(self, identity: str) -> str | None:
        """Return the number of the row that the work `identity` was read from."""
        found = self._one("select own_key from records where id = ?", identity)
        return found[0] if found else None

    def extend_work(self, work: Artwork) -> None:
        """Replace a work by one that a further row tells more of."""
        place = self._one("select place from records where id = ?", work.id)
        self._database.execute("update records set record = ? where id = ?", (_document(work), work.id))
        if place:
            self._database.execute("delete from made where place = ?", place)
            self._made(work, place[0])
        self.work.cache_clear()

    def add_passage(self, fragment: Fragment, print_of: str | None = None) -> bool:
        """Take in a passage; return False when its id is taken or, with `print_of`, when that text stands elsewhere."""
        return self._add(fragment, print_of=_print(print_of) if print_of is not None else None)

    def share_passage(self, text: str, about: tuple[str, ...]) -> None:
        """Let a passage that stands once be about further records that have the same text, such as the two of a pair."""
        found = self._one("select record from records where print = ?", _print(text))
        if found is None:
            return
        passage = cast("Fragment", _adapter(Fragment).validate_json(found[0]))
        together = tuple(dict.fromkeys((*passage.about, *about)))[:SHARERS]
        shared = replace(passage, about=together)
        self._database.execute("update records set record = ? where id = ?", (_document(shared), passage.id))

    def taken(self, identity: str) -> bool:
        """Say whether a record has this id."""
        return self._one("select 1 from records where id = ?", identity) is not None

    def name_key(self, namespace: str, key: str, identity: str) -> None:
        """Record that `key` in `namespace`, such as a table's id column, stands for a record; the first to say so is kept."""
        self._database.execute("insert or ignore into keys values (?, ?, ?)", (namespace, key, identity))

    def named(self, namespace: str, key: str) -> str | None:
        """Return the record that a key stands for."""
        found = self._one("select id from keys where namespace = ? and key = ?", namespace, key)
        return found[0] if found else None

    def skip(self, reason: str, example: str) -> None:
        """Count something left out."""
        self._database.execute(
            "insert into skipped values (?, 1, ?) on conflict (reason) do update set count = count + 1", (reason, example[:200])
        )

    def skipped(self) -> Sequence[Skipped]:
        """Return what was left out, most often first."""
        return [Skipped(*row) for row in self._database.execute("select reason, count, example from skipped order by count desc, reason")]

    def count(self, kind: type[Maker] | type[Artwork] | type[Fragment]) -> int:
        """Return how many records of a kind there are."""
        return cast("int", self._database.execute("select count(*) from records where kind = ?", (kind.__name__,)).fetchone()[0])

    def shared(self, name: Literal["source", "licence"]) -> Sequence[Shared]:
        """Return the most frequent values of a field over works and passages, the first ones first; over makers where there are no others.

        What works and passages say of a maker has no terms of its own.
        """
        counted = "select json_extract(record, ?), count(*) from records where kind {} 'Maker' group by 1 order by 2 desc, 1 limit ?"
        for kinds in ("!=", "="):
            if found := self._database.execute(counted.format(kinds), (f"$.{name}", SHARED)).fetchall():
                return [Shared(*row) for row in found]
        return []

    def records(self, kind: type[Record]) -> Iterator[Record]:
        """Yield all records of a kind in the order they came."""
        adapter = _adapter(kind)
        for (document,) in self._database.execute("select record from records where kind = ? order by place", (kind.__name__,)):
            yield adapter.validate_json(document)

    def documents(self, kind: type[Maker] | type[Artwork]) -> Iterator[tuple[str, str]]:
        """Yield the id and the JSON of all records of a kind."""
        yield from self._database.execute("select id, record from records where kind = ? order by place", (kind.__name__,))

    def fragments(self) -> Iterator[Fragment]:
        """Yield every fragment of the collection: works' records, makers' records, passages."""
        self._database.execute(_LATER)
        for work in self.records(Artwork):
            yield work_record(work, [m for i in makers_of(work) if (m := self.maker(i))])
        for maker in self.records(Maker):
            rows = self._database.execute(
                "select title from made where maker = ? group by title order by min(place) limit ?", (maker.id, TITLES)
            )
            yield maker_record(maker, [title for (title,) in rows])
        yield from self.records(Fragment)

    def heading(self, identity: str) -> str | None:
        """Return what heads a passage about a record; None when there is none of that id."""
        if maker := self.maker(identity):
            return maker.name
        work = self.work(identity)
        return work_heading(work, [m.name for i in makers_of(work) if (m := self.maker(i))]) if work else None

    def catalogue(self) -> Catalogue:
        """Return all records at once, for a source known to be small."""
        return Catalogue(tuple(self.records(Maker)), tuple(self.records(Artwork)), tuple(self.records(Fragment)))

    def note_indexed(self, rows: Iterator[tuple[str, str]]) -> None:
        """Remember what an index holds: id and hash."""
        self._database.executemany("insert or replace into indexed values (?, ?)", rows)

    def indexed(self, identity: str) -> str | None:
        """Return the hash under which the index holds a fragment; None when it does not."""
        found = self._one("select hash from indexed where id = ?", identity)
        return found[0] if found else None

    def stale(self) -> Iterator[str]:
        """Yield the ids that the index holds and the source no longer tells of."""
        absent = "select id from indexed where not exists (select 1 from records where records.id = indexed.id)"
        for (identity,) in self._database.execute(absent):
            yield identity

    def _add(self, record: Maker | Artwork | Fragment, own_key: str | None = None, print_of: bytes | None = None) -> bool:
        values = (type(record).__name__, record.id, _document(record), own_key, print_of)
        done = self._database.execute("insert or ignore into records values (null, ?, ?, ?, ?, ?)", values)
        if not done.rowcount:
            return False
        if isinstance(record, Artwork):
            self._made(record, cast("int", done.lastrowid))
            self.work.cache_clear()
        return True

    def _made(self, work: Artwork, place: int) -> None:
        self._database.executemany("insert into made values (?, ?, ?)", [(maker, place, work.title) for maker in makers_of(work)])

    def _found(self, kind: type[Record], identity: str) -> Record | None:
        found = self._one("select record from records where kind = ? and id = ?", kind.__name__, identity)
        return _adapter(kind).validate_json(found[0]) if found else None

    def _one(self, query: str, *values: str | bytes) -> tuple[Any, ...] | None:
        return self._database.execute(query, values).fetchone()


@functools.cache
def _adapter(kind: type[Record]) -> TypeAdapter[Record]:
    return TypeAdapter(kind)


def _print(text: str) -> bytes:
    return hashlib.blake2b(folded(text).encode(), digest_size=16).digest()


def _document(record: Maker | Artwork | Fragment) -> str:
    """Return a record as JSON without what it does not tell."""
    told = {name: value for name in _names(type(record)) if (value := getattr(record, name)) not in (None, ())}
    if isinstance(record, Fragment) and record.pictures:
        told["pictures"] = [asdict(picture) for picture in record.pictures]
    return json.dumps(told, ensure_ascii=False)


@functools.cache
def _names(kind: type[Maker] | type[Artwork] | type[Fragment]) -> tuple[str, ...]:
    return tuple(f.name for f in fields(kind))
