"""Read the objects of a JSON document one at a time, so that a list of any length is never held."""

from __future__ import annotations

import json
import re
from collections.abc import Generator, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TextIO

from retrieval.errors import SourceError

from .lines import opened

PIECE = 1 << 16
# One object of this many characters is no record.
LONGEST = 1 << 27
# Names under which services and exports wrap the list of records.
LISTS = frozenset(
    """records data items objects results artobjects artworks works docs hits rows entries features value documents collection
    catalogue catalog ordereditems @graph""".split()
)
# Names under which they wrap that list once more.
_WRAPS = frozenset("response hits _embedded result".split())
# Names under which a single record is wrapped.
_SINGLE = ("record", "object", "artobject", "artwork", "data", "_source", "properties", "fields")
_TITLES = frozenset("title titles label _label name objecttitle identified_by titel titre _primarytitle".split())
_SPACE = re.compile(r"[ \t\r\n]*")
_DECODER = json.JSONDecoder()
Object = dict[str, Any]


def json_objects(file: Path) -> Iterator[Object]:
    """Yield the records of `file`: a list of objects, an object that wraps such a list, one object, or several after each other.

    Raises:
        SourceError: empty, not JSON, cut off, nested too deep, or no objects in it; the message says at which character.
    """
    with opened(file) as stream:
        text = _Text(stream, file.name)  # pyright: ignore[reportArgumentType] the lines of a file are its stream
        if not text.peek():
            raise SourceError(f"{file.name} is empty; give a file with a JSON object or a list of them")
        while text.peek():
            yield from _records(text)


def json_document(file: Path) -> Any:
    """Return the whole of a small JSON document; raise `SourceError` as `json_objects` does."""
    with opened(file) as stream:
        text = _Text(stream, file.name)  # pyright: ignore[reportArgumentType] the lines of a file are its stream
        if not text.peek():
            raise SourceError(f"{file.name} is empty; give a file with a JSON object or a list of them")
        return text.value()


@dataclass(slots=True)
class _Text:
    """The part of a file that is being read; it grows at the end and is dropped at the beginning."""

    stream: TextIO
    name: str
    held: str = ""
    at: int = 0
    dropped: int = 0
    ended: bool = field(default=False)

    def peek(self, after: str = "") -> str:
        """Return the next character that is no space, past `after` when that comes first; nothing at the end."""
        place = self._solid(self.at)
        if after and self.held.startswith(after, place):
            return self.held[self._solid(place + 1) :][:1]
        self.at = place
        return self.held[place : place + 1]

    def take(self, wanted: str) -> str:
        """Step over one of the characters `wanted` and return it."""
        found = self.peek()
        if not found or found not in wanted:
            raise self.broken(f"expected {' or '.join(wanted)}")
        self.at += 1
        return found

    def value(self) -> Any:
        """Return the next value whole."""
        self.peek()
        while True:
            try:
                value, end = _DECODER.raw_decode(self.held, self.at)
            except json.JSONDecodeError as error:
                if self._is_cut(error) and self._more(len(self.held) - self.at):
                    continue
                raise self._cut_off() if self._is_cut(error) else self.broken(error.msg, error.pos) from None
            except RecursionError:
                raise self.broken("nested too deep") from None
            except ValueError:  # a number of thousands of digits
                raise self.broken("a number that is too long") from None
            if end == len(self.held) and self._more(PIECE):
                continue  # 12 may be the beginning of 123
            self._drop(end)
            return value

    def broken(self, what: str, place: int | None = None) -> SourceError:
        """Return what to say of JSON that cannot be read on from a place of what is held, from here by default."""
        if place is None and self.peek() == "":
            return self._cut_off()
        place = self.dropped + (self.at if place is None else place) + 1
        return SourceError(f"{self.name} is not JSON ({what}, near character {place}); mend or export it again")

    def _cut_off(self) -> SourceError:
        return SourceError(f"{self.name} ends in the middle of its JSON; export or download it again")

    def _is_cut(self, error: json.JSONDecodeError) -> bool:
        """Say whether the end of what is held may be why a value cannot be read: of the file, once it has ended."""
        short = 0 if self.ended else 16
        return error.msg.startswith("Unterminated") or error.pos >= len(self.held.rstrip()) - short

    def _solid(self, place: int) -> int:
        """Return where the first character that is no space stands, from `place` on."""
        while True:
            found = _SPACE.match(self.held, place)
            end = found.end() if found else place
            if end < len(self.held) or not self._more(PIECE):
                return end

    def _more(self, characters: int) -> bool:
        if self.ended or len(self.held) - self.at > LONGEST:
            return False
        piece = self.stream.read(max(PIECE, characters))
        self.ended = not piece
        self.held += piece
        return bool(piece)

    def _drop(self, end: int) -> None:
        self.at = end
        if end > PIECE:
            self.held, self.dropped, self.at = self.held[end:], self.dropped + end, 0


