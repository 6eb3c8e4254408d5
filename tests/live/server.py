"""vLLM as a process of its own, with all that it starts."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

import httpx2
import psutil

from agents.recipe import CPU_PYTHON, Serving, command, environment

PATIENCE_S = 300
ROOT = Path(__file__).parents[2]


@dataclass(slots=True)
class Process:
    """A server of `model` on a port of loopback; `log` is what it writes."""

    model: Path
    log: Path
    port: int = field(default_factory=lambda: free_port())
    length: int = 16384
    running: subprocess.Popen[bytes] | None = None
    killed: float = 0  # when, by the monotonic clock

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> float:
        """Start and wait until it answers; return the seconds that it took."""
        serving = Serving(str(self.model), port=self.port, length=self.length)
        # Whoever kills the tests ends their server, too.
        leashed = [sys.executable, "-m", "agents.leash", *command(serving, CPU_PYTHON)]
        began, variables = time.monotonic(), environment(serving, os.environ)
        with self.log.open("ab") as log:
            self.running = subprocess.Popen(leashed, cwd=ROOT, stdout=log, stderr=log, env=variables, start_new_session=True)
        while not self.healthy():
            assert self.running.poll() is None, f"vLLM has ended:\n{self.last_words()}"
            assert time.monotonic() - began < PATIENCE_S, f"vLLM is not up after {PATIENCE_S} s:\n{self.last_words()}"
            time.sleep(0.5)
        self._keep_to_one_core()
        return time.monotonic() - began

    def _keep_to_one_core(self) -> None:
        """Keep the engine to one core: it waits by spinning, and on two cores neither the server before it nor a client would be heard."""
        assert self.running is not None
        for process in psutil.Process(self.running.pid).children(recursive=True):
            if process.name().startswith("VLLM::"):
                process.cpu_affinity(sorted(os.sched_getaffinity(0))[:1])

    def healthy(self) -> bool:
        try:
            return httpx2.get(f"{self.url}/health", trust_env=False, timeout=5).is_success
        except httpx2.HTTPError:
            return False

    def kill(self) -> None:
        """End it and its workers at once, as kill -9 does."""
        if self.running is not None and self.running.poll() is None:
            os.killpg(self.running.pid, signal.SIGKILL)
            self.killed = time.monotonic()
            self.running.wait()

    def metric(self, *parts: str) -> float:
        """Return the sum of the metrics whose line has all `parts`."""
        lines = httpx2.get(f"{self.url}/metrics", trust_env=False, timeout=20).text.splitlines()
        return sum(float(line.rpartition(" ")[2]) for line in lines if not line.startswith("#") and all(part in line for part in parts))

    def last_words(self, lines: int = 30) -> str:
        return "\n".join(self.log.read_text(encoding="utf-8", errors="replace").splitlines()[-lines:])


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def version(server: Process) -> str:
    return httpx2.get(f"{server.url}/version", trust_env=False).json()["version"]
