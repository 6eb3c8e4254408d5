"""Turn mapped rows of foreign tables into makers, works and passages."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

from retrieval.records import Artwork, Fragment, Kind, Maker
from retrieval.words import folded

from . import people
from .cells import beside, listed, text_of, title_of, told, year_of
from .mapping import ColumnMapping
from .passages import MOST_PASSAGES, SHORTEST_TEXT, led, passages
from .people import Credit, slug
from .shows import show_sentences
from .sizes import Size, diameter_beside, diameter_in_columns, size_beside, size_in_columns, unit_of_column, worded_size
from .staging import Staging
from .survey import BEYOND, Row, plain_key
from .years import year_range

# Fields of a work that are taken as they are worded.
PLAIN_FIELDS = (
    "original_title", "culture", "date", "medium", "dimensions", "holder", "accession", "place", "style", "genre", "part_of", "acquired",
    "edition", "inscription", "picture", "credit",
    "source", "url", "licence",
)  # fmt: skip
_SHIFTED = "cells beyond the last column, not read; a delimiter within a text may want quotation marks around it"
_SAME_TWICE = re.compile(r"(\S.*?)\s*[-–—/]\s*\1")
PERSONAL = ("nationality", "born", "died", "life", "gender", "birthplace", "deathplace")


@dataclass(frozen=True, slots=True)
class Provenance:
    """Who tells what a source holds, and on what terms, where its rows do not say."""

    source: str | None = None
    licence: str | None = None


@dataclass(frozen=True, slots=True)
class Reader:
    """Puts the rows of one table into `staging`."""

    table: str
    mapping: ColumnMapping
    staging: Staging
    provenance: Provenance

    def add(self, row: Row, number: int) -> None:
        """Take in one row; `number` counts from 1."""
        if row.get(BEYOND):
            self.staging.skip(_SHIFTED, self._example(row, number))
        match self.mapping.holds:
            case "works":
                self._add_work(row, number)
            case "makers":
                self._add_maker(row, number)
            case "texts":
                self._add_texts(row, number)
            case "nothing":
                pass

    def _add_work(self, row: Row, number: int) -> None:
        cells = self._cells(row)
        title = title_of(row.get(self.mapping.fields.get("title", ""))) or cells.get("object_name")
        if not title:
            self.staging.skip("no title", self._example(row, number))
            return
        credit = self._credit(row)
        own_key = cells.get("id")
        known = cells.get("accession") or own_key
        identity = f"{self._prefix}:{slug(known)}" if known else f"{slug(self.table)}:{number}"
        work = self._work(identity, title, cells, row, credit)
        if not self.staging.add_work(work, own_key):
            again = self._again(work, own_key, row, number)
            if again is None:
                return
            work = again
        for maker in credit.makers:  # only now: a row that is left out brings no maker
            # Who tells of the work tells of its maker; the licence of one work is not that of what all of them say together.
            told_by = {"source": maker.source or work.source, "licence": maker.licence or self.provenance.licence}
            self.staging.add_maker(replace(maker, **told_by))
        self._name(row, work.id)
        makers = tuple(maker.id for maker in credit.makers)
        self._add_passages(row, _stem(work.id), self._pattern(cells, (work.id, *makers)), number)

    def _again(self, work: Artwork, own_key: str | None, row: Row, number: int) -> Artwork | None:
        """Take in a row whose number an earlier one has: a further row of that work, another work, or neither."""
        there = self.staging.work(work.id)
        theirs = self.staging.own_key_of(work.id)
        if own_key and theirs and own_key != theirs:
            other = replace(work, id=f"{self._prefix}:{slug(own_key)}")
            if other.id != work.id and self.staging.add_work(other, own_key):
                return other
        elif there and folded(there.title) == folded(work.title):
            self.staging.extend_work(_merged(there, work))
            self.staging.skip("a further row of a work, joined to its first", self._example(row, number))
            return there
        self.staging.skip("an id that an earlier row has", self._example(row, number))
        return None

    def _add_maker(self, row: Row, number: int) -> None:
        cells = self._cells(row)
        label = cells.get("name")
        if not label or people.is_unknown(label):
            self.staging.skip("a maker without a name", self._example(row, number))
            return
        maker = people.maker(label, {name: cells.get(name) for name in PERSONAL})
        others = tuple(listed(row.get(self.mapping.fields.get("other_names", ""))))
        maker = replace(maker, other_names=others, **self._origin(cells))
        there, key = self.staging.maker(maker.id), cells.get("id")
        if there and key and _lived_apart(there, maker):
            maker = replace(maker, id=f"{maker.id}-{slug(key)}")
        self.staging.add_maker(maker)
        self._name(row, maker.id)
        self._add_passages(row, _stem(maker.id), self._pattern(cells, (maker.id,), "maker"), number)

    def _add_texts(self, row: Row, number: int) -> None:
        cells = self._cells(row)
        about = tuple(dict.fromkeys(i for link in self.mapping.links for i in self._linked(row, link.column)))
        key = cells.get("id") or str(number)
        kind = "maker" if about and self.staging.maker(about[0]) else "text"
        topic = None if about else title_of(row.get(self.mapping.fields.get("title", "")))
        pattern = replace(self._pattern(cells, about, kind), topic=topic)
        stem = f"f:{slug(self.table)}-{slug(key)}"
        if topic and (said := show_sentences(topic, cells)):
            self.staging.add_passage(replace(pattern, id=f"{stem}-show", text=said))
        self._add_passages(row, stem, pattern, number)

    def _add_passages(self, row: Row, stem: str, pattern: Fragment, number: int) -> None:
        """Cut the row's texts; a passage is named after its record, so that a row more or less changes no other one's id."""
        texts = [led(column, text_of(row.get(column), "\n")) for column in self.mapping.texts]
        cut = [passage for text in texts for passage in passages(text)]
        if len(cut) > MOST_PASSAGES:
            self.staging.skip(f"the end of a text of more than {MOST_PASSAGES} passages", self._example(row, number))
        if not cut and self.mapping.holds == "texts" and not self.staging.taken(f"{stem}-show"):
            self.staging.skip(f"no text of {SHORTEST_TEXT} characters", self._example(row, number))
        elif not cut and any(texts):
            too_little = f"a text of fewer than {SHORTEST_TEXT} characters, or a reference alone; its record stays"
            self.staging.skip(too_little, self._example(row, number))
        for part, passage in enumerate(cut[:MOST_PASSAGES], start=1):
            fragment = replace(pattern, id=f"{stem}-{part}", text=passage)
            while self.staging.taken(fragment.id):  # a second text on the same record
                part += len(cut)
                fragment = replace(fragment, id=f"{stem}-{part}")
            if not self.staging.add_passage(fragment, print_of=passage):
                self.staging.share_passage(passage, fragment.about)
                self.staging.skip("a text that stands elsewhere too", self._example(row, number))

    def _credit(self, row: Row) -> Credit:
        """Read who made a work: from another table where the row holds a key of it, else from its own label."""
        values = {name: beside(row.get(column)) for name, column in self.mapping.fields.items() if name in PERSONAL}
        linked = [self.staging.maker(i) for link in self.mapping.links for i in self._linked(row, link.column)]
        labels = self._labels(row, max(len(linked), *(len(v) for v in values.values()), 1))
        culture = folded(told(row.get(self.mapping.fields.get("culture", ""))) or "")
        labels = ["" if label and folded(label) == culture else label for label in labels]
        roles = self._roles(row)
        named = [maker for maker in linked if maker]
        if named and len(named) == max(len(labels), 1):
            return self._credit_of(named, labels or [maker.name for maker in named], roles)
        return people.credit(labels, roles, values)

    def _roles(self, row: Row) -> list[str]:
        """Return the part of each maker; a qualifier such as “attributed to” says more than a role."""
        roles, qualifiers = (beside(row.get(self.mapping.fields.get(name, ""))) for name in ("role", "qualifier"))
        if not any(qualifiers):
            return roles
        return [q or r for q, r in zip(qualifiers, roles, strict=True)] if len(roles) == len(qualifiers) else qualifiers

    def _credit_of(self, named: list[Maker], labels: list[str], roles: list[str]) -> Credit:
        plain = [people.credit([label], roles[i : i + 1] if len(roles) == len(named) else roles[:1], {}) for i, label in enumerate(labels)]
        makers = tuple(maker for maker, read in zip(named, plain, strict=True) if read.makers)
        return Credit(makers, "; ".join(read.attribution for read in plain if read.attribution) or None)

    def _labels(self, row: Row, count: int) -> list[str]:
        """Return the names in the row; one label that commas part is parted where `count` persons are told of."""
        labels = beside(row.get(self.mapping.fields.get("artist", "")))
        if len(labels) != 1:
            return labels
        parts = [part.strip() for part in labels[0].split(", ")]
        return parts if count > 1 and len(parts) == count else people.several(labels[0])

    def _linked(self, row: Row, column: str) -> list[str]:
        link = next(link for link in self.mapping.links if link.column == column)
        keys = listed(row.get(column), "|;,\n")
        return [found for key in keys if (found := self.staging.named(f"{link.table}.{link.key}", plain_key(key)))]

    def _work(self, identity: str, title: str, cells: Mapping[str, str | None], row: Row, credit: Credit) -> Artwork:
        columns = self.mapping.fields
        earliest, latest = _bounds(cells)
        size = self._size(cells, row)
        plain: dict[str, Any] = {name: cells.get(name) for name in PLAIN_FIELDS} | self._origin(cells)
        plain["culture"] = cells.get("culture") or credit.culture
        plain["dimensions"] = plain["dimensions"] or self._diameter(cells, row)
        plain["medium"] = "; ".join(filter(None, (cells.get("medium"), cells.get("material")))) or None
        pictures = listed(row.get(columns.get("picture", "")), "|\n")
        return Artwork(
            id=identity, title=title, maker=credit.makers[0].id if credit.makers else None,
            other_makers=tuple(maker.id for maker in credit.makers[1:]), attribution=credit.attribution,
            type=cells.get("type") or cells.get("object_name"), earliest=earliest, latest=latest,
            height_cm=size.height if size else None, width_cm=size.width if size else None, depth_cm=size.depth if size else None,
            tags=_tags(row.get(columns.get("tags", ""))), **{**plain, "picture": pictures[0] if pictures else None},
        )  # fmt: skip

    def _size(self, cells: Mapping[str, str | None], row: Row) -> Size | None:
        columns = self.mapping.fields
        sides, lengths, units = (beside(row.get(columns.get(name, ""))) for name in ("sides", "lengths", "units"))
        unit = unit_of_column(columns.get("dimensions", "")) or ""
        return (
            worded_size(cells.get("dimensions"))
            or worded_size(f"{cells.get('dimensions')} {unit}")
            or size_beside(sides, lengths, units)
            or size_in_columns(cells, columns, cells.get("units"))
            or worded_size(cells.get("medium"))
        )

    def _diameter(self, cells: Mapping[str, str | None], row: Row) -> str | None:
        columns = self.mapping.fields
        beside_each_other = (beside(row.get(columns.get(name, ""))) for name in ("sides", "lengths", "units"))
        return diameter_in_columns(cells, columns, cells.get("units")) or diameter_beside(*beside_each_other)

    def _origin(self, cells: Mapping[str, str | None]) -> dict[str, Any]:
        return {
            "source": cells.get("source") or self.provenance.source,
            "url": cells.get("url"),
            "licence": cells.get("licence") or self.provenance.licence,
        }

    def _pattern(self, cells: Mapping[str, str | None], about: tuple[str, ...], kind: Kind = "text") -> Fragment:
        """Return what all passages of a row have in common."""
        return Fragment(id="", text="", about=about, kind=kind, **self._origin(cells))

    def _cells(self, row: Row) -> dict[str, str | None]:
        cells = {name: told(row.get(column)) for name, column in self.mapping.fields.items()}
        date = self.mapping.fields.get("date")
        if date and isinstance(row.get(date), str) and (several := listed(row[date], "\n")) and len(several) > 1:
            cells["date"] = ", ".join(several)
        if same := _SAME_TWICE.fullmatch(cells.get("date") or ""):
            cells["date"] = same[1]
        return {name: re.sub(r"\s*\|\s*", ", ", cell) if cell and "|" in cell else cell for name, cell in cells.items()}

    def _name(self, row: Row, identity: str) -> None:
        """Let other tables find the record by this row's keys."""
        for field in ("id", "accession"):
            column = self.mapping.fields.get(field)
            if column and (key := text_of(row.get(column))):
                self.staging.name_key(f"{self.table}.{column}", plain_key(key), identity)

    @property
    def _prefix(self) -> str:
        return slug(self.table).split("-")[0]

    def _example(self, row: Row, number: int) -> str:
        keys = (text_of(row.get(self.mapping.fields.get(field, ""))) for field in ("accession", "id", "title", "name"))
        return f"{self.table}, row {number}: {next((key for key in keys if key), 'no id')}"


