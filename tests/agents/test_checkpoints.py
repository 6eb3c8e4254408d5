"""Checkpoints that share transactions: what LangGraph's own saver reads of them, and what becomes of a write that fails."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncGenerator, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import Any

import aiosqlite
import pytest
from langchain_core.messages import AIMessage, HumanMessage
from langchain_core.tools import BaseTool
from langgraph.checkpoint.base import empty_checkpoint
from langgraph.checkpoint.sqlite.aio import AsyncSqliteSaver

from agents.checkpoints import SETTINGS, GroupedSaver, checkpoints
from agents.context import Context
from agents.graph import build_graph

ANSWER = "Katsushika Hokusai made The Great Wave about 1831 [f:1]."
ABOUT: Any = {"source": "input", "step": -1, "parents": {}}


def at(thread: str, **more: str) -> Any:
    return {"configurable": {"thread_id": thread, "checkpoint_ns": "", **more}}


@pytest.fixture
async def traced(tmp_path: Path) -> AsyncGenerator[tuple[GroupedSaver, list[str]]]:
    """A saver, and the statements that its writer runs."""
    statements: list[str] = []
    file = tmp_path / "threads.sqlite"
    with closing(sqlite3.connect(file, check_same_thread=False)) as writer, ThreadPoolExecutor(1) as thread:
        writer.executescript(SETTINGS)
        async with aiosqlite.connect(file) as connection:
            saver = GroupedSaver(connection, writer, thread)
            await saver.setup()
            writer.set_trace_callback(statements.append)
            yield saver, statements


async def test_langgraphs_own_saver_reads_what_a_run_has_written(
    tools: list[BaseTool], context: Callable[..., Context], asks: Callable[..., AIMessage], tmp_path: Path
) -> None:
    file = tmp_path / "home" / "threads.sqlite"
    async with checkpoints(file) as saver:
        graph = build_graph(tools, saver)
        await graph.ainvoke({"messages": [HumanMessage("Who?")]}, at("t"), context=context(asks("wave"), ANSWER))
        ours = [kept async for kept in saver.alist(at("t"))]
    async with AsyncSqliteSaver.from_conn_string(str(file)) as saver:
        theirs = [kept async for kept in saver.alist(at("t"))]
    assert ours == theirs
    assert [kept.metadata["step"] for kept in ours] == [4, 3, 2, 1, 0, -1]
    assert [len(kept.checkpoint["channel_values"].get("messages", [])) for kept in ours] == [4, 4, 3, 2, 1, 0]
    assert [len(kept.pending_writes or []) > 0 for kept in ours] == [False, *[True] * 5]


async def test_writes_that_come_together_share_a_transaction(traced: tuple[GroupedSaver, list[str]]) -> None:
    saver, statements = traced
    await asyncio.gather(*(saver.aput(at(f"t{n}"), empty_checkpoint(), ABOUT, {}) for n in range(20)))
    assert statements.count("COMMIT") == 1
    assert sum(s.startswith("INSERT") for s in statements) == 20
    assert [(await saver.aget_tuple(at(f"t{n}"))) is not None for n in (0, 19, 20)] == [True, True, False]


async def test_a_thread_is_forgotten_and_no_other(traced: tuple[GroupedSaver, list[str]]) -> None:
    saver, _ = traced
    for name in ("a", "b"):
        named = await saver.aput(at(name), empty_checkpoint(), ABOUT, {})
        await saver.aput_writes(named, [("messages", ["said"])], "task-1")
    await saver.adelete_thread("a")
    [kept] = [kept async for kept in saver.alist(None)]
    assert kept.config["configurable"]["thread_id"] == "b"
    assert kept.pending_writes == [("task-1", "messages", ["said"])]


async def test_a_write_that_fails_is_raised_where_it_was_asked_for_and_the_next_is_tried(tmp_path: Path) -> None:
    async with checkpoints(tmp_path / "threads.sqlite") as saver:
        with closing(sqlite3.connect(tmp_path / "threads.sqlite")) as other:
            other.execute("DROP TABLE checkpoints")
        failed = await asyncio.gather(*(saver.aput(at(n), empty_checkpoint(), ABOUT, {}) for n in "ab"), return_exceptions=True)
        assert [str(error) for error in failed] == ["no such table: checkpoints"] * 2
        await saver.aput_writes(at("a", checkpoint_id="1"), [("messages", [])], "task-1")


async def test_a_turn_that_is_cancelled_while_it_waits_takes_no_other_with_it(traced: tuple[GroupedSaver, list[str]]) -> None:
    saver, _ = traced
    gone, stays = (asyncio.create_task(saver.aput(at(n), empty_checkpoint(), ABOUT, {})) for n in "ab")
    await asyncio.sleep(0)
    gone.cancel()
    assert (await stays)["configurable"]["thread_id"] == "b"
    assert gone.cancelled()
    await saver.aput(at("c"), empty_checkpoint(), ABOUT, {})


async def test_what_still_waits_when_the_file_is_closed_is_written_first(tmp_path: Path) -> None:
    file = tmp_path / "threads.sqlite"
    async with checkpoints(file) as saver:
        late = [asyncio.create_task(saver.aput(at(n), empty_checkpoint(), ABOUT, {})) for n in "ab"]
        await asyncio.sleep(0)
    named: list[Any] = [await asyncio.wait_for(each, 5) for each in late]
    assert [each["configurable"]["thread_id"] for each in named] == ["a", "b"]
    with closing(sqlite3.connect(file)) as other:
        assert other.execute("SELECT count(*) FROM checkpoints").fetchone() == (2,)


async def test_a_write_after_the_file_is_closed_is_raised_where_it_was_asked_for(tmp_path: Path) -> None:
    async with checkpoints(tmp_path / "threads.sqlite") as saver:
        await saver.aput(at("a"), empty_checkpoint(), ABOUT, {})
    with pytest.raises(RuntimeError, match="shutdown"):
        await asyncio.wait_for(saver.aput(at("b"), empty_checkpoint(), ABOUT, {}), 5)


async def test_a_number_too_large_for_sqlite_is_raised_where_it_was_asked_for(tmp_path: Path) -> None:
    async with checkpoints(tmp_path / "threads.sqlite") as saver:
        with pytest.raises(OverflowError):
            await asyncio.wait_for(
                saver.aput({"configurable": {"thread_id": "a", "checkpoint_ns": 2**80}}, empty_checkpoint(), ABOUT, {}), 5
            )
