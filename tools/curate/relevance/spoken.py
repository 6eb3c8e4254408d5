"""Which columns tell of shows: by words for an exhibition in the names of tables and columns, whatever else these say."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from retrieval.catalogue.cells import text_of
from retrieval.catalogue.columns import TEXT_FIELDS, TEXT_NAMES, plain
from retrieval.catalogue.mapping import ColumnMapping
from retrieval.catalogue.tables import Table
from retrieval.words import folded

from .opened import opening

_SHOW = re.compile(
    r"exhibitions?|exhibits?|exh(?![a-z])|exh(?=title|name|id|no|num|date|obj)|shows?(?!n)|ausstellungs?(?:en)?|tentoonstelling(?:s|en)?|"
    r"expositions?|expos?(?![a-z])|esposizion[ei]|mostr[ae]|exposicion(?:es)?|exposicao|exposicoes|utstilling|utstallning|udstilling|nayttely|"
    r"wystaw[aey]|vystav[aey]|activity"
)
_PARTS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")
_SMALL = frozenset("de d l la le du des der di da of the van het per".split())
# Names of what is told of a show, best first, folded and without a word for it; "" stands for that word alone.
SHOW_NAMES: Mapping[str, Sequence[str]] = {
    "id": (
        "id", "ids", "number", "no", "nr", "nummer", "num", "numero", "code", "key", "identifier", "identifiant", "irn", "uuid",
        *TEXT_FIELDS["id"],
    ),
    "title": (*TEXT_FIELDS["title"], "", "nom", "nome", "nombre", "naam", "bezeichnung", "thema", "displaytitle", "maintitle", "label"),
    "begin": (
        *TEXT_FIELDS["begin"], "beginisodate", "startisodate", "opened", "open", "opens", "openedon", "from", "datefrom", "fromdate",
        "startyear", "beginyear", "datestart", "dateopen", "dateopened", "dateopening", "opendatum", "begindatum", "startdatum", "von",
        "datumvon", "eroffnung", "eroffnungsdatum", "anfang", "van", "datumvan", "datumbegin", "ouverture", "dateouverture",
        "datedouverture", "datedebut", "apertura", "dataapertura", "inizio", "datainizio", "fechainicio", "fechaapertura", "datainicio",
        "dates", "daterange", "displaydate", "displaydates", "datedisplay", "laufzeit", "zeitraum", "dauer", "looptijd", "duree",
        "periode", "period", "fechas", "periodo", "date", "datum", "data", "fecha", "year", "jahr", "jaar", "annee", "anno", "ano",
    ),
    "overview": TEXT_NAMES,
}  # fmt: skip
# Fields that only a work has: beside them a plain “title” or “date” is the work's.
_OF_WORKS = frozenset("artist medium material dimensions accession object_name".split())


def speaks_of_shows(name: str) -> bool:
    """Say whether a name holds a word for an exhibition.

    >>> speaks_of_shows("ExhObjXrefs"), speaks_of_shows("Ausstellungsnummer"), speaks_of_shows("Objects")
    (True, True, False)
    """
    return said_of_show(name) is not None


def said_of_show(name: str) -> str | None:
    """Return what a column's name says of a show, without the word for it; None where it speaks of none.

    >>> said_of_show("ExhibitionID"), said_of_show("date d'ouverture de l'exposition"), said_of_show("exhibitions.current.title")
    ('id', 'datedouverture', 'title')
    >>> said_of_show("Exhibition"), said_of_show("Ausstellungsnummer"), said_of_show("Title")
    ('', 'nummer', None)
    """
    path, _, last = name.rpartition(".")
    if path and last.strip() and speaks_of_shows(path):
        return said_of_show(last) or plain(last)
    words = [folded(word) for word in _PARTS.findall(folded_capitals(name))]
    found = [_SHOW.match(word) for word in words]
    if not any(found):
        return None
    rest = [word[match.end() :] if match else word for word, match in zip(words, found, strict=True)]
    kept = [word for word in rest if word]
    while kept and kept[-1] in _SMALL and len(kept) > 1:
        kept.pop()
    return "".join(kept) if not all(word in _SMALL for word in kept) else ""


def folded_capitals(name: str) -> str:
    """Return a name without accents, its capitals kept, since they part its words."""
    import unicodedata

    return "".join(letter for letter in unicodedata.normalize("NFKD", name) if not unicodedata.combining(letter))


def show_fields(table: Table, mapping: ColumnMapping, given: Mapping[str, str]) -> dict[str, str]:
    """Return the columns of a table that tell of shows, by field of `SHOW_NAMES`; those `given` come first."""
    plainly = mapping.holds != "makers" and not _OF_WORKS & set(mapping.fields)
    said: dict[str, list[str]] = {}
    for column in table.columns:
        spoken = said_of_show(column)
        if spoken is not None:
            said.setdefault(spoken, []).append(column)
        if plainly:
            said.setdefault(plain(column), []).append(column)
    found = {name: column for name, column in given.items() if name in SHOW_NAMES and column}
    for name, known in SHOW_NAMES.items():
        columns = [column for each in known for column in said.get(each, ()) if column not in found.values()]
        if name not in given and (fitting := next((column for column in columns if _fits(table, column, name)), None)):
            found[name] = fitting
    return found


def _fits(table: Table, column: str, field: str) -> bool:
    seen = table.seen.columns[column]
    if not seen.filled or (field == "title" and seen.numeric):
        return False
    if field == "begin":
        told = [value for row in table.seen.sample for value in _each(row.get(column)) if text_of(value)]
        return 2 * sum(bool(opening(value)) for value in told) >= max(len(told), 1)
    return True


def _each(value: object) -> list[object]:
    return value if isinstance(value, list) else [value]
