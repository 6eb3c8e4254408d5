"""fast-plaid over the same vectors, in an environment of its own: it pins another torch."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from .synthetic import Floats

# Run by the other environment's Python: reads .npy files, prints one JSON document.
CHILD = """
import json, sys, time
import numpy as np, torch
from fast_plaid import search
folder = sys.argv[1]
tokens, offsets, queries = (np.load(f"{folder}/{name}.npy", mmap_mode="r") for name in ("tokens", "offsets", "queries"))
documents = [torch.from_numpy(np.array(tokens[a:b], np.float32)) for a, b in zip(offsets, offsets[1:])]
index = search.FastPlaid(index=f"{folder}/index", device="cpu")
start = time.perf_counter()
index.create(documents_embeddings=documents)
build = time.perf_counter() - start
ask = lambda q: [i for i, _ in index.search(queries_embeddings=torch.from_numpy(np.array(q))[None], top_k=10, show_progress=False)[0]]
for query in queries[:3]:
    ask(query)
found, took = [], []
for query in queries:
    start = time.perf_counter()
    found.append(ask(query))
    took.append((time.perf_counter() - start) * 1000)
print(json.dumps({"build": build, "found": found, "took": took}))
"""


@dataclass(frozen=True, slots=True)
class Plaid:
    """What fast-plaid found for each query, its milliseconds, and the seconds to build."""

    found: Sequence[Sequence[int]]
    took: Sequence[float]
    build: float


def run(peers: Path, folder: Path, tokens: Floats, offsets: NDArray[np.int64], queries: Sequence[Floats]) -> Plaid:
    """Build and ask in the environment `peers`; vectors are handed over as halves."""
    np.save(folder / "tokens.npy", tokens.astype(np.float16))
    np.save(folder / "offsets.npy", offsets)
    np.save(folder / "queries.npy", np.stack(list(queries)))
    command = [str(peers / "bin" / "python"), "-c", CHILD, str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return Plaid(**json.loads(done.stdout.splitlines()[-1]))
