"""`python -m retrieval.train --data DIR`: train the small projection of the text encoder, measure it, write it with its card."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from retrieval.terminal import progress_bar, run_command

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False)


@app.command()
def main(
    data: Annotated[Path, typer.Option("--data", help="Folder of the benchmark data.")],
    out: Annotated[Path | None, typer.Option("--out", help="Folder for weights and card; by default that of the encoder.")] = None,
    sizes: Annotated[
        list[int] | None, typer.Option("--size", min=1, help="Size to train; further ones shorten it. 128, 96, 64, 32.")
    ] = None,
    steps: Annotated[int, typer.Option(min=1, help="Batches at most.")] = 240,
    seed: Annotated[int, typer.Option(help="Seed of every draw.")] = 0,
) -> None:
    """Train a projection of token vectors by contrast on the pairs that the data gives."""
    from retrieval.collections import Home
    from retrieval.encoders.minilm import load_minilm
    from retrieval.encoders.projected import SHIPPED

    from .fit import Schedule
    from .run import run
    from .ship import CARD, Made, ship
    from .sides import read_sides

    encoder, schedule = load_minilm(), Schedule(steps=steps, seed=seed)
    chosen = sizes or [128, 96, 64, 32]
    sides = read_sides(data, encoder, Home().home / "train", progress_bar, seed)
    result = run(sides, chosen, schedule, lambda said: print(said, file=sys.stderr, flush=True))
    folder = out or SHIPPED
    command = " ".join(["python -m retrieval.train --data DIR", *(f"--size {n}" for n in sizes or []), f"--steps {steps} --seed {seed}"])
    ship(result, Made(encoder, sides.material, schedule, command), folder)
    print((folder / CARD).read_text(encoding="utf-8"))


if __name__ == "__main__":
    run_command(app)
