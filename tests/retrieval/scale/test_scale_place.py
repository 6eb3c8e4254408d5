"""The places that a collection may lie in: folders, and a store that speaks S3 on loopback."""

from __future__ import annotations

import threading
import time
from pathlib import Path

import pytest

from retrieval.errors import IndexUnusable, SourceError
from retrieval.index.lease import Lease
from retrieval.index.place import Folder, Place, place_of
from retrieval.index.store import Store


@pytest.fixture(params=["folder", "store"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Place:
    if request.param == "folder":
        (tmp_path / "here").mkdir()
        return place_of(tmp_path / "here")
    return place_of(request.getfixturevalue("bucket"))


def test_a_place_is_named_by_a_folder_or_an_address() -> None:
    assert place_of(Path("some/where")) == Folder(Path("some/where"))
    assert place_of("file:///some/wh%20ere") == Folder(Path("/some/wh ere"))
    assert place_of("s3://bucket/prefix/") == Store("s3://bucket/prefix")


def test_an_address_that_went_through_a_path_is_still_an_address() -> None:
    assert place_of(Path("s3://bucket/prefix")) == Store("s3://bucket/prefix")
    assert place_of(Path("file:///some/where")) == Folder(Path("/some/where"))


def test_an_address_of_another_kind_is_refused() -> None:
    with pytest.raises(SourceError, match="ftp://host/dir is no place for a collection; give a folder"):
        place_of("ftp://host/dir")


def test_what_is_written_is_read_and_replaced(place: Place) -> None:
    assert place.read("index.json") is None
    place.write("index.json", b"first")
    place.write("index.json", b"second")
    assert place.read("index.json") == b"second"


def test_a_folder_of_files_is_cleared_and_no_other(place: Place) -> None:
    for name in ("staged/1", "staged/2", "staged-not", "index.json"):
        place.write(name, b"rows")
    place.clear("staged")
    place.clear("never")
    assert [place.read(name) for name in ("staged/1", "staged/2", "staged-not", "index.json")] == [None, None, b"rows", b"rows"]


def test_a_second_writer_is_refused_until_the_first_has_finished(place: Place) -> None:
    with place.one_writer() as held:
        held()
        with pytest.raises(IndexUnusable, match=r"another process is building into .*; wait until it has finished"), place.one_writer():
            pass
    with place.one_writer() as held:
        held()


def test_the_lease_of_a_dead_writer_runs_out_and_is_taken_over(bucket: str) -> None:
    Lease(Store(bucket), seconds=0.5).take()  # and its writer dies
    with pytest.raises(IndexUnusable, match="or 1 seconds if it has died"), Store(bucket).one_writer():
        pass
    time.sleep(0.6)
    with Store(bucket).one_writer() as held:
        held()


def test_a_lease_is_renewed_while_its_writer_lives(bucket: str) -> None:
    with Store(bucket, lease_seconds=0.6).one_writer() as held:
        time.sleep(1.2)
        held()
        with pytest.raises(IndexUnusable), Store(bucket).one_writer():
            pass


def test_a_writer_whose_lease_was_taken_over_is_told(bucket: str) -> None:
    slept = Lease(Store(bucket), seconds=0.2)
    slept.take()
    time.sleep(0.3)
    with Store(bucket).one_writer() as held:
        with pytest.raises(IndexUnusable, match=r"the right to write to .* was lost; run the same command again"):
            slept.check()
        held()


def test_of_many_writers_that_start_at_once_one_wins(bucket: str) -> None:
    won: list[int] = []
    done = threading.Event()

    def write(number: int) -> None:
        try:
            with Store(bucket).one_writer():
                won.append(number)
                done.wait(10)
        except IndexUnusable:
            return

    threads = [threading.Thread(target=write, args=(n,)) for n in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads[:]:
        thread.join(timeout=0.5)
    done.set()
    for thread in threads:
        thread.join()
    assert len(won) == 1


def test_a_missing_bucket_is_told_in_a_sentence(s3: str) -> None:
    with pytest.raises(IndexUnusable, match=r"s3://nowhere-at-all/x cannot be reached .*; check the bucket, the keys and the endpoint"):
        Store("s3://nowhere-at-all/x").write("index.json", b"")
