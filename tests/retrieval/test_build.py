from __future__ import annotations

import errno
import json
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from filelock import FileLock

from retrieval.catalogue import Reading
from retrieval.catalogue.wording import record_fragments
from retrieval.collections import open_collection
from retrieval.errors import BadVectors, CollectionError, IndexUnusable, SourceError
from retrieval.index.build import Built, build_index
from retrieval.index.manifest import FORMAT
from retrieval.maxsim import maxsim
from retrieval.records import Artwork, Catalogue, Fragment, Maker
from retrieval.search import Searcher

ReadingOf = Callable[[Catalogue], Reading]
Encoders = Callable[..., "object"]
MANY = 200


@pytest.fixture(scope="module")
def many() -> Catalogue:
    """More works than three batches hold."""
    works = tuple(Artwork(id=f"w:{i}", title=f"Work number {i}") for i in range(MANY))
    return Catalogue(
        works=works,
        fragments=tuple(Fragment(id=f"f:room-{i}", text=f"{w.title} hangs in room {i % 7}.", about=(w.id,)) for i, w in enumerate(works)),
    )


def refusal(act: Callable[[], object], kind: type[CollectionError] = IndexUnusable) -> str:
    with pytest.raises(kind) as refused:
        act()
    return str(refused.value)


def everything(searcher: Searcher) -> list[dict]:
    rows = searcher.index.fragments.to_arrow().to_pylist()
    return sorted(rows, key=lambda row: row["id"])


def test_a_reopened_index_holds_the_records_as_they_were(tmp_path: Path, museum, reading_of: ReadingOf, hash_encoder) -> None:
    built = build_index(reading_of(museum), tmp_path, hash_encoder(), "museum")
    index = open_collection(tmp_path, hash_encoder()).index
    assert built == Built(fragments=18, encoded=18, kept=0, removed=0)
    assert (tuple(index.makers.values()), tuple(index.works.values())) == (museum.makers, museum.works)
    kept = {row["id"]: (row["text"], tuple(row["about"]), row["kind"]) for row in index.fragments.to_arrow().to_pylist()}
    assert kept == {f.id: (f.text, f.about, f.kind) for f in [*record_fragments(museum), *museum.fragments]}


def test_search_ranks_by_exact_maxsim(tmp_path: Path, museum, reading_of: ReadingOf, hash_encoder) -> None:
    build_index(reading_of(museum), tmp_path, hash_encoder(), "museum")
    searcher = open_collection(tmp_path, hash_encoder())
    query = "ferry fjord harbour"
    rows = searcher.index.fragments.to_arrow().to_pylist()
    (asked,) = hash_encoder().encode([query])
    plain = {
        row["id"]: float(maxsim(asked.tokens, encoded.tokens.astype(np.float16).astype(np.float32), np.array([0]))[0]) / 3
        for row, encoded in zip(rows, hash_encoder().encode([row["searchable"] for row in rows]), strict=True)
    }
    found = {hit.id: hit.maxsim for hit in searcher.search(query, limit=100)}
    assert found == pytest.approx(plain, abs=1e-3)


def test_unchanged_rows_are_not_encoded_again(tmp_path: Path, many, reading_of: ReadingOf, hash_encoder) -> None:
    build_index(reading_of(many), tmp_path, hash_encoder(), "museum")
    again = hash_encoder()
    assert build_index(reading_of(many), tmp_path, again, "museum") == Built(fragments=2 * MANY, encoded=0, kept=2 * MANY, removed=0)
    assert again.seen == []


def test_a_changed_row_is_replaced_and_a_removed_one_disappears(tmp_path: Path, museum, reading_of: ReadingOf, hash_encoder) -> None:
    build_index(reading_of(museum), tmp_path / "updated", hash_encoder(), "museum")
    fragments = (replace(museum.fragments[0], text="A steamer waits at the quay."), *museum.fragments[2:])
    changed = replace(museum, works=museum.works[:-1], fragments=fragments)
    update = hash_encoder()
    # The record of the maker whose work is gone changes with it.
    assert build_index(reading_of(changed), tmp_path / "updated", update, "museum") == Built(fragments=16, encoded=2, kept=14, removed=2)
    assert sorted(text.split(".")[-2].strip() for text in update.seen) == [
        "A steamer waits at the quay",
        "Nuala O'Brien is an Irish artist in this collection",
    ]
    build_index(reading_of(changed), tmp_path / "fresh", hash_encoder(), "museum")
    updated, fresh = (open_collection(tmp_path / name, hash_encoder()) for name in ("updated", "fresh"))
    assert everything(updated) == everything(fresh)
    assert updated.index.works == fresh.index.works


def test_an_open_index_sees_what_is_built_into_it(tmp_path: Path, museum, reading_of: ReadingOf, hash_encoder) -> None:
    build_index(reading_of(museum), tmp_path, hash_encoder(), "museum")
    opened = open_collection(tmp_path, hash_encoder())
    opened.search("ferry")
    changed = replace(museum, fragments=(replace(museum.fragments[0], text="A steamer waits at the quay."), *museum.fragments[1:]))
    build_index(reading_of(changed), tmp_path, hash_encoder(), "museum")
    assert [hit.id for hit in opened.search("steamer quay", limit=1)] == ["f:1"]


