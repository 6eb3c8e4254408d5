"""`python -m eval retrieval`: measure, print a table, write a report."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from retrieval.terminal import run_command, stopped_quietly

with stopped_quietly():
    import typer

    from agents.brains.errors import BrainFailed, BrainUnavailable

from .agent.command import agent, agent_compare, agent_score

app = typer.Typer(add_completion=False, no_args_is_help=True, pretty_exceptions_enable=False)

Data = Annotated[Path, typer.Option("--data", help="Folder of the benchmark data.")]
Seed = Annotated[int, typer.Option(help="Seed of every draw.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON document on stdout.")]
ReportFolder = Annotated[Path | None, typer.Option("--report", help="Folder for report.md, report.json and plots.")]


@app.callback()
def main() -> None:
    """Measure what the agent and its tools can do."""


for command in (agent, agent_score, agent_compare):
    app.command()(command)


@app.command()
def retrieval(
    data: Data,
    corpus: Annotated[Literal["all", "aqua"], typer.Option(help="all: every text of the data; aqua: comments, labels, NMWA.")] = "all",
    questions: Annotated[int, typer.Option(min=1, help="How many questions of each set to ask at most.")] = 400,
    seed: Seed = 0,
    as_json: AsJson = False,
    report: ReportFolder = None,
) -> None:
    """Ask five sets of questions of museum texts, by words, by vectors and by our search: quality, time and size."""
    from retrieval.collections import Home

    from .report import show
    from .retrieval import evaluate

    show(evaluate(data, corpus, questions, seed, Home().home / "eval" / "retrieval"), as_json, report)


@app.command()
def curate(
    exhibitions: Annotated[Path, typer.Option("--exhibitions", help="A museum's folder of past shows, or a folder of such folders.")],
    train: Annotated[list[Path] | None, typer.Option("--train", help="A further folder to learn from only; again for more.")] = None,
    brain: Annotated[Literal["offline", "vllm"], typer.Option("--brain", help="vllm: a model names tags for every title too.")] = "offline",
    seed: Seed = 0,
    as_json: AsJson = False,
    report: ReportFolder = None,
) -> None:
    """Ask for past shows by their titles: learnt on one museum and tested on another, and on early years and tested on late ones."""
    from agents.brains import choose_brain
    from agents.settings import Settings
    from retrieval.encoders.minilm import load_minilm
    from retrieval.terminal import progress_bar

    from .curate import evaluate
    from .report import show

    settings, encoder = Settings(), load_minilm()
    asked = None if brain == "offline" else choose_brain(brain, settings, encoder)
    with progress_bar("Choosing works") as progress:
        found = evaluate(exhibitions, train or [], seed, settings.home / "eval" / "curate", encoder, progress, asked)
    show(found, as_json, report)


@app.command()
def ask(
    questions: Annotated[Path, typer.Option("--questions", help="JSON lines of questions with required facts.")] = Path(
        "eval/questions/ask.jsonl"
    ),
    brain: Annotated[str, typer.Option("--brain", help="auto, offline or vllm.")] = "offline",
    collection: Annotated[Path | None, typer.Option("--collection", help="Folder of a built collection; the starter by default.")] = None,
    seed: Seed = 0,
    as_json: AsJson = False,
    report: ReportFolder = None,
) -> None:
    """Ask questions with and without an answer; score facts, citations and refusals."""
    from retrieval.terminal import progress_bar

    from .ask import evaluate
    from .report import show

    with progress_bar("Asking") as progress:
        found = evaluate(questions, brain, collection, seed, progress)
    show(found, as_json, report)


@app.command()
def speed(
    collection: Annotated[Path | None, typer.Option("--collection", help="Folder of a built collection; the starter by default.")] = None,
    runs: Annotated[int, typer.Option(min=1, help="How many fresh processes.")] = 5,
    as_json: AsJson = False,
    report: ReportFolder = None,
) -> None:
    """Time the first answer of a fresh process and the following ones, part by part."""
    from retrieval.collections import Home, ready_starter
    from retrieval.encoders import load_encoder

    from .report import show
    from .speed import evaluate

    folder = collection or ready_starter(Home().starter, load_encoder("minilm"))
    show(evaluate(folder, runs), as_json, report)


@app.command()
def pictures(
    data: Data,
    fit: Annotated[bool, typer.Option("--fit", help="Fit weights and scales on the tune part first, and write them.")] = False,
    seed: Seed = 0,
    as_json: AsJson = False,
    report: ReportFolder = None,
) -> None:
    """Look for pictures by their look: same maker, same style, and changed copies, against plain baselines."""
    from retrieval.terminal import progress_bar

    from .pictures import evaluate
    from .pictures import fit as fitted
    from .report import show

    with progress_bar("Measuring pictures") as progress:
        if fit:
            fitted(data, seed, progress=progress)
        found = evaluate(data, seed, progress)
    show(found, as_json, report)


@app.command()
def filters(
    collection: Annotated[Path | None, typer.Option("--collection", help="Folder of a built collection; the starter by default.")] = None,
    count: Annotated[int, typer.Option("--filters", min=1, help="How many random filters to ask.")] = 10_000,
    seed: Seed = 0,
    as_json: AsJson = False,
    report: ReportFolder = None,
) -> None:
    """Ask random filters of a collection and of a reference in plain Python; exit code 1 when a row differs."""
    from retrieval.collections import Home
    from retrieval.index.open import open_index

    from .filters import evaluate
    from .report import show

    found = evaluate(open_index(collection or Home().starter), count, seed)
    show(found, as_json, report)
    raise typer.Exit(1 if found.document["mismatches"] else 0)


@app.command()
def encoders(
    texts: Annotated[int, typer.Option("--texts", min=8, help="How many passages, and how many questions.")] = 256,
    as_json: AsJson = False,
    report: ReportFolder = None,
) -> None:
    """Time the text encoder under each runtime and hold its vectors to torch's."""
    from retrieval.terminal import progress_bar

    from .encoders import evaluate
    from .report import show

    with progress_bar("Encoding") as progress:
        found = evaluate(texts, progress)
    show(found, as_json, report)


