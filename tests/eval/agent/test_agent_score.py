"""What counts as stated, refused, named and kept."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.agent.ground import Ground, ground_of
from eval.agent.quantity import quantities, states
from eval.agent.rules import broken_rules
from eval.agent.score import Verdict, admits, holds, score
from eval.agent.task import Estimate, Expect, Fact, Number, Rules, Task, Turn
from retrieval.records import Artwork, Catalogue, Fragment, Maker

MAKERS = (
    Maker(id="m:ada", name="Ada Lindqvist", gender="female"),
    Maker(id="m:jean", name="Jean Moreau", gender="male"),
)
WORKS = (
    Artwork(
        id="w:ferry", title="The Ferry", maker="m:ada", date="1885", earliest=1885, latest=1885, type="painting",
        medium="Oil on canvas", width_cm=120, height_cm=80, holder="Harbour Museum", continent="Europe",
    ),
    Artwork(id="w:pines", title="Pines in Snow", maker="m:ada", date="c. 1890", earliest=1888, latest=1892, type="print", medium="Etching"),
    Artwork(id="w:quarrel", title="Quarrel", maker="m:jean", date="1750", earliest=1750, latest=1750, type="drawing", medium="Pastel"),
    Artwork(id="w:bull", title="Bull", culture="Cycladic", type="sculpture", medium="Marble", continent="Asia"),
)  # fmt: skip
FRAGMENTS = (Fragment(id="f:1", about=("w:ferry",), text="A ferry crosses the fjord. It was 73.7 cm longer before 1901."),)


@pytest.fixture(scope="module")
def ground() -> Ground:
    return ground_of(Catalogue(MAKERS, WORKS, FRAGMENTS))


def judged(ground: Ground, answer: str, **expect: object) -> Verdict:
    turn = Turn(say="?", expect=Expect.model_validate(expect))
    return score(Task(id="fact-01", kind="fact", cluster="a", turns=(turn,)), [[answer]], ground)


FJORD = (Fact(any=("fjord",), evidence=("f:1",)),)


@pytest.mark.parametrize(
    ("answer", "passed", "told"),
    [
        ("It crosses the fjord [f:1].", True, True),
        ("It crosses the fjord.", False, True),
        ("It crosses the fjord [w:ferry].", False, True),
        ("It crosses no water [f:1].", False, False),
        ("Does it cross the fjord [f:1]?", False, False),
        ("It is a lake, not fjord [f:1].", False, False),
        ("", False, False),
    ],
)
def test_a_fact_is_stated_and_cited_to_a_passage_that_holds_it(ground: Ground, answer: str, passed: bool, told: bool) -> None:
    found = judged(ground, answer, facts=FJORD)
    assert (found.passed, found.told) == (passed, told)


@pytest.mark.parametrize(
    ("text", "value", "unit", "stated"),
    [
        ("73.7 × 92.1 cm", 73.7, "cm", True),
        ("73,7 x 92,1 cm", 73.7, "cm", True),
        ("It is 29 in high.", 73.7, "cm", True),
        ("29 × 36 1/4 in.", 92.1, "cm", True),
        ("It is 0.737 m high.", 73.7, "cm", True),
        ("It is 74 cm high.", 73.7, "cm", True),
        ("It is 80 cm high.", 73.7, "cm", False),
        ("It is 73.7 high.", 73.7, "cm", False),
        ("Made in 1890 in Paris.", 4800.6, "cm", False),
        ("5 feet 2 inches tall", 157.5, "cm", True),
        ("£24.75 million", 24.75e6, "GBP", True),
        ("€1,200–1,500", 1500, "EUR", True),
        ("about sixty-five million pounds", 65e6, "GBP", True),
        ("two and a half million pounds", 2.5e6, "GBP", True),
        ("2.4 million Australian dollars", 2.4e6, "USD", False),
        ("seventeen columns", 17, "", True),
        ("1,051 cm", 10.51, "m", True),
        ("twenty-five million knots", 25e6, "", True),
    ],
)
def test_a_quantity_is_read_however_it_is_written(text: str, value: float, unit: str, stated: bool) -> None:
    assert states(text, value, unit, 0.01) is stated


@given(st.floats(0.5, 5000), st.sampled_from(["cm", "m", "in", "mm", "ft"]))
def test_a_length_means_the_same_in_every_unit(value: float, unit: str) -> None:
    written = f"It is {value:.4f} {unit} high."
    [found] = [q for q in quantities(written) if q.kind == "length"]
    assert states(written, found.value, "cm", 0.001)
    assert states(written, found.value / 2.54, "in", 0.001)


@given(st.text(max_size=200))
def test_no_text_breaks_the_reader_of_quantities(text: str) -> None:
    assert all(q.start < q.end for q in quantities(text))


def test_what_is_seen_in_a_picture_is_not_stated_by_a_quotation(ground: Ground) -> None:
    fact = (Fact(any=("round",), seen=True),)
    assert judged(ground, "The shape is round.", facts=fact).passed
    assert judged(ground, "The shape is round [image-1].", facts=fact).passed
    assert not judged(ground, "She wears a round hat [f:1].", facts=fact).passed


def test_a_passage_on_something_else_that_holds_the_word_is_no_citation(ground: Ground) -> None:
    fact = (Fact(any=("Lindqvist",), evidence=("w:pines",)),)
    assert judged(ground, "Ada Lindqvist etched it [w:pines].", facts=fact).passed
    assert judged(ground, "Ada Lindqvist etched it [w:ferry].", facts=fact).passed  # of the same maker
    bull = (Fact(any=("unnamed",), evidence=("w:bull",)),)
    assert not judged(ground, "It is by an unnamed maker [w:quarrel].", facts=bull).passed


def test_a_number_stands_whole() -> None:
    assert not holds("It was made in 18850.", Fact(any=("1885",)))
    assert holds("It was made in 1885.", Fact(any=("1885",)))


@pytest.mark.parametrize(
    ("answer", "refused"),
    [
        ("I don't know from this collection.", True),
        ("The collection does not say who cast it [w:bull].", True),
        ("I can't recognise it. It is mostly red [image-1]. It is light [image-1].", True),
        ("There are no hands on the bull [f:1].", False),
        ("Ada Lindqvist cast it [w:bull].", False),
        ("I don't know. It crosses the fjord [f:1]. It is by Ada [w:ferry].", False),
    ],
)
def test_a_refusal_says_so_and_answers_nothing(ground: Ground, answer: str, refused: bool) -> None:
    assert judged(ground, answer, refuses=True).passed is refused


def test_what_is_forbidden_fails_a_right_answer(ground: Ground) -> None:
    told = judged(ground, "It crosses the fjord [f:1], says Picasso.", facts=FJORD, forbidden=("Picasso",))
    assert told.missed == ("“Picasso” was not to be said",)


def test_an_admission_stands_in_for_what_is_missing_only_when_enough_is_stated(ground: Ground) -> None:
    facts = (*FJORD, Fact(any=("Bergen",)))
    assert judged(ground, "It crosses the fjord [f:1]. I don't know the rest.", facts=facts, may_admit=1).passed
    assert not judged(ground, "I don't know.", facts=facts, may_admit=1).passed


def test_a_record_is_named_by_id_or_title(ground: Ground) -> None:
    assert judged(ground, "See Pines in Snow.", names=[["w:pines"]]).passed
    assert judged(ground, "See this [w:pines].", names=[["w:bull", "w:pines"]]).passed
    assert not judged(ground, "See The Ferry.", names=[["w:pines"]]).passed


def test_an_estimate_has_currency_interval_and_date(ground: Ground) -> None:
    estimate = Estimate(low=500, high=5000)
    assert judged(ground, "I estimate 1,000 to 2,000 euros as of May 2026.", estimate=estimate).passed
    assert not judged(ground, "I estimate 1,000 euros as of May 2026.", estimate=estimate).passed
    assert not judged(ground, "I estimate 1,000 to 2,000 euros.", estimate=estimate).passed
    assert not judged(ground, "I estimate 100 to 2,000 euros as of 2026.", estimate=estimate).passed


def rules(**values: object) -> Rules:
    return Rules.model_validate({"most": 4, "witness": ["w:ferry"], **values})


@pytest.mark.parametrize(
    ("values", "works", "wrong"),
    [
        ({"least": 3}, ["w:ferry"], ["3 to 4 works, not 1"]),
        ({"pool": ["w:pines"]}, ["w:ferry"], ["w:ferry is not on the theme"]),
        ({"to_year": 1800}, ["w:ferry", "w:quarrel"], ["w:ferry is not surely from 1800 or before"]),
        ({"from_year": 1800}, ["w:bull"], ["w:bull is not surely from 1800 or after"]),
        ({"per_maker": 1}, ["w:ferry", "w:pines"], ["2 works by m:ada"]),
        ({"media": ["etching"]}, ["w:ferry"], ["w:ferry has the medium Oil on canvas"]),
        ({"types": ["painting"]}, ["w:bull"], ["w:bull has the type sculpture"]),
        ({"holders": ["Harbour"]}, ["w:ferry", "w:bull"], ["w:bull has the holder None"]),
        ({"widest_cm": 100}, ["w:ferry"], ["w:ferry is not known to be at most 100 cm wide"]),
        ({"women": 2}, ["w:ferry", "w:quarrel"], ["2 works by women, not 1"]),
        ({"continents": 2}, ["w:ferry"], ["2 continents, not 1"]),
        ({"makers": 2}, ["w:ferry", "w:pines"], ["2 makers, not 1"]),
        ({"includes": ["w:bull"]}, ["w:ferry"], ["w:bull is to be in it"]),
        ({}, ["w:ferry", "w:bull"], []),
    ],
)
def test_each_rule_that_is_broken_is_told(ground: Ground, values: dict[str, object], works: list[str], wrong: list[str]) -> None:
    assert broken_rules(rules(**values), works, ground) == wrong


def test_an_item_that_is_no_work_of_the_collection_breaks_a_brief(ground: Ground) -> None:
    told = judged(ground, "- The Ferry [w:ferry]\n- The Harbour at Dawn by Monet", rules=rules().model_dump(), most_words=99)
    assert told.missed == ("1 items of the list are no works of the collection",)


def test_a_list_may_show_works_by_title_and_maker(ground: Ground) -> None:
    assert ground.works_in("1. Pines in Snow\n2. Quarrel, Jean Moreau\n3. A ferry crosses [f:1].") == ["w:pines", "w:quarrel", "w:ferry"]
    assert ground.works_in("They had a quarrel about a bull.") == []


def test_an_answer_that_is_too_long_is_not_read_further(ground: Ground) -> None:
    told = judged(ground, "It crosses the fjord [f:1]. " + "And so on. " * 100, facts=FJORD, most_words=20)
    assert told.missed == ("304 words, where 20 are enough",)


def test_a_turn_without_an_answer_fails_the_task(ground: Ground) -> None:
    task = Task(id="fact-01", kind="fact", cluster="a", turns=(Turn(say="a"), Turn(say="b", expect=Expect(facts=FJORD))))
    assert score(task, [["It crosses the fjord [f:1]."]], ground).missed == ("only 1 of 2 turns were answered",)


def test_numbers_must_be_cited_too(ground: Ground) -> None:
    number = Number(value=73.7, unit="cm", evidence=("f:1",))
    assert judged(ground, "It lost 29 in [f:1].", numbers=(number,)).passed
    assert not judged(ground, "It lost 29 in [w:bull].", numbers=(number,)).passed


def test_curly_apostrophes_admit_too() -> None:
    assert admits("I don’t know.")
