"""What stands behind a show."""

from __future__ import annotations

from dataclasses import replace

from tools.curate.export.notes import left_out_of, notes_of, records_of, untold
from tools.curate.pool import Piece
from tools.curate.show import LeftOut, Show, Source


def test_records_of_one_origin_are_one_line_with_their_numbers(show: Show) -> None:
    ids = [hung.piece.id for hung in show.works]
    sources = [Source(id=work, about="A work", origin="Harbour Museum; CC0" if at != 2 else "A loan") for at, work in enumerate(ids)]
    assert records_of(replace(show, sources=tuple(sources))) == ["Works 1–2, 4–6: Harbour Museum; CC0", "Work 3: A loan"]


def test_works_left_out_for_one_reason_stand_together(show: Show) -> None:
    out = [LeftOut(piece=Piece(id=f"w:{n}", title=f"Work {n}"), rank=n, reason="Too wide." if n != 2 else "Too late.") for n in (1, 2, 3)]
    found = left_out_of(replace(show, left_out=tuple(out)))
    assert [(each.reason, [left.rank for left in each.works]) for each in found] == [("Too wide.", [1, 3]), ("Too late.", [2])]


def test_a_note_names_what_it_is_about_before_its_id(show: Show) -> None:
    first, *_ = notes_of(show)
    assert first.text.startswith(first.source.about)
    assert first.text.endswith(f"passage {first.source.id}")


def test_nothing_is_said_of_texts_where_all_works_have_one(show: Show) -> None:
    told = next(hung for hung in show.works if hung.label.text)
    section = replace(show.sections[0], works=(told,))
    assert untold(replace(show, sections=(section,))) == ""
