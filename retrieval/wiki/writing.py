"""Second reading of a dump: chosen pages become shards, each with the place to go on from."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from retrieval.catalogue.people import slug
from retrieval.records import Artwork, Fragment, Maker, Picture

from .compressed import DumpCut, Mark
from .extract import Extract, Rules
from .graph import Told
from .ledger import Ledger, title_key
from .names import led_to, other_names
from .near import is_copy
from .pages import DumpPages
from .pool import Batch, extract_batches
from .shards import line, write_shard
from .site import ARTICLE

BATCH_PAGES, BATCH_CHARACTERS, BATCH_SEEN = 32, 600_000, 20_000
SHARD_FRAGMENTS, SHARD_SEEN = 5_000, 200_000
MAKERS_A_FILE = 50_000


@dataclass(slots=True)
class _Shard:
    works: list[Artwork] = field(default_factory=list[Artwork])
    fragments: list[Fragment] = field(default_factory=list[Fragment])
    seen: int = 0


@dataclass(slots=True)
class _State:
    """How far the second reading has come; what is in it is in the shards."""

    offset: int = 0
    mark: dict[str, int] = field(default_factory=lambda: asdict(Mark()))
    shard: int = 0
    fragments: int = 0
    counts: dict[str, int] = field(default_factory=dict[str, int])
    done: bool = False


def write_fragments(dump: Path, ledger: Ledger, into: Path, rules: Rules, workers: int, told: Told) -> None:
    """Write what the selected pages give, from where an earlier run stopped; the ledger's `writing` has the counts."""
    state = _State(**ledger.get("writing", {}))
    if state.done:
        return
    pages = DumpPages(dump, state.offset, Mark(**state.mark), rules.site)
    counts, shard = Counter[str](state.counts), _Shard()
    for batch, extracts in extract_batches(_batches(pages, ledger), rules, workers):
        shard.seen += batch.seen
        for extract in extracts:
            _take(extract, shard, state, counts, ledger)
        told(batch.read)
        if batch.after and (len(shard.fragments) >= SHARD_FRAGMENTS or shard.seen >= SHARD_SEEN):
            state.offset, state.mark = batch.after.page.offset, asdict(batch.after.mark)
            _finish(shard, state, counts, ledger, into)
            shard = _Shard()
    _write_makers(ledger, into)
    state.done = True
    _finish(shard, state, counts, ledger, into)


def _batches(pages: DumpPages, ledger: Ledger) -> Iterator[Batch]:
    """Gather chosen pages; batches depend on the dump alone, so that a run that goes on writes what a whole one would."""
    chosen: list[tuple[Any, Any]] = []
    seen = characters = read_bytes = 0
    try:
        for read in pages:
            if len(chosen) >= BATCH_PAGES or characters >= BATCH_CHARACTERS or seen >= BATCH_SEEN:
                yield Batch(chosen, seen, read.read, read)
                chosen, seen, characters = [], 0, 0
            seen, read_bytes = seen + 1, read.read
            page = read.page
            if page.namespace == ARTICLE and not page.redirect and _is_selected(ledger, page.id):
                chosen.append((page, other_names(ledger, page.title)))
                characters += len(page.text)
    except DumpCut:
        pass  # told after the first reading, which found the same
    yield Batch(chosen, seen, read_bytes, None)


def _is_selected(ledger: Ledger, page: int) -> bool:
    return ledger.sql.execute("SELECT 1 FROM selected WHERE page = ?", (page,)).fetchone() is not None


def _take(extract: Extract, shard: _Shard, state: _State, counts: Counter[str], ledger: Ledger) -> None:
    counts["pages read"] += 1
    counts.update({f"text: {name}": count for name, count in (extract.counts or {}).items()})
    if extract.reason:
        counts[f"skipped: {extract.reason}"] += 1
        return
    maker = _settled_maker(extract, ledger)
    if extract.work:
        shard.works.append(replace(extract.work, maker=maker))
        counts["works"] += 1
    kept = 0
    for fragment, signature in zip(extract.fragments, extract.signatures, strict=True):
        if is_copy(ledger, state.fragments, signature):
            counts["copies left out"] += 1
            continue
        about = (*fragment.about, maker) if extract.work and maker else (maker,) if maker else fragment.about
        pictures = tuple(_licensed(picture, ledger) for picture in fragment.pictures)
        shard.fragments.append(replace(fragment, about=about, pictures=pictures))
        state.fragments += 1
        kept += 1
        counts["pictures"] += len(pictures)
        counts["pictures with a licence"] += sum(picture.licence is not None for picture in pictures)
    counts["pages with fragments" if kept else "skipped: nothing but copies or too short"] += 1


def _settled_maker(extract: Extract, ledger: Ledger) -> str | None:
    """Keep the page's maker under one id, whichever redirect named it; a maker's own page tells more than a mention."""
    maker = extract.maker
    if maker is None:
        return None
    page = led_to(ledger, extract.maker_page) if extract.maker_page else None
    maker = replace(maker, id=f"m:{slug(page or maker.name)}")
    rank = 1 if extract.work else 2
    ledger.sql.execute(
        "INSERT INTO makers VALUES (?, ?, ?) ON CONFLICT (id) DO UPDATE SET rank = excluded.rank, record = excluded.record "
        "WHERE excluded.rank > makers.rank", (maker.id, rank, json.dumps(asdict(maker), ensure_ascii=False)),
    )  # fmt: skip
    return maker.id


def _licensed(picture: Picture, ledger: Ledger) -> Picture:
    row = ledger.sql.execute("SELECT licence, credit FROM files WHERE id = ?", (title_key(picture.file),)).fetchone()
    return replace(picture, licence=picture.licence or row[0], credit=picture.credit or row[1]) if row else picture


def _finish(shard: _Shard, state: _State, counts: Counter[str], ledger: Ledger, into: Path) -> None:
    """Write the shard, then the state that counts it: a stop in between writes the same shard again."""
    state.shard += 1
    write_shard(into, "fragments", state.shard, map(line, shard.fragments))
    write_shard(into, "works", state.shard, map(line, shard.works))
    state.counts = dict(counts)
    ledger.put("writing", asdict(state))
    ledger.commit()


def _write_makers(ledger: Ledger, into: Path) -> None:
    rows = ledger.sql.execute("SELECT record FROM makers ORDER BY id")
    number = 0
    while found := rows.fetchmany(MAKERS_A_FILE):
        number += 1
        write_shard(into, "makers", number, (line(_maker(record)) for (record,) in found))


def _maker(record: str) -> Maker:
    told: dict[str, Any] = json.loads(record)
    told["other_names"] = tuple(told["other_names"])
    return Maker(**told)
