from __future__ import annotations

import io
import struct
import tracemalloc
import zlib
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from retrieval.errors import PictureRefused
from retrieval.pictures import LONGEST_SIDE, MOST_BYTES, PictureStore, read_picture_file


@pytest.fixture
def store(tmp_path: Path) -> PictureStore:
    return PictureStore(tmp_path)


def picture(form: str = "PNG", size: tuple[int, int] = (40, 20), mode: str = "RGB", colour: object = "red", **options: object) -> bytes:
    out = io.BytesIO()
    Image.new(mode, size, colour).save(out, form, **options)  # type: ignore[arg-type]
    return out.getvalue()


def bomb(side: int) -> bytes:
    """A valid PNG of one bit a pixel, all black: a few kilobytes for any size."""
    squeeze = zlib.compressobj(9)
    row = bytes(1 + (side + 7) // 8)
    data = b"".join([squeeze.compress(row) for _ in range(side)] + [squeeze.flush()])
    chunks = ((b"IHDR", struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)), (b"IDAT", data), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body)) for name, body in chunks
    )


def refusal(store: PictureStore, content: bytes) -> str:
    with pytest.raises(PictureRefused) as refused:
        store.add(content)
    return str(refused.value)


@pytest.mark.parametrize("form", ["PNG", "JPEG", "WEBP"])
def test_a_picture_is_kept_as_jpeg(store: PictureStore, form: str) -> None:
    with store.open(store.add(picture(form))) as kept:
        assert (kept.format, kept.mode, kept.size) == ("JPEG", "RGB", (40, 20))
        red, green, blue = kept.getpixel((20, 10))
        assert (red > 240, green < 15, blue < 15) == (True, True, True)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "CMYK"])
def test_every_mode_becomes_colour(store: PictureStore, mode: str) -> None:
    form = "JPEG" if mode == "CMYK" else "PNG"
    assert store.open(store.add(picture(form, mode=mode, colour=0))).mode == "RGB"


def test_what_is_transparent_becomes_white(store: PictureStore) -> None:
    clear = picture(mode="RGBA", colour=(0, 0, 0, 0))
    assert store.open(store.add(clear)).getpixel((20, 10)) == (255, 255, 255)


def test_the_same_picture_is_kept_once(store: PictureStore, tmp_path: Path) -> None:
    assert store.add(picture()) == store.add(picture())
    assert len(list(tmp_path.rglob("*.*"))) == 1


def test_a_data_url_holds_the_kept_bytes(store: PictureStore) -> None:
    import base64

    name = store.add(picture())
    assert store.data_url(name) == "data:image/jpeg;base64," + base64.b64encode(store.read(name)).decode()


def test_a_bomb_is_refused_by_its_header_and_never_decoded(store: PictureStore) -> None:
    small = bomb(13_000)
    assert len(small) < 30_000
    tracemalloc.start()
    try:
        says = refusal(store, small)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert says == "the picture is 13000 x 13000 pixels; reduce it to at most 25 million pixels"
    assert peak < 2_000_000


def test_a_bomb_beyond_what_pillow_opens_is_refused_too(store: PictureStore) -> None:
    header = bomb(8)[:16] + struct.pack(">II", 60_000, 60_000)
    body = b"IHDR" + header[16:] + struct.pack(">BBBBB", 1, 0, 0, 0, 0)
    huge = bomb(8)[:8] + struct.pack(">I", 13) + body + struct.pack(">I", zlib.crc32(body)) + bomb(8)[33:]
    assert refusal(store, huge) == "the picture is far too large; reduce it to at most 25 million pixels"


NOT_A_PICTURE = "the file is not a readable JPEG, PNG or WebP picture; save it as one of these"


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"A list of pictures.",
        picture("GIF"),
        picture("TIFF"),
        picture("BMP"),
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        picture("JPEG")[:200],
        picture()[:60],
    ],
    ids=["empty", "text", "GIF", "TIFF", "BMP", "SVG", "cut JPEG", "cut PNG"],
)
def test_what_is_not_a_whole_picture_is_refused(store: PictureStore, content: bytes) -> None:
    assert refusal(store, content) == NOT_A_PICTURE


def test_too_many_bytes_are_refused(store: PictureStore) -> None:
    assert refusal(store, bytes(MOST_BYTES + 1_000_000)) == "the picture has 11 MB; give one of at most 10 MB"


@settings(max_examples=150, deadline=None)
@given(st.sampled_from([picture("PNG"), picture("JPEG", exif=Image.Exif()), picture("WEBP")]), st.data())
def test_a_spoilt_picture_is_kept_or_refused_and_nothing_else(tmp_path_factory, whole: bytes, data: st.DataObject) -> None:
    spoilt = bytearray(whole)
    for at in data.draw(st.lists(st.integers(0, len(whole) - 1), min_size=1, max_size=8)):
        spoilt[at] = data.draw(st.integers(0, 255))
    with suppress(PictureRefused):
        PictureStore(tmp_path_factory.getbasetemp() / "spoilt").add(bytes(spoilt))


def test_a_picture_taken_sideways_is_turned_upright(store: PictureStore) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    with store.open(store.add(picture("JPEG", size=(40, 20), exif=exif))) as kept:
        assert (kept.size, dict(kept.getexif())) == ((20, 40), {})


def test_a_broken_orientation_does_not_stop_a_picture(store: PictureStore) -> None:
    assert store.open(store.add(picture("JPEG", exif=b"Exif\x00\x00II*\x00\xff\xff\xff\x7f"))).size == (40, 20)


def test_a_large_picture_is_reduced(store: PictureStore) -> None:
    assert store.open(store.add(picture(size=(4096, 1024)))).size == (LONGEST_SIDE, 512)


@pytest.mark.parametrize("name", ["0" * 64, "../../etc/passwd", "/etc/passwd", "", "image-1"])
def test_a_picture_that_is_not_kept_is_told(store: PictureStore, name: str) -> None:
    with pytest.raises(PictureRefused) as refused:
        store.read(name)
    assert str(refused.value) == "a picture of this conversation is no longer kept; show it again"


def test_a_name_reaches_no_file_outside_the_store(tmp_path: Path) -> None:
    (tmp_path / "secret.jpg").write_bytes(b"secret")
    for name in (str(tmp_path / "secret"), "../secret", "../../secret"):
        with pytest.raises(PictureRefused):
            PictureStore(tmp_path / "store").read(name)


def test_a_text_file_named_jpg_is_refused(store: PictureStore, tmp_path: Path) -> None:
    (tmp_path / "ferry.jpg").write_text("not a ferry")
    assert refusal(store, read_picture_file(tmp_path / "ferry.jpg")) == NOT_A_PICTURE


@pytest.mark.parametrize("name", ["gone.jpg", ".", "x" * 5000])
def test_a_path_without_a_file_is_told(tmp_path: Path, name: str) -> None:
    with pytest.raises(PictureRefused) as refused:
        read_picture_file(tmp_path / name)
    assert str(refused.value) == f"there is no file {tmp_path / name}; check the path of the picture"


def test_a_file_of_many_bytes_is_not_read(tmp_path: Path) -> None:
    with (tmp_path / "ferry.jpg").open("wb") as file:
        file.truncate(3_000_000_000)
    with pytest.raises(PictureRefused) as refused:
        read_picture_file(tmp_path / "ferry.jpg")
    assert str(refused.value) == "ferry.jpg has 3000 MB; give a picture of at most 10 MB"
