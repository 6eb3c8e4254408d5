"""ColQwen2.5: text and pictures as token vectors in one space (Faysse et al., ColPali, 2024)."""

from .encoder import ColQwen, load_colqwen
from .settings import ColQwenSettings
from .weights import WeightsUnusable

__all__ = ["ColQwen", "ColQwenSettings", "WeightsUnusable", "load_colqwen"]
