"""What every command of the project shares: errors in a sentence with exit code 2, progress on stderr."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING

from .errors import CollectionError, SourceError

if TYPE_CHECKING:
    from .index.build import Progress

USAGE_ERROR = 2
INTERRUPTED = 130


@contextmanager
def stopped_quietly() -> Generator[None]:
    """End with exit code 130 and one word when Ctrl-C comes within: for the imports of a command, which take a second."""
    try:
        yield
    except KeyboardInterrupt:
        print("stopped", file=sys.stderr)
        raise SystemExit(INTERRUPTED) from None


def run_command(command: Callable[[], None], *mendable: type[Exception]) -> None:
    """Run a command; tell a `CollectionError` or another `mendable` failure in one sentence and exit with 2."""
    # Spinning OpenMP threads collapse on a shared machine; read when torch is first imported.
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
    try:
        command()
    except (CollectionError, *mendable) as error:
        print(f"error: {error}", file=sys.stderr)
        raise SystemExit(USAGE_ERROR) from None
    except (KeyboardInterrupt, SystemExit) as stop:
        # Typer turns Ctrl-C into an exit with this code and says nothing.
        if isinstance(stop, SystemExit) and stop.code != INTERRUPTED:
            raise
        print("stopped; what was finished is kept, and the same command goes on from there", file=sys.stderr)
        raise SystemExit(INTERRUPTED) from None
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise SystemExit(0) from None


def one_command(main: Callable[..., None]) -> Callable[[], None]:
    """Return the command that parses the arguments of `main` and runs it; a bug shows as a plain traceback."""
    import typer

    app = typer.Typer(add_completion=False, pretty_exceptions_enable=False)
    app.command()(main)
    return app


def pairs(given: Sequence[str], option: str = "--map", form: str = "FIELD=COLUMN") -> dict[str, str]:
    """Return field to column of `--map FIELD=COLUMN`; raise `SourceError` for one without a “=”."""
    found: dict[str, str] = {}
    for pair in given:
        field, equals, column = pair.partition("=")
        if not equals:
            raise SourceError(f"{option} {pair} has no “=”; write {option} {form}")
        found[field] = column
    return found


@contextmanager
def progress_bar(label: str) -> Generator[Progress]:
    """Show a bar with rate and time left on stderr; yield the function that moves it."""
    with progress_bars(label) as (move,):
        yield move


@contextmanager
def progress_bars(*labels: str) -> Generator[tuple[Progress, ...]]:
    """Show a bar for each label, once it moves; yield the functions that move them."""
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        ProgressColumn,
        Task,
        TaskID,
        TextColumn,
        TimeElapsedColumn,
        TimeRemainingColumn,
    )
    from rich.text import Text

    class Rate(ProgressColumn):
        def render(self, task: Task) -> Text:
            return Text(f"{task.speed:.0f}/s" if task.speed else "–/s")

    def moved(task: TaskID, done: int, total: int) -> None:
        if not bar.tasks[task].started:
            bar.start_task(task)
        bar.update(task, completed=done, total=total or None, visible=bool(done or total))

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), Rate(), TimeElapsedColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True)) as bar:
        tasks = [bar.add_task(label, total=None, visible=not number, start=not number) for number, label in enumerate(labels)]
        yield tuple(partial(moved, task) for task in tasks)
