from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from retrieval.encoders import Encoded
from retrieval.encoders.minilm import MiniLM
from retrieval.search import Searcher
from tools.curate.brief import Brief, Rule, Trait
from tools.curate.choose import Choice, Conflict, choose
from tools.curate.pool import Piece, pieces
from tools.curate.rate import FOR_EACH_RULE, SHORTLIST, Rated, facets_of, rate
from tools.curate.relevance.likeness import Encodings
from tools.curate.relevance.model import Relevance
from tools.curate.relevance.store import load_relevance

WINTER = Brief(theme="winter", size=3)


@dataclass
class Counting:
    """An encoder that notes what it is asked to encode."""

    inner: MiniLM
    asked: list[str] = field(default_factory=list[str])

    @property
    def name(self) -> str:
        return self.inner.name

    @property
    def version(self) -> str:
        return self.inner.version

    dim, max_tokens = 384, 256

    def encode(self, texts: Sequence[str]) -> list[Encoded]:
        self.asked += texts
        return self.inner.encode(texts)


def rated(found: Rated | Conflict) -> Rated:
    assert isinstance(found, Rated)
    return found


def test_works_of_the_same_encoder_are_not_encoded_anew(searcher: Searcher, minilm: MiniLM) -> None:
    encoder = Counting(minilm)
    works = pieces(searcher.index)
    found = rated(rate("ships at sea", WINTER, works, searcher, load_relevance(Encodings(encoder))))
    assert encoder.asked[:1] == ["ships at sea"]
    assert not [text for text in encoder.asked if any(piece.title in text for piece in works)]
    assert found.pool[int(np.argmax(found.scores))].id == "w:ferry"
    assert found.scores.mean() == pytest.approx(0, abs=1e-6)


def test_those_that_may_come_in_are_scored_as_among_all(searcher: Searcher, minilm: MiniLM) -> None:
    works, relevance = pieces(searcher.index), load_relevance(Encodings(minilm))
    every = rated(rate("pines in snow", WINTER, works, searcher, relevance))
    some = rated(rate("pines in snow", WINTER, works, searcher, relevance, may={"w:ferry", "w:pines"}))
    assert {piece.id: score for piece, score in zip(every.pool, every.scores, strict=True) if piece.id in ("w:ferry", "w:pines")} == {
        piece.id: score for piece, score in zip(some.pool, some.scores, strict=True)
    }
    assert {word: has.tolist() for word, has in some.facets.items()} == {"pines": [False, True], "snow": [False, True]}


def large(count: int) -> list[Piece]:
    """Works of which few fit a theme, and others a rule; those of one maker first."""
    winter = [Piece(id=f"w:{n}", title=f"Winter harbour {n}", maker_id="m:1", maker="Ada Ek", on_paper=False) for n in range(count)]
    paper = [Piece(id=f"p:{n}", title=f"Study {n}", maker_id=f"m:{n + 2}", maker=f"Bo {n}", on_paper=True) for n in range(300)]
    return [*winter, *paper]


@pytest.fixture(scope="module")
def relevance(minilm: MiniLM) -> Relevance:
    return load_relevance(Encodings(minilm))


def other_encoders(found: Sequence[str]) -> Any:
    """Return a collection that another encoder made, in which search finds these works."""
    hits = [SimpleNamespace(about=(identity,)) for identity in found]
    manifest = SimpleNamespace(encoder="another", encoder_version="1", dim=128)
    return SimpleNamespace(index=SimpleNamespace(manifest=manifest), search=lambda theme, limit: hits[:limit])


@pytest.mark.slow
def test_of_a_large_collection_of_another_encoder_enough_fill_every_rule(relevance: Relevance) -> None:
    works = large(SHORTLIST + 500)
    paper = Rule(kind="at_least", trait=Trait(field="on_paper"), count=2)
    asked = Brief(theme="winter", size=3, rules=(paper, Rule(kind="per_maker", count=1)))
    found = rated(rate("winter", asked, works, other_encoders(["w:2400"]), relevance))
    assert sum(piece.on_paper is True for piece in found.pool) >= FOR_EACH_RULE
    assert "w:2400" in {piece.id for piece in found.pool}
    assert found.notes[0].startswith("Chosen among the ")
    assert isinstance(choose(found.pool, found.scores, found.facets, asked), Choice)


def test_rules_that_a_large_collection_cannot_keep_are_told_of_all_its_works(relevance: Relevance) -> None:
    asked = Brief(theme="winter", size=3, rules=(Rule(kind="only", trait=Trait(field="gender", words=("female",))),))
    found = rate("winter", asked, large(SHORTLIST), other_encoders([]), relevance)
    assert isinstance(found, Conflict)
    assert "2,300 works have no" in found.text


def test_words_of_the_theme_are_facets_where_a_record_has_them(relevance: Relevance, searcher: Searcher) -> None:
    works = pieces(searcher.index)
    facets = facets_of("The printing of snowy pines, qwertyish", relevance.ground(works))
    assert {word: [piece.id for piece, has in zip(works, shows, strict=True) if has] for word, shows in facets.items()} == {
        "printing": ["w:pines"], "pines": ["w:pines"],
    }  # fmt: skip
