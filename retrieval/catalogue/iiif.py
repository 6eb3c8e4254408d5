"""Read IIIF Presentation 2 and 3: manifests, and collections that point to manifests in files beside them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from retrieval.errors import SourceError

from .json_stream import json_document
from .labels import field_of
from .tables import Row
from .values import listed, objects, text, texts

DEEPEST = 8
HEAD = 4096
_CONTEXT = re.compile(rb'"@context"\s*:\s*(?:\[[^\]]*?)?"https?://(?:www\.)?iiif\.io/api/presentation')
_IDENTITY = re.compile(rb'"@?id"\s*:\s*"([^"\\]+)"')


def sniff(head: bytes) -> bool:
    """Say whether a file that begins with `head` is an IIIF manifest or collection; others may mention one."""
    return bool(_CONTEXT.search(head))


def rows(file: Path) -> Iterator[Row]:
    """Yield a row for each manifest in `file` and, where it is a collection, in the files beside it that it points to.

    Each manifest that does not lie there gives a row without a title at the end, so that it is counted as left out.

    Raises:
        SourceError: not whole JSON, or a collection that stands alone.
    """
    missing: list[Row] = []
    count = 0
    for row in _opened(file, {file.resolve()}, 0):
        count += "title" in row
        yield from [row] if "title" in row else []
        missing += [] if "title" in row else [row]
    if count:
        yield from missing
    elif missing:
        raise SourceError(
            f"none of the {len(missing)} manifests that {file.name} points to lies beside it; save them in files next to it, "
            "named as at the end of their addresses"
        )


def is_manifest(record: Mapping[str, Any]) -> bool:
    """Say whether a JSON object is an IIIF manifest, and not a mere pointer to one."""
    return _kind(record) == "Manifest" and any(key in record for key in ("items", "sequences", "metadata", "@context"))


def row_of(manifest: Mapping[str, Any]) -> Row:
    """Return the columns of a manifest of either version; its metadata pairs fill columns by their labels."""
    row: dict[str, Any] = {"id": _identity(manifest), "title": text(manifest.get("label"), " / "), "url": _page(manifest)}
    row |= {name: value for name, value in _pairs(manifest).items() if not row.get(name)}
    licence = manifest.get("rights", manifest.get("license"))
    row["licence"] = text(licence if not isinstance(licence, dict) else _identity(licence)) or row.get("licence")
    row["holder"] = row.get("holder") or text([agent.get("label") for agent in objects(manifest.get("provider"))])
    row["credit"] = row.get("credit") or _statement(manifest)
    told = [*texts(manifest.get("summary", manifest.get("description"))), *listed(row.get("description"))]
    row["description"] = "\n\n".join(dict.fromkeys(told))
    row["picture"] = next(_pictures(manifest), None)
    return {name: value for name, value in row.items() if value not in (None, "", [])}


def _opened(file: Path, seen: set[Path], depth: int) -> Iterator[Row]:
    for record in objects(json_document(file)):
        if _kind(record) == "Collection":
            yield from _gathered(record, file, seen, depth)
        elif _kind(record) == "Manifest":
            yield row_of(record)


def _gathered(collection: Mapping[str, Any], beside: Path, seen: set[Path], depth: int) -> Iterator[Row]:
    """Yield the rows of what a collection holds or points to; a file is read once, so rings of collections end."""
    known: dict[str, Path] | None = None
    for member in (m for name in ("items", "manifests", "members", "collections") for m in objects(collection.get(name))):
        address = _identity(member) or ""
        if is_manifest(member):
            yield row_of(member)
            continue
        file = _file_beside(address, beside.parent)
        if file is None:
            known = _addresses_in(beside.parent) if known is None else known
            file = known.get(address)
        if file is None:
            yield from [{"url": address}] if _kind(member) == "Manifest" else []
        elif file not in seen and depth < DEEPEST:
            seen.add(file)
            yield from _opened(file, seen, depth + 1)


def _file_beside(address: str, folder: Path) -> Path | None:
    """Return the file in `folder` that the end of an address names: `…/12/manifest.json` may be `12/manifest.json` or `12.json`."""
    parts = [part for part in unquote(urlsplit(address).path).split("/") if part not in ("", ".", "..") and "\0" not in part]
    named = ["/".join(parts[start:]) for start in range(max(0, len(parts) - 4), len(parts))]
    whole = parts[:-1] if parts and parts[-1].startswith("manifest") else parts
    candidates = [*named, *(f"{name}.json" for name in named), *([f"{whole[-1]}.json"] if whole else [])]
    return next((file.resolve() for name in candidates if (file := folder / name).is_file()), None)


def _addresses_in(folder: Path) -> dict[str, Path]:
    """Return which file of a folder says first that it is which address."""
    found: dict[str, Path] = {}
    for file in sorted(folder.glob("*.json")):
        with file.open("rb") as stream:
            match = _IDENTITY.search(stream.read(HEAD))
        if match:
            found.setdefault(match[1].decode("utf-8", "replace"), file.resolve())
    return found


def _pairs(manifest: Mapping[str, Any]) -> dict[str, Any]:
    """Return the metadata pairs under the columns that their labels name, in any language; unknown labels keep their own."""
    pairs: dict[str, Any] = {}
    for pair in objects(manifest.get("metadata")):
        value, column = texts(pair.get("value")), _column(pair.get("label"))
        if value and column:
            pairs.setdefault(column, value if len(value) > 1 else value[0])
    return pairs


def _column(label: Any) -> str | None:
    """Return the field that a label names, tried in each of its languages; else the label itself."""
    for said in _in_every_language(label):
        if field := field_of(said):
            return field
    return text(label)


def _in_every_language(label: Any) -> list[str]:
    if isinstance(label, dict) and "@value" not in label:
        return [said for value in label.values() for said in texts(value)]
    return [said for one in listed(label) for said in texts(one)]


def _statement(manifest: Mapping[str, Any]) -> str | None:
    required = next(iter(objects(manifest.get("requiredStatement"))), {})
    return text(required.get("value")) or text(manifest.get("attribution"))


def _page(manifest: Mapping[str, Any]) -> str | None:
    """Return the page for people; failing one, the manifest's own address."""
    pages = [*listed(manifest.get("homepage")), *listed(manifest.get("related"))]
    found = (page if isinstance(page, str) else _identity(page) if isinstance(page, dict) else None for page in pages)
    own = _identity(manifest) or ""
    return next((page for page in found if page), own if own.startswith("http") else None)


