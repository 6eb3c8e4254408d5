"""Read LIDO (1.0 and 1.1), the XML in which museums hand on their records, one record at a time."""

from __future__ import annotations

import re
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from retrieval.errors import SourceError

from .lido_record import row_of
from .tables import Row

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_OPENING = re.compile(rb"<(?:[\w.-]+:)?lido(?:Wrap)?[\s>]")


def sniff(head: bytes) -> bool:
    """Say whether a file that begins with `head` is LIDO."""
    head = head.replace(b"\0", b"")  # UTF-16
    return b"lido-schema.org" in head or bool(_OPENING.search(head))


def rows(file: Path) -> Iterator[Row]:
    """Yield a row for each record in `file`, a single `lido` or any number in a `lidoWrap`; one record is held at a time.

    Raises:
        SourceError: not XML, cut off, in an unknown encoding, or with a document type or entities.
    """
    return map(row_of, records(file))


def records(file: Path) -> Generator[Element]:
    """Yield each `lido` element of `file`, its names without namespaces."""
    from defusedxml.common import DefusedXmlException
    from defusedxml.ElementTree import ParseError

    try:
        yield from _records(file)
    except DefusedXmlException:
        raise SourceError(f"{file.name} declares a document type or entities, which can hide a bomb; export it without a DOCTYPE") from None
    except ParseError as error:
        raise SourceError(f"{file.name} is not whole XML ({error}); export or download it again") from None
    except (LookupError, ValueError) as error:
        raise SourceError(f"{file.name} is in an encoding that XML readers do not know ({error}); export it as UTF-8") from None
    except OSError as error:
        raise SourceError(f"{file} cannot be read ({error.strerror}); check the path and its permissions") from None


def _records(file: Path) -> Generator[Element]:
    from defusedxml.ElementTree import iterparse

    open_elements: list[Any] = []
    within = 0
    with file.open("rb") as stream:
        for event, element in iterparse(stream, events=("start", "end"), forbid_dtd=True):
            is_record = _local(element.tag) == "lido"
            if event == "start":
                open_elements.append(element)
                within += is_record
                continue
            open_elements.pop()
            within -= is_record
            if is_record:
                yield _plainly_named(element)
            if not within and open_elements:
                # Whatever is read and done with leaves the tree, or a large file would fill the memory.
                open_elements[-1].remove(element)


def _plainly_named(record: Element) -> Element:
    """Drop namespaces from names and hand each language down to what is inside, in place."""
    for element in record.iter():
        element.tag = _local(element.tag)
        element.attrib = {_local(name): value for name, value in element.attrib.items()}
        for inner in element:
            for name in inner.keys():  # noqa: SIM118 - an Element is not a mapping
                if _local(name) == "lang":
                    break
            else:
                if "lang" in element.attrib:
                    inner.set("lang", element.attrib["lang"])
    return record


def _local(name: Any) -> str:
    return name.rpartition("}")[2] if isinstance(name, str) else ""
