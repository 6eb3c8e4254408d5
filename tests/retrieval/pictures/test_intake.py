"""A record's picture is taken in, or a reason is given; nothing that is wrong with a picture stops a build."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image

from retrieval.pictures import THUMBNAIL_SIDE, PictureStore, Taken, take_in


def png(size: tuple[int, int] = (40, 20), colour: str = "red") -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, colour).save(out, "PNG")
    return out.getvalue()


@pytest.fixture
def store(tmp_path: Path) -> PictureStore:
    return PictureStore(tmp_path / "store")


@pytest.fixture
def base(tmp_path: Path) -> Path:
    folder = tmp_path / "source"
    (folder / "scans").mkdir(parents=True)
    (folder / "scans" / "ferry.png").write_bytes(png())
    return folder


def test_a_file_beside_the_catalogue_is_kept_with_a_thumbnail(store: PictureStore, base: Path) -> None:
    (base / "large.png").write_bytes(png((1600, 400)))
    name = take_in(store, "large.png", base).name
    assert name is not None
    assert (store.open(name).size, store.thumbnail(name).size) == ((1600, 400), (THUMBNAIL_SIDE, 128))


@pytest.mark.parametrize("reference", ["scans/ferry.png", "./scans/../scans/ferry.png"])
def test_a_path_in_the_folder_of_the_source_is_followed(store: PictureStore, base: Path, reference: str) -> None:
    assert take_in(store, reference, base).name == store.add(png())


def test_an_absolute_path_in_the_folder_of_the_source_is_followed(store: PictureStore, base: Path) -> None:
    assert take_in(store, str(base / "scans" / "ferry.png"), base).name == store.add(png())


def test_embedded_bytes_and_a_file_of_the_same_picture_are_kept_once(store: PictureStore, base: Path) -> None:
    assert take_in(store, png(), base) == take_in(store, "scans/ferry.png", base)
    assert len([file for file in store.folder.rglob("*.jpg") if f".{THUMBNAIL_SIDE}" not in file.name]) == 1


def test_the_name_of_a_kept_picture_stays_as_it_is(store: PictureStore, base: Path) -> None:
    name = store.add(png())
    assert take_in(store, name, base) == Taken(name=name)


OUTSIDE = "its picture lies outside of the source's folder; copy it into that folder"
NOT_THERE = "its picture is not in the source's folder; add the file or leave the field empty"
ADDRESS = "its picture is an address on the web, which is kept as text and not fetched"
UNREADABLE = "its picture cannot be read; check the file's name and rights"
NO_PICTURE = "the file is not a readable JPEG, PNG or WebP picture; save it as one of these"


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ("https://museum.example/ferry.jpg", ADDRESS),
        ("http://museum.example/ferry.jpg", ADDRESS),
        ("file:///etc/passwd", ADDRESS),
        ("data:image/png;base64,AAAA", ADDRESS),
        ("../secret.png", OUTSIDE),
        ("/etc/passwd", OUTSIDE),
        ("scans/../../secret.png", OUTSIDE),
        ("link.png", OUTSIDE),
        ("gone.png", NOT_THERE),
        ("scans", NOT_THERE),
        ("", NOT_THERE),
        ("0" * 64, NOT_THERE),
        ("x" * 5000, NOT_THERE),
        ("nul\0.png", UNREADABLE),
        ("notes.txt", NO_PICTURE),
        (b"no picture", NO_PICTURE),
        (b"", NO_PICTURE),
        (png((9000, 9000)), "the picture is 9000 x 9000 pixels; reduce it to at most 25 million pixels"),
        ("huge.png", "its picture has more than 10 MB; reduce it"),
    ],
)
def test_what_cannot_be_taken_in_has_a_reason(tmp_path: Path, store: PictureStore, base: Path, given: str | bytes, reason: str) -> None:
    (tmp_path / "secret.png").write_bytes(png())
    (base / "link.png").symlink_to(tmp_path / "secret.png")
    (base / "notes.txt").write_text("A list of pictures.")
    with (base / "huge.png").open("wb") as file:
        file.truncate(20_000_000)
    assert take_in(store, given, base) == Taken(reason=reason)
    assert not store.folder.exists()


def test_a_picture_without_rights_has_a_reason(store: PictureStore, base: Path) -> None:
    closed = base / "scans" / "ferry.png"
    closed.chmod(0)
    try:
        closed.read_bytes()
    except PermissionError:
        assert take_in(store, "scans/ferry.png", base) == Taken(reason=UNREADABLE)
    else:
        pytest.skip("needs a user whom rights hold back; this one may read everything")
    finally:
        closed.chmod(0o644)
