"""Importing is cheap, and nothing knows the transport."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
ROOMS = ("agents", "tools", "retrieval", "prompts", "eval")
# Training is a job of its own: it may import what it fits with.
ENTRIES = (
    "agents", "agents.graph", "agents.__main__", "agents.assemble", "agents.ask", "tools.search", "tools.look_up", "tools.analyse",
    "retrieval.__main__", "retrieval.search", "retrieval.index.build", "retrieval.encoders", "retrieval.collections", "prompts",
    "eval.__main__", *(["serve"] if (ROOT / "serve.py").exists() else []),
)  # fmt: skip
HEAVY = ("torch", "transformers", "sentence_transformers", "sklearn", "matplotlib", "lancedb", "vllm")
SOURCES = sorted(file for room in ROOMS for file in (ROOT / room).rglob("*.py"))


def test_importing_the_rooms_loads_nothing_heavy_and_makes_nothing(tmp_path: Path) -> None:
    code = f"import importlib, sys; [importlib.import_module(m) for m in {ENTRIES}]; print(*sorted(set({HEAVY}) & sys.modules.keys()))"
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "CICERONE_HOME": str(tmp_path / "home"), "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stdout.strip(), done.stderr) == (0, "", "")
    assert list(tmp_path.iterdir()) == []


def _imported(tree: ast.AST) -> set[str]:
    """Return the top-level names that a module imports, wherever in it."""
    plain = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    from_ = {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.level == 0}
    return {name.split(".")[0] for name in plain | from_}


@pytest.mark.parametrize("file", SOURCES, ids=lambda f: str(f.relative_to(ROOT)))
def test_no_room_imports_the_transport(file: Path) -> None:
    assert not {"serve", "fastapi", "starlette", "uvicorn"} & _imported(ast.parse(file.read_text(encoding="utf-8")))


def test_an_import_of_the_transport_would_be_seen() -> None:
    assert _imported(ast.parse("def f():\n    import serve.app as s\n    from agents import ask\n    from . import x")) == {
        "serve",
        "agents",
    }
