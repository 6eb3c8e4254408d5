"""An index built by many workers is the index that one process builds. Ray runs on loopback."""

from __future__ import annotations

import csv
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from retrieval.catalogue import Reading
from retrieval.collections import open_collection
from retrieval.encoders import Encoded, Encoder, load_encoder
from retrieval.errors import BadVectors, IndexUnusable
from retrieval.index.build import build_index
from retrieval.index.place import place_of
from retrieval.records import Catalogue, Fragment
from retrieval.scale.build import scale_index
from retrieval.scale.cluster import QUIET
from retrieval.scale.compare import compare

pytestmark = [
    pytest.mark.slow,
    # Ray leaves its log files and its sockets to the end of the process.
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    # It warns of its own settings.
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]
ROOT = Path(__file__).parents[3]
MINILM = partial(load_encoder, "minilm")
ReadingOf = Callable[[Catalogue], Reading]


def many(museum: Catalogue, count: int = 60) -> Catalogue:
    """The museum with further passages."""
    more = [
        Fragment(id=f"f:more-{n}", text=f"Note {n} tells how plate {n * 7} was bitten in acid.", about=("w:pines",)) for n in range(count)
    ]
    return replace(museum, fragments=(*museum.fragments, *more))


def test_two_workers_make_the_index_of_one_process_row_for_row(museum: Catalogue, reading_of: ReadingOf, tmp_path: Path) -> None:
    reading = reading_of(many(museum))
    alone = build_index(reading, tmp_path / "one", MINILM(), "museum")
    together = scale_index(reading, tmp_path / "two", MINILM, 2, "museum")
    assert together == alone
    compared = compare(place_of(tmp_path / "one"), place_of(tmp_path / "two"))
    assert compared.rows == alone.fragments
    assert compared.same()
    assert sorted(file.name for file in (tmp_path / "two").iterdir()) == sorted(file.name for file in (tmp_path / "one").iterdir())
    asked = [open_collection(tmp_path / folder, MINILM()).search("resin on a plate") for folder in ("one", "two")]
    assert [hit.id for hit in asked[0]] == [hit.id for hit in asked[1]]


def test_a_second_run_takes_in_what_changed_and_keeps_the_rest(museum: Catalogue, reading_of: ReadingOf, tmp_path: Path) -> None:
    scale_index(reading_of(many(museum, 20)), tmp_path / "two", MINILM, 2, "museum")
    told = replace(museum.fragments[0], text="A ferry lies at the pier at noon.")
    newer = many(replace(museum, fragments=(told, *museum.fragments[2:])), 24)
    built = scale_index(reading_of(newer), tmp_path / "two", MINILM, 2, "museum")
    assert (built.encoded, built.removed) == (5, 1)
    build_index(reading_of(newer), tmp_path / "one", MINILM(), "museum")
    assert compare(place_of(tmp_path / "one"), place_of(tmp_path / "two")).same()


@dataclass(frozen=True)
class Dies:
    """An encoder whose process is killed at a certain text, once."""

    wrapped: Encoder
    at: str
    once: Path
    name: str = "minilm"
    dim: int = 384
    max_tokens: int = 256

    @property
    def version(self) -> str:
        return self.wrapped.version

    def encode(self, texts: Sequence[str]) -> list[Encoded]:
        if any(self.at in text for text in texts) and not self.once.exists():
            self.once.touch()
            os.kill(os.getpid(), signal.SIGKILL)
        return self.wrapped.encode(texts)


def load_dying(at: str, once: Path) -> Encoder:
    return Dies(MINILM(), at, once)


def files_of_all_versions(table: Path) -> set[str]:
    import lance

    dataset: Any = lance.dataset(str(table))
    versions = [dataset.checkout_version(each["version"]) for each in dataset.versions()]
    return {file.path for version in versions for fragment in version.get_fragments() for file in fragment.data_files()}


@pytest.mark.usefixtures("by_value")
def test_the_part_of_a_worker_that_died_is_done_by_another(museum: Catalogue, reading_of: ReadingOf, tmp_path: Path) -> None:
    reading = reading_of(many(museum))
    died = tmp_path / "died"
    scale_index(reading, tmp_path / "two", partial(load_dying, "Note 31 ", died), 2, "museum")
    assert died.exists()
    build_index(reading, tmp_path / "one", MINILM(), "museum")
    assert compare(place_of(tmp_path / "one"), place_of(tmp_path / "two")).same()
    table = tmp_path / "two" / "lance" / "fragments.lance"
    written = {file.name for file in (table / "data").iterdir()}
    assert written == files_of_all_versions(table), "what the dead worker wrote is swept away"


