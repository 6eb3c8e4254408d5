"""Extract pages on several cores, in the dump's order, with few in flight."""

from __future__ import annotations

import multiprocessing
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass

from retrieval.errors import SourceError

from .extract import Extract, Rules, extract_page
from .pages import Page, Read

IN_FLIGHT = 3
"""Batches waiting for each worker: enough to keep it busy, few enough to hold memory."""


@dataclass(frozen=True, slots=True)
class Batch:
    """Chosen pages with their other names, out of `seen` pages; `after` is the first page that is not in it, None at the end."""

    pages: Sequence[tuple[Page, Sequence[str]]]
    seen: int
    read: int
    after: Read | None


def extract_batches(batches: Iterable[Batch], rules: Rules, workers: int) -> Iterator[tuple[Batch, Sequence[Extract]]]:
    """Yield each batch with what its pages gave, in order.

    Raises:
        SourceError: a worker was killed, most likely for memory.
    """
    if workers < 2:
        for batch in batches:
            yield batch, extract_batch(batch.pages, rules)
        return
    waiting: deque[tuple[Batch, Future[Sequence[Extract]]]] = deque()
    # Spawned, since a fork would carry the open ledger along.
    with ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("spawn")) as pool:
        try:
            for batch in batches:
                waiting.append((batch, pool.submit(extract_batch, batch.pages, rules)))
                if len(waiting) >= workers * IN_FLIGHT:
                    yield _done(waiting)
            while waiting:
                yield _done(waiting)
        except BrokenProcessPool:
            raise SourceError(
                "a worker was stopped from outside, most likely for memory; run the command again with fewer --workers"
            ) from None
        finally:
            pool.shutdown(wait=True, cancel_futures=True)


def extract_batch(pages: Sequence[tuple[Page, Sequence[str]]], rules: Rules) -> Sequence[Extract]:
    """Extract each page; one that the parser gives up on is told, and the others go on."""
    return [_extract(page, names, rules) for page, names in pages]


def _extract(page: Page, names: Sequence[str], rules: Rules) -> Extract:
    from mwparserfromhell.parser import ParserError

    try:
        return extract_page(page, names, rules)
    except (ParserError, RecursionError):
        return Extract(page.id, page.title, "nested too deeply to be read")


def _done(waiting: deque[tuple[Batch, Future[Sequence[Extract]]]]) -> tuple[Batch, Sequence[Extract]]:
    batch, future = waiting.popleft()
    return batch, future.result()
