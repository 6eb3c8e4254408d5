"""Read Linked Art (JSON-LD of the CIDOC model): each `HumanMadeObject` of a file is a row."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from .cells import storable, unmarked
from .json_stream import json_objects
from .makers import Named, maker_columns
from .measured import centimetres, date_columns, side, size_columns, year
from .tables import Row
from .values import in_english, listed, objects, text, texts

OBJECTS = ("HumanMadeObject", "ManMadeObject", "crm:E22_Human-Made_Object", "crm:E22_Man-Made_Object")
# Numbers of the Getty's Art and Architecture Thesaurus by which Linked Art says what a name, note or measure is.
PREFERRED, ACCESSION, ENGLISH, WORK_TYPE, WEB_PAGE = "300404670", ("300312355", "300404621"), "300388277", "300435443", "300264578"
_NOT_A_NUMBER_TO_SHOW = ("300435704", "300404012", "300404626")
NATIONALITY, CULTURE = "300379842", "300055768"
STATEMENTS: Mapping[str, tuple[str, ...]] = {
    "description": ("300435416", "300411780", "300080091", "300435452", "300418049", "300048722"),
    "medium": ("300435429",),
    "dimensions": ("300435430",),
    "credit": ("300435418", "300026687"),
    "licence": ("300435434", "300055547", "300055603", "300133046"),
}
_SAID_AS: Mapping[str, tuple[str, ...]] = {
    "description": ("description", "wall label", "label text", "summary", "abstract"),
    "medium": ("material", "medium", "technique"),
    "dimensions": ("dimension",),
    "credit": ("credit", "acknowledg"),
    "licence": ("copyright", "licen", "rights", "access statement"),
}
SIDES = {"300055644": "height", "300055647": "width", "300072633": "depth", "300055645": "length", "300055624": "diameter"}
UNITS = {"300379098": "cm", "300379097": "mm", "300379099": "m", "300379100": "in", "300379101": "ft"}
_GENERAL_TYPES = ("300133025", "300404024")


def sniff(head: bytes) -> bool:
    """Say whether a file that begins with `head` is Linked Art."""
    return b"linked.art/ns" in head or any(f'"{name}"'.encode() in head for name in OBJECTS)


def rows(file: Path) -> Iterator[Row]:
    """Yield a row for each object in `file`; people, places and pictures on their own are passed over.

    Raises:
        SourceError: not whole JSON.
    """
    return (row_of(record) for record in json_objects(file) if is_object(record))


def is_object(record: Mapping[str, Any]) -> bool:
    """Say whether a JSON object is the record of a work."""
    return any(kind in OBJECTS for kind in listed(record.get("type", record.get("@type"))))


def row_of(record: Mapping[str, Any]) -> Row:
    """Return the columns of a HumanMadeObject, whatever of it is there."""
    made = objects(record.get("produced_by"))
    made += [part for whole in made for part in objects(whole.get("part"))]
    identity = record.get("id", record.get("@id"))
    row: dict[str, Any] = {
        "id": text(identity),
        "title": _title(record),
        "accession": _accession(record),
        "type": _types(record),
        **_made(made),
        "culture": [label for kind in _kinds(record, CULTURE) if (label := _label(kind))],
        "holder": _first_label(record, "current_keeper", "current_owner", "current_custodian"),
        "collection": _first_label(record, "member_of"),
        **_statements(record),
        "tags": list(dict.fromkeys(_subjects(record))),
        "picture": next(_pictures(record), None),
        "url": next(_pages(record), None),
    }
    row["medium"] = row.get("medium") or [label for part in objects(record.get("made_of")) if (label := _label(part))]
    sizes = size_columns(_sizes(record))
    row = {**row, **{name: value for name, value in sizes.items() if not row.get(name)}}
    row["licence"] = next(_licences(record), None) or row.get("licence")
    return {name: value for name, value in row.items() if value not in (None, "", [])}


def _title(record: Mapping[str, Any]) -> str | None:
    names = [
        n for n in objects(record.get("identified_by")) if n.get("type", "Name") in ("Name", "Title", "crm:E33_E41_Linguistic_Appellation")
    ]
    names.sort(key=lambda name: not _is(name, (PREFERRED,)))
    return in_english((_language(name), _content(name)) for name in names) or text(record.get("_label"))


def _accession(record: Mapping[str, Any]) -> str | None:
    numbers = [n for n in objects(record.get("identified_by")) if n.get("type") == "Identifier" and not _is(n, _NOT_A_NUMBER_TO_SHOW)]
    numbers.sort(key=lambda number: not (_is(number, ACCESSION) or "accession" in _kind_words(number)))
    return next((said for number in numbers if (said := _content(number))), None)


def _types(record: Mapping[str, Any]) -> list[str]:
    kinds = [k for k in objects(record.get("classified_as")) if _number(k) not in _GENERAL_TYPES]
    wanted = [k for k in kinds if _is(k, (WORK_TYPE,))] or [k for k in kinds if not _is(k, (CULTURE,))]
    return list(dict.fromkeys(label for kind in wanted if (label := _label(kind))))[:1]


def _made(productions: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    row: dict[str, Any] = maker_columns([named for made in productions for named in _people(made)])
    for made in productions:
        found = {
            **_dated(made),
            "place": _first_label(made, "took_place_at"),
            "technique": [label for how in objects(made.get("technique")) if (label := _label(how))],
        }
        row = {**row, **{name: value for name, value in found.items() if row.get(name) in (None, "", [])}}
    return row


def _people(made: Mapping[str, Any]) -> Iterator[Named]:
    role = " ".join(_kind_words(kind) for kind in [made])
    for person in objects(made.get("carried_out_by")):
        yield _person(person, role)
    for assigned in (*objects(made.get("attributed_by")), *objects(made.get("assigned_by"))):
        property_name = str(assigned.get("assigned_property", "carried_out_by"))
        for person in objects(assigned.get("assigned")) if "carried_out_by" in property_name else []:
            yield _person(person, role, text(assigned.get("_label")))


def _person(person: Mapping[str, Any], role: str, qualifier: str | None = None) -> Named:
    named = [n for n in objects(person.get("identified_by")) if n.get("type", "Name") == "Name"]
    named.sort(key=lambda name: not _is(name, (PREFERRED,)))
    name = in_english((_language(n), _content(n)) for n in named) or _label(person) or ""
    birth, death = _span(person.get("born")), _span(person.get("died"))
    nations = [label for kind in objects(person.get("classified_as")) if _is(kind, (NATIONALITY,)) and (label := _label(kind))]
    return Named(
        name, role, qualifier, ", ".join(nations) or None, year(birth.get("begin_of_the_begin")), year(death.get("end_of_the_end"))
    )


def _dated(made: Mapping[str, Any]) -> dict[str, Any]:
    span = _span(made)
    worded = in_english((_language(n), _content(n)) for n in objects(span.get("identified_by"))) or text(span.get("_label"))
    begin = span.get("begin_of_the_begin", span.get("end_of_the_begin"))
    end = span.get("end_of_the_end", span.get("begin_of_the_end"))
    return {name: value for name, value in date_columns(worded, begin, end).items() if value is not None}


def _span(event: Any) -> Mapping[str, Any]:
    return next((span for one in objects(event) for span in objects(one.get("timespan"))), {})


def _statements(record: Mapping[str, Any]) -> dict[str, Any]:
    notes = [note for note in objects(record.get("referred_to_by")) if _content(note)]
    found: dict[str, Any] = {}
    for column, numbers in STATEMENTS.items():
        fitting = [n for n in notes if _is(n, numbers)] or [n for n in notes if any(w in _kind_words(n) for w in _SAID_AS[column])]
        english = [n for n in fitting if _language(n) == "en"] or fitting[: None if column == "description" else 1]
        found[column] = "\n\n".join(dict.fromkeys(map(_content, english))) if column == "description" else _content_of_first(english)
    return found


def _content_of_first(notes: Sequence[Mapping[str, Any]]) -> str | None:
    return _content(notes[0]) if notes else None


def _sizes(record: Mapping[str, Any]) -> Iterator[tuple[str, float | None]]:
    for measure in objects(record.get("dimension")):
        kinds = objects(measure.get("classified_as"))
        named = next((s for kind in kinds if (s := SIDES.get(_number(kind)) or side(_label(kind) or ""))), None)
        unit = next(iter(objects(measure.get("unit"))), {})
        if named:
            yield named, centimetres(measure.get("value"), UNITS.get(_number(unit)) or _label(unit) or "")


def _subjects(record: Mapping[str, Any]) -> Iterator[str]:
    shown = [*objects(record.get("shows")), record]
    for about in (
        thing for one in shown for key in ("represents", "about", "represents_instance_of_type") for thing in objects(one.get(key))
    ):
        if label := _label(about):
            yield label


def _pictures(record: Mapping[str, Any]) -> Iterator[str]:
    for shown in objects(record.get("representation")):
        for digital in (*objects(shown.get("digitally_shown_by")), *objects(shown.get("digitally_available_via")), shown):
            points = [text(point.get("id")) for point in objects(digital.get("access_point"))]
            yield from (point for point in points if point)
            if not points and str(digital.get("format", "")).startswith("image/") and (identity := text(digital.get("id"))):
                yield identity


def _pages(record: Mapping[str, Any]) -> Iterator[str]:
    for about in objects(record.get("subject_of")):
        for page in (*objects(about.get("digitally_carried_by")), about):
            if "html" in str(page.get("format", "")) or _is(page, (WEB_PAGE,)):
                points = [text(point.get("id")) for point in objects(page.get("access_point"))] or [text(page.get("id"))]
                yield from (point for point in points if point)


def _licences(record: Mapping[str, Any]) -> Iterator[str]:
    for right in objects(record.get("subject_to")):
        for kind in objects(right.get("classified_as")):
            link = text(kind.get("id")) or ""
            if "creativecommons" in link or "rightsstatements" in link:
                yield link
        if label := in_english((_language(n), _content(n)) for n in objects(right.get("identified_by"))) or _label(right):
            yield label


def _kinds(record: Mapping[str, Any], number: str) -> list[Mapping[str, Any]]:
    return [kind for kind in objects(record.get("classified_as")) if _is(kind, (number,))]


def _is(thing: Mapping[str, Any], numbers: Iterable[str]) -> bool:
    """Say whether a thing is classified, itself or one step on, under one of the thesaurus numbers."""
    kinds = objects(thing.get("classified_as"))
    return any(_number(k) in numbers for kind in kinds for k in (kind, *objects(kind.get("classified_as"))))


def _number(kind: Mapping[str, Any]) -> str:
    return str(kind.get("id", kind.get("@id", ""))).rstrip("/").rpartition("/")[2].rpartition(":")[2]


def _kind_words(thing: Mapping[str, Any]) -> str:
    return " ".join(label for kind in objects(thing.get("classified_as")) if (label := _label(kind))).casefold()


def _language(thing: Mapping[str, Any]) -> str | None:
    first = next(iter(listed(thing.get("language"))), None)
    if isinstance(first, dict):
        label = (_label(first) or "").casefold()
        return "en" if _number(first) == ENGLISH or label in ("english", "en") else label or _number(first)
    return str(first) if first else None


def _content(thing: Mapping[str, Any]) -> str:
    return "\n".join(
        unmarked(storable(str(part))) for part in listed(thing.get("content", thing.get("value"))) if not isinstance(part, dict | list)
    )


def _label(thing: Mapping[str, Any]) -> str | None:
    named = [n for n in objects(thing.get("identified_by")) if n.get("type", "Name") == "Name"]
    return (
        text(thing.get("_label")) or in_english((_language(n), _content(n)) for n in named) or next(iter(texts(thing.get("label"))), None)
    )


def _first_label(thing: Mapping[str, Any], *names: str) -> str | None:
    return next((label for name in names for one in objects(thing.get(name)) if (label := _label(one))), None)
