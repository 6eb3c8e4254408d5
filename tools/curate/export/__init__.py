"""A show to take away: checklist, Markdown, wall view, catalogue, IIIF manifest, JSON."""

from .pictures import pictures_of
from .write import BASE, FORMATS, Format, Material, export

__all__ = ["BASE", "FORMATS", "Format", "Material", "export", "pictures_of"]
