"""Search in two steps: candidates by words and by meaning, then exact MaxSim over the candidates' token vectors."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from .encoders import Encoded, Encoder, checked
from .index.filters import Filter, expression
from .index.open import Index
from .maxsim import best_per_token
from .records import Hit, SentenceMatch
from .sentences import sentences
from .words import FUNCTION_WORDS, content_stems, stem, words

if TYPE_CHECKING:
    from lancedb.expr import Expr

CANDIDATES = 100
# A function word's token counts this much of a content word's in MaxSim.
FUNCTION_WEIGHT = 0.3
# BM25's share in the fusion of z-scores, chosen with the weight above on 800 AQUA questions that `eval retrieval` leaves out.
LEXICAL_WEIGHT = 0.25
NO_FILTER = Filter()


@dataclass(frozen=True, slots=True)
class Searcher:
    """Searches one index with the encoder that made it."""

    index: Index
    encoder: Encoder

    def search(self, query: str, wanted: Filter = NO_FILTER, limit: int = 10) -> list[Hit]:
        """Return the best fragments, best first, each with why it matched.

        Filters apply before the candidates are taken, so `limit` hits come back whenever that many fit.

        Raises:
            UnknownArtist: the filter names an artist whom the collection does not have.
        """
        where = expression(wanted, self.index)
        encoded = checked(self.encoder.encode([query])[0], self.encoder.dim, query)
        lexical = self._by_words(query, where)
        rows = sorted({*lexical, *self._by_meaning(encoded, where)})
        return self._best(query, encoded, rows, lexical, limit)

    def about(self, identity: str, query: str, limit: int = 6) -> list[Hit]:
        """Return the record of a work or maker, then the fragments about it that fit `query` best."""
        from lancedb.expr import col, lit

        encoded = checked(self.encoder.encode([query])[0], self.encoder.dim, query)
        # The record by its id too: a maker with many passages would push it out of the candidates.
        record = self.index.fragments.search().where(col("id") == lit(identity)).select(["id"]).with_row_id(True).limit(1).to_arrow()
        where = col("subjects").contains(lit(f"|{identity}|"))
        rows = sorted({*record["_rowid"].to_pylist(), *self._by_meaning(encoded, where)})
        return self._best(query, encoded, rows, {}, limit, first=identity)

    def _by_words(self, query: str, where: Expr | None) -> dict[int, float]:
        """Return row id to BM25 score."""
        from lancedb.query import MatchQuery

        asked = " ".join(w for w in words(query) if w not in FUNCTION_WORDS)
        if not asked:
            return {}
        found = self.index.fragments.search(MatchQuery(asked, "searchable"), query_type="fts")  # pyright: ignore[reportCallIssue] its defaults are not in the stubs
        found = found.where(where) if where is not None else found
        table = found.select(["id", "_score"]).with_row_id(True).limit(CANDIDATES).to_arrow()
        return dict(zip(table["_rowid"].to_pylist(), table["_score"].to_pylist(), strict=True))

    def _by_meaning(self, encoded: Encoded, where: Expr | None) -> list[int]:
        found = self.index.fragments.search(encoded.vector, vector_column_name="vector").distance_type("cosine")
        found = found.where(where) if where is not None else found
        return found.select(["id", "_distance"]).with_row_id(True).limit(CANDIDATES).to_arrow()["_rowid"].to_pylist()

    def _best(
        self, query: str, encoded: Encoded, rows: list[int], lexical: dict[int, float], limit: int, first: str | None = None
    ) -> list[Hit]:
        """Score candidate rows by exact MaxSim, fuse with their BM25 scores, and return the best; `first` leads whatever its score."""
        if not rows:
            return []
        table = self.index.fragments.take_row_ids(rows).select(["id", "tokens"]).with_row_id().to_arrow()
        asked = QueryWords.of(query, encoded)
        tokens, starts = _ragged(table["tokens"])
        maxsim = best_per_token(encoded.tokens, tokens, starts) @ asked.weights
        bm25 = np.array([lexical.get(row, 0.0) for row in table["_rowid"].to_pylist()])
        score = _standard(maxsim) + LEXICAL_WEIGHT * _standard(bm25)
        ids = table["id"].to_pylist()
        ranked = sorted(range(len(ids)), key=lambda i: (ids[i] != first, -score[i], ids[i]))[:limit]
        fields = self._fields([table["_rowid"][i].as_py() for i in ranked])
        ends = [*starts[1:], len(tokens)]
        stems = set(content_stems(query))
        hits: list[Hit] = []
        for i in ranked:
            row = fields[ids[i]]
            matches = sentence_matches(row["text"], tokens[starts[i] : ends[i]], np.array(row["sentence"]), asked)
            hits.append(Hit(
                id=ids[i], kind=row["kind"], heading=row["heading"], text=row["text"], about=tuple(row["about"]), score=_rounded(score[i]),
                maxsim=_rounded(maxsim[i]), lexical=_rounded(bm25[i]), shared_words=_shared(stems, f"{row['heading']} {row['text']}"),
                sentences=matches,
            ))  # fmt: skip
        return hits

    def _fields(self, rows: list[int]) -> dict[str, dict[str, Any]]:
        columns = ["id", "kind", "heading", "text", "about", "sentence"]
        return {row["id"]: row for row in self.index.fragments.take_row_ids(rows).select(columns).to_arrow().to_pylist()}


@dataclass(frozen=True, slots=True)
class QueryWords:
    """An encoded query: a weight for each token, and which content word each token belongs to (-1: none)."""

    encoded: Encoded
    weights: NDArray[np.float32]
    word: NDArray[np.int64]

    @classmethod
    def of(cls, query: str, encoded: Encoded) -> QueryWords:
        """Weigh the tokens of `query`; function words and punctuation count less. Weights sum to 1."""
        starts = [_content_word_start(query, a, b) for a, b in encoded.spans]
        word = np.array([-1 if start is None else start for start in starts])
        weights = np.where(word < 0, FUNCTION_WEIGHT, 1.0).astype(np.float32)
        return cls(encoded, weights / weights.sum(), word)

    def weakest(self, best: NDArray[np.float32]) -> float:
        """Return the mean of `best` `(q,)` over the tokens of the content word that it meets worst; 1 without one."""
        return min((float(best[self.word == word].mean()) for word in set(self.word.tolist()) - {-1}), default=1.0)


def sentence_matches(text: str, tokens: NDArray[np.float32], places: NDArray[np.int16], asked: QueryWords) -> tuple[SentenceMatch, ...]:
    """Score each sentence of a fragment by the token vectors that lie in it, those of the heading added."""
    query = asked.encoded
    heading = tokens[places < 0]
    matches: list[SentenceMatch] = []
    for number, sentence in enumerate(sentences(text)):
        own = tokens[places == number]
        if len(own) == 0:  # beyond what the encoder reads
            continue
        best = best_per_token(query.tokens, np.concatenate([heading, own]), np.array([0]))[0]
        mean = own.mean(axis=0)
        cosine = float(mean @ query.vector / max(float(np.linalg.norm(mean)), 1e-6))
        matches.append(SentenceMatch(sentence, _rounded(best @ asked.weights), _rounded(cosine), _rounded(asked.weakest(best))))
    return tuple(matches)


def _content_word_start(query: str, start: int, end: int) -> int | None:
    """Return where the content word that holds the token begins; None for a function word or punctuation."""
    while start > 0 and query[start - 1].isalnum():
        start -= 1
    while end < len(query) and query[end].isalnum():
        end += 1
    word = query[start:end]
    return start if any(c.isalnum() for c in word) and word.casefold() not in FUNCTION_WORDS else None


def _rounded(value: float) -> float:
    return round(float(value), 4)


def _ragged(column: Any) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
    combined = column.combine_chunks()
    offsets = combined.offsets.to_numpy()
    rows = combined.values.slice(offsets[0], offsets[-1] - offsets[0])
    dim = rows.type.list_size
    flat = rows.flatten().to_numpy(zero_copy_only=False).astype(np.float32).reshape(-1, dim)
    return flat, (offsets[:-1] - offsets[0]).astype(np.int64)


def _standard(values: NDArray[Any]) -> NDArray[Any]:
    """Return z-scores; zeros when all values are alike."""
    spread = float(values.std())
    return (values - values.mean()) / spread if spread > 1e-9 else np.zeros_like(values)


def _shared(stems: set[str], text: str) -> tuple[str, ...]:
    shared = [w for w in words(text) if w not in FUNCTION_WORDS and stem(w) in stems]
    return tuple(dict.fromkeys(shared))[:8]
