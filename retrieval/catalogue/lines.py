"""The text of a file, line by line, with what is wrong with its bytes told in a sentence."""

from __future__ import annotations

import codecs
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from pathlib import Path

from retrieval.errors import OtherEncoding, SourceError


@contextmanager
def opened(file: Path, encoding: str = "utf-8") -> Generator[Iterator[str]]:
    """Open a file's text without a byte order mark, line ends as they are.

    Raises:
        SourceError: the file cannot be read.
        OtherEncoding: it is in another encoding; the message names the first byte that is.
    """
    try:
        with file.open(encoding=_encoding(file, encoding), newline="") as stream:
            yield stream
    except UnicodeError:
        raise OtherEncoding(_wrong_byte(file, encoding)) from None
    except LookupError:
        raise SourceError(f"there is no encoding “{encoding}”; try utf-8, latin-1 or cp1252") from None
    except OSError as error:
        raise SourceError(f"{file} cannot be read ({error.strerror}); check the path and its permissions") from None


def whole_lines(file: Path, encoding: str = "utf-8") -> Iterator[str]:
    r"""Yield the lines of a file that end in “\n” and in nothing else, without it."""
    with opened(file, encoding) as stream:
        rest = ""
        for piece in stream:  # Universal newlines also stop at a lone “\r”.
            rest += piece
            if rest.endswith("\n"):
                yield rest.rstrip("\r\n")
                rest = ""
        if rest:
            yield rest


def _encoding(file: Path, named: str) -> str:
    if named.lower() not in ("utf-8", "utf8"):
        return named
    with file.open("rb") as stream:
        mark = stream.read(2)
    return "utf-16" if mark in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE) else "utf-8-sig"


def _wrong_byte(file: Path, encoding: str) -> str:
    advice = "save it as UTF-8 or name its encoding, such as --encoding latin-1"
    with file.open("rb") as stream:
        for number, line in enumerate(stream, start=1):
            try:
                line.decode(encoding)
            except UnicodeDecodeError as error:
                return f"{file.name} is not {encoding} (byte 0x{error.object[error.start]:02x} in line {number}); {advice}"
    return f"{file.name} is not {encoding}; {advice}"
