"""The rows of the table `fragments`: what is searched, filtered and cited, and the vectors beside it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Any, Protocol

import numpy as np
import pyarrow as pa

from retrieval.catalogue.wording import makers_of
from retrieval.encoders import Encoded
from retrieval.records import Artwork, Fragment, Maker, Picture
from retrieval.sentences import sentence_spans
from retrieval.words import words

from .terms import term_words

LONGEST_LIFE = 100
Row = dict[str, Any]


class Records(Protocol):
    """Where a fragment's works and makers are looked up; None for an id that is no such record."""

    def maker(self, identity: str, /) -> Maker | None:
        """Return the maker of an id."""
        ...

    def work(self, identity: str, /) -> Artwork | None:
        """Return the work of an id."""
        ...

    def heading(self, identity: str, /) -> str | None:
        """Return what heads a passage about a record."""
        ...


def row_of(fragment: Fragment, records: Records) -> Row:
    """Return a fragment's row without its vectors; `hash` changes when anything in it does."""
    row = _row(fragment, records)
    return {**row, "hash": hashlib.sha256(repr(sorted(row.items())).encode("utf-8", "replace")).hexdigest()[:16]}


def _row(fragment: Fragment, records: Records) -> Row:
    works = [work for i in fragment.about if (work := records.work(i))]
    makers = [maker for i in fragment.about if (maker := records.maker(i))]
    by = {i for work in works for i in makers_of(work)}
    of_makers = list(dict.fromkeys([m.id for m in makers] + [i for work in works for i in makers_of(work)]))
    earliest, latest = _years(works, makers)
    shown = [name for i in fragment.about if i not in by and (name := records.heading(i))]
    heading = fragment.topic or "; ".join(shown[:2])
    return {
        "id": fragment.id, "kind": fragment.kind, "heading": heading, "text": fragment.text,
        "searchable": f"{heading}. {fragment.text}" if heading else fragment.text,
        "about": list(fragment.about), "subjects": f"|{'|'.join(fragment.about)}|", "makers": f"|{'|'.join(of_makers)}|",
        "earliest": earliest, "latest": latest,
        "medium": " ".join(word for w in works for word in words(f"{w.medium or ''} {w.type or ''}")),
        "holders": " ".join(words(" ".join(_holders(fragment, works)))),
        # Raised when the picture that is named is there, see `retrieval.pictures.marks`.
        "has_picture": False,
        "source": fragment.source or "", "url": fragment.url or "", "licence": fragment.licence or "",
        "terms": " ".join(term_words(fragment.licence or "")),
        "pictures": json.dumps([_told(p) for p in fragment.pictures], ensure_ascii=False),
    }  # fmt: skip


def _years(works: Sequence[Artwork], makers: Sequence[Maker]) -> tuple[int | None, int | None]:
    """Return the years that the works bound, or for a passage on makers alone those that their lives do."""
    if works:
        earliest = [w.earliest for w in works if w.earliest is not None]
        latest = [w.latest for w in works if w.latest is not None]
    else:
        earliest = [m.born for m in makers if m.born is not None]
        latest = [last for m in makers if (last := _last_year(m)) is not None]
    return min(earliest, default=None), max(latest, default=None)


def _holders(fragment: Fragment, works: Sequence[Artwork]) -> Iterator[str]:
    """Yield the names of those who keep what a fragment is about, or tell of it."""
    told = dict.fromkeys([fragment.source, *(name for work in works for name in (work.holder, work.source))])
    yield from (name for name in told if name)


def _last_year(maker: Maker) -> int | None:
    """Return the year of death, or for one who lives or whose death is unknown the end of a long life."""
    if maker.died is not None or maker.born is None:
        return maker.died
    return maker.born + LONGEST_LIFE


def _told(picture: Picture) -> dict[str, str]:
    return {name: value for name, value in asdict(picture).items() if value is not None}


def schema(dim: int) -> pa.Schema:
    """Return the columns of the table for vectors of `dim`."""
    text, whole = pa.string(), pa.int32()
    return pa.schema([
        ("id", text), ("kind", text), ("heading", text), ("text", text), ("searchable", text), ("about", pa.list_(text)),
        ("subjects", text), ("makers", text), ("earliest", whole), ("latest", whole),
        ("medium", text), ("holders", text), ("has_picture", pa.bool_()),
        # Pictures are a JSON list of objects as in `Picture`.
        ("source", text), ("url", text), ("licence", text), ("terms", text), ("pictures", text), ("hash", text),
        ("vector", pa.list_(pa.float32(), dim)), ("tokens", pa.list_(pa.list_(pa.float16(), dim))),
        # The sentence of each token; -1 for the heading's.
        ("sentence", pa.list_(pa.int16())),
    ])  # fmt: skip


def arrow(rows: Sequence[Row], encoded: Sequence[Encoded], dim: int) -> pa.Table:
    """Return rows and their vectors as a table of `schema(dim)`."""
    columns = schema(dim)
    offsets = np.concatenate([[0], np.cumsum([len(e.tokens) for e in encoded])]).astype(np.int32)
    flat = np.concatenate([e.tokens for e in encoded]).astype(np.float16)
    tokens = pa.ListArray.from_arrays(pa.array(offsets), pa.FixedSizeListArray.from_arrays(pa.array(flat.ravel()), dim))
    vectors = pa.FixedSizeListArray.from_arrays(pa.array(np.concatenate([e.vector for e in encoded])), dim)
    places = pa.array([_sentence_of_tokens(row, e) for row, e in zip(rows, encoded, strict=True)], columns.field("sentence").type)
    made = {"vector": vectors, "tokens": tokens, "sentence": places}
    return pa.table([made[f.name] if f.name in made else pa.array([row[f.name] for row in rows], f.type) for f in columns], schema=columns)


def _sentence_of_tokens(row: Row, encoded: Encoded) -> list[int]:
    shift = len(row["searchable"]) - len(row["text"])
    starts = np.array([start + shift for start, _ in sentence_spans(row["text"])])
    return (np.searchsorted(starts, encoded.spans[:, 0], side="right") - 1).tolist()
