"""Read a museum's catalogue: our own layout, or any table by a column mapping that is guessed, shown and can be given."""

from .read import Reading, read_catalogue

__all__ = ["Reading", "read_catalogue"]
