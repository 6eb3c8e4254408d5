"""The parts of IIIF Presentation 3 that a show needs: https://iiif.io/api/presentation/3.0/."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

CONTEXT = "http://iiif.io/api/presentation/3/context.json"
LanguageMap = dict[str, list[str]]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Pair(_Part):
    """A label and its value, to be shown as they are."""

    label: LanguageMap
    value: LanguageMap


class Image(_Part):
    """A picture."""

    id: str
    type: Literal["Image"] = "Image"
    format: str = "image/jpeg"
    width: int
    height: int


class Text(_Part):
    """A text about what it is attached to."""

    type: Literal["TextualBody"] = "TextualBody"
    value: str
    format: str = "text/plain"
    language: str = "en"


class Annotation(_Part):
    """A picture or text put onto a canvas."""

    id: str
    type: Literal["Annotation"] = "Annotation"
    motivation: Literal["painting", "commenting"]
    body: Image | Text
    target: str


class AnnotationPage(_Part):
    """Annotations in order."""

    id: str
    type: Literal["AnnotationPage"] = "AnnotationPage"
    items: list[Annotation]


class Canvas(_Part):
    """A work."""

    id: str
    type: Literal["Canvas"] = "Canvas"
    label: LanguageMap
    width: int
    height: int
    metadata: list[Pair]
    required_statement: Pair | None = Field(default=None, serialization_alias="requiredStatement")
    items: list[AnnotationPage]
    annotations: list[AnnotationPage]


class CanvasReference(_Part):
    """A canvas, named."""

    id: str
    type: Literal["Canvas"] = "Canvas"


class Range(_Part):
    """A section."""

    id: str
    type: Literal["Range"] = "Range"
    label: LanguageMap
    items: list[CanvasReference]


class Manifest(_Part):
    """A show."""

    context: str = Field(default=CONTEXT, serialization_alias="@context")
    id: str
    type: Literal["Manifest"] = "Manifest"
    label: LanguageMap
    summary: LanguageMap
    behavior: list[str] = ["individuals"]
    items: list[Canvas]
    structures: list[Range] | None = None
