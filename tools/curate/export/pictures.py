"""The pictures that a collection keeps of a show's works."""

from __future__ import annotations

from pathlib import Path

from retrieval.errors import PictureRefused
from retrieval.pictures.intake import store_of
from retrieval.pictures.jpeg import as_jpeg
from retrieval.pictures.table import pictures_table
from tools.curate.show import Show

# Enough for half a page in print.
LONGEST_SIDE = 1200


def pictures_of(show: Show, collection: Path) -> dict[str, bytes]:
    """Return a JPEG for each work of which the collection in a folder keeps a picture."""
    from lancedb.expr import col

    table = pictures_table(collection)
    if table is None:
        return {}
    wanted = col("work").isin([hung.piece.id for hung in show.works])
    rows = table.search().where(wanted).select(["id", "work", "name"]).to_arrow().sort_by("id").to_pylist()
    store, found = store_of(collection), dict[str, bytes]()
    for row in rows:
        try:
            found.setdefault(row["work"], as_jpeg(store.open(row["name"]), LONGEST_SIDE))
        except PictureRefused:
            # The file is gone from the store: the show is drawn without it.
            continue
    return found