@pytest.mark.parametrize("batch", [1, 2, 4])
def test_a_stopped_build_goes_on_and_ends_as_an_uninterrupted_one(
    tmp_path: Path, many, reading_of: ReadingOf, hash_encoder, batch: int
) -> None:
    with pytest.raises(KeyboardInterrupt):
        build_index(reading_of(many), tmp_path / "stopped", hash_encoder(fails=KeyboardInterrupt(), at_batch=batch), "museum")
    assert refusal(lambda: open_collection(tmp_path / "stopped", hash_encoder())) == (
        f"the index in {tmp_path / 'stopped'} is unfinished; run the same build command again to go on where it stopped"
    )
    rest = hash_encoder()
    done = (batch - 1) * 64
    assert build_index(reading_of(many), tmp_path / "stopped", rest, "museum") == Built(
        2 * MANY, encoded=2 * MANY - done, kept=done, removed=0
    )
    build_index(reading_of(many), tmp_path / "whole", hash_encoder(), "museum")
    stopped, whole = (open_collection(tmp_path / name, hash_encoder()) for name in ("stopped", "whole"))
    assert everything(stopped) == everything(whole)
    assert stopped.search("room 3") == whole.search("room 3")


FULL = "the disk is full; what was indexed is kept: free some space and run the same command to go on in "


def test_an_update_on_a_full_disk_is_told_and_leaves_the_index_usable(
    tmp_path: Path, museum, many, reading_of: ReadingOf, hash_encoder
) -> None:
    build_index(reading_of(museum), tmp_path, hash_encoder(), "museum")
    both = replace(museum, works=(*museum.works, *many.works), fragments=(*museum.fragments, *many.fragments))
    full = hash_encoder(fails=OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)))
    assert refusal(lambda: build_index(reading_of(both), tmp_path, full, "museum"), SourceError) == f"{FULL}{tmp_path}"
    assert "f:1" in {hit.id for hit in open_collection(tmp_path, hash_encoder()).search("ferry")}


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of three megabytes."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = shutil.which("mount")
    if not mount or subprocess.run([mount, "-t", "tmpfs", "-o", "size=3m", "tmpfs", str(folder)], capture_output=True).returncode:
        pytest.skip("a small file system cannot be mounted here; needs root")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)


def test_a_disk_that_fills_up_is_told_and_the_build_goes_on_when_there_is_room(
    small_disk: Path, museum, reading_of: ReadingOf, hash_encoder
) -> None:
    index = small_disk / "index"
    build_index(reading_of(museum), index, hash_encoder(), "museum")
    rng = np.random.default_rng(0)
    prose = [" ".join(f"w{n}" for n in rng.integers(0, 2000, 400)) for _ in range(600)]
    larger = replace(museum, fragments=(*museum.fragments, *(Fragment(id=f"f:new-{i}", text=text) for i, text in enumerate(prose))))
    assert refusal(lambda: build_index(reading_of(larger), index, hash_encoder(), "museum"), SourceError) == f"{FULL}{index}"
    assert "f:1" in {hit.id for hit in open_collection(index, hash_encoder()).search("ferry")}
    subprocess.run(["mount", "-o", "remount,size=100m", str(small_disk)], check=True)
    built = build_index(reading_of(larger), index, hash_encoder(), "museum")
    assert (built.fragments, built.kept >= 18, built.removed) == (618, True, 0)
    assert len(everything(open_collection(index, hash_encoder()))) == 618


def test_a_disk_that_may_only_be_read_is_told(small_disk: Path, museum, reading_of: ReadingOf, hash_encoder) -> None:
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
    says = refusal(lambda: build_index(reading_of(museum), small_disk, hash_encoder(), "museum"), SourceError)
    assert says == f"{small_disk} cannot be written; give a folder that you may write to with --into"


def test_an_index_of_another_encoder_is_refused(tmp_path: Path, museum, reading_of: ReadingOf, hash_encoder) -> None:
    build_index(reading_of(museum), tmp_path, hash_encoder(), "museum")
    for other, named in (
        (hash_encoder(name="other"), "other (1, 8 dimensions)"),
        (hash_encoder(version="2"), "hash (2, 8 dimensions)"),
        (hash_encoder(dim=16), "hash (1, 16 dimensions)"),
    ):
        says = f"the index in {tmp_path} was made by hash (1, 8 dimensions), not by {named}; build it again into a new folder"
        assert refusal(lambda encoder=other: open_collection(tmp_path, encoder)) == says
        assert refusal(lambda encoder=other: build_index(reading_of(museum), tmp_path, encoder, "museum")) == says


def test_the_folder_of_another_source_is_refused(tmp_path: Path, museum, reading_of: ReadingOf, hash_encoder) -> None:
    build_index(reading_of(museum), tmp_path, hash_encoder(), "museum.csv")
    assert refusal(lambda: build_index(reading_of(museum), tmp_path, hash_encoder(), "gallery.csv")) == (
        f"{tmp_path} holds the index of museum.csv, not of gallery.csv; build into another folder"
    )


