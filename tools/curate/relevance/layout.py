"""Find in a museum's tables where its shows are told, its works or persons, and what was hung."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

from retrieval.catalogue.columns import plain
from retrieval.catalogue.mapping import ColumnMapping, guess_mapping
from retrieval.catalogue.survey import Row
from retrieval.catalogue.tables import Table
from retrieval.errors import SourceError

from .keys import key_of, keys_in
from .spoken import show_fields, speaks_of_shows

WORK_WORDS = (
    "object",
    "artwork",
    "work",
    "item",
    "objekt",
    "werk",
    "oeuvre",
    "opera",
    "obra",
    "accession",
    "inventar",
    "inventaire",
    "objet",
)
PERSON_WORDS = ("artist", "person", "constituent", "maker", "creator", "agent", "kunstler")
# Distinct values of a column that must be keys of the other table: more where its name does not say so. Few may be where it does,
# for most of what hangs in a show can be lent.
ENOUGH = 0.5
ENOUGH_NAMED = 0.05
# Rows that are looked at for keys, spread over a table.
LOOKED_AT = 5000
Mapped = Sequence[tuple[Table, ColumnMapping]]


@dataclass(frozen=True, slots=True)
class Told:
    """The table that tells shows, and its columns by field (`id`, `title`, `begin`, `overview`)."""

    table: Table
    fields: Mapping[str, str]

    @property
    def keys(self) -> Sequence[str]:
        """The columns that others may name a show by."""
        return [self.fields[name] for name in ("id", "title") if name in self.fields]

    @property
    def key(self) -> str:
        """The column that tells shows apart."""
        return self.keys[0]


@dataclass(frozen=True, slots=True)
class Side:
    """Keys of a table that others speak of: the table, its column, their values, words for what they number."""

    table: Table
    column: str
    values: frozenset[str]
    words: Sequence[str]
    of_shows: bool = False

    def named_in(self, column: str) -> bool:
        """Say whether a column's name speaks of what these keys number."""
        alike = plain(column) == plain(self.column) and plain(column) != "id"
        return alike or (speaks_of_shows(column) if self.of_shows else any(word in plain(column) for word in self.words))


@dataclass(frozen=True, slots=True)
class Hung:
    """Where it is listed what was hung: a table, its column of shows and its column of works or persons.

    `show_key` is the column of the told shows that the first names, `key` that of the table `of` which the second does; `of` is None
    where persons are named and no table tells of them.
    """

    table: Table
    show: str
    other: str
    show_key: str
    of: Table | None
    key: str


