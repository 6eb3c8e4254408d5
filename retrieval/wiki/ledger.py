"""The working file of a run: what would not fit into memory, and how far the run has come."""

from __future__ import annotations

import errno
import hashlib
import json
import sqlite3
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from retrieval.errors import IndexUnusable, SourceError

FILE = "progress.sqlite"
CACHE_KIB = 64 * 1024
"""SQLite's own memory, whatever the size of the file."""
_SCHEMA = """
CREATE TABLE IF NOT EXISTS meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS links (category INTEGER NOT NULL, child INTEGER NOT NULL, page INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS categories (id INTEGER PRIMARY KEY, title TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS redirects (id INTEGER PRIMARY KEY, title TEXT NOT NULL, target INTEGER NOT NULL, target_title TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS files (id INTEGER PRIMARY KEY, licence TEXT, credit TEXT);
CREATE TABLE IF NOT EXISTS chosen (id INTEGER PRIMARY KEY, depth INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS excluded (id INTEGER PRIMARY KEY);
CREATE TABLE IF NOT EXISTS selected (page INTEGER PRIMARY KEY);
CREATE TABLE IF NOT EXISTS signatures (number INTEGER PRIMARY KEY, signature BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS bands (band INTEGER NOT NULL, number INTEGER NOT NULL, PRIMARY KEY (band, number)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS makers (id TEXT PRIMARY KEY, rank INTEGER NOT NULL, record TEXT NOT NULL) WITHOUT ROWID;
"""


def title_key(title: str) -> int:
    """Return 63 bits of a title's BLAKE2b digest, which stand for it in every table.

    Among 30 million titles two are alike by chance once in 20,000 dumps.
    """
    return int.from_bytes(hashlib.blake2b(title.encode(), digest_size=8).digest(), "big") >> 1


class Ledger:
    """The SQLite file of a run. Nothing is kept before `commit`."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.sql = connection

    def get(self, name: str, default: Any = None) -> Any:
        """Return a value kept under `name`."""
        row = self.sql.execute("SELECT value FROM meta WHERE name = ?", (name,)).fetchone()
        return json.loads(row[0]) if row else default

    def put(self, name: str, value: Any) -> None:
        """Keep a JSON value under `name`."""
        self.sql.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (name, json.dumps(value, ensure_ascii=False)))

    def commit(self) -> None:
        """Make everything since the last commit lasting, all or nothing."""
        self.sql.commit()

    def count(self, table: str) -> int:
        """Return the number of rows of one of our own tables."""
        return int(self.sql.execute(f"SELECT count(*) FROM {table}").fetchone()[0])  # noqa: S608 our own table names


@contextmanager
def open_ledger(folder: Path) -> Generator[Ledger]:
    """Open the working file in `folder`, made where there is none, for this process alone.

    Raises:
        IndexUnusable: another run is writing there.
        SourceError: the folder may not be written, or the disk is full.
    """
    with explained(folder):
        folder.mkdir(parents=True, exist_ok=True)
        try:
            lock = FileLock(folder / ".lock")
            lock.acquire(timeout=0)
        except Timeout:
            raise IndexUnusable(f"{folder} is being written by another run; wait until it ends, or choose another --into") from None
        connection = sqlite3.connect(folder / FILE)
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = NORMAL")
            connection.execute(f"PRAGMA cache_size = -{CACHE_KIB}")
            connection.executescript(_SCHEMA)
            yield Ledger(connection)
        finally:
            connection.close()
            lock.release()


@contextmanager
def explained(folder: Path) -> Generator[None]:
    """Tell failures of the disk in a sentence."""
    try:
        yield
    except (OSError, sqlite3.DatabaseError) as error:
        raise SourceError(_told(folder, error)) from None


def _told(folder: Path, error: OSError | sqlite3.DatabaseError) -> str:
    words = str(error).lower()
    number = error.errno if isinstance(error, OSError) else None
    if number in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG) or "full" in words or "disk i/o" in words:
        return f"the disk of {folder} is full; make room and run the same command again, it goes on where it stopped"
    if number in (errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOTDIR, errno.EEXIST) or "readonly" in words or "unable to open" in words:
        return f"{folder} may not be written; change its rights or choose another --into"
    if isinstance(error, sqlite3.DatabaseError):
        return f"the working file {folder / FILE} cannot be used ({error}); delete {folder} and run the command again"
    return f"{folder} cannot be used ({error.strerror or error}); check the disk and run the same command again"
