"""A show as a IIIF Presentation 3 manifest."""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from tools.curate.show import Hung, Section, Show, told, tombstone
from tools.errors import ToolError

from .presentation import Annotation, AnnotationPage, Canvas, CanvasReference, Image, Manifest, Pair, Range, Text


def manifest_files(show: Show, pictures: Mapping[str, bytes], base: str) -> dict[str, bytes]:
    """Return the manifest and the pictures that it names, under the paths that they have below `base`.

    Raises:
        ToolError: `base` is not a web address.
    """
    manifest = manifest_of(show, pictures, _checked(base))
    text = manifest.model_dump_json(indent=2, by_alias=True, exclude_none=True)
    files = {_picture_path(hung): pictures[hung.piece.id] for hung in show.works if hung.piece.id in pictures}
    return {"manifest.json": text.encode("utf-8", "replace"), **files}


def manifest_of(show: Show, pictures: Mapping[str, bytes], base: str) -> Manifest:
    """Return the manifest of a show that will be published below `base`."""
    sections = [section for section in show.sections if section.title]
    return Manifest(
        id=f"{base}/manifest.json",
        label={"en": [show.title]},
        summary={"en": [told(show.statement)]},
        items=[_canvas(hung, pictures, base) for hung in show.works],
        structures=[_range(number, section, base) for number, section in enumerate(sections, 1)] or None,
    )


def _checked(base: str) -> str:
    parts = urlsplit(base)
    if parts.scheme not in ("http", "https") or not parts.netloc:
        raise ToolError(f"“{base}” is not a web address; give the address under which the show will be published, such as https://…")
    return base.rstrip("/")


def _canvas(hung: Hung, pictures: Mapping[str, bytes], base: str) -> Canvas:
    canvas = f"{base}/canvas/{hung.number}"
    content = pictures.get(hung.piece.id)
    width, height = _pixels(content) if content else (max(1, round(hung.width_cm * 10)), max(1, round(hung.height_cm * 10)))
    painted: list[Annotation] = []
    if content:
        image = Image(id=f"{base}/{_picture_path(hung)}", width=width, height=height)
        painted = [Annotation(id=f"{canvas}/picture", motivation="painting", body=image, target=canvas)]
    about = Annotation(id=f"{canvas}/label", motivation="commenting", body=Text(value=_label(hung)), target=canvas)
    return Canvas(
        id=canvas, label={"none": [hung.label.title or hung.piece.id]}, width=width, height=height, metadata=_metadata(hung),
        required_statement=Pair(label={"en": ["Credit line"]}, value={"none": [hung.label.credit]}) if hung.label.credit else None,
        items=[AnnotationPage(id=f"{canvas}/pictures", items=painted)],
        annotations=[AnnotationPage(id=f"{canvas}/labels", items=[about])],
    )  # fmt: skip


def _metadata(hung: Hung) -> list[Pair]:
    label, piece = hung.label, hung.piece
    facts = {
        "Artist": label.maker, "Nationality and life dates": label.origin, "Date": label.date, "Medium": label.medium,
        "Dimensions": label.dimensions, "Accession number": label.accession, "Source": piece.source or "", "Licence": piece.licence or "",
    }  # fmt: skip
    return [Pair(label={"en": [name]}, value={"none": [value]}) for name, value in facts.items() if value]


def _label(hung: Hung) -> str:
    return "\n".join([*tombstone(hung.label, emphasise=str), *(["", told(hung.label.text)] if hung.label.text else [])])


def _range(number: int, section: Section, base: str) -> Range:
    canvases = [CanvasReference(id=f"{base}/canvas/{hung.number}") for hung in section.works]
    return Range(id=f"{base}/section/{number}", label={"en": [section.title]}, items=canvases)


def _picture_path(hung: Hung) -> str:
    return f"pictures/{hung.number}.jpg"


def _pixels(jpeg: bytes) -> tuple[int, int]:
    from PIL import Image as Pictures

    with Pictures.open(io.BytesIO(jpeg)) as picture:
        size: Any = picture.size
    return size[0], size[1]