def _pictures(manifest: Mapping[str, Any]) -> Iterator[str]:
    """Yield the address of the first canvas's picture, then of the thumbnail."""
    for canvas in (c for sequence in [manifest, *objects(manifest.get("sequences"))] for c in _canvases(sequence)):
        painted = [note.get("body") for page in objects(canvas.get("items")) for note in objects(page.get("items"))]
        painted += [image.get("resource") for image in objects(canvas.get("images"))]
        for body in (b for one in painted for b in objects(one)):
            yield from _addresses(body)
    for thumbnail in listed(manifest.get("thumbnail")):
        yield from [thumbnail] if isinstance(thumbnail, str) else _addresses(thumbnail) if isinstance(thumbnail, dict) else []


def _canvases(sequence: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    return objects(sequence.get("canvases")) or [item for item in objects(sequence.get("items")) if _kind(item) == "Canvas"]


def _addresses(body: Mapping[str, Any]) -> Iterator[str]:
    for alternative in (body, *objects(body.get("items")), *objects(body.get("default"))):
        if _kind(alternative) not in ("Choice", "oa:Choice") and (identity := _identity(alternative)):
            yield identity
        # An image service without a file: ask it for the whole picture at a size that a screen shows.
        yield from (
            f"{service.rstrip('/')}/full/!1024,1024/0/default.jpg" for s in objects(alternative.get("service")) if (service := _identity(s))
        )


def _kind(record: Mapping[str, Any]) -> str:
    return str(record.get("type", record.get("@type", ""))).removeprefix("sc:")


def _identity(record: Mapping[str, Any]) -> str | None:
    return text(record.get("id", record.get("@id")))
