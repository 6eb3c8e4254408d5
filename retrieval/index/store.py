"""A collection on an object store: small files beside LanceDB's tables, and puts that happen only if nobody else's did."""

from __future__ import annotations

from collections.abc import Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from retrieval.errors import IndexUnusable

from .lease import Lease
from .place import Held

LEASE_SECONDS = 300.0
# What a store calls the state of an object, sent back to say which state a put replaces.
Tag = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Store:
    """A prefix of a bucket. Credentials, region and endpoint are those of the environment (`AWS_…` and the like)."""

    uri: str
    lease_seconds: float = LEASE_SECONDS

    def __str__(self) -> str:
        return self.uri

    @property
    def tables(self) -> str:
        """The address that LanceDB connects to."""
        return f"{self.uri}/lance"

    @property
    def folder(self) -> Path | None:
        """None: no folder of this machine holds it."""
        return None

    def read(self, name: str) -> bytes | None:
        """Return a small object, None where there is none."""
        found = self.found(name)
        return found[0] if found else None

    def write(self, name: str, content: bytes) -> None:
        """Put a small object; a store shows it whole or not at all."""
        with _reached(self.uri):
            _opened(self.uri).put(name, content)

    def remove(self, name: str) -> None:
        """Delete an object."""
        with _reached(self.uri):
            _opened(self.uri).delete(name)

    def clear(self, folder: str) -> None:
        """Delete all objects whose names begin with `folder/`."""
        with _reached(self.uri):
            opened = _opened(self.uri)
            for listed in opened.list(prefix=folder):
                opened.delete([each["path"] for each in listed])

    @contextmanager
    def one_writer(self) -> Generator[Held]:
        """Hold the lease on this place; the check that is yielded raises when it has been lost."""
        lease = Lease(self, self.lease_seconds)
        with lease.held():
            yield lease.check

    def found(self, name: str) -> tuple[bytes, Tag] | None:
        """Return an object and its tag, None where there is none."""
        with _reached(self.uri):
            try:
                got = _opened(self.uri).get(name)
                return bytes(got.bytes()), _tag(got.meta)
            except FileNotFoundError:
                return None

    def put_if(self, name: str, content: bytes, tag: Tag | None) -> Tag | None:
        """Put an object if it still has `tag`, or with None if there is none; return its new tag, None if it was otherwise."""
        from obstore.exceptions import AlreadyExistsError, PreconditionError

        with _reached(self.uri):
            try:
                return _tag(_opened(self.uri).put(name, content, mode="create" if tag is None else dict(tag), use_multipart=False))
            except (AlreadyExistsError, PreconditionError):
                return None


def _opened(uri: str) -> Any:
    from obstore.store import from_url

    return from_url(uri)


def _tag(meta: Any) -> Tag:
    return {name: meta[name] for name in ("e_tag", "version") if meta.get(name)}


@contextmanager
def _reached(uri: str) -> Generator[None]:
    """Turn what the store's client says of a missing bucket, a closed door or no answer into a sentence."""
    from obstore.exceptions import BaseError

    try:
        yield
    except (BaseError, OSError) as error:
        kind = type(error).__name__
        raise IndexUnusable(f"{uri} cannot be reached ({kind}); check the bucket, the keys and the endpoint in the environment") from None
