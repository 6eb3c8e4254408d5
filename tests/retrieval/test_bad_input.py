"""What strangers hand in: each is refused in one sentence that says what to do, and the index from before stays as it was."""

from __future__ import annotations

import bz2
import ctypes
import functools
import io
import json
import os
import re
import resource
import shutil
import struct
import subprocess
import sys
import tracemalloc
import zlib
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager, redirect_stderr
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from retrieval.__main__ import app
from retrieval.catalogue import Reading
from retrieval.collections import open_collection
from retrieval.encoders import Encoded
from retrieval.encoders.minilm import load_minilm
from retrieval.index.build import build_index
from retrieval.records import Artwork, Catalogue
from retrieval.terminal import USAGE_ERROR, run_command
from tests.in_process import run_here

ROOT = Path(__file__).parents[2]
GOOD = """accession,title,artist,date,medium,description
N 1,The Ferry,Ada Lindqvist,1885,oil on canvas,"A ferry crosses the fjord at dusk while two women look back at the shore."
N 2,Pines in Snow,Ada Lindqvist,c. 1890,etching,"Snow lies on every branch, and the plate was bitten three times for it."
N 3,Bull,,c. 2500 BCE,marble,"The bull stands on four short legs, and both of its horns are lost."
"""
BOMB = (
    '<!DOCTYPE l [<!ENTITY a "haha">'
    + "".join(f'<!ENTITY {c} "{f"&{p};" * 10}">' for p, c in zip("abcdefgh", "bcdefghi"))
    + "]><lido>&i;</lido>"
)


class Said:
    """How a command ended and what it wrote."""

    def __init__(self, code: int, out: str, error: str) -> None:
        self.code, self.out, self.error = code, out, error

    @property
    def sentence(self) -> str:
        """What the command refused, when it said nothing else than that."""
        lines = [line for line in self.error.splitlines() if line.strip()]
        assert self.code == USAGE_ERROR, self.error
        assert [line for line in lines if line.startswith("error: ")] == lines[-1:], self.error
        assert "Traceback" not in self.error
        return lines[-1].removeprefix("error: ")


# Loaded once: what is tested is what a build leaves behind.
encoder = functools.cache(load_minilm)


class Museum:
    """A folder with a good table, the index built of it, and what a search of that found."""

    def __init__(self, folder: Path) -> None:
        self.source, self.index = folder / "source", folder / "index"
        self.source.mkdir()
        (self.source / "museum.csv").write_text(GOOD, encoding="utf-8")
        assert self.build().code == 0
        self.hits = self.search()
        assert len(self.hits) > 3

    def build(self, source: Path | None = None) -> Said:
        """Build the index, from the museum's own folder by default."""
        return run("build", "--from", source or self.source, "--into", self.index)

    def search(self) -> list[dict[str, Any]]:
        """Return the hits of one search."""
        return [asdict(hit) for hit in open_collection(self.index, encoder()).search("a ferry at dusk")]

    @property
    def ids(self) -> set[str]:
        """The ids of all that the museum holds."""
        return {hit["id"] for hit in self.hits}

    def refuses(self, source: Path | None = None) -> str:
        """Return the sentence with which a build is refused, having seen that the index is as it was."""
        sentence = self.build(source).sentence
        assert self.search() == self.hits
        return sentence.replace(str(self.source.parent), "…")

    @contextmanager
    def beside(self, name: str | bytes, content: str | bytes | None = None) -> Generator[Path]:
        """Yield the path of another file in the museum's folder; put it away afterwards, and see that the museum is as it was."""
        file = Path(os.fsdecode(os.path.join(os.fsencode(self.source), os.fsencode(name))))  # noqa: PTH118 - Path takes no bytes
        if content is not None:
            file.write_bytes(content.encode() if isinstance(content, str) else content)
        try:
            yield file
        finally:
            if file.is_dir() and not file.is_symlink():
                file.chmod(0o700)
                shutil.rmtree(file)
            file.unlink(missing_ok=True)


def ids_in(index: Path) -> set[str]:
    """Return the ids of what a search of an index finds, opened anew."""
    return {hit.id for hit in open_collection(index, encoder()).search("a ferry at dusk", limit=100)}


