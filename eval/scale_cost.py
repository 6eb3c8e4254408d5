"""What an index of many millions of fragments costs, reckoned from rates that were measured."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .report import Table

# A cloud machine without a GPU, as commonly rented.
CORES = 32
# The engine's own figures: a centroid's number a token and a mean vector a fragment stay in memory, int8 tokens on disk.
HOT_BYTES_A_TOKEN = 2
HOT_BYTES_A_FRAGMENT = 256
SIZES = (8_000_000, 50_000_000)
MACHINES = (1, 8, 64)


@dataclass(frozen=True, slots=True)
class Rates:
    """What one run measured. Rates are fragments a second; `share` is what a core reaches beside another of what it reaches alone."""

    encoded_a_core: float
    staged: float
    finished: float
    share: float
    tokens_a_fragment: float
    table_bytes_a_fragment: float
    dim: int


@dataclass(frozen=True, slots=True)
class Cost:
    """Hours and bytes for a number of fragments on a number of machines."""

    fragments: int
    machines: int
    core_hours: float
    hours: float
    table_bytes: float
    hot_bytes: float
    cold_bytes: float


def cost(fragments: int, machines: int, rates: Rates) -> Cost:
    """Reckon the cost; reading and finishing are one process's work and do not shrink with machines.

    >>> rates = Rates(encoded_a_core=100, staged=10_000, finished=20_000, share=0.9, tokens_a_fragment=50,
    ...     table_bytes_a_fragment=20_000, dim=128)
    >>> reckoned = cost(7_200_000, 2, rates)
    >>> round(reckoned.core_hours, 1), round(reckoned.hours, 3), round(reckoned.hot_bytes / 1e9, 2)
    (22.2, 0.647, 2.56)
    """
    encoding = fragments / (rates.encoded_a_core * rates.share)
    serial = fragments / rates.staged + fragments / rates.finished
    tokens = fragments * rates.tokens_a_fragment
    return Cost(
        fragments=fragments, machines=machines, core_hours=encoding / 3600, hours=(encoding / (machines * CORES) + serial) / 3600,
        table_bytes=fragments * rates.table_bytes_a_fragment,
        hot_bytes=tokens * HOT_BYTES_A_TOKEN + fragments * HOT_BYTES_A_FRAGMENT, cold_bytes=tokens * rates.dim,
    )  # fmt: skip


def cost_table(rates: Rates) -> Table:
    """Return the cost of 8 and 50 million fragments on 1, 8 and 64 machines."""
    rows = [_row(cost(fragments, machines, rates)) for fragments in SIZES for machines in MACHINES]
    columns = ["fragments", f"machines of {CORES} cores", "core hours", "hours", "table, GB", "engine in memory, GB", "engine on disk, GB"]
    return Table("What it costs", columns, rows)


def assumptions(rates: Rates) -> Sequence[str]:
    """Name what the reckoning rests on."""
    return (
        f"a fragment has {rates.tokens_a_fragment:.0f} tokens, as in this run; hours and bytes grow with tokens",
        f"a second of a core encodes {rates.encoded_a_core:.1f} fragments, as one worker's did here, and {rates.share:.0%} of that beside "
        "another worker; more cores and machines are taken to lose nothing more",
        f"one process reads and stages {rates.staged:,.0f} fragments a second, and joins and indexes {rates.finished:,.0f}, at any size",
        f"the engine keeps {HOT_BYTES_A_TOKEN} bytes a token and {HOT_BYTES_A_FRAGMENT} a fragment in memory, "
        f"{rates.dim} bytes a token (int8, {rates.dim} dimensions) on disk; the table keeps float16",
    )


def _row(reckoned: Cost) -> list[str]:
    gigabytes = [reckoned.table_bytes, reckoned.hot_bytes, reckoned.cold_bytes]
    return [
        f"{reckoned.fragments:,}", str(reckoned.machines), f"{reckoned.core_hours:,.0f}", f"{reckoned.hours:.1f}",
        *(f"{size / 1e9:,.0f}" for size in gigabytes),
    ]  # fmt: skip
