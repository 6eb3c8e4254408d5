"""`python -m eval agent`, `agent-score` and `agent-compare`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from .task import TASKS

if TYPE_CHECKING:
    from .sample import Sample

AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON document on stdout.")]
Seed = Annotated[int, typer.Option(help="Seed of every draw, and of every call of a brain that samples.")]
ReportFolder = Annotated[Path | None, typer.Option("--report", help="Folder for samples.jsonl, report.html, report.md and plots.")]
Tasks = Annotated[Path, typer.Option("--tasks", help="Folder of tasks in JSON lines.", show_default="eval/agent/tasks")]


def agent(
    brain: Annotated[str, typer.Option("--brain", help="auto, offline or vllm.")] = "offline",
    trials: Annotated[int, typer.Option("--trials", min=1, help="How often to run each task.")] = 1,
    peers: Annotated[bool, typer.Option("--peers", help="Also run no tools, one search, and LangChain's create_agent.")] = False,
    only: Annotated[str | None, typer.Option("--only", help="Only tasks of this kind, or the task with this id.")] = None,
    tasks: Tasks = TASKS,
    resume: Annotated[bool, typer.Option("--resume", help="Go on with the samples in the report's folder.")] = False,
    at_once: Annotated[int, typer.Option("--at-once", min=1, help="How many samples side by side.")] = 2,
    switch: Annotated[list[str] | None, typer.Option("--switch", help="Of the agent, such as examples=on; may be repeated.")] = None,
    price_in: Annotated[float, typer.Option("--price-in", min=0, help="Of a million tokens read, in any currency.")] = 0.0,
    price_out: Annotated[float, typer.Option("--price-out", min=0, help="Of a million tokens written.")] = 0.0,
    seed: Seed = 0,
    as_json: AsJson = False,
    report: ReportFolder = None,
) -> None:
    """Put whole tasks to the agent, turn by turn; score what it says in the end, and what it took."""
    from retrieval.terminal import progress_bar

    from .evaluate import Wanted, evaluate
    from .play import Prices

    switches = switch or []
    wanted = Wanted(brain, tasks, only, trials, seed, peers, Prices(price_in, price_out), at_once, switches, resume, report)
    with progress_bar("Playing tasks") as progress:
        samples = evaluate(wanted, progress)
    command = f"python -m eval agent --brain {brain} --trials {trials} --seed {seed}"
    command += f" --tasks {tasks}" * (tasks != TASKS) + f" --only {only}" * bool(only) + " --peers" * peers
    command += f" --price-in {price_in:g}" * bool(price_in) + f" --price-out {price_out:g}" * bool(price_out)
    _show(samples, command + "".join(f" --switch {s}" for s in switches), seed, as_json, report)


def agent_score(
    samples: Annotated[Path, typer.Argument(help="The samples.jsonl of a run.")],
    tasks: Tasks = TASKS,
    seed: Seed = 0,
    as_json: AsJson = False,
    report: ReportFolder = None,
) -> None:
    """Score the samples of a run by the tasks and the scorer as they are now, without running them."""
    from .evaluate import SAMPLES, scored_again
    from .sample import read_samples, write_samples

    scored = scored_again(read_samples(samples), tasks)
    if report is not None:
        report.mkdir(parents=True, exist_ok=True)
        write_samples(report / SAMPLES, scored)
    _show(scored, f"python -m eval agent-score {samples} --seed {seed}", seed, as_json, report)


def agent_compare(
    a: Annotated[Path, typer.Argument(help="The samples.jsonl of a run, or its folder.")],
    b: Annotated[Path, typer.Argument(help="The other run's.")],
    system: Annotated[str, typer.Option("--system", help="Whose samples to compare.")] = "ours",
    seed: Seed = 0,
    as_json: AsJson = False,
    report: ReportFolder = None,
) -> None:
    """Compare two runs task by task: the difference, its interval by cluster, and a randomisation test."""
    from eval.report import show

    from .compare import compare

    show(compare(a, b, system, seed), as_json, report)


def _show(samples: list[Sample], command: str, seed: int, as_json: bool, folder: Path | None) -> None:
    from eval.report import show

    from .page import write_page
    from .summary import About, summary

    found = summary(samples, About(command, seed))
    if folder is not None:
        write_page(found, samples, folder)
    show(found, as_json, folder)