@dataclass(frozen=True)
class Unsound:
    """An encoder that returns nothing for a certain text."""

    wrapped: Encoder
    name: str = "minilm"
    dim: int = 384
    max_tokens: int = 256

    @property
    def version(self) -> str:
        return self.wrapped.version

    def encode(self, texts: Sequence[str]) -> list[Encoded]:
        return [
            replace(e, tokens=e.tokens[:0]) if "Note 31 " in text else e for e, text in zip(self.wrapped.encode(texts), texts, strict=True)
        ]


def load_unsound() -> Encoder:
    return Unsound(MINILM())


@pytest.mark.usefixtures("by_value")
def test_what_a_worker_refuses_is_told_as_one_process_tells_it_and_the_rest_is_kept(
    museum: Catalogue, reading_of: ReadingOf, tmp_path: Path
) -> None:
    with pytest.raises(BadVectors, match=r"no token vectors for “Note 31 .*; leave that text out"):
        scale_index(reading_of(many(museum)), tmp_path / "two", load_unsound, 2, "museum")
    with pytest.raises(IndexUnusable, match="unfinished; run the same build command again"):
        open_collection(tmp_path / "two", MINILM())
    again = scale_index(reading_of(many(museum)), tmp_path / "two", MINILM, 2, "museum")
    assert again.kept > 0, "the parts that were finished before the failure are kept"
    assert again.kept + again.encoded == again.fragments


@pytest.fixture
def by_value():
    """This module is no package that workers could import: its classes travel whole."""
    os.environ.update(QUIET)  # before Ray is first imported, as the cluster does
    from ray import cloudpickle

    module = sys.modules[__name__]
    cloudpickle.register_pickle_by_value(module)
    yield
    cloudpickle.unregister_pickle_by_value(module)


def catalogue_file(file: Path, rows: int) -> Path:
    with file.open("w", encoding="utf-8", newline="") as stream:
        written = csv.writer(stream)
        written.writerow(["id", "title", "artist", "description"])
        written.writerows(
            [f"n{n}", f"Plate {n}", "Ada Lindqvist", f"Plate {n} was bitten {n} times in acid, says note {n}."] for n in range(rows)
        )
    return file


def run(*words: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "retrieval", *map(str, words)], cwd=ROOT, capture_output=True, text=True, timeout=110, check=False,
        env={**os.environ, "OMP_WAIT_POLICY": "PASSIVE", "COLUMNS": "200"},
    )  # fmt: skip


def test_a_killed_run_is_repeated_and_leaves_no_processes(tmp_path: Path) -> None:
    source = catalogue_file(tmp_path / "plates.csv", 40)
    words = ["scale", "--from", source, "--into", tmp_path / "two", "--workers", "2"]
    command, mark = [sys.executable, "-m", "retrieval", *map(str, words)], f"MARK={tmp_path}"
    killed = subprocess.Popen(command, cwd=ROOT, stderr=subprocess.DEVNULL, env={**os.environ, "MARK": str(tmp_path)})
    deadline = time.monotonic() + 60
    while not (tmp_path / "two" / "staged").is_dir():
        assert killed.poll() is None
        assert time.monotonic() < deadline
        time.sleep(0.05)
    assert len(marked(mark)) > 3
    killed.kill()
    killed.wait()
    done = run(*words)
    assert (done.returncode, done.stdout) == (0, "")
    assert "81 fragments (81 encoded now)" in done.stderr
    assert not [noise for noise in ("Warning", "Traceback", "INFO") if noise in done.stderr]
    while living := marked(mark):
        assert time.monotonic() < deadline + 30, f"still running: {living}"
        time.sleep(0.5)


def marked(mark: str) -> list[str]:
    """The commands of processes that have `mark` in their environment."""
    found: list[str] = []
    for process in Path("/proc").iterdir():
        try:
            if process.name.isdigit() and mark.encode() in (process / "environ").read_bytes().split(b"\0"):
                found.append((process / "cmdline").read_bytes().decode()[:200])
        except OSError:  # it has just ended
            continue
    return found


def test_workers_build_on_an_object_store_what_they_build_in_a_folder(
    museum: Catalogue, reading_of: ReadingOf, tmp_path: Path, bucket: str
) -> None:
    reading = reading_of(many(museum))
    scale_index(reading, place_of(bucket), MINILM, 2, "museum")
    build_index(reading, tmp_path / "one", MINILM(), "museum")
    assert compare(place_of(tmp_path / "one"), place_of(bucket)).same()


def test_a_local_ray_listens_on_loopback_alone() -> None:
    code = """
from retrieval.scale.cluster import cluster
with cluster(1):
    import ray
    print({node["NodeManagerAddress"] for node in ray.nodes()}, ray.get_runtime_context().gcs_address.split(":")[0])
"""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run([sys.executable, "-c", code], env=environment, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
    assert (done.stdout, done.stderr) == ("{'127.0.0.1'} 127.0.0.1\n", "")
