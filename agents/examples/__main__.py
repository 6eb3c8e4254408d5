"""`python -m agents.examples write`: run the calls of the examples over the starter collection and write what came back."""

from __future__ import annotations

import typer

from retrieval.terminal import run_command

app = typer.Typer(add_completion=False, no_args_is_help=True, pretty_exceptions_enable=False)


@app.callback()
def main() -> None:
    """Make the worked examples that a model is shown."""


@app.command()
def write() -> None:
    """Run every call of prompts/examples/source.toml over the starter collection and write the JSON files beside it."""
    import asyncio

    from retrieval.collections import Home, ready_starter
    from retrieval.encoders import load_encoder

    from .record import recorded, scripts
    from .text import written

    encoder = load_encoder("minilm")
    folder = ready_starter(Home().starter, encoder)
    for script in scripts():
        file = written(script.name, asyncio.run(recorded(script, folder, encoder)))
        typer.echo(f"{file.relative_to(file.parents[2])}: {len(file.read_bytes()):,} bytes")


if __name__ == "__main__":
    run_command(app)
