from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.sentences import sentence_spans, sentences


@pytest.mark.parametrize(
    "expected",
    [
        ["It was made c. 1612.", "It is by J. M. W. Turner."],
        ["See fig. 3 and no. 5.", "Both are lost."],
        ["He asked “Why?”", "Nobody knew."],
        ["She called it “Dawn.”", "(It was dusk.)", "Then she left."],
        ["It cost 3.5 guilders!", "Was it dear?", "1,200 lots were sold."],
        ["It rains … and rains.", "Éva left."],
        ["北斎は絵師である。", "富士山を描いた。"],
        ["A heading without a point", "Then a sentence."],
        ["One sentence without an end"],
    ],
)
def test_prose_is_cut_at_sentence_ends(expected: list[str]) -> None:
    gap = "\n\n" if "heading" in expected[0] else " "
    assert sentences(gap.join(expected)) == expected


def test_points_that_stand_alone_end_nothing() -> None:
    assert sentences("It shows L . . . (Laure) at ease. It is small.") == ["It shows L . . . (Laure) at ease.", "It is small."]


def test_nothing_has_no_sentences() -> None:
    assert sentence_spans(" \n ") == []


@given(st.text(alphabet="aB1 .!?\n“”(é。c", max_size=60))
def test_spans_follow_one_another_and_leave_out_only_white_space(text: str) -> None:
    spans = sentence_spans(text)
    ends = [0, *(end for _, end in spans)]
    assert all(a < b for a, b in spans)
    between = [text[end:start] for end, (start, _) in zip(ends, spans, strict=False)]
    assert "".join([*between, text[ends[-1] :]]).strip() == ""


def test_an_abbreviation_behind_a_dash_ends_nothing() -> None:
    assert sentences("Olowe of Ise (c. 1875–c. 1938) carved doors. He died at Ise.") == [
        "Olowe of Ise (c. 1875–c. 1938) carved doors.",
        "He died at Ise.",
    ]