def _records(text: _Text) -> Generator[Object]:
    match text.peek():
        case "[":
            yield from _listed(text)
        case "{":
            yield from _wrapped(text)
        case _:
            value = text.value()
            raise SourceError(f"{text.name} holds {_kind(value)}, not records; give a JSON object or a list of them")


def _listed(text: _Text) -> Generator[Object]:
    text.take("[")
    while text.peek() != "]":
        value = text.value()
        if not isinstance(value, dict):
            raise SourceError(f"{text.name} holds a list of {_kind(value)}, not of records; give a list of JSON objects")
        yield unwrapped(value)
        if text.peek() != "]":
            text.take(",")
            if text.peek() == "]":
                raise text.broken("a comma without a value")
    text.take("]")


def _wrapped(text: _Text) -> Generator[Object]:
    """Yield the list that an object wraps as it is read; failing one, the object itself."""
    rest: Object = {}
    streamed = False
    text.take("{")
    while text.peek() != "}":
        if text.peek() != '"':
            raise text.broken("expected a name in quotation marks")
        name = text.value()
        text.take(":")
        plain, is_record = name.casefold(), any(key.casefold() in _TITLES for key in rest)
        if plain in LISTS and not is_record and text.peek() == "[" and text.peek("[") in ("{", "]"):
            streamed = True
            yield from _listed(text)
        elif plain in _WRAPS and not is_record and text.peek() == "{":
            streamed = True
            yield from _wrapped(text)
        else:
            rest[name] = text.value()
        if text.peek() != "}":
            text.take(",")
    text.take("}")
    if rest and not streamed:
        yield from _inside(rest)


def _inside(whole: Object) -> Iterator[Object]:
    """Yield the records of an object that wraps them under a name of its own; else the object, unwrapped."""
    lists = [v for v in whole.values() if isinstance(v, list) and v and all(isinstance(item, dict) for item in v)]
    if len(lists) == 1 and not _is_record(whole) and not any(isinstance(v, dict) for v in whole.values()) and len(whole) <= 3:
        yield from map(unwrapped, lists[0])
    else:
        yield unwrapped(whole)


def unwrapped(whole: Object) -> Object:
    """Return the record that an answer holds under “record”, “data” and the like, with what stands beside it.

    >>> unwrapped({"record": {"title": "Ferry"}, "meta": {"page": 1}})
    {'title': 'Ferry', 'meta': {'page': 1}}
    """
    names = {name.casefold(): name for name in whole}
    for single in _SINGLE:
        if single in names and isinstance(inner := whole[names[single]], dict) and inner and not _is_record(whole):
            return {**inner, **{name: value for name, value in whole.items() if name != names[single] and name not in inner}}
    return whole


def _is_record(whole: Mapping[str, Any]) -> bool:
    return any(name.casefold() in _TITLES for name in whole)


def _kind(value: Any) -> str:
    match value:
        case list():
            return "lists"
        case str():
            return "text"
        case None:
            return "nothing"
        case _:
            return "numbers"
