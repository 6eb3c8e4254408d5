"""The Ray that the workers live in: one of our own on loopback, or the cluster that RAY_ADDRESS names."""

from __future__ import annotations

import logging
import os
import shutil
import tempfile
from collections.abc import Generator
from contextlib import contextmanager

# Workers read and write files themselves: only names pass between processes.
OBJECT_STORE_BYTES = 100_000_000
SOCKET_ROOM = 20
ADDRESS = "RAY_ADDRESS"
# Read by Ray when it is imported. The third is what keeps its servers on 127.0.0.1, on every system.
QUIET = {"RAY_USAGE_STATS_ENABLED": "0", "RAY_BACKEND_LOG_LEVEL": "fatal", "RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER": "0"}


@contextmanager
def cluster(workers: int) -> Generator[None]:
    """Start Ray with room for `workers` on this machine and stop it afterwards, or join the cluster of RAY_ADDRESS.

    A local Ray listens on loopback alone, reports nothing, shows no dashboard and dies with this process.
    """
    if os.environ.get(ADDRESS):
        with _joined():
            yield
        return
    folder = tempfile.mkdtemp(prefix="cicerone-ray-", dir=_short())
    try:
        with _started(workers, folder):
            yield
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _short() -> str:
    """Return a folder for scratch files whose name leaves room for Ray's sockets: the system allows 107 bytes in all."""
    folder = tempfile.gettempdir()
    return folder if len(os.fsencode(folder)) <= SOCKET_ROOM else "/tmp"  # noqa: S108 mkdtemp makes a folder of our own in it


@contextmanager
def _started(workers: int, folder: str) -> Generator[None]:
    os.environ.update(QUIET)
    import ray

    with _nothing_on_stderr():
        ray.init(
            address="local", num_cpus=workers, num_gpus=0, include_dashboard=False, object_store_memory=OBJECT_STORE_BYTES,
            log_to_driver=False, logging_level=logging.ERROR, _temp_dir=folder,
        )  # fmt: skip
    try:
        _hush()
        yield
    finally:
        ray.shutdown()


@contextmanager
def _joined() -> Generator[None]:
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
    import ray

    ray.init(log_to_driver=False, logging_level=logging.ERROR)
    try:
        _hush()
        yield
    finally:
        ray.shutdown()


@contextmanager
def _nothing_on_stderr() -> Generator[None]:
    """Close file descriptor 2 to Ray's own servers and to its C++, which tells there which log level it was given."""
    kept, nowhere = os.dup(2), os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 2)
    try:
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
        os.close(nowhere)


def _hush() -> None:
    from ray.data import DataContext

    context = DataContext.get_current()
    context.enable_progress_bars = False
    context.print_on_execution_start = False
    # The command tells its own progress; failures come as exceptions.
    logging.getLogger("ray.data").setLevel(logging.CRITICAL)