@app.command()
def scale(
    rows: Annotated[int, typer.Option("--rows", min=16, help="How many passages to build.")] = 1500,
    source: Annotated[Path | None, typer.Option("--from", help="A catalogue; the starter collection by default.")] = None,
    reckon: Annotated[bool, typer.Option("--cost", help="Reckon what 8 and 50 million fragments cost at these rates.")] = False,
    as_json: AsJson = False,
    report: ReportFolder = None,
) -> None:
    """Build one source by one process and by Ray's workers; compare row for row, and time them."""
    from .report import show
    from .scale import evaluate

    show(evaluate(rows, source, reckon), as_json, report)


@app.command()
def faults(
    collection: Annotated[Path | None, typer.Option("--collection", help="Folder of a built collection; the starter by default.")] = None,
    repeat: Annotated[int, typer.Option("--repeat", min=0, help="How many faults more, to see what they leave behind.")] = 0,
    as_json: AsJson = False,
    report: ReportFolder = None,
) -> None:
    """Ask while the model's server fails in twelve ways; exit code 1 when one ends otherwise than it should, or leaves something."""
    from retrieval.collections import Home, ready_starter
    from retrieval.encoders import load_encoder

    from .faults.run import evaluate
    from .report import show

    found = evaluate(collection or ready_starter(Home().starter, load_encoder("minilm")), repeat)
    show(found, as_json, report)
    document = found.document
    leaked = document.get("repeated", {}).get("leaked", False)
    raise typer.Exit(0 if document["right"] == document["faults"] and not leaked else 1)


@app.command()
def engines(
    sizes: Annotated[str, typer.Option("--sizes", help="Numbers of fragments, with commas between.")] = "10000,100000",
    kind: Annotated[Literal["clustered", "hard", "both"], typer.Option(help="What the synthetic vectors are like.")] = "both",
    peers: Annotated[Path | None, typer.Option("--peers", help="A virtual environment with fast-plaid in it.")] = None,
    brute_up_to: Annotated[int, typer.Option(help="The most fragments for general-purpose products.")] = 100_000,
    flat_up_to: Annotated[int, typer.Option(help="The most fragments for LanceDB's flat search.")] = 10_000,
    lance_up_to: Annotated[int, typer.Option(help="The most fragments for LanceDB's indexes.")] = 100_000,
    plaid_up_to: Annotated[int, typer.Option(help="The most fragments for fast-plaid.")] = 100_000,
    scratch: Annotated[Path | None, typer.Option(help="Where engines write meanwhile; the system's own place by default.")] = None,
    seed: Seed = 0,
    as_json: AsJson = False,
    report: ReportFolder = None,
) -> None:
    """Compare late-interaction engines on the same synthetic vectors: recall@10 of exact MaxSim, time, bytes, build."""
    from retrieval.collections import Home

    from .engines.run import Comparison, Limits, evaluate
    from .report import show

    wanted = [int(size) for size in sizes.split(",")]
    limits = Limits(brute_up_to, flat_up_to, lance_up_to, plaid_up_to)
    command = f"python -m eval engines --sizes {sizes} --kind {kind} --seed {seed}" + (" --peers VENV" if peers else "")
    comparison = Comparison(Home().home, scratch, peers, limits, seed)
    kinds: list[Literal["clustered", "hard"]] = ["clustered", "hard"] if kind == "both" else [kind]
    show(evaluate(wanted, kinds, comparison, command), as_json, report)


