"""`python -m agents.pocket build | shape | show`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

from retrieval.errors import CollectionError
from retrieval.terminal import run_command, stopped_quietly

with stopped_quietly():
    import typer

    from agents.recipe import TEMPLATE

    from .scripts import SHIPPED

if TYPE_CHECKING:
    from retrieval.encoders import Encoder

app = typer.Typer(
    add_completion=False, no_args_is_help=True, help="A tiny Qwen2.5-VL that knows a few conversations.", pretty_exceptions_enable=False
)

Template = Annotated[Path, typer.Option(help="Chat template.", show_default="prompts/qwen2_5_vl.jinja")]
Scripts = Annotated[Path, typer.Option(help="JSON file of conversations.", show_default="the shipped ones")]
Collection = Annotated[Path | None, typer.Option("--collection", help="Folder of a built collection; the starter by default.")]

# The worked examples and the tools alone take some 4,000.
MIN_LENGTH = 8192


class WrongUse(CollectionError):
    """The command was not given what it needs."""


@app.command()
def build(
    into: Annotated[Path, typer.Option("--into", help="Folder of the model.")],
    template: Template = TEMPLATE,
    scripts: Scripts = SHIPPED,
    collection: Collection = None,
    seconds: Annotated[float, typer.Option(help="How long training may take; it takes about a minute of two cores.")] = 600,
    steps: Annotated[int, typer.Option(help="Steps over which the learning rate falls; as many again may follow.")] = 440,
    length: Annotated[int, typer.Option(help="Tokens that a context holds.")] = 16384,
    seed: Annotated[int, typer.Option(help="Of the weights and of the order of training.")] = 0,
) -> None:
    """Train the model on scripted conversations over a collection, with no download; exit code 1 when it did not learn all replies."""
    if into.is_file():
        raise WrongUse(f"{into} is a file; name a folder for the model")
    if seconds <= 0 or steps <= 0 or length < MIN_LENGTH:
        raise WrongUse(f"training needs some seconds, some steps and a length of at least {MIN_LENGTH}; give larger numbers")
    from retrieval.encoders import load_encoder

    from .build import Plan, build
    from .train import Limits

    encoder = load_encoder("minilm")
    plan = Plan(scripts, template, length, Limits(steps, seconds), seed)
    built = build(plan, encoder, collection or _starter(encoder), into, lambda said: print(said, file=sys.stderr))
    learnt = built.learnt
    print(
        f"{into}\n"
        f"  model       {built.parameters:,} parameters, {built.bytes:,} bytes\n"
        f"  vocabulary  {built.vocabulary:,} tokens\n"
        f"  prompts     {built.shared:,} tokens in common, {built.longest:,} the longest\n"
        f"  training    {learnt.steps} steps in {learnt.seconds:.0f} s, loss {learnt.loss:.4f}\n"
        f"  replies     {learnt.exact} of {learnt.replies} exact by greedy decoding, least likely token {learnt.least:.3f}\n"
        f"serve it with: make vllm MODEL={into}"
    )
    raise typer.Exit(0 if learnt.exact == learnt.replies else 1)


@app.command()
def shape(
    into: Annotated[Path, typer.Option("--into", help="Folder for what is written.")],
    size: Annotated[Literal["3B", "7B"], typer.Option(help="Of which Qwen2.5-VL.")] = "7B",
    template: Template = TEMPLATE,
    scripts: Scripts = SHIPPED,
    collection: Collection = None,
) -> None:
    """Write a real model's configuration with the pocket's tokenizer and no weights, for vLLM's --load-format dummy."""
    if into.is_file():
        raise WrongUse(f"{into} is a file; name a folder for the model")
    from retrieval.encoders import load_encoder

    from .build import Plan
    from .shape import write_shape

    encoder = load_encoder("minilm")
    write_shape(size, Plan(scripts, template), encoder, collection or _starter(encoder), into)
    print(f'serve it with: make vllm MODEL={into} ARGS="--load-format dummy --max-model-len 32768"')


@app.command()
def show(
    script: Annotated[str, typer.Argument(help="Name of a script.")] = "text",
    template: Template = TEMPLATE,
    scripts: Scripts = SHIPPED,
    collection: Collection = None,
) -> None:
    """Print the last prompt of a script and its reply as the model reads them; nothing is trained."""
    import asyncio
    import tempfile

    from retrieval.encoders import load_encoder

    from .record import record
    from .rendered import read_template, rendered
    from .scripts import read_scripts

    text, known = read_template(template), {s.name: s for s in read_scripts(scripts)}
    if script not in known:
        raise WrongUse(f"there is no script “{script}”; name one of {', '.join(known)}")
    encoder = load_encoder("minilm")
    with tempfile.TemporaryDirectory() as home:
        played = record([known[script]], encoder, collection or _starter(encoder), Path(home), MIN_LENGTH)
        lesson = asyncio.run(played).lessons[-1]
    shown = rendered(text, lesson.request, lesson.reply)
    print(shown.prompt + shown.reply)


def _starter(encoder: Encoder) -> Path:
    from agents.__main__ import ready_starter
    from retrieval.collections import Home

    return ready_starter(Home().starter, encoder)


if __name__ == "__main__":
    run_command(app)
