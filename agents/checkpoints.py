"""The threads' checkpoints in SQLite: what comes in together is written in one transaction.

LangGraph's saver commits each write by itself, four messages to SQLite's thread apiece; with many conversations at once that is
most of what a turn costs. Here a write waits for its transaction as before, and shares it with all that waited meanwhile.
"""

from __future__ import annotations

import asyncio
import json
import sqlite3
from collections.abc import AsyncGenerator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, closing
from pathlib import Path
from typing import Any

import aiosqlite
from langchain_core.runnables import RunnableConfig
from langgraph.checkpoint.base import WRITES_IDX_MAP, ChannelVersions, Checkpoint, CheckpointMetadata, get_checkpoint_metadata
from langgraph.checkpoint.sqlite.aio import AsyncSqliteSaver

# WAL, so that readers and the writer do not wait for each other.
SETTINGS = "PRAGMA busy_timeout=5000; PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;"
_CHECKPOINT = (
    "INSERT OR REPLACE INTO checkpoints (thread_id, checkpoint_ns, checkpoint_id, parent_checkpoint_id, type, checkpoint, metadata) "
    "VALUES (?, ?, ?, ?, ?, ?, ?)"
)
_WRITES = "INTO writes (thread_id, checkpoint_ns, checkpoint_id, task_id, task_path, idx, channel, type, value) VALUES (" + "?, " * 8 + "?)"
_FORGET = ("DELETE FROM checkpoints WHERE thread_id = ?", "DELETE FROM writes WHERE thread_id = ?")
Rows = Sequence[Sequence[Any]]
Waiting = tuple[str, Rows, asyncio.Future[None]]


class GroupedSaver(AsyncSqliteSaver):
    """A saver whose writes share transactions. It reads as LangGraph's does, from the same tables.

    Args:
        connection: what is read with; it belongs to the caller.
        writer: what is written with, in the thread of the executor alone.
        thread: an executor of one thread.
    """

    def __init__(self, connection: aiosqlite.Connection, writer: sqlite3.Connection, thread: ThreadPoolExecutor) -> None:
        super().__init__(connection)
        self._writer, self._thread = writer, thread
        self._waiting: list[Waiting] = []
        self._writing: asyncio.Task[None] | None = None

    async def aput(
        self, config: RunnableConfig, checkpoint: Checkpoint, metadata: CheckpointMetadata, new_versions: ChannelVersions
    ) -> RunnableConfig:
        """Save a checkpoint; return the config that names it."""
        at = config.get("configurable", {})
        place = (str(at["thread_id"]), at["checkpoint_ns"], checkpoint["id"])
        about = json.dumps(get_checkpoint_metadata(config, metadata), ensure_ascii=False).encode("utf-8", "ignore")
        await self._write(_CHECKPOINT, [(*place, at.get("checkpoint_id"), *self.serde.dumps_typed(checkpoint), about)])
        return {"configurable": dict(zip(("thread_id", "checkpoint_ns", "checkpoint_id"), place, strict=True))}

    async def aput_writes(self, config: RunnableConfig, writes: Sequence[tuple[str, Any]], task_id: str, task_path: str = "") -> None:
        """Save what a task wrote before the next checkpoint is there."""
        at = config.get("configurable", {})
        place = (str(at["thread_id"]), str(at["checkpoint_ns"]), str(at["checkpoint_id"]), task_id, task_path)
        again = "REPLACE" if all(channel in WRITES_IDX_MAP for channel, _ in writes) else "IGNORE"
        rows = [
            (*place, WRITES_IDX_MAP.get(channel, number), channel, *self.serde.dumps_typed(value))
            for number, (channel, value) in enumerate(writes)
        ]
        await self._write(f"INSERT OR {again} {_WRITES}", rows)

    async def adelete_thread(self, thread_id: str) -> None:
        """Forget a thread."""
        await asyncio.gather(*(self._write(sql, [(str(thread_id),)]) for sql in _FORGET))

    async def finish(self) -> None:
        """Return when nothing waits to be written."""
        while self._writing is not None and not self._writing.done():
            await self._writing

    async def _write(self, sql: str, rows: Rows) -> None:
        """Return when the rows are committed."""
        done = asyncio.get_running_loop().create_future()
        self._waiting.append((sql, rows, done))
        if self._writing is None or self._writing.done():
            self._writing = asyncio.create_task(self._drain())
        await done

    async def _drain(self) -> None:
        loop = asyncio.get_running_loop()
        while self._waiting:
            group, self._waiting = self._waiting, []
            try:
                await loop.run_in_executor(self._thread, self._commit, group)
            except Exception as error:  # whatever it is belongs to those who wait, and nobody else would hear of it
                _settle(group, error)
            else:
                _settle(group, None)

    def _commit(self, group: Sequence[Waiting]) -> None:
        with self._writer:
            for sql, rows, _ in group:
                self._writer.executemany(sql, rows)


@asynccontextmanager
async def checkpoints(file: Path) -> AsyncGenerator[GroupedSaver]:
    """Open the threads' checkpoints in `file`; it is made where it is not there."""
    file.parent.mkdir(parents=True, exist_ok=True)
    with closing(sqlite3.connect(file, check_same_thread=False)) as writer, ThreadPoolExecutor(1, "checkpoints") as thread:
        writer.executescript(SETTINGS)
        async with aiosqlite.connect(file) as connection:
            await (await connection.executescript(SETTINGS)).close()
            saver = GroupedSaver(connection, writer, thread)
            await saver.setup()
            try:
                yield saver
            finally:  # a conversation that was left may still be writing
                await saver.finish()


def _settle(group: Sequence[Waiting], error: Exception | None) -> None:
    for _, _, done in group:
        if done.done():  # its turn was cancelled while it waited
            continue
        if error is None:
            done.set_result(None)
        else:
            done.set_exception(error)
