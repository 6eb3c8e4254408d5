"""Search: the engine's best by MaxSim and BM25's best by words are candidates; `fusion` ranks them by every sign of a match."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from .encoders import Encoded, Encoder, PictureEncoder, QueryEncoder, checked
from .engine.table import ragged
from .errors import IndexUnusable
from .fusion import READ, fused, word_scores
from .index.filters import Filter, expression
from .index.open import Index
from .matching import FUNCTION_WEIGHT, QueryWords, rounded, sentence_matches
from .maxsim import best_per_token
from .records import Hit
from .words import FUNCTION_WORDS, content_stems, stem, words

if TYPE_CHECKING:
    from lancedb.expr import Expr
    from PIL.Image import Image

    from .engine.engine import Engine
    from .engine.follower import Follower

CANDIDATES = 100
NO_FILTER = Filter()
COLUMNS = ["id", "kind", "heading", "text", "about", "source", "url", "licence", "sentence", "tokens"]
PATIENCE = 10
PAUSE_SECONDS = 0.05


@dataclass(frozen=True, slots=True)
class Searcher:
    """Searches one index with the encoder that made it, by way of an engine that follows the index."""

    index: Index
    encoder: Encoder
    follower: Follower

    @property
    def sees(self) -> bool:
        """Say whether a question can be asked together with a picture."""
        return isinstance(self.encoder, PictureEncoder)

    def search(self, query: str, wanted: Filter = NO_FILTER, limit: int = 10, picture: Image | None = None) -> list[Hit]:
        """Return the best fragments, best first, each with why it matched.

        Filters apply before the candidates are taken, so `limit` hits come back whenever that many fit.

        Args:
            query: What to look for.
            wanted: Filters.
            limit: At most so many.
            picture: What the query is asked about: both are encoded together, see `PictureEncoder.encode_question`.

        Raises:
            UnknownArtist: the filter names an artist whom the collection does not have.
            IndexUnusable: a picture is given, and the collection's encoder sees none.
        """
        where = expression(wanted, self.index)
        asked = self._asked(query, picture)
        return self._steady(lambda engine: self._best(engine, asked, self._by_words(query, where), where, limit))

    def about(self, identity: str, query: str, limit: int = 6) -> list[Hit]:
        """Return the record of a work or maker, then the fragments about it that fit `query` best."""
        from lancedb.expr import col, lit

        asked = self._asked(query)
        where = (col("id") == lit(identity)) | col("subjects").contains(lit(f"|{identity}|"))
        return self._steady(lambda engine: self._best(engine, asked, {}, where, limit, first=identity))

    def _asked(self, query: str, picture: Image | None = None) -> QueryWords:
        encoded = checked(self._encoded(query, picture), self.encoder.dim, query)
        return QueryWords.of(query, encoded, 1.0 if isinstance(self.encoder, QueryEncoder) else FUNCTION_WEIGHT)

    def _encoded(self, query: str, picture: Image | None) -> Encoded:
        if picture is not None:
            if not isinstance(self.encoder, PictureEncoder):
                raise IndexUnusable(
                    f"{self.encoder.name}, which made {self.index.place}, sees no pictures; build it with --encoder colqwen"
                )
            return self.encoder.encode_question(query, picture)
        encode = self.encoder.encode_queries if isinstance(self.encoder, QueryEncoder) else self.encoder.encode
        return encode([query])[0]

    def _steady(self, search: Callable[[Engine], list[Hit] | None]) -> list[Hit]:
        """Search until no writer changed the rows meanwhile; a build commits every few seconds at most."""
        for attempt in range(PATIENCE):
            version = self.index.fragments.version
            try:
                hits = search(self.follower.engine())
            except (OSError, RuntimeError, ValueError):
                # A writer joined or dropped what was being read; in a table that stands still it is a failure.
                if self.index.fragments.version == version:
                    raise
                hits = None
            if hits is not None:
                return hits
            time.sleep(PAUSE_SECONDS * attempt)
        raise IndexUnusable(f"{self.index.place} changes faster than it can be read; try again when the build has finished")

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

    def _allowed(self, engine: Engine, where: Expr | None) -> NDArray[np.bool_] | None:
        """Return which of the engine's fragments fit, by the table's own evaluation."""
        if where is None:
            return None
        # Without a column Lance reads all of them.
        rows = self.index.fragments.search().where(where).select(["id"]).with_row_id(True).to_arrow()["_rowid"].to_numpy()
        allowed = np.zeros(len(engine), np.bool_)
        places = engine.positions(rows.astype(np.int64))
        allowed[places[places >= 0]] = True
        return allowed

    def _best(
        self, engine: Engine, asked: QueryWords, lexical: Mapping[int, float], where: Expr | None, limit: int, first: str | None = None
    ) -> list[Hit] | None:
        """Rank the engine's best and what BM25 found by every sign of a match; `first` leads whatever its score.

        None when the rows of the engine are no longer those of the table.
        """
        candidates = self._candidates(engine, asked, lexical, self._allowed(engine, where), limit, first)
        if candidates is None or len(candidates.rows) == 0:
            return None if candidates is None else []
        read = self._take(candidates.rows, ["searchable", "vector"])
        if read is None:
            return None
        scores = _scores(asked, candidates, read)
        order = candidates.order(scores, limit)
        table = self._take(candidates.rows[order], COLUMNS)
        return None if table is None else _hits(table, candidates, order, scores, asked)

    def _take(self, rows: NDArray[np.int64], columns: list[str]) -> Any | None:
        """Return rows of the table in the order asked for, or None when one is no longer there."""
        table = self.index.fragments.take_row_ids(rows.tolist()).select(columns).with_row_id().to_arrow()
        if table.num_rows != len(rows):
            return None
        place = {row: at for at, row in enumerate(table["_rowid"].to_pylist())}
        return table.take([place[row] for row in rows.tolist()])

    def _candidates(
        self, engine: Engine, asked: QueryWords, lexical: Mapping[int, float], allowed: NDArray[np.bool_] | None, limit: int,
        first: str | None,
    ) -> Candidates | None:  # fmt: skip
        """Return the engine's best and those that BM25 found, or None when BM25 knows rows that the engine does not."""
        tokens, weights = asked.encoded.tokens, asked.weights
        ranked = engine.best(tokens, weights, max(limit, CANDIDATES), allowed)
        by_words = engine.positions(np.fromiter(lexical, np.int64, len(lexical)))
        if np.any(by_words < 0):
            return None
        leading = [] if first is None else self._row_of(engine, first)
        others = np.setdiff1d(np.concatenate([by_words, np.array(leading, np.int64)]), ranked.positions)
        positions = np.concatenate([ranked.positions, others])
        maxsim = np.concatenate([ranked.scores, engine.scores(tokens, weights, others)])
        rows = engine.rows[positions]
        bm25 = np.array([lexical.get(row, 0.0) for row in rows.tolist()])
        return Candidates(rows, maxsim, bm25, np.isin(positions, leading))

    def _row_of(self, engine: Engine, identity: str) -> list[int]:
        """Return the position of the fragment with this id, if there is one."""
        from lancedb.expr import col, lit

        rows = self.index.fragments.search().where(col("id") == lit(identity)).select(["id"]).with_row_id(True).limit(1).to_arrow()
        places = engine.positions(rows["_rowid"].to_numpy().astype(np.int64))
        return places[places >= 0].tolist()