def _stem(identity: str) -> str:
    """Return what the passages of a record are named after."""
    return f"f:{identity.replace(':', '-')}"


def _lived_apart(one: Maker, two: Maker) -> bool:
    """Say whether two of one name are namesakes."""
    return one.born is not None and two.born is not None and (one.born, one.died) != (two.born, two.died)


def _merged(first: Artwork, further: Artwork) -> Artwork:
    """Return a work with what a further row of it adds: makers, and what the first leaves out."""
    told = {f.name: getattr(further, f.name) for f in fields(first) if not getattr(first, f.name)}
    makers = dict.fromkeys(i for w in (first, further) for i in (w.maker, *w.other_makers) if i)
    whole = replace(first, **told)
    return replace(
        whole, maker=next(iter(makers), None), other_makers=tuple(makers)[1:], tags=tuple(dict.fromkeys((*first.tags, *further.tags)))
    )


def _bounds(cells: Mapping[str, str | None]) -> tuple[int | None, int | None]:
    earliest, latest = year_of(cells.get("earliest")), year_of(cells.get("latest"))
    if earliest is None and latest is None and (years := year_range(cells.get("date"))):
        earliest, latest = years
    earliest, latest = latest if earliest is None else earliest, earliest if latest is None else latest
    return (latest, earliest) if earliest is not None and latest is not None and earliest > latest else (earliest, latest)


def _tags(value: Any) -> tuple[str, ...]:
    each = map(text_of, value) if isinstance(value, list) else re.split(r"[,;|]", text_of(value) or "")
    return tuple(dict.fromkeys(tag.strip() for tag in each if tag and tag.strip()))
