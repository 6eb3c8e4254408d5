"""Read a dump's bytes, plain or compressed, in pieces of bounded size, and go on in the middle."""

from __future__ import annotations

import bz2
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from retrieval.errors import SourceError

PIECE = 1 << 18
"""Bytes read, and bytes unpacked, at once: what a bomb can make of one read."""


class DumpCut(Exception):
    """The dump ends or turns unreadable in the middle; the message says how."""


@dataclass(frozen=True, slots=True)
class Mark:
    """Where a compressed stream begins: its byte in the file, and how many unpacked bytes lie before it."""

    packed: int = 0
    plain: int = 0


@dataclass(frozen=True, slots=True)
class Piece:
    """Bytes of the dump, unpacked; how far the file was read, and the last place where unpacking can begin."""

    data: bytes
    read: int
    mark: Mark


class _Unpacker(Protocol):
    def feed(self, data: bytes) -> Iterator[bytes]: ...

    @property
    def over(self) -> bool: ...

    @property
    def rest(self) -> bytes: ...


class _Bz2:
    def __init__(self) -> None:
        self._inner = bz2.BZ2Decompressor()

    def feed(self, data: bytes) -> Iterator[bytes]:
        yield self._inner.decompress(data, PIECE)
        while not self._inner.eof and not self._inner.needs_input:
            yield self._inner.decompress(b"", PIECE)

    @property
    def over(self) -> bool:
        return self._inner.eof

    @property
    def rest(self) -> bytes:
        return self._inner.unused_data


class _Gzip:
    def __init__(self) -> None:
        self._inner = zlib.decompressobj(wbits=31)

    def feed(self, data: bytes) -> Iterator[bytes]:
        while data:
            yield self._inner.decompress(data, PIECE)
            data = self._inner.unconsumed_tail

    @property
    def over(self) -> bool:
        return self._inner.eof

    @property
    def rest(self) -> bytes:
        return self._inner.unused_data


_PACKED: tuple[tuple[bytes, type[_Bz2] | type[_Gzip]], ...] = ((b"BZh", _Bz2), (b"\x1f\x8b", _Gzip))


def pieces(dump: Path, offset: int = 0, mark: Mark | None = None) -> Iterator[Piece]:
    """Yield the unpacked bytes of `dump` from `offset` on, known by their first bytes as plain, bzip2 (multistream too) or gzip.

    Args:
        dump: the file.
        offset: unpacked bytes to leave out.
        mark: a place at or before `offset` where unpacking can begin.

    Raises:
        SourceError: there is no such file, or it may not be read.
        DumpCut: the compressed data end in the middle or are damaged; everything before was yielded.
    """
    try:
        with dump.open("rb") as stream:
            magic = stream.read(4)
            for head, unpacker in _PACKED:
                if magic.startswith(head):
                    start = mark or Mark()
                    stream.seek(start.packed)
                    yield from _from(offset, start.plain, _unpacked(iter(lambda: stream.read(PIECE), b""), unpacker, start))
                    return
            stream.seek(offset)
            while data := stream.read(PIECE):
                yield Piece(data, stream.tell(), Mark())
    except IsADirectoryError:
        raise SourceError(f"{dump} is a folder; give the dump file in it") from None
    except FileNotFoundError:
        raise SourceError(f"there is no file {dump}; check the path") from None
    except PermissionError:
        raise SourceError(f"{dump} may not be read; change its rights") from None


def _from(offset: int, position: int, found: Iterator[Piece]) -> Iterator[Piece]:
    for piece in found:
        wanted = piece.data[max(offset - position, 0) :]
        position += len(piece.data)
        if wanted:
            yield Piece(wanted, piece.read, piece.mark)


def _unpacked(blocks: Iterator[bytes], kind: type[_Bz2] | type[_Gzip], start: Mark) -> Iterator[Piece]:
    unpacker: _Unpacker | None = kind()
    mark, read, plain = start, start.packed, start.plain
    for block in blocks:
        read += len(block)
        rest = block
        while rest:
            if unpacker is None:
                mark, unpacker = Mark(read - len(rest), plain), kind()
            for data in _fed(unpacker, rest, plain):
                plain += len(data)
                if data:
                    yield Piece(data, read, mark)
            rest, unpacker = (unpacker.rest, None) if unpacker.over else (b"", unpacker)
    if unpacker is not None:
        raise DumpCut("ends in the middle of its compressed data")


def _fed(unpacker: _Unpacker, data: bytes, plain: int) -> Iterator[bytes]:
    try:
        yield from unpacker.feed(data)
    except (OSError, zlib.error, ValueError):
        raise DumpCut(f"is damaged after {plain:,} unpacked bytes") from None
