"""A whole run: read the graph, choose, write; go on where an earlier run stopped."""

from __future__ import annotations

import hashlib
import json
import resource
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from retrieval.errors import SourceError

from .choose import Choice, choose_pages, root_titles
from .extract import Rules
from .graph import read_graph, site_of
from .ledger import Ledger, explained, open_ledger, title_key
from .names import redirects_that_lead_nowhere
from .shards import FOLDERS, clear_shards
from .site import FILE, Site
from .topic import LEAST
from .writing import write_fragments

OUTPUT = 1
"""Raised when the same dump gives other fragments than before, so that old output is made anew."""
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Options:
    """What a person asks for. `licences` is a sidecar of JSON lines with `file`, `licence` and `credit`."""

    choice: Choice
    licence: str = "CC BY-SA 4.0"
    licences: Path | None = None
    least_topic: float | None = LEAST
    workers: int = 2


@dataclass(frozen=True, slots=True)
class Report:
    """What a run did. `seconds` and the rate are of this run's second reading; memory is in MiB, a worker's beside the main process's."""

    pages: int
    categories_followed: int
    selected: int
    skipped: dict[str, int]
    counts: dict[str, int]
    fragments: int
    works: int
    makers: int
    pictures: int
    seconds: float
    fragments_per_second: float
    peak_memory_mib: float
    peak_worker_memory_mib: float
    cut: str | None
    notes: tuple[str, ...] = ()


def make_fragments(dump: Path, into: Path, options: Options, progress: Progress = lambda *_: None) -> Report:
    """Bring the fragments in `into` in line with the dump and the options.

    Raises:
        SourceError: the dump cannot be read, a category is not in it, or the folder cannot be written.
        IndexUnusable: another run is writing there.
    """
    if not dump.is_file():
        raise SourceError(f"there is no file {dump}; give a pages-articles dump, .xml, .xml.bz2 or .xml.gz")
    size = dump.stat().st_size
    with open_ledger(into) as ledger, explained(into):
        _same_dump(dump, ledger, into)
        cut = read_graph(dump, ledger, lambda read: progress(read, 2 * size))
        rules, notes = _prepared(dump, ledger, into, options, cut)
        before, started = _written(ledger), time.perf_counter()
        write_fragments(dump, ledger, into, rules, options.workers, lambda read: progress(size + read, 2 * size))
        progress(2 * size, 2 * size)
        return _report(ledger, time.perf_counter() - started, before, cut, notes)


def _same_dump(dump: Path, ledger: Ledger, into: Path) -> None:
    """Refuse another dump's folder; a longer file that begins alike mends one that was cut."""
    told, known, graph = _identity(dump), ledger.get("dump"), ledger.get("graph", {})
    if known == told:
        return
    if known is not None:
        is_longer = told["size"] > known["size"] and _identity(dump, known["size"])["begins"] == known["begins"]
        if not is_longer or not graph.get("cut"):
            raise SourceError(f"{into} holds the output of another dump; choose another --into, or delete that folder")
        ledger.put("graph", {**graph, "done": False, "cut": None})
        ledger.put("options", None)
    ledger.put("dump", told)
    ledger.commit()


def _identity(dump: Path, size: int | None = None) -> dict[str, Any]:
    """Return the size of a dump, or of as much of it, and a digest of how it begins."""
    size = dump.stat().st_size if size is None else size
    with dump.open("rb") as stream:
        return {"size": size, "begins": hashlib.sha256(stream.read(min(size, 1 << 20))).hexdigest()}


def _prepared(dump: Path, ledger: Ledger, into: Path, options: Options, cut: str | None) -> tuple[Rules, tuple[str, ...]]:
    """Choose the pages anew when the options are other than last time; what was written for others goes."""
    site = site_of(ledger)
    if site is None:
        raise SourceError(f"{dump} holds no page{f' before it {cut}' if cut else ''}; give a whole pages-articles dump")
    notes: list[str] = []
    least = options.least_topic
    if least is not None and not site.language.startswith("en"):
        least, notes = None, [f"the wiki is in “{site.language}” and the vocabulary is English: no page was left out as off topic"]
    asked = {
        "output": OUTPUT,
        "choice": asdict(options.choice),
        "licence": options.licence,
        "least": least,
        "licences": _digest(options.licences),
    }
    if json.dumps(ledger.get("options")) != json.dumps(asked):
        if ledger.get("options") is not None:
            notes.append("the options are other than last time: the output is made anew from the graph that was read then")
        _begin(ledger, into, options, site, cut is not None)
        ledger.put("options", asked)
        ledger.commit()
    return Rules(site, options.licence, least, tuple(root_titles(ledger))), tuple(notes)


def _begin(ledger: Ledger, into: Path, options: Options, site: Site, is_cut: bool) -> None:
    choose_pages(ledger, options.choice, site, is_cut)
    for table in ("signatures", "bands", "makers"):
        ledger.sql.execute(f"DELETE FROM {table}")  # noqa: S608 our own table names
    ledger.put("writing", {})
    if options.licences:
        _take_licences(options.licences, ledger, site)
    clear_shards(into)
    for folder in FOLDERS:
        (into / folder).mkdir(exist_ok=True)


def _digest(file: Path | None) -> str | None:
    if file is None:
        return None
    if not file.is_file():
        raise SourceError(f"there is no file {file}; give --licences a file of JSON lines")
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _take_licences(file: Path, ledger: Ledger, site: Site) -> None:
    with file.open(encoding="utf-8") as stream:
        for number, text in enumerate(stream, start=1):
            try:
                told = json.loads(text)
                key = title_key(site.bare(str(told["file"]), FILE))
            except (ValueError, KeyError, TypeError):
                raise SourceError(f'{file}, line {number}: not {{"file": …, "licence": …}}; mend that line') from None
            ledger.sql.execute("INSERT OR REPLACE INTO files VALUES (?, ?, ?)", (key, told.get("licence"), told.get("credit")))


def _written(ledger: Ledger) -> int:
    return int(ledger.get("writing", {}).get("fragments", 0))


def _report(ledger: Ledger, seconds: float, before: int, cut: str | None, notes: Sequence[str]) -> Report:
    writing: dict[str, Any] = ledger.get("writing", {})
    counts = Counter[str](writing.get("counts", {}))
    seen = Counter[str](ledger.get("graph", {}).get("seen", {}))
    skipped = {name.removeprefix("skipped: "): count for name, count in counts.items() if name.startswith("skipped: ")}
    counts["redirects that lead in a circle"] = redirects_that_lead_nowhere(ledger)
    selected, fragments = ledger.count("selected"), int(writing.get("fragments", 0))
    redirects = ledger.count("redirects")
    skipped |= {
        "not an article": sum(count for namespace, count in seen.items() if namespace != "0"),
        "a redirect, kept as another name": redirects,
        "not in the categories": max(seen["0"] - redirects - selected, 0),
    }
    own, children = (resource.getrusage(who).ru_maxrss / 1024 for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return Report(
        pages=seen.total(), categories_followed=ledger.count("chosen"), selected=selected, skipped=skipped,
        counts={name: count for name, count in sorted(counts.items()) if not name.startswith("skipped: ")}, fragments=fragments,
        works=counts["works"], makers=ledger.count("makers"), pictures=counts["pictures"], seconds=round(seconds, 2),
        fragments_per_second=round((fragments - before) / seconds, 1) if seconds else 0.0, peak_memory_mib=round(own, 1),
        peak_worker_memory_mib=round(children, 1), cut=cut, notes=tuple(notes),
    )  # fmt: skip
