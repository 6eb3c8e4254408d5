"""What millions of fragments cost, reckoned from measured rates."""

from __future__ import annotations

from dataclasses import replace

from eval.scale_cost import Rates, assumptions, cost, cost_table

RATES = Rates(
    encoded_a_core=50.0, staged=5_000.0, finished=10_000.0, share=0.8, tokens_a_fragment=60.0, table_bytes_a_fragment=50_000.0, dim=384
)


def test_bytes_and_core_hours_grow_with_fragments_and_not_with_machines() -> None:
    one, many, larger = cost(8_000_000, 1, RATES), cost(8_000_000, 64, RATES), cost(16_000_000, 1, RATES)
    assert (one.table_bytes, one.hot_bytes, one.cold_bytes) == (400e9, 8e6 * (60 * 2 + 256), 8e6 * 60 * 384)
    assert one.core_hours == 8e6 / 40 / 3600
    assert replace(many, machines=1, hours=one.hours) == one
    assert larger.table_bytes == 2 * one.table_bytes
    assert larger.core_hours == 2 * one.core_hours


def test_more_machines_save_hours_down_to_what_one_process_does_alone() -> None:
    hours = [cost(8_000_000, machines, RATES).hours for machines in (1, 8, 64, 1_000_000)]
    alone = (8e6 / 5_000 + 8e6 / 10_000) / 3600
    assert hours == sorted(hours, reverse=True)
    assert alone < hours[-1] < alone * 1.01


def test_the_table_names_both_sizes_and_the_notes_name_every_rate() -> None:
    rows = cost_table(RATES).rows
    assert {row[0] for row in rows} == {"8,000,000", "50,000,000"}
    said = " ".join(assumptions(RATES))
    assert not [figure for figure in ("60 tokens", "50.0 fragments", "80%", "5,000", "10,000", "384") if figure not in said]