@dataclass(frozen=True, slots=True)
class Candidates:
    """Row ids of the table, their MaxSim in bytes, their BM25 scores (0: no word shared), and which of them lead."""

    rows: NDArray[np.int64]
    maxsim: NDArray[np.float64]
    bm25: NDArray[np.float64]
    leads: NDArray[np.bool_]

    def order(self, scores: NDArray[Any], limit: int) -> NDArray[np.int64]:
        """Return the places of the best, those that lead before all."""
        return np.lexsort((self.rows, -scores, ~self.leads))[:limit]


def _scores(asked: QueryWords, candidates: Candidates, read: Any) -> NDArray[Any]:
    """Return what ranks the candidates: `fusion.fused` for all, and for the best of them the words that they share."""
    vectors = read["vector"].combine_chunks().flatten().to_numpy().reshape(len(candidates.rows), -1)
    scores = fused(asked.text, candidates.maxsim, (vectors @ asked.encoded.vector).astype(np.float64))
    # What words add is never less than nothing, so the best stay before those that are not read.
    best = candidates.order(scores, READ)
    scores[best] += word_scores(asked.text, read["searchable"].take(best).to_pylist())
    return scores


def _hits(table: Any, candidates: Candidates, order: NDArray[np.int64], scores: NDArray[Any], asked: QueryWords) -> list[Hit]:
    """Make hits of fetched rows, best first; their MaxSim is exact, of their own vectors, and so takes the place of that in bytes."""
    tokens, offsets = ragged(table["tokens"])
    maxsim = np.asarray(best_per_token(asked.encoded.tokens, tokens, offsets[:-1]) @ asked.weights, np.float64)
    spread = float(candidates.maxsim.std())
    score = scores[order] + ((maxsim - candidates.maxsim[order]) / spread if spread > 1e-9 else 0.0)
    leads = candidates.leads[order]
    stems = set(content_stems(asked.text))
    rows = table.drop_columns(["tokens"]).to_pylist()
    hits: list[Hit] = []
    for i in sorted(range(len(rows)), key=lambda i: (not leads[i], -score[i], rows[i]["id"])):
        row = rows[i]
        matches = sentence_matches(row["text"], tokens[offsets[i] : offsets[i + 1]], np.array(row["sentence"]), asked)
        hits.append(Hit(
            id=row["id"], kind=row["kind"], heading=row["heading"], text=row["text"], about=tuple(row["about"]), score=rounded(score[i]),
            maxsim=rounded(maxsim[i]), lexical=rounded(float(candidates.bm25[order[i]])),
            shared_words=_shared(stems, f"{row['heading']} {row['text']}"),
            sentences=matches, source=row["source"], url=row["url"], licence=row["licence"],
        ))  # fmt: skip
    return hits


def _shared(stems: set[str], text: str) -> tuple[str, ...]:
    shared = [w for w in words(text) if w not in FUNCTION_WORDS and stem(w) in stems]
    return tuple(dict.fromkeys(shared))[:8]
