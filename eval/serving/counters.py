"""The server's own counters, as vLLM shows them to Prometheus."""

from __future__ import annotations

from dataclasses import astuple, dataclass

import httpx2

from agents.settings import Settings

QUERIES, HITS = "vllm:prefix_cache_queries_total", "vllm:prefix_cache_hits_total"
FIRST, NEXT = "vllm:time_to_first_token_seconds", "vllm:inter_token_latency_seconds"


@dataclass(frozen=True, slots=True)
class Counters:
    """What was counted since the server started: prompt tokens looked up in the prefix cache and found there, first tokens and the
    seconds until them, later tokens and the seconds between them.
    """

    looked_up: float
    found: float
    first: float
    first_s: float
    later: float
    later_s: float

    def since(self, before: Counters) -> Counters:
        """Return what came in between."""
        mine, theirs = astuple(self), astuple(before)
        return Counters(*(now - then for now, then in zip(mine, theirs, strict=True)))


def read_counters(settings: Settings) -> Counters | None:
    """Return the counters, None where the server shows none."""
    root = settings.vllm_url.rstrip("/").removesuffix("/v1")
    try:
        page = httpx2.get(f"{root}/metrics", trust_env=False, timeout=settings.vllm_timeout_s)
    except httpx2.HTTPError:
        return None
    return parsed(page.text) if page.is_success and QUERIES in page.text else None


def parsed(page: str) -> Counters:
    """Read a page of metrics; what several engines count is added up.

    >>> parsed('# TYPE x counter\\nvllm:prefix_cache_queries_total{engine="0"} 40.0\\nvllm:prefix_cache_queries_total{engine="1"} 2.0')
    Counters(looked_up=42.0, found=0.0, first=0.0, first_s=0.0, later=0.0, later_s=0.0)
    """
    lines = [line for line in page.splitlines() if not line.startswith("#")]

    def total(name: str) -> float:
        return sum((float(line.rpartition(" ")[2]) for line in lines if line.startswith((f"{name}{{", f"{name} "))), 0.0)

    return Counters(total(QUERIES), total(HITS), *(total(f"{name}_{part}") for name in (FIRST, NEXT) for part in ("count", "sum")))
