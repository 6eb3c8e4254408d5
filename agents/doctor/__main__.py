"""`python -m agents.doctor`: what is reachable and right, and what to do about what is not."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from typing import Annotated

from agents.brains.errors import BrainUnavailable
from agents.settings import Settings
from retrieval.encoders import Encoder
from retrieval.errors import CollectionError
from retrieval.terminal import USAGE_ERROR, one_command, run_command, stopped_quietly

from .finding import Finding, right, wrong

with stopped_quietly():
    import typer

SOMETHING_WRONG = 1


def main(as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document on stdout.")] = False) -> None:
    """Look at the model's server and at the offline brain; exit code 1 when something is wrong, 2 when no server is there."""
    settings = Settings()
    encoder = _encoder()
    found = list(_shown(_server(settings, encoder), quiet=as_json))
    offline = list(_shown([_offline(settings, encoder)], quiet=as_json))
    everything = [*found, *offline]
    if as_json:
        print(json.dumps({"right": all(f.right for f in everything), "findings": [asdict(f) for f in everything]}, ensure_ascii=False))
    if not found[0].right:
        raise typer.Exit(USAGE_ERROR)
    raise typer.Exit(0 if all(f.right for f in everything) else SOMETHING_WRONG)


def _server(settings: Settings, encoder: Encoder | None) -> Iterator[Finding]:
    from agents.brains.vllm import probe
    from retrieval.collections import starter_is_current

    from .checks import findings
    from .room import room
    from .server import ModelServer

    try:
        served = probe(settings)
    except BrainUnavailable as error:
        yield wrong("server", error.reason, f"{error.remedy.rstrip('.')}; the recipe is: make vllm")
        return
    yield right("server", f"{served.model} at {settings.vllm_url}")
    server = ModelServer(settings, served.model)
    built = encoder if encoder and starter_is_current(settings.starter, encoder) else None
    yield from room(server, served, settings, built)
    yield from findings(server)


def _encoder() -> Encoder | None:
    from retrieval.encoders import load_encoder

    try:
        return load_encoder("minilm")
    except CollectionError:
        return None


def _offline(settings: Settings, encoder: Encoder | None) -> Finding:
    from retrieval.collections import starter_is_current

    if encoder is None:
        return wrong("offline brain", "its encoder cannot be loaded", "install requirements.lock with: make setup")
    collection = "is built" if starter_is_current(settings.starter, encoder) else "is built when it is first asked"
    return right("offline brain", f"needs no server; its encoder loads, the starter collection {collection}")


def _shown(found: Iterable[Finding], quiet: bool) -> Iterator[Finding]:
    from rich.console import Console
    from rich.text import Text

    console = Console(highlight=False, soft_wrap=True)
    for finding in found:
        if not quiet:
            mark = ("✓", "green") if finding.right else ("✗", "red")
            console.print(Text.assemble(mark, f" {finding.name:<18} {finding.seen}"))
            if finding.remedy:
                console.print(Text(f"  {'':<18} → {finding.remedy}."))
        yield finding


if __name__ == "__main__":
    run_command(one_command(main))
