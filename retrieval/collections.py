"""Open a collection by its folder, or the starter collection, which is built on first use."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from .catalogue.read import Wanted, open_source, source_fingerprint
from .catalogue.rows import Provenance
from .encoders import Encoder, load_encoder
from .engine import CODES, follow
from .errors import CollectionError, IndexUnusable, WrongSetting
from .index.build import Built, Progress, build_index
from .index.manifest import FILE, read_manifest, refuse_other_encoder
from .index.open import open_index
from .index.place import Place, place_of
from .search import Searcher
from .terminal import progress_bar

STARTER = Path(__file__).parent / "starter"
STARTER_PROVENANCE = Provenance("Cicerone starter collection", "MIT")


class Home(BaseSettings):
    """Where Cicerone keeps what it makes: indexes, threads, pictures."""

    model_config = SettingsConfigDict(env_prefix="CICERONE_", env_file=".env", extra="ignore")

    home: Path = STARTER.parents[1] / ".cicerone"

    def __init__(self, **values: Any) -> None:
        try:
            super().__init__(**values)
        except ValidationError as error:
            wrong = error.errors()[0]
            name = f"CICERONE_{'_'.join(map(str, wrong['loc'])).upper()}"
            raise WrongSetting(f"{name} does not fit ({wrong['msg']}); correct it in the environment or in .env") from None

    @property
    def starter(self) -> Path:
        """The folder of the starter collection's index."""
        return self.home / "starter"


def build_starter(into: Path, encoder: Encoder, progress: Progress = lambda *_: None) -> Built:
    """Build the index of the shipped collection, or bring it up to date; one that another version or encoder made is replaced."""
    drop_outdated(into, encoder)
    source = open_source(STARTER, Wanted(provenance=STARTER_PROVENANCE))
    return build_index(source, into, encoder, STARTER.name, progress)


def ready_starter(folder: Path, encoder: Encoder) -> Path:
    """Return the starter collection's folder, its index built or brought up to date first."""
    if not starter_is_current(folder, encoder):
        with progress_bar("Indexing the starter collection") as progress:
            build_starter(folder, encoder, progress)
    return folder


def drop_outdated(folder: Path, encoder: Encoder) -> None:
    """Delete an index that another version or encoder made, where it is ours to make again."""
    if (folder / FILE).exists():
        try:
            refuse_other_encoder(read_manifest(folder), encoder, folder)
        except IndexUnusable:
            shutil.rmtree(folder)


def starter_is_current(folder: Path, encoder: Encoder) -> bool:
    """Say whether the index in `folder` is finished and made from the collection as it is shipped now."""
    if not (folder / FILE).exists():
        return False
    try:
        manifest = read_manifest(folder)
        refuse_other_encoder(manifest, encoder, folder)
    except IndexUnusable:
        return False
    return manifest.complete and manifest.source_fingerprint == source_fingerprint(STARTER)


def open_collection(given: Path | Place, encoder: Encoder) -> Searcher:
    """Open a built collection, in a folder or elsewhere, for search.

    Raises:
        IndexUnusable: the collection is missing or unfinished, or its index was made by another encoder.
    """
    place = _there(given)
    index = open_index(place)
    refuse_other_encoder(index.manifest, encoder, place)
    home = Home().home
    return Searcher(index, encoder, follow(index, home / "kernels", _codes(place, home)))


def open_with_its_encoder(given: Path | Place, at_hand: Encoder | None = None) -> Searcher:
    """Open a built collection for search with the encoder that its manifest names; `at_hand` is taken where it has that name.

    Raises:
        IndexUnusable: the collection is missing or unfinished, or its encoder cannot be loaded or has other weights now.
    """
    place = _there(given)
    made_by = read_manifest(place).encoder
    if at_hand is not None and at_hand.name == made_by:
        return open_collection(place, at_hand)
    try:
        encoder = load_encoder(made_by)
    except CollectionError as error:
        raise IndexUnusable(f"{place} was made by the encoder {made_by}, which cannot be loaded: {error}") from None
    return open_collection(place, encoder)


def _there(given: Path | Place) -> Place:
    place = place_of(given) if isinstance(given, Path) else given
    if place.folder is not None and not place.folder.exists():
        raise IndexUnusable(f"there is no collection {place}; build one with: python -m retrieval build --from FILE --into {place}")
    return place


def _codes(place: Place, home: Path) -> Path:
    """Return where this machine keeps the codes: beside the tables of a folder, in `home` for those of a store."""
    return place.folder / CODES if place.folder is not None else home / CODES / hashlib.sha256(str(place).encode()).hexdigest()[:16]
