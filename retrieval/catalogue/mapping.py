"""Guess which column of a foreign table holds which field."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from retrieval.errors import SourceError
from retrieval.words import folded

from .tables import Table

# Names as museums write them, best first, folded and without punctuation.
COLUMN_NAMES: Mapping[str, Sequence[str]] = {
    "id": ("id", "objectid", "recordid", "artworkid", "workid", "identifier"),
    "title": ("title", "objecttitle", "worktitle", "titel", "titre", "titolo", "titulo", "name", "objectname"),
    "original_title": ("originaltitle", "titleoriginal", "alternatetitle"),
    "artist": (
        "artist", "artists", "allartists", "artistname", "maker", "makers", "creator", "creators", "author",
        "displayname", "artistdisplayname", "attribution", "kunstenaar", "kunstler", "autor", "artiste",
    ),
    "nationality": ("nationality", "artistnationality", "school"),
    "born": ("born", "birthyear", "birthdate", "artistbirth", "constituentbegindate", "artistbegindate", "yearofbirth"),
    "died": ("died", "deathyear", "deathdate", "constituentenddate", "artistenddate", "yearofdeath"),
    "gender": ("gender", "artistgender"),
    "culture": ("culture", "civilization"),
    "date": ("date", "dated", "datetext", "objectdate", "creationdate", "year", "datecreated", "displaydate", "datering"),
    "earliest": ("earliest", "datebegin", "begindate", "daterangestart", "objectbegindate", "creationdateearliest", "fromyear"),
    "latest": ("latest", "dateend", "enddate", "daterangeend", "objectenddate", "creationdatelatest", "toyear"),
    "medium": ("medium", "technique", "materials", "material", "media", "mediumdisplay", "tecnica"),
    "type": ("type", "classification", "classificationobject", "objecttype", "category", "worktype"),
    "dimensions": ("dimensions", "dimensionsdisplaytext", "dimension", "measurements", "size"),
    "holder": ("holder", "repository", "museum", "objectowned", "institution", "collection", "owner"),
    "accession": ("accession", "accessionnumber", "acno", "objectnumber", "inventorynumber", "inventarisnummer"),
    "place": ("place", "origin", "country", "placemade", "geography", "city"),
    "style": ("style", "movement", "movements", "styleperiod", "period"),
    "genre": ("genre",),
    "tags": ("tags", "subjects", "subject", "subjectleaf", "keywords", "terms"),
    "picture": ("picture", "imagefile", "image", "imagepath", "imageurl", "imagefullsizeurl", "thumbnailurl", "primaryimage"),
}  # fmt: skip
TEXT_NAMES = (
    "description", "publicdescription", "apidescription", "scrapeddescription", "walldescription", "text", "label",
    "labeltext", "comment", "comments", "didyouknow", "funfact", "bio", "biography", "essay", "note", "notes", "abstract",
    "summary", "overview", "content", "extratext",
)  # fmt: skip
FIELDS = (*COLUMN_NAMES, "text")


@dataclass(frozen=True, slots=True)
class ColumnMapping:
    """Which column each field is read from; `texts` become fragments."""

    fields: Mapping[str, str]
    texts: Sequence[str]
    unused: Sequence[str] = ()

    def describe(self) -> str:
        """Word the mapping for a person, one field a line."""
        lines = [f"  {field:<15} <- {column}" for field, column in self.fields.items()]
        unused = [f"  not read: {', '.join(self.unused)} (fields: {', '.join(FIELDS)})"] if self.unused else []
        return "\n".join([*lines, *(f"  {'text':<15} <- {column}" for column in self.texts), *unused])


def guess_mapping(table: Table, given: Mapping[str, str]) -> ColumnMapping:
    """Map columns to fields: first what is `given`, then names that museums use.

    Raises:
        SourceError: a field or column given does not exist, or nothing looks like a title.
    """
    _refuse_unknown(table, given)
    by_name: dict[str, str] = {}
    for column in table.columns:
        by_name.setdefault(_plain(column), column)
    fields: dict[str, str] = {}
    taken = set(given.values())
    for field, names in COLUMN_NAMES.items():
        column = given.get(field) or next((by_name[n] for n in names if n in by_name and by_name[n] not in taken), None)
        if column and _has_values(table, column):
            fields[field] = column
            taken.add(column)
    if "title" not in fields:
        columns = ", ".join(table.columns[:20])
        raise SourceError(f"{table.name} has no column that looks like a title (columns: {columns}); say which with --map title=COLUMN")
    texts = _text_columns(table, given, by_name, taken)
    return ColumnMapping(fields, texts, [c for c in table.columns if c not in {*fields.values(), *texts}])


def _text_columns(table: Table, given: Mapping[str, str], by_name: Mapping[str, str], taken: set[str]) -> list[str]:
    if "text" in given:
        return [given["text"]]
    named = [by_name[n] for n in TEXT_NAMES if n in by_name and by_name[n] not in taken and _has_values(table, by_name[n])]
    return named or [c for c in table.columns if c not in taken and _mean_length(table, c) > 120]


def _refuse_unknown(table: Table, given: Mapping[str, str]) -> None:
    for field, column in given.items():
        if field not in FIELDS:
            raise SourceError(f"there is no field “{field}”; use one of: {', '.join(FIELDS)}")
        if column not in table.columns:
            raise SourceError(f"{table.name} has no column “{column}”; it has: {', '.join(table.columns[:30])}")


def _plain(column: str) -> str:
    return re.sub(r"[^a-z0-9]", "", folded(column))


def _has_values(table: Table, column: str) -> bool:
    return table.seen.columns[column].filled > 0


def _mean_length(table: Table, column: str) -> float:
    lengths = [len(v) for row in table.seen.sample if isinstance(v := row.get(column), str) and not v.startswith("http")]
    return sum(lengths) / len(lengths) if lengths else 0.0