def test_a_missing_folder_says_how_to_build_one(tmp_path: Path, hash_encoder) -> None:
    gone = tmp_path / "gone"
    assert refusal(lambda: open_collection(gone, hash_encoder())) == (
        f"there is no collection {gone}; build one with: python -m retrieval build --from FILE --into {gone}"
    )


def test_a_folder_of_something_else_is_no_collection(tmp_path: Path, hash_encoder) -> None:
    assert refusal(lambda: open_collection(tmp_path, hash_encoder())) == (
        f"{tmp_path} is not a collection; build one with: python -m retrieval build --from FILE --into {tmp_path}"
    )


@pytest.mark.parametrize(
    "content", [b"{", b"[]", b'{"format": %d}' % FORMAT, b"\xff\xfe\x00", b""], ids=["cut", "list", "fields gone", "not text", "empty"]
)
def test_a_damaged_manifest_is_told(tmp_path: Path, museum, reading_of: ReadingOf, hash_encoder, content: bytes) -> None:
    build_index(reading_of(museum), tmp_path, hash_encoder(), "museum")
    (tmp_path / "index.json").write_bytes(content)
    says = f"{tmp_path / 'index.json'} is damaged; delete {tmp_path} and build it again"
    assert refusal(lambda: open_collection(tmp_path, hash_encoder())) == says


def test_an_index_of_another_format_is_told(tmp_path: Path, museum, reading_of: ReadingOf, hash_encoder) -> None:
    build_index(reading_of(museum), tmp_path, hash_encoder(), "museum")
    manifest = json.loads((tmp_path / "index.json").read_text())
    (tmp_path / "index.json").write_text(json.dumps({**manifest, "format": 9}))
    assert refusal(lambda: open_collection(tmp_path, hash_encoder())).startswith(
        f"the index in {tmp_path} has format 9, this version reads "
    )


def test_missing_tables_are_told(tmp_path: Path, museum, reading_of: ReadingOf, hash_encoder) -> None:
    build_index(reading_of(museum), tmp_path, hash_encoder(), "museum")
    shutil.rmtree(tmp_path / "lance")
    assert refusal(lambda: open_collection(tmp_path, hash_encoder())) == (
        f"the tables in {tmp_path} cannot be opened; delete the folder and build it again"
    )


def test_a_second_writer_is_refused(tmp_path: Path, museum, reading_of: ReadingOf, hash_encoder) -> None:
    tmp_path.mkdir(exist_ok=True)
    with FileLock(tmp_path / ".lock"):
        assert refusal(lambda: build_index(reading_of(museum), tmp_path, hash_encoder(), "museum")) == (
            f"another process is building into {tmp_path}; wait until it has finished"
        )


def test_a_file_in_the_way_of_the_folder_is_told(tmp_path: Path, museum, reading_of: ReadingOf, hash_encoder) -> None:
    file = tmp_path / "index"
    file.write_text("")
    says = refusal(lambda: build_index(reading_of(museum), file, hash_encoder(), "museum"), SourceError)
    assert says == f"{file} cannot be written; give a folder that you may write to with --into"


def test_an_empty_catalogue_is_refused(tmp_path: Path, reading_of: ReadingOf, hash_encoder) -> None:
    says = refusal(lambda: build_index(reading_of(Catalogue()), tmp_path, hash_encoder(), "museum"), SourceError)
    assert says == "the source holds nothing to index; give a catalogue with at least one work"


def test_records_of_one_id_are_refused(tmp_path: Path, museum, reading_of: ReadingOf, hash_encoder) -> None:
    twice = replace(museum, fragments=(*museum.fragments, museum.fragments[0]))
    says = refusal(lambda: build_index(reading_of(twice), tmp_path, hash_encoder(), "museum"), SourceError)
    assert says == "2 records have the id f:1; give every record its own"


def test_a_text_without_vectors_stops_the_build(tmp_path: Path, museum, reading_of: ReadingOf, hash_encoder) -> None:
    class Hollow:
        name, version, dim, max_tokens = "hash", "1", 8, 10

        def encode(self, texts):
            return [replace(e, tokens=np.full_like(e.tokens, np.nan)) for e in hash_encoder().encode(texts)]

    says = refusal(lambda: build_index(reading_of(museum), tmp_path, Hollow(), "museum"), BadVectors)
    assert says.startswith("the encoder returned NaN or infinity for “")


def test_a_maker_with_many_passages_is_told_about_with_the_record_first(tmp_path: Path, reading_of: ReadingOf, hash_encoder) -> None:
    ada = Maker(id="m:ada", name="Ada Lindqvist")
    fragments = tuple(Fragment(id=f"f:{i}", text=f"Ferry dusk {i}.", about=(ada.id,)) for i in range(150))
    build_index(reading_of(Catalogue(makers=(ada,), fragments=fragments)), tmp_path, hash_encoder(), "museum")
    assert [hit.id for hit in open_collection(tmp_path, hash_encoder()).about(ada.id, "ferry dusk")][:1] == [ada.id]
