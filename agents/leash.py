"""Run a server that ends with whoever started it, and of which nothing is left: neither itself nor what it started in turn."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from types import FrameType

# Numbers of Linux' prctl.
SIGNAL_AT_PARENTS_DEATH, ADOPT_ORPHANS = 1, 36
ENDING = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)
LOOK_S = 0.25
# vLLM lets go of its engine, and of the GPU's memory, within some seconds.
GRACE_S = 15.0


def run(command: Sequence[str], environment: Mapping[str, str], grace_s: float = GRACE_S) -> int:
    """Run `command` until it ends, a signal asks for its end, or the process that called us is gone; return its exit code.

    It is asked to end first; after `grace_s` seconds, or when it is asked again, all of it is killed. A kill -9 of this process
    asks it to end, too; that, and catching what it leaves behind, are Linux' own means and are not there elsewhere.
    """
    caller = os.getppid()
    _linux(ADOPT_ORPHANS, 1)
    with _asked() as asked:
        server = subprocess.Popen(command, env=dict(environment), preexec_fn=_end_with_parent)  # one thread: a fork is safe
        while _running(server) and not asked and os.getppid() == caller:
            pass
        before = len(asked)
        if server.poll() is None:
            server.terminate()
        until = time.monotonic() + grace_s
        while _running(server) and len(asked) <= before and time.monotonic() < until:
            pass
        kill_all(descendants)
        server.wait()
    return 128 + asked[0] if asked else server.returncode if server.returncode >= 0 else 128 - server.returncode


def descendants(of: int | None = None) -> list[int]:
    """Return the processes below `of`, this one by default; those that have ended and wait to be noticed are not among them."""
    parents = dict(filter(None, map(_parent, Path("/proc").glob("[0-9]*/stat"))))
    found, below = list[int](), {os.getpid() if of is None else of}
    while below := {pid for pid, parent in parents.items() if parent in below}:
        found += below
    return found


def kill_all(there: Callable[[], Sequence[int]]) -> None:
    """Kill processes until there are none; what one starts meanwhile is killed with the next look."""
    while left := there():
        for pid in left:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        time.sleep(0.02)


def _parent(stat: Path) -> tuple[int, int] | None:
    """Return a process and its parent; None for one that has ended."""
    try:
        # The name stands in brackets and may hold anything.
        state, parent, *_ = stat.read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
    except (OSError, ValueError):  # it went while we looked
        return None
    return (int(stat.parent.name), int(parent)) if state not in "ZX" else None


def _running(server: subprocess.Popen[bytes]) -> bool:
    """Wait for a moment; say whether the server still runs."""
    with suppress(subprocess.TimeoutExpired):
        server.wait(LOOK_S)
    return server.returncode is None


@contextmanager
def _asked() -> Generator[list[int]]:
    """Collect the signals that ask for an end."""
    asked: list[int] = []

    def note(number: int, _: FrameType | None) -> None:
        asked.append(number)

    before = {number: signal.signal(number, note) for number in ENDING}
    try:
        yield asked
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _end_with_parent() -> None:
    """Ask for this process's end when its parent dies; it outlasts the start of another program."""
    _linux(SIGNAL_AT_PARENTS_DEATH, signal.SIGTERM)


def _linux(option: int, value: int) -> None:
    if sys.platform == "linux":
        import ctypes

        ctypes.CDLL(None).prctl(option, value, 0, 0, 0)


if __name__ == "__main__":
    raise SystemExit(run(sys.argv[1:], os.environ))