@app.command()
def vqa(
    suite: Annotated[
        Literal["aqua", "artpedia", "semart", "artquest", "paintingform"], typer.Option("--suite", help="Which published suite.")
    ],
    data: Annotated[Path, typer.Option("--data", help="The suite's file as published, or the folder that holds it.")],
    brain: Annotated[str, typer.Option("--brain", help="auto, offline or vllm.")] = "offline",
    collection: Annotated[Path | None, typer.Option("--collection", help="Folder of a built collection; the starter by default.")] = None,
    pictures: Annotated[Path | None, typer.Option("--pictures", help="Folder of the suite's pictures, where they are at hand.")] = None,
    limit: Annotated[int | None, typer.Option("--limit", min=1, help="How many questions to draw; all by default.")] = None,
    predictions: Annotated[Path | None, typer.Option("--predictions", help="Score these JSON lines; ask nothing.")] = None,
    seed: Seed = 0,
    as_json: AsJson = False,
    report: ReportFolder = None,
) -> None:
    """Ask a published suite of questions on pictures, or score given predictions of it, beside plain baselines."""
    from retrieval.terminal import progress_bar

    from .report import show
    from .vqa import Wanted, evaluate

    wanted = Wanted(suite, data, brain, collection, pictures, limit, seed, predictions)
    show(evaluate(wanted, report / "predictions.jsonl" if report else None, progress_bar("Asking")), as_json, report)


@app.command()
def serving(
    talks: Annotated[int, typer.Option("--talks", min=1, help="How many talks of ten turns.")] = 2,
    at_once: Annotated[int, typer.Option("--at-once", min=1, help="How many talks side by side.")] = 1,
    tokens: Annotated[int, typer.Option("--tokens", min=2, help="How many tokens the server says to each call.")] = 128,
    as_json: AsJson = False,
    report: ReportFolder = None,
) -> None:
    """Time a model's server, whatever its weights, on talks of ten turns with pictures: first token, tokens a second, cached share."""
    from retrieval.terminal import progress_bar

    from .report import show
    from .serving import evaluate

    with progress_bar("Talking") as progress:
        found = evaluate(talks, at_once, tokens, progress)
    show(found, as_json, report)


@app.command()
def overhead(
    threads: Annotated[str, typer.Option("--threads", help="How many conversations at once, with commas between.")] = "1,16,128",
    turns: Annotated[int, typer.Option("--turns", min=1, help="How many questions a conversation has.")] = 5,
    rounds: Annotated[int, typer.Option("--rounds", min=1, help="How often each way is measured.")] = 2,
    calls: Annotated[int, typer.Option("--calls", min=1, max=2, help="How many calls a turn makes before it answers.")] = 2,
    as_json: AsJson = False,
    report: ReportFolder = None,
) -> None:
    """Time a turn beside its model and tools, against a bare LangGraph loop with the same fakes, both with SQLite."""
    from retrieval.terminal import progress_bar

    from .overhead import evaluate
    from .report import show

    with progress_bar("Asking") as progress:
        found = evaluate([int(many) for many in threads.split(",")], turns, rounds, calls, progress)
    show(found, as_json, report)


@app.command()
def curate_rules(
    briefs: Annotated[int, typer.Option("--briefs", min=1, help="How many random briefs.")] = 300,
    source: Annotated[Path | None, typer.Option("--from", help="A catalogue or a built collection; the starter by default.")] = None,
    pool: Annotated[int, typer.Option("--pool", min=30, help="How many works to choose from, drawn anew for each brief.")] = 10_000,
    seed: Seed = 0,
    as_json: AsJson = False,
    report: ReportFolder = None,
) -> None:
    """Choose shows for random briefs under hard rules; exit code 1 when a rule is broken or trying everything says otherwise."""
    from retrieval.terminal import progress_bar

    from .curate_rules import evaluate
    from .report import show

    with progress_bar("Choosing") as progress:
        found = evaluate(briefs, source, pool, seed, progress)
    show(found, as_json, report)
    wrong = found.document["broken_rules"] or found.document["small"]["wrong"] or found.document["middling"]["wrong"]
    raise typer.Exit(1 if wrong else 0)


if __name__ == "__main__":
    run_command(app, BrainFailed, BrainUnavailable)
