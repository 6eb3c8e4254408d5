"""Ctrl-C before a command has begun, while its libraries load."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("command", ["retrieval", "agents", "eval"])
def test_ctrl_c_during_the_imports_is_one_quiet_line(command: str, tmp_path: Path) -> None:
    # Each command imports typer first of all that takes time.
    (tmp_path / "typer.py").write_text("raise KeyboardInterrupt\n", encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", command, "--help"], cwd=ROOT, env={**os.environ, "PYTHONPATH": str(tmp_path)}, capture_output=True, text=True
    )
    assert (done.returncode, done.stdout, done.stderr) == (130, "", "stopped\n")