def run(*words: str | Path) -> Said:
    """Run `python -m retrieval` in this process."""
    done = run_here(app, *words)
    return Said(done.returncode, done.stdout, done.stderr)


def run_child(*words: str | Path, first: Callable[[], None] | None = None) -> Said:
    """Run `python -m retrieval` in a process of its own, which does `first` before it begins."""
    command = [sys.executable, "-m", "retrieval", *words]
    done = subprocess.run(command, cwd=ROOT, preexec_fn=first, capture_output=True, timeout=120, check=False)
    return Said(done.returncode, done.stdout.decode("utf-8", "replace"), done.stderr.decode("utf-8", "replace"))


def heed_modes() -> None:
    """Give up the right to pass over files' modes, which root has: drop CAP_DAC_OVERRIDE and CAP_DAC_READ_SEARCH."""
    for capability in (1, 2):
        ctypes.CDLL(None).prctl(24, capability, 0, 0, 0)


def write_little() -> None:
    """Let no file grow beyond 100 kB: what a full disk is to a program that checks what it writes."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))


@pytest.fixture(scope="module")
def museum(tmp_path_factory: pytest.TempPathFactory) -> Museum:
    return Museum(tmp_path_factory.mktemp("museum"))


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("bomb.xml", BOMB, "bomb.xml declares a document type or entities, which can hide a bomb; export it without a DOCTYPE"),
        ("cut.xml", '<lidoWrap xmlns="http://www.lido-schema.org"><lido><lidoRecID>1</li',
         "cut.xml is not whole XML (unclosed token: line 1, column 63); export or download it again"),
        ("cut.json", '[{"title": "Bull"}, {"tit', "cut.json ends in the middle of its JSON; export or download it again"),
        ("deep.json", '[{"a":' + "[" * 100_000, "deep.json is not JSON (nested too deep, near character 2); mend or export it again"),
        ("cut.jsonl", '{"title": "Bull"}\n{"tit', "cut.jsonl, line 2 is not JSON (Unterminated string starting at); mend that line"),
        ("empty.csv", "", "empty.csv has no rows; give a catalogue with at least one work"),
        ("empty.jsonl", "", "empty.jsonl has no rows; give a catalogue with at least one work"),
        ("empty.json", "", "empty.json is empty; give a file with a JSON object or a list of them"),
        ("empty.xml", "", "empty.xml is not whole XML (no element found: line 1, column 0); export or download it again"),
        ("open.csv", 'title,medium\nFerry,oil\n"Bull,clay\nPines,oil\nBarge,glass\n',
         "open.csv, line 3 opens a quotation mark that is never closed; mend that line"),
        ("latin.csv", "title,medium\nFähre,Öl\n".encode("latin-1"),
         "latin.csv is not utf-8 (byte 0xe4 in line 2); save it as UTF-8 or name its encoding, such as --encoding latin-1"),
    ],
    ids=lambda value: value if isinstance(value, str) and len(value) < 20 else "",
)  # fmt: skip
def test_a_broken_file_is_refused_and_the_index_stays(museum: Museum, name: str, content: str | bytes, says: str) -> None:
    with museum.beside(name, content):
        assert museum.refuses() == says


@pytest.mark.parametrize(
    "content", [b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 50, bytes(5000), os.urandom(5000)], ids=["picture", "zeros", "noise"]
)
def test_a_binary_file_named_as_a_table_is_refused(museum: Museum, content: bytes) -> None:
    with museum.beside("binary.csv", content):
        assert museum.refuses().startswith("binary.csv")


@pytest.mark.parametrize(
    "content", [b"", b"PAR1", b"PAR1" + bytes(100) + b"PAR1", b"title\nFerry\n"], ids=["empty", "a mark", "zeros", "a table"]
)
def test_a_parquet_file_that_is_none_is_refused(museum: Museum, content: bytes) -> None:
    with museum.beside("broken.parquet", content):
        assert museum.refuses().startswith("broken.parquet is not a readable Parquet file (")


def test_a_path_that_is_not_there_is_told(museum: Museum) -> None:
    assert museum.refuses(museum.source / "no" / "such.csv") == "there is no file or folder …/source/no/such.csv; check the path"
    # Longer than any name may be.
    assert museum.refuses(museum.source / ("n" * 5000)).endswith(
        "n cannot be read (File name too long); check the path and its permissions"
    )


def test_a_file_of_another_kind_is_told(museum: Museum, tmp_path: Path) -> None:
    (tmp_path / "museum.doc").write_bytes(b"x")
    says = museum.refuses(tmp_path / "museum.doc")
    assert says.startswith("museum.doc is a .doc file; give one of .csv, ")
    (tmp_path / "museum").write_bytes(b"x")
    says = museum.refuses(tmp_path / "museum")
    assert says.startswith("museum has no ending that tells what it is; give one of .csv, ")


def test_a_ring_of_links_is_told_and_in_a_folder_passed_over(museum: Museum, tmp_path: Path) -> None:
    (tmp_path / "a.csv").symlink_to(tmp_path / "b.csv")
    (tmp_path / "b.csv").symlink_to(tmp_path / "a.csv")
    assert museum.refuses(tmp_path / "a.csv").endswith(
        "a.csv cannot be read (Too many levels of symbolic links); check the path and its permissions"
    )
    with museum.beside("ring.csv") as ring, museum.beside("self") as own:
        ring.symlink_to(ring)
        own.symlink_to(museum.source)
        assert museum.build().code == 0
    assert museum.search() == museum.hits


def test_a_pipe_is_told_and_in_a_folder_passed_over(museum: Museum, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.csv")
    assert museum.refuses(tmp_path / "pipe.csv").startswith(str(tmp_path / "pipe.csv"))
    with museum.beside("pipe.csv") as pipe:
        os.mkfifo(pipe)
        assert museum.build().code == 0
    assert museum.search() == museum.hits


def test_names_that_are_not_utf_8_are_read_or_told(museum: Museum, tmp_path: Path) -> None:
    folder = tmp_path / os.fsdecode(b"mus\xe9e")
    folder.mkdir()
    (folder / os.fsdecode(b"f\xe4hre.csv")).write_text(GOOD, encoding="utf-8")
    said = run("build", "--from", folder, "--into", tmp_path / "index")
    assert said.code == 0, said.error
    hits = json.loads(run("search", "a ferry at dusk", "--collection", tmp_path / "index", "--json").out)["hits"]
    assert [hit["text"] for hit in hits] == [hit["text"] for hit in museum.hits]
    child = run_child(
        "build", "--from", os.fsencode(folder / os.fsdecode(b"no\xff.csv")).decode("utf-8", "surrogateescape"), "--into", museum.index
    )
    assert child.sentence.endswith("; check the path")


@pytest.mark.slow
def test_a_row_of_ten_megabytes_costs_no_other_row(museum: Museum) -> None:
    text = "The ferry crosses the fjord. " * 350_000
    with museum.beside("long.jsonl", json.dumps({"title": "Long", "description": text}) + "\n"):
        said = museum.build()
    assert said.code == 0, said.error
    assert museum.build().code == 0
    assert museum.search() == museum.hits


@pytest.mark.slow
def test_a_csv_row_of_ten_megabytes_costs_no_other_row(museum: Museum) -> None:
    with museum.beside("long.csv", f'title,description\nLong,"{"The ferry crosses the fjord. " * 400_000}"\n'):
        said = museum.build()
    assert said.sentence.startswith("long.csv") if said.code else "Traceback" not in said.error
    assert museum.build().code == 0
    assert museum.search() == museum.hits


def test_an_id_that_comes_twice_is_counted_and_the_first_stays(museum: Museum) -> None:
    table = museum.source / "museum.csv"
    table.write_text(GOOD + "N 1,Another Barge,Someone Else,1999,glass,Too short.\n", encoding="utf-8")
    try:
        said = museum.build()
    finally:
        table.write_text(GOOD, encoding="utf-8")
    assert said.code == 0
    assert "skipped 1: an id that an earlier row has" in said.error
    assert museum.search()[0]["text"] == museum.hits[0]["text"]
    assert museum.build().code == 0
    assert museum.search() == museum.hits


def test_an_id_that_comes_twice_in_our_own_layout_is_told(museum: Museum, tmp_path: Path) -> None:
    (tmp_path / "works").mkdir()
    (tmp_path / "works" / "all.jsonl").write_text('{"id": "w:1", "title": "Ferry"}\n{"id": "w:1", "title": "Bull"}\n')
    said = run("build", "--from", tmp_path, "--into", tmp_path / "index")
    assert said.sentence.endswith("; give every record its own")


@pytest.mark.parametrize(
    ("spoilt", "says"),
    [
        (lambda e: replace(e, tokens=e.tokens[:, :-1]), "the encoder returned vectors of size 7, not 8; use the index's encoder"),
        (lambda e: replace(e, vector=e.vector[:-1]), "the encoder returned vectors of size 7, not 8; use the index's encoder"),
        (lambda e: replace(e, tokens=e.tokens * np.nan), "the encoder returned NaN or infinity for “"),
        (lambda e: replace(e, tokens=e.tokens[:0]), "the encoder returned no token vectors for “"),
    ],
    ids=["tokens too short", "a vector too short", "NaN", "nothing"],
)
def test_an_encoder_that_returns_what_does_not_fit_is_refused(
    tmp_path: Path, reading_of: Callable[[Catalogue], Reading], hash_encoder: Any, spoilt: Callable[[Encoded], Encoded], says: str
) -> None:
    class Spoilt(type(hash_encoder())):
        def encode(self, texts: Sequence[str]) -> list[Encoded]:
            return [spoilt(encoded) for encoded in super().encode(texts)]

    works = tuple(Artwork(id=f"w:{n}", title=title) for n, title in enumerate(("Ferry", "Bull", "Pines")))
    build_index(reading_of(Catalogue(works=works[:2])), tmp_path, hash_encoder(), "museum")
    before = open_collection(tmp_path, hash_encoder()).search("ferry")
    error = io.StringIO()
    with redirect_stderr(error), pytest.raises(SystemExit) as ended:
        run_command(lambda: build_index(reading_of(Catalogue(works=works)), tmp_path, Spoilt(), "museum") and None)
    assert ended.value.code == USAGE_ERROR
    assert error.getvalue().startswith(f"error: {says}")
    assert open_collection(tmp_path, hash_encoder()).search("ferry") == before


def png_of(width: int, height: int) -> bytes:
    """A PNG of one colour: kilobytes on disk, three bytes a pixel once it is decoded."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    packer = zlib.compressobj(9)
    rows = b"".join(packer.compress(bytes(1 + 3 * width)) for _ in range(height)) + packer.flush()
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
        + chunk(b"IDAT", rows)
        + chunk(b"IEND", b"")
    )


