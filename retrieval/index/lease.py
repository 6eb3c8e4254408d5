"""One writer on an object store, which has no locks.

The lease is an object that is put only if none is there. It names the time it runs out, and its writer puts it again, only
if unchanged, three times in that time. A writer that died leaves a lease that runs out; the next writer takes it over, again
only if unchanged, so of two that try one wins. Clocks of machines must agree to within a minute.
"""

from __future__ import annotations

import json
import os
import threading
import time
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from retrieval.errors import IndexUnusable

if TYPE_CHECKING:
    from .store import Store, Tag

FILE = "writer.json"


@dataclass(slots=True)
class Lease:
    """The right to write to a store, for `seconds` at a time."""

    store: Store
    seconds: float
    tag: Tag | None = field(default=None)
    until: float = field(default=0.0)

    @contextmanager
    def held(self) -> Generator[None]:
        """Take the lease, renew it from a thread, and give it back."""
        self.take()
        done = threading.Event()
        renewal = threading.Thread(target=self._renew_until, args=(done,), daemon=True)
        renewal.start()
        try:
            yield
        finally:
            done.set()
            renewal.join()
            self._give_back()

    def take(self) -> None:
        """Put the lease where there is none, or take over one that has run out; raise `IndexUnusable` otherwise."""
        found = self.store.found(FILE)
        until = float(json.loads(found[0])["until"]) if found else 0.0
        if until > time.time() or not self._put(found[1] if found else None):
            wait = max(1, round(until - time.time()))
            raise IndexUnusable(
                f"another process is building into {self.store}; wait until it has finished, or {wait} seconds if it has died"
            )

    def check(self) -> None:
        """Raise `IndexUnusable` when the lease has run out."""
        if time.time() > self.until:
            raise IndexUnusable(f"the right to write to {self.store} was lost; run the same command again to go on from what was committed")

    def _renew_until(self, done: threading.Event) -> None:
        while not done.wait(self.seconds / 3):
            try:
                if not self._put(self.tag):
                    return  # another writer has it; what is left of ours ends at `until`
            except IndexUnusable:  # the store does not answer now: try again while the lease lasts
                continue

    def _give_back(self) -> None:
        found = self.store.found(FILE)
        if found is not None and found[1] == self.tag:
            self.store.remove(FILE)

    def _put(self, tag: Tag | None) -> bool:
        until = time.time() + self.seconds
        put = self.store.put_if(FILE, json.dumps({"process": os.getpid(), "until": until}).encode(), tag)
        if put is not None:
            self.tag, self.until = put, until
        return put is not None
