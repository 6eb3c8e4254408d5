"""Run a command of the project in this process, as a person would in a shell; nothing is loaded anew, so it takes no seconds."""

from __future__ import annotations

import io
import os
from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any

from retrieval.terminal import run_command

Done = CompletedProcess[str]


def run_here(
    app: Callable[..., Any],
    *words: str | Path,
    variables: Mapping[str, str] | None = None,
    mendable: tuple[type[Exception], ...] = (),
) -> Done:
    """Return how `app` ended with these words and variables of the environment, and what it wrote."""
    out, error = io.StringIO(), io.StringIO()
    with _environment(variables or {}), redirect_stdout(out), redirect_stderr(error):
        try:
            run_command(lambda: app([str(word) for word in words]), *mendable)
            code = 0
        except SystemExit as ended:
            code = int(ended.code or 0)
    return Done(list(map(str, words)), code, out.getvalue(), error.getvalue())


@contextmanager
def _environment(variables: Mapping[str, str]) -> Generator[None]:
    before = dict(os.environ)
    os.environ.update(variables)
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)
