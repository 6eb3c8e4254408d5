"""Where a collection lies: a folder of this machine, or a prefix of an object store.

Tables are LanceDB's own business at `tables`; what lies beside them (the manifest, staged rows) goes through here, and so
does the rule that one process writes at a time.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Generator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol
from urllib.parse import unquote

from retrieval.errors import IndexUnusable, SourceError

STORES = ("s3", "gs", "az", "abfs", "abfss")
Held = Callable[[], None]


class Place(Protocol):
    """What the index asks of the place it lies in."""

    @property
    def tables(self) -> str:
        """The address that LanceDB connects to."""
        ...

    @property
    def folder(self) -> Path | None:
        """The folder, where the place is one of this machine."""
        ...

    def read(self, name: str) -> bytes | None:
        """Return a small file, None where there is none."""
        ...

    def write(self, name: str, content: bytes) -> None:
        """Write a small file whole or not at all."""
        ...

    def clear(self, folder: str) -> None:
        """Delete a folder of small files."""
        ...

    def one_writer(self) -> AbstractContextManager[Held]:
        """Be the only process that writes here; yield a check that raises `IndexUnusable` when that is so no longer.

        Raises:
            IndexUnusable: another process writes here now.
        """
        ...


def place_of(given: str | Path) -> Place:
    """Return the place that `given` names: a folder, `file:///…`, or `s3://bucket/prefix` and its like."""
    # One slash is enough: a path made of an address has lost the others.
    named = re.fullmatch(r"(\w{2,}):/+(.+)", str(given))
    if not named:
        return Folder(Path(given))
    scheme, rest = named.groups()
    if scheme == "file":
        return Folder(Path("/", unquote(rest)))
    if scheme not in STORES:
        raise SourceError(f"{scheme}://{rest} is no place for a collection; give a folder, file:///DIR or s3://BUCKET/PREFIX")
    from .store import Store

    return Store(f"{scheme}://{rest.rstrip('/')}")


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder of this machine, or one that all machines mount. The lock is a file that the operating system frees."""

    path: Path

    def __str__(self) -> str:
        return str(self.path)

    @property
    def tables(self) -> str:
        """The address that LanceDB connects to."""
        return str(self.path / "lance")

    @property
    def folder(self) -> Path | None:
        """The folder itself."""
        return self.path

    def read(self, name: str) -> bytes | None:
        """Return a small file, None where there is none."""
        file = self.path / name
        return file.read_bytes() if file.is_file() else None

    def write(self, name: str, content: bytes) -> None:
        """Write a small file whole or not at all."""
        part = self.path / f"{name}.part"
        part.parent.mkdir(parents=True, exist_ok=True)
        part.write_bytes(content)
        part.replace(self.path / name)

    def clear(self, folder: str) -> None:
        """Delete a folder of small files."""
        shutil.rmtree(self.path / folder, ignore_errors=True)

    @contextmanager
    def one_writer(self) -> Generator[Held]:
        """Hold the lock file; it falls free with the process, however that ends."""
        from filelock import FileLock, Timeout

        self.path.mkdir(parents=True, exist_ok=True)
        lock = FileLock(self.path / ".lock", timeout=0)
        try:
            lock.acquire()
        except Timeout:
            raise IndexUnusable(f"another process is building into {self}; wait until it has finished") from None
        try:
            yield _always_held
        finally:
            lock.release()


def _always_held() -> None:
    """Return: the operating system keeps the lock for as long as the process lives."""
