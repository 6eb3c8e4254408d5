"""What the agent costs a turn beside its model and its tools, against a bare LangGraph loop with the same fakes.

Both ask the same model that answers at once, call the same tool that finds at once, and keep every step in SQLite in WAL mode. A
turn has calls, one or two, and an answer. Where the answer has a sentence in other words than its source, the check of
citations has to compare meanings, and the encoder that does is most of what the turn costs: that is measured apart. The bare loop
is a model node and a `ToolNode` with LangGraph's own saver: it streams nothing, checks nothing and measures nothing.
"""

from __future__ import annotations

import asyncio
import gc
import tempfile
import time
from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from .report import Report, Table

if TYPE_CHECKING:
    from agents.context import Context

QUESTION = "Who made The Great Wave, and what is it made of?"
BARE, OURS, REWORDED = "bare loop", "ours", "ours, a sentence in other words"
WAYS = (BARE, OURS, REWORDED)
# Conversations that a measurement has at least, so that a 99th percentile means something.
CONVERSATIONS = 80
# Asks one question in the thread of this name.
Turn = Callable[[str], Awaitable[object]]
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Measured:
    """Seconds of each turn, of all of them together, and of the processor for all."""

    turns: Sequence[float]
    whole: float
    processor: float

    def figures(self) -> dict[str, float]:
        """Return milliseconds a turn, median, 99th percentile and the processor's mean, and turns a second."""
        p50, p99 = np.percentile(self.turns, (50, 99)) * 1000
        processor = self.processor / len(self.turns) * 1000
        return {"p50_ms": float(p50), "p99_ms": float(p99), "processor_ms": processor, "turns_per_s": len(self.turns) / self.whole}


@asynccontextmanager
async def our_turn(folder: Path, context: Context) -> AsyncGenerator[Turn]:
    """Open the agent as people use it: every event of a turn is read."""
    from agents.ask import ask
    from agents.assemble import Agent, checkpoints
    from agents.graph import build_graph

    async with checkpoints(folder / "ours.sqlite") as saver:
        agent = Agent(build_graph(context.tools, saver), context)

        async def turn(thread: str) -> None:
            async for _ in ask(agent, QUESTION, thread):
                pass

        yield turn


@asynccontextmanager
async def bare_turn(folder: Path, context: Context) -> AsyncGenerator[Turn]:
    """Open the loop that LangGraph's own guide shows: a model, its tools, and back."""
    from langchain_core.messages import HumanMessage
    from langgraph.checkpoint.sqlite.aio import AsyncSqliteSaver
    from langgraph.graph import START, MessagesState, StateGraph
    from langgraph.prebuilt import ToolNode, tools_condition

    from agents.checkpoints import SETTINGS

    model = context.brain.bind_tools(context.tools)

    async def call(state: MessagesState) -> dict[str, Any]:
        return {"messages": [await model.ainvoke(state["messages"])]}

    graph = StateGraph(MessagesState)
    graph.add_node("model", call)
    graph.add_node("tools", ToolNode(context.tools))
    graph.add_edge(START, "model")
    graph.add_conditional_edges("model", tools_condition)
    graph.add_edge("tools", "model")
    async with AsyncSqliteSaver.from_conn_string(str(folder / "bare.sqlite")) as saver:
        await (await saver.conn.executescript(SETTINGS)).close()
        loop = graph.compile(checkpointer=saver)

        async def turn(thread: str) -> None:
            asked: Any = {"messages": [HumanMessage(QUESTION)]}
            await loop.ainvoke(asked, {"configurable": {"thread_id": thread}})

        yield turn


async def measured(turn: Turn, threads: int, turns: int, conversations: int) -> Measured:
    """Hold conversations of `turns` questions each, `threads` of them at a time."""
    seconds: list[float] = []
    names = (f"t{number}" for number in range(conversations))

    async def talk() -> None:
        for name in names:
            for _ in range(turns):
                started = time.perf_counter()
                await turn(name)
                seconds.append(time.perf_counter() - started)

    await turn("warm")
    gc.collect()
    started, used = time.perf_counter(), time.process_time()
    await asyncio.gather(*(talk() for _ in range(threads)))
    return Measured(seconds, time.perf_counter() - started, time.process_time() - used)


def evaluate(threads: Sequence[int], turns: int, rounds: int, calls: int, progress: Progress) -> Report:
    """Measure all ways by turns of so many `calls`, `rounds` times each, every time in a file of its own."""
    from retrieval.encoders import load_encoder

    from .overhead_fakes import IN_ITS_WORDS, IN_OTHER_WORDS, context

    encoder = load_encoder("minilm")
    plain, reworded = (context(encoder, said, calls) for said in (IN_ITS_WORDS, f"{IN_ITS_WORDS} {IN_OTHER_WORDS}"))
    found: dict[tuple[str, int], list[Measured]] = {}
    work = [(way, many) for many in threads for _ in range(rounds) for way in WAYS]
    for number, (way, many) in enumerate(work):
        given = reworded if way == REWORDED else plain
        found.setdefault((way, many), []).append(asyncio.run(_one(way, many, turns, given)))
        progress(number + 1, len(work))
    return report({key: _pooled(runs) for key, runs in found.items()}, threads, turns, rounds, calls)


async def _one(way: str, threads: int, turns: int, given: Context) -> Measured:
    opened = bare_turn if way == BARE else our_turn
    with tempfile.TemporaryDirectory() as folder:
        async with opened(Path(folder), given) as turn:
            return await measured(turn, threads, turns, max(CONVERSATIONS, 2 * threads))


def _pooled(runs: Sequence[Measured]) -> Measured:
    turns = [seconds for run in runs for seconds in run.turns]
    return Measured(turns, sum(run.whole for run in runs), sum(run.processor for run in runs))


def report(found: Mapping[tuple[str, int], Measured], threads: Sequence[int], turns: int, rounds: int, calls: int) -> Report:
    """Return a row for each way and number of threads; ratios are of medians in the same run."""
    figures = {key: measured.figures() for key, measured in found.items()}
    lines = [
        (way, many, figures[way, many], figures[way, many]["p50_ms"] / figures[BARE, many]["p50_ms"]) for many in threads for way in WAYS
    ]
    rows = [
        [way, str(many), str(len(found[way, many].turns)), f"{told['p50_ms']:.1f}", f"{told['p99_ms']:.1f}",
         f"{told['processor_ms']:.1f}", f"{told['turns_per_s']:.0f}", f"{ratio:.2f}"]
        for way, many, told, ratio in lines
    ]  # fmt: skip
    columns = ["way", "threads at once", "n", "p50, ms a turn", "p99, ms a turn", "processor, ms a turn", "turns/s", "p50 / bare loop's"]
    notes = [
        f"command: python -m eval overhead --threads {','.join(map(str, threads))} --turns {turns} --rounds {rounds} --calls {calls}",
        f"a turn is {'two calls' if calls == 2 else 'a call'} and an answer, a conversation {turns} turns; model and tool answer at once",
        "SQLite in WAL mode",
    ]
    document = {
        "turns": turns,
        "rounds": rounds,
        "calls": calls,
        "measured": [{"way": way, "threads": many, **told, "ratio_p50": ratio} for way, many, told, ratio in lines],
    }
    return Report("Overhead of a turn", [Table("Beside the model and the tools", columns, rows)], notes, document)
