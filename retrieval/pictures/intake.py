"""Take a record's picture into a collection's own store, or say in a few words why not."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path

from retrieval.errors import PictureRefused

from .jpeg import MOST_BYTES
from .store import PictureStore

FOLDER = "pictures"
_ADDRESS = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]+:", re.ASCII)


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of a picture: the `name` under which it is kept, or the `reason` why it is not. Reasons are few, to be counted."""

    name: str | None = None
    reason: str | None = None


def store_of(collection: Path) -> PictureStore:
    """Return the store of a collection's own pictures."""
    return PictureStore(collection / FOLDER)


def take_in(store: PictureStore, given: str | bytes, base: Path) -> Taken:
    """Keep a picture in `store` with its thumbnail; never raise for what is wrong with the picture itself.

    Args:
        store: Where it is kept, once whatever the number of records that show it.
        given: The picture's bytes, or the path of a file in `base`; the name of a picture already kept stays as it is.
            An address on the web is not fetched.
        base: The folder of the source; a path that leads out of it is not followed.
    """
    if isinstance(given, str) and store.holds(given):
        return Taken(name=given)
    found = given if isinstance(given, bytes) else bytes_of(given, base)
    return found if isinstance(found, Taken) else kept(store, found)


def kept(store: PictureStore, content: bytes) -> Taken:
    """Keep a picture and its thumbnail, or say why it is refused."""
    try:
        name = store.add(content)
        store.thumbnail(name)
    except PictureRefused as refused:
        return Taken(reason=str(refused))
    return Taken(name=name)


def bytes_of(reference: str, base: Path) -> bytes | Taken:
    """Return the bytes of the file that a record names, or the reason why it is not read."""
    if _ADDRESS.match(reference):
        return Taken(reason="its picture is an address on the web, which is kept as text and not fetched")
    try:
        path = (base / reference).resolve()
        if not path.is_relative_to(base.resolve()):
            return Taken(reason="its picture lies outside of the source's folder; copy it into that folder")
        if not os.path.isfile(path):  # noqa: PTH113 - Path.is_file raises on a name that is too long
            return Taken(reason="its picture is not in the source's folder; add the file or leave the field empty")
        if path.stat().st_size > MOST_BYTES:
            return Taken(reason=f"its picture has more than {MOST_BYTES // 1_000_000} MB; reduce it")
        return path.read_bytes()
    except (OSError, ValueError):  # no right to read it, or a name that no file can have
        return Taken(reason="its picture cannot be read; check the file's name and rights")