@dataclass(frozen=True)
class Finder:
    """Finds the parts of a museum's tables, by what a person says of them or else by names and values."""

    tables: Mapped
    columns: Mapping[str, str]
    joins: Mapping[str, str]
    holds: Mapping[str, str]
    place: str

    def told(self) -> Told | None:
        """Find where shows are told; None where no table tells shows with a title."""
        found: list[tuple[tuple[int, ...], Told]] = []
        for number, (table, mapping) in enumerate(self.tables):
            fields = show_fields(table, mapping, self._given(table))
            if rank := self._rank(table, fields):
                found.append(((*rank, -number), Told(table, fields)))
        return max(found, key=lambda each: each[0])[1] if found else None

    def untold(self) -> SourceError:
        """Return what to say where no table tells shows."""
        return SourceError(
            f"no table of {self.place} lists exhibitions with a title ({self._names}); "
            "say which with --holds TABLE=texts and --map TABLE.title=COLUMN"
        )

    def told_by(self, table: Table) -> Told:
        """Return what one table tells of shows."""
        mapping = next(mapping for each, mapping in self.tables if each.name == table.name)
        return Told(table, show_fields(table, mapping, self._given(table)))

    def hung(self, told: Told) -> Hung:
        """Find what was hung: works or, failing these, persons.

        Raises:
            SourceError: nothing pairs shows with works or persons.
        """
        shows = [Side(told.table, column, frozenset(_values(told.table, column)), (), of_shows=True) for column in told.keys]
        for kind, words in (("works", WORK_WORDS), ("makers", PERSON_WORDS)):
            others = list(self._keyed(kind, words, told))
            for found in (self._beside(shows, others), self._within(shows, others)):
                if found:
                    return found
        if persons := self._named_persons(shows):
            return persons
        if not any(mapping.holds in ("works", "makers") and table.name != told.table.name for table, mapping in self.tables):
            raise SourceError(
                f"no table of {self.place} tells of works or persons ({self._names}); add one, or say which with --holds TABLE=works"
            )
        raise SourceError(
            f"no table of {self.place} ({self._names}) lists what was hung, with keys of {told.table.name} "
            f"beside keys of works or persons; say which columns with --join TABLE.COLUMN={told.table.name}.{told.key} "
            "and --join TABLE.COLUMN=WORKS.KEY"
        )

    def pairs(self, left: Side, right: Side, but: Sequence[str] = ()) -> Iterator[tuple[Table, str, str]]:
        """Yield each table that holds keys of both sides, the best first, with its two columns."""
        found: list[tuple[float, int, Table, str, str]] = []
        for number, (table, _) in enumerate(self.tables):
            if table.name in (left.table.name, right.table.name, *but):
                continue
            first = self._column(table, left)
            second = self._column(table, right, first[1]) if first else None
            if first and second:
                found.append((first[0] + second[0], -number, table, first[1], second[1]))
        for _, _, table, show, other in sorted(found, key=lambda each: each[:2], reverse=True):
            yield table, show, other

    def keyed(self, table: Table, column: str, words: Sequence[str] = ()) -> Side:
        """Return a key column with its values."""
        return Side(table, column, frozenset(_values(table, column)), words)

    def _beside(self, shows: Sequence[Side], others: Sequence[Side]) -> Hung | None:
        """Find a table of its own with both keys."""
        found = ((show, other, pair) for show in shows for other in others for pair in self.pairs(show, other))
        return next((Hung(table, s, o, show.column, other.table, other.column) for show, other, (table, s, o) in found), None)

    def _within(self, shows: Sequence[Side], others: Sequence[Side]) -> Hung | None:
        """Find keys of shows in a table of works, keys of works in that of shows, or both in one table."""
        for show in shows:
            for other in others:
                if show.table.name == other.table.name:
                    return Hung(show.table, show.column, other.column, show.column, other.table, other.column)
                if column := self._named_column(other.table, show):
                    return Hung(other.table, column, other.column, show.column, other.table, other.column)
                if column := self._named_column(show.table, other, show.column):
                    return Hung(show.table, show.column, column, show.column, other.table, other.column)
        return None

    def _named_persons(self, shows: Sequence[Side]) -> Hung | None:
        """Find names of persons beside keys of shows, where no table tells of persons."""
        for show in shows:
            for table, mapping in self.tables:
                column = show.column if table.name == show.table.name else (self._column(table, show) or (0, None))[1]
                fields = mapping.fields or guess_mapping(table, {}, "works").fields
                name = next((fields[field] for field in ("artist", "name") if field in fields), None)
                if column and name and column != name:
                    return Hung(table, column, name, show.column, None, name)
        return None

    def _keyed(self, kind: str, words: Sequence[str], told: Told) -> Iterator[Side]:
        for table, mapping in self.tables:
            if mapping.holds != kind or (table.name == told.table.name and not _apart(mapping, told, kind)):
                continue
            for key in dict.fromkeys(mapping.fields[name] for name in ("id", "accession") if name in mapping.fields):
                if table.name != told.table.name or key not in told.fields.values():
                    yield self.keyed(table, key, words)

    def _named_column(self, table: Table, of: Side, but: str | None = None) -> str | None:
        """Return the column that is said or named to hold keys of another table, and does."""
        found = self._column(table, of, but)
        return found[1] if found and (found[0] >= 10 or of.named_in(found[1])) else None

    def _column(self, table: Table, of: Side, but: str | None = None) -> tuple[float, str] | None:
        """Return the column that holds keys of another table, and how well: one that is given, or named alike, or fits by its values."""
        ranked: list[tuple[float, str]] = []
        for column in table.columns:
            if self.joins.get(f"{table.name}.{column}") == f"{of.table.name}.{of.column}":
                return 10.0, column
            if column == but or self._taken(table, column, of):
                continue
            held = {key for row in self._looked_at[table.name] for key in keys_in(row.get(column), of.values)}
            overlap = len(held & of.values) / max(len(held), 1)
            named = of.named_in(column)
            if len(held) > 1 and overlap >= (ENOUGH_NAMED if named else ENOUGH):
                ranked.append((2 * (plain(column) == plain(of.column) and plain(column) != "id") + named + overlap, column))
        return max(ranked, key=lambda each: each[0]) if ranked else None

    def _taken(self, table: Table, column: str, of: Side) -> bool:
        """Say whether a person said that a column is joined to something else."""
        said = self.joins.get(f"{table.name}.{column}")
        return said is not None and said.rpartition(".")[0] != of.table.name

    def _rank(self, table: Table, fields: Mapping[str, str]) -> tuple[int, ...] | None:
        if "title" not in fields or self.holds.get(table.name, "texts") != "texts":
            return None
        named = speaks_of_shows(table.name)
        said = self.holds.get(table.name) == "texts"
        spoken = any(speaks_of_shows(column) for name, column in fields.items() if name != "overview")
        if not (named or said or spoken):
            return None
        return int(said), int("begin" in fields), int("id" in fields), int(named), int(spoken)

    def _given(self, table: Table) -> dict[str, str]:
        """Return what a person says of a table's columns: of this table, or of any that has such a column."""
        said = {name: column for name, column in self.columns.items() if "." not in name and column in table.columns}
        said |= {name.rpartition(".")[2]: column for name, column in self.columns.items() if name.rpartition(".")[0] == table.name}
        return {("overview" if name == "text" else name): column for name, column in said.items()}

    @cached_property
    def _looked_at(self) -> Mapping[str, Sequence[Row]]:
        return {table.name: list(islice(table.rows(), 0, None, max(1, table.seen.rows // LOOKED_AT))) for table, _ in self.tables}

    @cached_property
    def _names(self) -> str:
        return ", ".join(table.name for table, _ in self.tables)


def _apart(mapping: ColumnMapping, told: Told, kind: str) -> bool:
    """Say whether one table tells of works (or persons) beside its shows: their titles stand in columns of their own."""
    name = mapping.fields.get("title" if kind == "works" else "name")
    return name is not None and name not in told.fields.values()


def _values(table: Table, column: str) -> Iterator[str]:
    for row in table.rows():
        value = row.get(column)
        for each in value if isinstance(value, list) else (value,):
            if key := key_of(each):
                yield key
