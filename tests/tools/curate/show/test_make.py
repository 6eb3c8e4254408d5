"""Making a show: the pool's own works, cited text, and the same every time."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, replace

import pytest

from retrieval.records import Hit
from tools.curate.brief import Brief, Trait
from tools.curate.order import Order
from tools.curate.pool import Piece
from tools.curate.show import Arrangement, Grounds, Said, Show, make_show, told
from tools.curate.show.parts import Part
from tools.curate.show.records import Tie
from tools.curate.show.wording import statement_of
from tools.errors import ToolError

WINTER = Brief(theme="the sea in winter")


def test_a_show_holds_each_chosen_work_once_and_numbers_them_in_hanging_order(show: Show, grounds: Grounds) -> None:
    assert [hung.number for hung in show.works] == list(range(1, 7))
    assert sorted(hung.piece.id for hung in show.works) == sorted(piece.id for piece in grounds.pool)


def test_an_invented_work_cannot_be_shown(grounds: Grounds) -> None:
    with pytest.raises(ToolError, match=r"^there is no work w:invented as given in this collection; choose among its own works$"):
        make_show(WINTER, [*grounds.pool[:2], Piece(id="w:invented", title="The Invention")], grounds)


def test_a_work_with_invented_facts_cannot_be_shown(grounds: Grounds) -> None:
    with pytest.raises(ToolError, match="there is no work w:ferry as given"):
        make_show(WINTER, [replace(next(p for p in grounds.pool if p.id == "w:ferry"), maker="Leonardo")], grounds)


def test_every_id_of_a_show_is_the_collections(show: Show, grounds: Grounds) -> None:
    works = {piece.id for piece in grounds.pool}
    cites = {cite for hung in show.works for said in hung.label.text for cite in said.cites}
    assert {hung.piece.id for hung in show.works} | {left.piece.id for left in show.left_out} <= works
    assert all(grounds.collection.index.fragment(cite)["id"] == cite for cite in cites)
    assert {source.id for source in show.sources} == works | cites


def test_a_teller_that_cites_what_is_not_about_the_work_is_not_heard(grounds: Grounds) -> None:
    def liar(theme: str, piece: Piece, passages: Sequence[Hit], /) -> Sequence[Said]:
        return [Said(text="It was painted on the moon.", cites=("f:invented",)), Said(text="So it was.", cites=()),
                Said(text="This one is told.", cites=tuple(hit.id for hit in passages[:1]))]  # fmt: skip

    made = make_show(WINTER, grounds.pool[:1], grounds, teller=liar)
    assert [said.text for said in made.works[0].label.text] == ["This one is told."]


def test_the_text_of_a_label_stands_word_for_word_in_what_it_cites(show: Show, grounds: Grounds) -> None:
    told_of = [(said, grounds.collection.index.fragment(said.cites[0])["text"]) for hung in show.works for said in hung.label.text]
    assert len(told_of) >= 4
    assert all(said.text in text for said, text in told_of)


def test_a_work_of_which_nothing_is_told_has_no_text(show: Show) -> None:
    assert next(hung for hung in show.works if hung.piece.id == "w:swing").label.text == ()


def test_a_show_is_made_alike_whatever_the_order_of_the_works(show: Show, grounds: Grounds) -> None:
    assert make_show(show.brief, grounds.pool[::-1], grounds) == show


def test_a_show_is_plain_json(show: Show) -> None:
    assert json.loads(json.dumps(asdict(show)))["sections"][0]["works"][0]["number"] == 1


def test_a_rationale_tells_the_reasons_the_rank_and_the_rules_it_serves(show: Show) -> None:
    hung = next(hung for hung in show.works if hung.piece.id == "w:pines")
    assert hung.rationale == ("It is Pines in Snow.", "Relevance: number 2 of 6.", "Helps to keep: at least two works on paper.")


def test_the_statement_counts_what_is_there(show: Show) -> None:
    text = told(show.statement)
    assert text.startswith("Six works by three makers and unnamed hands answer to the theme “the sea in winter”.")
    assert "made between 2600 BCE and 1892" in text


def test_the_statement_quotes_the_first_label_that_opens_on_the_theme_and_none_other() -> None:
    part = Part(Tie(), (Piece(id="w:1", title="Ferry"),))
    labels = [[Said(text="A fawn leaps.", cites=("f:1",))], [Said(text="Snow fell all winter. It went.", cites=("f:2",))]]
    said = statement_of(Brief(theme="winters"), [part], labels)
    assert said[1:] == (Said(text="Snow fell all winter.", cites=("f:2",)),)
    assert len(statement_of(Brief(theme="travel"), [part], labels)) == 1


def test_what_was_assumed_is_said(show: Show) -> None:
    unmeasured = "“Bull”, “Tea Bowl”, “The Quarrel”, “The Swing” and “Pines in Snow”"
    assert show.notes == (
        f"The catalogue gives no width for {unmeasured}, and no height: drawn 120 cm wide and 80 cm high, the medians of the works to "
        "choose from.",
    )


def test_the_language_that_labels_keep_to_is_said_where_another_is_asked_for(grounds: Grounds) -> None:
    made = make_show(replace(WINTER, language="zh"), grounds.pool[:1], grounds)
    assert made.notes[-1].endswith("labels in the language of the collection's texts, in which their sentences can be held to them; "
                                   "the brief asks for “zh”.")  # fmt: skip


def test_works_that_are_asked_to_come_first_open_the_show(grounds: Grounds) -> None:
    made = make_show(WINTER, grounds.pool, grounds, arrangement=Arrangement(order=Order(first_traits=(Trait(field="on_paper"),))))
    assert [hung.piece.id for hung in made.works][:2] == ["w:quarrel", "w:pines"]
    assert made.sections[0].reason.startswith("These two works hang first, as asked. They are one drawing or watercolour and one print")
    assert sorted(hung.piece.id for hung in made.works) == sorted(piece.id for piece in grounds.pool)


def test_a_show_that_was_asked_for_in_sections_and_has_none_says_why(grounds: Grounds) -> None:
    made = make_show(WINTER, grounds.pool[:3], grounds, arrangement=Arrangement(order=Order(by="sections")))
    assert [section.title for section in made.sections] == [""]
    assert made.notes[0].endswith("so it hangs in one sequence.")


@pytest.mark.parametrize(("works", "said"), [(0, "no work was chosen"), (2, "a work was chosen twice")])
def test_a_show_of_nothing_or_of_a_work_twice_is_refused(works: int, said: str, grounds: Grounds) -> None:
    with pytest.raises(ToolError, match=said):
        make_show(WINTER, [grounds.pool[0]] * works, grounds)


def test_a_show_of_one_work_has_one_section_without_a_title(grounds: Grounds) -> None:
    made = make_show(WINTER, grounds.pool[:1], grounds)
    assert [(section.title, section.reason, len(section.works)) for section in made.sections] == [("", "", 1)]
    assert told(made.statement).startswith("One work by one maker answers to the theme")
