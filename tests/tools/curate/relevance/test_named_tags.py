from __future__ import annotations

import numpy as np
import pytest

from tests.tools.curate.relevance.small_museum import Letters
from tools.curate.pool import Piece
from tools.curate.relevance.ground import prepare
from tools.curate.relevance.likeness import Encodings
from tools.curate.relevance.named import named_tags
from tools.errors import ToolError


def test_tags_that_a_model_names_find_the_works_that_have_them() -> None:
    pool = [Piece(id=f"p{n}", title="Street", medium="Gelatin silver print", earliest=1931, latest=1931) for n in range(4)]
    pool += [Piece(id=f"v{n}", title="Vase", medium="Stoneware", earliest=1650, latest=1650) for n in range(4)]
    reply = 'Here: {"what": ["gelatin silver print"], "people": [], "who": [], "subject": ["streets"], "years": [[1930, 1945]]}'
    scores = named_tags(reply).scores(prepare(pool, Encodings(Letters())))
    assert (scores[:4] > 0).all()
    assert not scores[4:].any()


def test_the_first_entry_weighs_most_and_a_long_stretch_little_a_year() -> None:
    weights = named_tags('{"what": ["etching", "woodcut"], "years": [[1600, 1800]]}').weights
    assert weights["what:etch"] > weights["what:woodcut"] > 0
    assert weights["years:1700"] == pytest.approx(1 / np.sqrt(11))


@pytest.mark.parametrize("reply", ["no idea", '{"what": "etching"}', '{"years": [[1600, 99999999999]]}', '{"years": [["a", "b"]]}', "}{"])
def test_a_reply_that_is_not_as_asked_is_told_what_to_answer(reply: str) -> None:
    with pytest.raises(ToolError, match="answer with one JSON object"):
        named_tags(reply)
