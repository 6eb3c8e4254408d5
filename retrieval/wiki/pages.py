"""Stream the pages of a MediaWiki dump; no page and no run of markup takes more memory than is set here."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

from retrieval.errors import SourceError

from .compressed import DumpCut, Mark, Piece, pieces
from .site import Site

LONGEST_TEXT = 4_000_000
"""Characters of a page that are kept. MediaWiki itself stores no page over 2 MiB."""
LONGEST_TOKEN = 8 << 20
"""Bytes without the end of a tag or text: longer is an attack on the parser's buffer."""
_KEPT = frozenset("title ns id text sitename base dbname case namespace".split())


@dataclass(frozen=True, slots=True)
class Page:
    """A page as it stands in the dump. `offset` is the unpacked byte where it begins; `cut` says that its text was too long."""

    id: int
    namespace: int
    title: str
    text: str
    redirect: str | None = None
    offset: int = 0
    cut: bool = False


@dataclass(frozen=True, slots=True)
class Read:
    """A page and how far the file had been read, with the last place before it where unpacking can begin."""

    page: Page
    read: int
    mark: Mark


@dataclass(slots=True)
class _Target:
    """Takes the parser's events and keeps what a page needs, nothing else."""

    parser: Any = None
    shift: int = 0
    found: deque[Page] = field(default_factory=deque[Page])
    path: list[str] = field(default_factory=list[str])
    values: dict[str, Any] = field(default_factory=dict[str, Any])
    namespaces: list[tuple[int, str]] = field(default_factory=list[tuple[int, str]])
    site: dict[str, str] = field(default_factory=dict[str, str])
    language: str = ""
    text: list[str] = field(default_factory=list[str])
    length: int = 0
    events: int = 0
    closed: bool = False

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        name = tag.rpartition("}")[2]
        self.events += 1
        self.path.append(name)
        if len(self.path) == 1:
            self._root(name, attributes)
        elif name == "page":
            self.values = {"offset": self.parser.CurrentByteIndex + self.shift}
        elif name == "redirect":
            self.values["redirect"] = attributes.get("title")
        elif name == "namespace":
            self.values["key"] = attributes.get("key", "")
        self.text, self.length = [], 0

    def data(self, text: str) -> None:
        self.events += 1
        if self.path and self.path[-1] in _KEPT and self.length < LONGEST_TEXT:
            self.text.append(text)
            self.length += len(text)

    def end(self, tag: str) -> None:
        name = tag.rpartition("}")[2]
        self.events += 1
        parent = self.path[-2] if len(self.path) > 1 else ""
        self.path.pop()
        self._keep(name, parent)
        if name == "page":
            self._page()
        self.closed = not self.path

    def close(self) -> None:
        """Take the end of the document: nothing is left to do."""

    def _root(self, name: str, attributes: Mapping[str, str]) -> None:
        if name != "mediawiki":
            raise SourceError(f"the file is XML but no MediaWiki dump (its root is <{name[:40]}>); give a pages-articles dump")
        self.language = next((value for key, value in attributes.items() if key.endswith("lang")), self.language)

    def _keep(self, name: str, parent: str) -> None:
        if name not in _KEPT:
            return
        text = "".join(self.text)[:LONGEST_TEXT]
        if parent == "siteinfo":
            self.site[name] = text
        elif name == "namespace":
            key = str(self.values.get("key", ""))
            if key.lstrip("-").isdigit():
                self.namespaces.append((int(key), text))
        elif parent == "page" or name == "text":
            self.values[name] = text
            self.values["cut"] = name == "text" and self.length >= LONGEST_TEXT
        self.text = []

    def _page(self) -> None:
        values, self.values = self.values, {}
        if not str(values.get("id", "")).isdigit() or not values.get("title"):
            return
        namespace = str(values.get("ns", "0"))
        self.found.append(Page(
            int(values["id"]), int(namespace) if namespace.lstrip("-").isdigit() else 0, values["title"], values.get("text", ""),
            values.get("redirect"), values["offset"], bool(values.get("cut")),
        ))  # fmt: skip


class DumpPages:
    """The pages of a dump, from a place on. `site` is known once the first page was yielded, or is given when going on."""

    def __init__(self, dump: Path, offset: int = 0, mark: Mark | None = None, site: Site | None = None) -> None:
        self.site = site
        self._dump, self._offset, self._mark = dump, offset, mark
        self._marks = deque([mark or Mark()])

    def __iter__(self) -> Iterator[Read]:
        """Yield pages in the dump's order.

        Raises:
            SourceError: this is no dump, or an attack (entities, a document type, endless markup).
            DumpCut: the dump ends or turns unreadable in the middle; the pages before were yielded.
        """
        target = _Target()
        parser = _parser(target)
        if self._offset:
            prolog = b"<mediawiki>"
            target.shift = self._offset - len(prolog)
            _feed(parser, target, prolog)
        quiet = 0
        for piece in pieces(self._dump, self._offset, self._mark):
            before = target.events
            if piece.mark != self._marks[-1]:
                self._marks.append(piece.mark)
            try:
                _feed(parser, target, piece.data)
            except DumpCut:
                yield from self._drained(target, piece)  # pages before the fault are whole
                raise
            quiet = quiet + len(piece.data) if target.events == before else 0
            if quiet > LONGEST_TOKEN:
                raise SourceError(
                    f"{self._dump.name} holds a tag of over {LONGEST_TOKEN >> 20} MB; that is no dump but an attack, leave it"
                )
            yield from self._drained(target, piece)
        if not target.closed:
            raise _ending(target)

    def _drained(self, target: _Target, piece: Piece) -> Iterator[Read]:
        while target.found:
            if self.site is None:
                self.site = _site(target)
            page = target.found.popleft()
            while len(self._marks) > 1 and self._marks[1].plain <= page.offset:
                self._marks.popleft()
            yield Read(page, piece.read, self._marks[0])


def _parser(target: _Target) -> Any:
    from defusedxml.ElementTree import DefusedXMLParser

    parser = cast("Any", DefusedXMLParser)(target=target, forbid_dtd=True)
    target.parser = parser.parser
    return parser


def _feed(parser: Any, target: _Target, data: bytes) -> None:
    from xml.etree.ElementTree import ParseError

    from defusedxml.common import DefusedXmlException

    if target.closed:
        return
    try:
        parser.feed(data)
    except DefusedXmlException:
        raise SourceError("the file declares a document type or entities, as XML bombs do; dumps have none, so leave it") from None
    except ParseError as error:
        if not target.path:
            raise SourceError(
                "the file is no MediaWiki dump (it is not XML); give a pages-articles dump, .xml, .xml.bz2 or .xml.gz"
            ) from None
        raise DumpCut(f"is no well-formed XML from line {error.position[0]:,} on") from None


def _ending(target: _Target) -> Exception:
    if not target.path:
        return SourceError("the file is no MediaWiki dump (it is empty or not XML); give a pages-articles dump, .xml, .xml.bz2 or .xml.gz")
    return DumpCut("ends in the middle")


def _site(target: _Target) -> Site:
    told = target.site
    return Site(
        name=told.get("sitename") or "Wikipedia", address=told.get("base", ""), language=target.language or "en",
        first_letter=told.get("case", "first-letter") == "first-letter", namespaces=tuple(target.namespaces),
    )  # fmt: skip
