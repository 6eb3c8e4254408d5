"""Labels in tombstone order."""

from __future__ import annotations

from retrieval.records import Maker
from tools.curate.pool import Piece
from tools.curate.show import Said, told, tombstone
from tools.curate.show.labels import label_of

FERRY = Piece(
    id="w:ferry", title="The Ferry", maker_id="m:ada", maker="Ada Lindqvist", nationality="Swedish", life="1850–1920", date="1885",
    medium="oil on canvas", height_cm=80, width_cm=120.5, depth_cm=4, holder="Harbour Museum", accession="1962.2", credit="Gift of K. Holm",
)  # fmt: skip


def test_a_tombstone_has_its_parts_in_order() -> None:
    assert tombstone(label_of(FERRY, {})) == [
        "Ada Lindqvist", "Swedish, 1850–1920", "*The Ferry*, 1885", "Oil on canvas", "80 × 120.5 × 4 cm", "Harbour Museum, Gift of K. Holm",
        "1962.2",
    ]  # fmt: skip


def test_what_the_catalogue_does_not_tell_is_left_out() -> None:
    assert tombstone(label_of(Piece(id="w", title="Bowl"), {})) == ["Maker not recorded", "*Bowl*"]


def test_a_sentence_about_rights_stands_by_itself() -> None:
    label = label_of(Piece(id="w", title="Bowl", holder="Harbour Museum", credit="This work is in the public domain."), {})
    assert label.credit == "Harbour Museum. This work is in the public domain."


def test_the_life_of_a_maker_is_not_told_of_one_who_worked_after_them() -> None:
    after = Piece(id="w", title="Copy", maker="Ada Lindqvist", attribution="Unknown hand", nationality="Swedish", life="1850–1920")
    assert tombstone(label_of(after, {})) == ["Unknown hand", "*Copy*"]


def test_those_who_made_a_work_together_are_all_named() -> None:
    others = {"m:b": Maker(id="m:b", name="Bo Ek"), "m:c": Maker(id="m:c", name="Cy Alm")}
    assert label_of(Piece(id="w", title="", maker="Ada", other_makers=("m:b", "m:c")), others).maker == "Ada, Bo Ek and Cy Alm"


def test_every_fact_is_escaped_for_where_it_stands_and_the_title_marked() -> None:
    lines = tombstone(label_of(FERRY, {}), lambda text: text.replace("e", "€"), lambda title: f"<i>{title}</i>")
    assert lines[2] == "<i>Th€ F€rry</i>, 1885"


def test_a_citation_stands_before_the_last_point() -> None:
    text = [Said(text="It snows.", cites=("f:1", "f:2")), Said(text="It is cold", cites=("f:3",))]
    assert told(text) == "It snows [f:1] [f:2]. It is cold [f:3]"
