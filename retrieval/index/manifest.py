"""What an index says of itself: encoder, format, source, whether it is finished."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from retrieval.encoders import Encoder
from retrieval.errors import IndexUnusable

from .place import Place, place_of

# Raised whenever rows are worded, cut or laid out otherwise than before.
FORMAT = 7
FILE = "index.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """Recorded beside the tables; `source_fingerprint` is the SHA-256 of the source's files."""

    encoder: str
    encoder_version: str
    dim: int
    source: str
    source_fingerprint: str
    makers: int
    works: int
    fragments: int
    complete: bool
    format: int = FORMAT


def read_manifest(folder: Path | Place) -> Manifest:
    """Return the manifest of an index; raise `IndexUnusable` when there is none or its format is another's."""
    content = (place_of(folder) if isinstance(folder, Path) else folder).read(FILE)
    if content is None:
        raise IndexUnusable(f"{folder} is not a collection; build one with: python -m retrieval build --from FILE --into {folder}")
    try:
        values = json.loads(content.decode("utf-8"))
        if values.get("format") != FORMAT:
            raise IndexUnusable(
                f"the index in {folder} has format {values.get('format')}, this version reads {FORMAT}; build it again into a new folder"
            )
        return Manifest(**values)
    except (ValueError, TypeError, AttributeError):  # not JSON, not text, not our fields
        raise IndexUnusable(f"{folder}/{FILE} is damaged; delete {folder} and build it again") from None


def write_manifest(folder: Path | Place, manifest: Manifest) -> None:
    """Write it whole or not at all."""
    place = place_of(folder) if isinstance(folder, Path) else folder
    place.write(FILE, (json.dumps(asdict(manifest), indent=2, ensure_ascii=False) + "\n").encode("utf-8"))


def refuse_other_encoder(manifest: Manifest, encoder: Encoder, folder: Path | Place) -> None:
    """Raise `IndexUnusable` when an index was made by another encoder or another version of it."""
    made = (manifest.encoder, manifest.encoder_version, manifest.dim)
    have = (encoder.name, encoder.version, encoder.dim)
    if made != have:
        raise IndexUnusable(
            f"the index in {folder} was made by {made[0]} ({made[1]}, {made[2]} dimensions), not by {have[0]} "
            f"({have[1]}, {have[2]} dimensions); build it again into a new folder"
        )