def test_a_picture_bomb_is_refused_unopened(museum: Museum, tmp_path: Path) -> None:
    (tmp_path / "N 1.png").write_bytes(png_of(40, 30))
    bomb = tmp_path / "N 2.png"
    bomb.write_bytes(png_of(12_000, 12_000))
    assert bomb.stat().st_size < 1_000_000
    index = tmp_path / "index"
    shutil.copytree(museum.index, index)
    tracemalloc.start()
    taken = run("pictures", "--collection", index, "--from", tmp_path)
    said = run("search", "--like", bomb, "--collection", index)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert said.sentence.endswith("reduce it to at most 25 million pixels")
    assert "reduce it to at most 25 million pixels" in taken.error
    assert "Traceback" not in taken.error
    assert peak < 100_000_000
    assert [asdict(hit) for hit in open_collection(index, encoder()).search("a ferry at dusk")] == museum.hits


def test_a_source_without_rights_is_told(museum: Museum, tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir()
    (closed / "museum.csv").write_text(GOOD, encoding="utf-8")
    (closed / "museum.csv").chmod(0)
    says = "cannot be read (Permission denied); check the path and its permissions"
    for source in (closed, closed / "museum.csv"):
        assert says in run_child("build", "--from", source, "--into", museum.index, first=heed_modes).sentence
    closed.chmod(0)
    try:
        said = run_child("build", "--from", closed / "museum.csv", "--into", museum.index, first=heed_modes)
    finally:
        closed.chmod(0o700)
    assert said.sentence.endswith("; check the path and its permissions")
    assert museum.search() == museum.hits


def test_an_index_folder_without_rights_is_told(museum: Museum, tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o500)
    said = run_child("build", "--from", museum.source, "--into", closed / "index", first=heed_modes)
    assert said.sentence == f"{closed / 'index'} cannot be written; give a folder that you may write to with --into"
    said = run_child("build", "--from", museum.source, "--into", museum.source / "museum.csv" / "index")
    assert said.sentence.endswith("cannot be written; give a folder that you may write to with --into")


def test_an_index_that_may_not_be_written_stays_as_it_was(museum: Museum) -> None:
    folders = [museum.index, *(folder for folder in museum.index.rglob("*") if folder.is_dir())]
    with museum.beside("more.csv", GOOD.replace("N ", "M ").replace("Ferry", "Barge")):
        for folder in folders:
            folder.chmod(0o500)
        try:
            said = run_child("build", "--from", museum.source, "--into", museum.index, first=heed_modes)
        finally:
            for folder in folders:
                folder.chmod(0o700)
    assert said.sentence.endswith("cannot be written; give a folder that you may write to with --into")
    assert museum.search() == museum.hits


@pytest.mark.slow
def test_a_disk_that_fills_up_keeps_what_was_indexed(museum: Museum, tmp_path: Path) -> None:
    more = "".join(
        f'X {n},Barge {n},Karin Holm,1900,oil,"A barge with the number {n} lies in the harbour until the tide comes in."\n'
        for n in range(300)
    )
    index = tmp_path / "index"
    shutil.copytree(museum.index, index)
    with museum.beside("more.csv", GOOD.splitlines()[0] + "\n" + more):
        said = run_child("build", "--from", museum.source, "--into", index, first=write_little)
    assert said.sentence == f"the disk is full; what was indexed is kept: free some space and run the same command to go on in {index}"
    assert museum.ids <= ids_in(index)


@pytest.mark.slow
def test_a_small_disk_that_fills_up_keeps_what_was_indexed(museum: Museum, tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m", "none", disk], capture_output=True, check=False).returncode:
        pytest.skip("needs the right to mount a small file system")
    try:
        shutil.copytree(museum.index, disk / "index")
        more = "".join(
            f'X {n},Barge {n},Karin Holm,1900,oil,"A barge with the number {n} lies in the harbour until the tide."\n' for n in range(300)
        )
        with museum.beside("more.csv", GOOD.splitlines()[0] + "\n" + more):
            said = run_child("build", "--from", museum.source, "--into", disk / "index")
        assert said.sentence.startswith("the disk is full; what was indexed is kept: ")
        assert museum.ids <= ids_in(disk / "index")
    finally:
        subprocess.run(["umount", disk], capture_output=True, check=False)


DUMP = (
    '<mediawiki xmlns="http://www.mediawiki.org/xml/export-0.11/" xml:lang="en"><siteinfo><sitename>W</sitename><dbname>w</dbname>'
    '<namespaces><namespace key="0" /><namespace key="14">Category</namespace></namespaces></siteinfo>'
)


@pytest.mark.parametrize(
    "content",
    [
        bz2.compress((DUMP + "<page>" * 5000).encode())[:-40],
        b"BZh9" + bytes(200),
        b"",
        BOMB.encode(),
        bz2.compress(BOMB.encode()),
        b"no dump",
    ],
    ids=["cut off", "no bz2", "empty", "a bomb", "a packed bomb", "no XML"],
)
def test_a_broken_dump_is_told(tmp_path: Path, content: bytes) -> None:
    dump = tmp_path / "dump.xml.bz2"
    dump.write_bytes(content)
    said = run("wiki", dump, "--categories", "Visual arts", "--into", tmp_path / "fragments", "--workers", "1")
    assert re.search(r"dump|file", said.sentence)
    assert re.search(r"[;:] \S.+$|so leave it$", said.sentence)
