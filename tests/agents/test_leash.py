"""A server on a leash ends with whoever started it, and nothing of it is left; the server is a stand-in with a worker of its own."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Generator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
# The worker, like vLLM's engine, does not notice that its server is gone, and hears no request to end.
WORKER = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(60)"
SERVER = f"""
import os, signal, subprocess, sys, time
worker = subprocess.Popen([sys.executable, "-c", {WORKER!r}])
def end(*_):
    worker.kill()
    sys.exit(0)
signal.signal(signal.SIGTERM, end if sys.argv[2] == "orderly" else signal.SIG_IGN)
print(os.getppid(), os.getpid(), worker.pid, file=open(sys.argv[1] + ".part", "w"), flush=True)
os.rename(sys.argv[1] + ".part", sys.argv[1])
time.sleep(60)
"""
CALLER = """
import subprocess, sys
leash = "import os, sys; from agents.leash import run; raise SystemExit(run(sys.argv[2:], os.environ, float(sys.argv[1])))"
raise SystemExit(subprocess.run([sys.executable, "-c", leash, *sys.argv[1:]]).returncode)
"""


class Running:
    """A caller that has started a server on a leash, and the processes below it."""

    def __init__(self, file: Path, manner: str, grace_s: float) -> None:
        command = [sys.executable, "-c", CALLER, str(grace_s), sys.executable, "-c", SERVER, str(file), manner]
        self.caller = subprocess.Popen(command, cwd=ROOT)
        until(file.exists)
        self.leash, self.server, self.worker = map(int, file.read_text().split())

    @property
    def left(self) -> list[int]:
        return [pid for pid in (self.leash, self.server, self.worker) if alive(pid)]


def alive(pid: int) -> bool:
    """Say whether a process is there and more than a name that nobody has asked for."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text()
    except FileNotFoundError:
        return False
    return stat.rpartition(")")[2].split()[0] not in "ZX"


def until(there: Callable[[], bool], seconds: float = 15) -> None:
    end = time.monotonic() + seconds
    while not there():
        assert time.monotonic() < end, "it did not come"
        time.sleep(0.02)


@pytest.fixture
def start(tmp_path: Path) -> Generator[Callable[..., Running]]:
    started: list[Running] = []

    def run(manner: str, grace_s: float = 0.5) -> Running:
        started.append(Running(tmp_path / "pids", manner, grace_s))
        return started[-1]

    yield run
    for each in started:
        for pid in each.left:
            os.kill(pid, signal.SIGKILL)
        each.caller.kill()
        each.caller.wait()


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGKILL])
@pytest.mark.parametrize("manner", ["orderly", "stubborn"])
def test_whoever_started_it_is_killed_and_nothing_is_left(how: signal.Signals, manner: str, start: Callable[..., Running]) -> None:
    running = start(manner)
    assert len(running.left) == 3
    running.caller.send_signal(how)
    until(lambda: not running.left)


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_it_is_asked_to_end_and_tells_by_which_signal(how: signal.Signals, start: Callable[..., Running]) -> None:
    running = start("orderly")
    os.kill(running.leash, how)
    assert running.caller.wait(15) == 128 + how
    assert running.left == []


def test_asked_twice_it_does_not_wait(start: Callable[..., Running]) -> None:
    running = start("stubborn", grace_s=60)
    os.kill(running.leash, signal.SIGTERM)
    time.sleep(0.5)
    assert len(running.left) == 3
    os.kill(running.leash, signal.SIGTERM)
    running.caller.wait(15)
    assert running.left == []


def test_a_server_that_dies_leaves_no_worker(start: Callable[..., Running]) -> None:
    running = start("orderly")
    os.kill(running.server, signal.SIGKILL)
    assert running.caller.wait(15) == 128 + signal.SIGKILL
    assert running.left == []


def test_even_a_killed_leash_takes_an_orderly_server_along(start: Callable[..., Running]) -> None:
    running = start("orderly")
    os.kill(running.leash, signal.SIGKILL)
    until(lambda: not running.left)


def test_the_exit_code_is_the_servers() -> None:
    command = [sys.executable, "-m", "agents.leash", sys.executable, "-c", "raise SystemExit(3)"]
    assert subprocess.run(command, cwd=ROOT, check=False).returncode == 3
