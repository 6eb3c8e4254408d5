"""Hold the talks and report: time to the first token, tokens a second, share of prompts that the server had kept."""

from __future__ import annotations

import asyncio
import tempfile
import time
from collections.abc import Sequence
from dataclasses import asdict
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from eval.report import Report, Table

from .counters import Counters, read_counters
from .relay import Timed

if TYPE_CHECKING:
    from agents.brains.vllm import Served
    from retrieval.index.build import Progress

    from .talk import Plan, Stage

# A server without a GPU takes long for a long prompt, and this is a measure, not a person who waits.
PATIENCE_S = 1200


def evaluate(count: int, at_once: int, tokens: int, progress: Progress) -> Report:
    """Hold `count` talks of ten turns, `at_once` of them side by side; the server says `tokens` tokens to each call.

    Raises:
        BrainUnavailable: no server is there.
        BrainFailed: it failed or refused.
    """
    from .talk import Plan, talks

    with tempfile.TemporaryDirectory() as home:
        stage = _stage(Path(home))
        plan = Plan(count, at_once, tokens, f"run-{time.time_ns()}")
        before, began = read_counters(stage.settings), time.perf_counter()
        held = asyncio.run(talks(plan, stage, progress))
        seconds, after = time.perf_counter() - began, read_counters(stage.settings)
    return report(held, seconds, after.since(before) if after and before else None, stage.served, plan)


def _stage(home: Path) -> Stage:
    from agents.assemble import tools_for
    from agents.brains.vllm import probe
    from agents.settings import Settings
    from retrieval.collections import open_with_its_encoder, ready_starter
    from retrieval.encoders import load_encoder
    from retrieval.pictures import PictureStore

    from .talk import Stage

    starter, settings = Settings().starter, Settings(home=home, vllm_timeout_s=PATIENCE_S, vllm_deadline_s=PATIENCE_S)
    served, encoder, pictures = probe(settings), load_encoder("minilm"), PictureStore(home / "pictures")
    tools = tools_for(open_with_its_encoder(ready_starter(starter, encoder), encoder), pictures)
    return Stage(settings, served, encoder, tools, pictures)


def report(held: Sequence[Sequence[Timed]], seconds: float, counted: Counters | None, served: Served, plan: Plan) -> Report:
    """Return a table by turn, one of all calls, what the server counted, and a document with every call."""
    calls = list(chain.from_iterable(held))
    turns = sorted({call.turn for call in calls})
    groups = {f"turn {turn}": [call for call in calls if call.turn == turn] for turn in turns}
    groups |= {"from the second turn on": [call for call in calls if call.turn > 1], "all": calls}
    columns = ["calls of", "calls", "prompt tokens", "cached", "first token p50 ms", "p95 ms", "tokens/s"]
    command = f"python -m eval serving --talks {plan.talks} --at-once {plan.at_once} --tokens {plan.tokens}"
    document: dict[str, Any] = {
        "command": command, "model": served.model, "context": served.length, "seconds": seconds,
        "said": sum(call.said for call in calls), "figures": {name: figures(of) for name, of in groups.items() if of},
        "server": asdict(counted) if counted else None, "calls": [[asdict(call) for call in talk] for talk in held],
    }  # fmt: skip
    table = Table("Talks of ten turns, each with a picture", columns, [_row(name, of) for name, of in groups.items() if of])
    return Report(f"{served.model} as it is served", [table], [*_notes(calls, seconds, counted, served), f"command: {command}"], document)


def figures(calls: Sequence[Timed]) -> dict[str, Any]:
    """Return the figures of some calls; the share that was cached is None where the server does not tell it."""
    first = [call.first_s for call in calls]
    told = [call for call in calls if call.cached is not None]
    read = sum(call.read for call in told)
    return {
        "calls": len(calls),
        "prompt_tokens": float(np.mean([call.read for call in calls])),
        "cached_share": sum(call.cached or 0 for call in told) / read if read else None,
        "first_token_p50_s": float(np.percentile(first, 50)),
        "first_token_p95_s": float(np.percentile(first, 95)),
        "tokens_a_second": float(np.median([call.rate for call in calls])),
    }


def _row(name: str, calls: Sequence[Timed]) -> list[str]:
    of = figures(calls)
    share = of["cached_share"]
    return [
        name, str(of["calls"]), f"{of['prompt_tokens']:.0f}", "–" if share is None else f"{share:.3f}",
        f"{of['first_token_p50_s'] * 1000:.0f}", f"{of['first_token_p95_s'] * 1000:.0f}", f"{of['tokens_a_second']:.0f}",
    ]  # fmt: skip


def _notes(calls: Sequence[Timed], seconds: float, counted: Counters | None, served: Served) -> list[str]:
    said = sum(call.said for call in calls)
    return [
        f"model {served.model}, context {served.length} tokens; {len(calls)} calls in {seconds:.0f} s, {said} tokens said, "
        f"{said / seconds:.0f} a second in all, tools and checks between the calls included",
        "the agent's own prompts: system, tools, worked examples, then the talk; what is said is by script, so weights do not matter",
        "first token: from sending the request to the first piece; tokens/s: of one reply, from sending the request on, median",
        "cached: of a prompt's tokens, by what the server tells with each reply; nothing is kept from an earlier run, for every run has a "
        "salt and pictures of its own",
        *([_counted(counted)] if counted else ["the server shows no counters of its own at /metrics"]),
    ]


def _counted(counted: Counters) -> str:
    return (
        f"the server's counters meanwhile, whoever asked: {counted.found:.0f} of {counted.looked_up:.0f} prompt tokens in the prefix cache "
        f"({_ratio(counted.found, counted.looked_up):.3f}); first token after {_ratio(counted.first_s, counted.first) * 1000:.0f} ms on "
        f"average, then {_ratio(counted.later, counted.later_s):.0f} tokens a second in each reply"
    )


def _ratio(part: float, whole: float) -> float:
    return part / whole if whole else float("nan")
