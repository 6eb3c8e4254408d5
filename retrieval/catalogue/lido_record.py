"""One LIDO record as a row: who made what, when, of what, where it is kept and on what terms it is shown."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from .cells import storable, unmarked
from .makers import Named, maker_columns
from .measured import centimetres, date_columns, side, size_columns, year
from .tables import Row
from .values import in_english, is_english

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

# Production and creation in LIDO's own terminology, and the words that stand there instead.
_MAKING_IDS = ("lido00007", "lido00012", "lido00030", "lido00029")
_MAKING = ("production", "creation", "herstellung", "schaffung", "entwurf", "design", "making", "fabrication", "produzione", "création")
_PREFERENCE = {"preferred": 0, "lido00169": 0, "alternate": 2, "lido00170": 2}


def row_of(record: Element) -> Row:
    """Return the columns of a `lido` element whose names carry no namespace; English blocks go before others."""
    row: dict[str, Any] = {"id": _text(record, "lidoRecID")}
    for block in _english_first(record.findall("descriptiveMetadata")):
        _fill(row, _described(block))
    for block in _english_first(record.findall("administrativeMetadata")):
        _fill(row, _administered(block))
    published = _text(record, "objectPublishedID")
    if published and published.startswith("http"):
        _fill(row, {"url": published})
    return {name: value for name, value in row.items() if value not in (None, "", [])}


def _fill(row: dict[str, Any], more: dict[str, Any]) -> None:
    for name, value in more.items():
        if row.get(name) in (None, "", []):
            row[name] = value


def _english_first(blocks: list[Element]) -> list[Element]:
    return sorted(blocks, key=lambda block: not is_english(block.get("lang")))


def _described(block: Element) -> dict[str, Any]:
    classification = "objectClassificationWrap/"
    types = _each(block, f"{classification}objectWorkTypeWrap/objectWorkType")
    return {
        **_titles(block),
        "type": (types or _each(block, f"{classification}classificationWrap/classification"))[:1],
        **_kept(block),
        "description": "\n\n".join(
            _per(block, "objectIdentificationWrap/objectDescriptionWrap/objectDescriptionSet", "descriptiveNoteValue")
        ),
        **_made(_making(block)),
        **_size(block),
        "tags": _subjects(block),
    }


def _titles(block: Element) -> dict[str, Any]:
    found = [e for e in block.iterfind("objectIdentificationWrap/titleWrap/titleSet/appellationValue") if _own(e)]
    found.sort(key=_preference)
    title = in_english((e.get("lang"), _own(e)) for e in found)
    other = next((_own(e) for e in found if _own(e) != title and _preference(e) < 2 and not is_english(e.get("lang"))), None)
    return {"title": title, "original_title": other}


def _kept(block: Element) -> dict[str, Any]:
    sets = block.findall("objectIdentificationWrap/repositoryWrap/repositorySet")
    current = next((s for s in sets if "current" in (s.get("type") or "").casefold()), sets[0] if sets else None)
    if current is None:
        return {}
    name = _text(current, "repositoryName/legalBodyName/appellationValue") or _text(
        current, "repositoryName/legalBodyName/Concept/prefLabel"
    )
    return {"holder": name, "accession": _text(current, "workID")}


def _making(block: Element) -> list[Element]:
    """Return the events of making; failing these, those that tell an actor or a date."""
    events = block.findall("eventWrap/eventSet/event")
    making = [event for event in events if _is_making(event)]
    return making or [event for event in events if event.find("eventActor") is not None or event.find("eventDate") is not None][:1]


def _is_making(event: Element) -> bool:
    said = [_own(e) for kind in event.findall("eventType") for e in kind.iter()] + [
        v for e in event.findall("eventType//") for v in e.attrib.values()
    ]
    return any(word.casefold().endswith(_MAKING_IDS) or word.casefold().startswith(_MAKING) for word in said)


def _made(events: list[Element]) -> dict[str, Any]:
    row: dict[str, Any] = maker_columns([named for event in events for named in _actors(event)])
    for event in events:
        _fill(row, {
            **_dated(event),
            "culture": _each(event, "culture"),
            "place": _text(event, "eventPlace/displayPlace") or _text(event, "eventPlace/place/namePlaceSet/appellationValue"),
            "medium": _text(event, "eventMaterialsTech/displayMaterialsTech")
            or _each(event, "eventMaterialsTech/materialsTech/termMaterialsTech"),
        })  # fmt: skip
    return row


def _actors(event: Element) -> Iterator[Named]:
    for played in event.findall("eventActor"):
        actors = [*played.findall("actorInRole"), *played.findall("actor")]
        named = [_actor(actor) for actor in actors]
        whole = _text(played, "displayActorInRole")
        yield from [n for n in named if n.name] or ([Named(whole)] if whole else [])


def _actor(played: Element) -> Named:
    inner = played.find("actor")
    actor = played if inner is None else inner
    born = [year(_own(e)) for e in actor.iterfind("vitalDatesActor/earliestDate")]
    died = [year(_own(e)) for e in actor.iterfind("vitalDatesActor/latestDate")]
    return Named(
        name=_text(actor, "nameActorSet/appellationValue") or "",
        role=", ".join(_each(played, "roleActor")),
        qualifier=_text(played, "attributionQualifierActor"),
        nationality=", ".join(_each(actor, "nationalityActor")) or None,
        born=next(iter(born), None),
        died=next(iter(died), None),
    )


def _dated(event: Element) -> dict[str, Any]:
    earliest, latest = _text(event, "eventDate/date/earliestDate"), _text(event, "eventDate/date/latestDate")
    columns = date_columns(_text(event, "eventDate/displayDate"), earliest, latest)
    return columns if any(value is not None for value in columns.values()) else {}


def _size(block: Element) -> dict[str, Any]:
    sets = block.findall("objectIdentificationWrap/objectMeasurementsWrap/objectMeasurementsSet")
    measured: list[tuple[str, float | None]] = []
    for part in (m for s in sets for m in s.iterfind("objectMeasurements/measurementSet")):
        name = next((known for e in part.iterfind(".//measurementType") for own in _all(e) if (known := side(own))), None)
        unit = next((own for e in part.iterfind(".//measurementUnit") for own in _all(e)), "")
        if name:
            measured.append((name, centimetres(_text(part, "measurementValue") or "", unit)))
    displayed = [shown for s in sets if (shown := _text(s, "displayObjectMeasurements"))]
    columns = size_columns(measured)
    # The words of the museum say more, unless the parts are needed to say the unit.
    return {**columns, "dimensions": "; ".join(displayed) or columns.get("dimensions")}


def _subjects(block: Element) -> list[str]:
    sets = block.findall("objectRelationWrap/subjectWrap/subjectSet")
    found = [*_per_all(sets, "displaySubject")]
    for path in ("subject/subjectConcept", "subject/subjectActor", "subject/subjectPlace"):
        found += [name for s in sets for name in _each(s, path)]
    return list(dict.fromkeys(found))


def _administered(block: Element) -> dict[str, Any]:
    shown = [s for s in block.iterfind("resourceWrap/resourceSet") if s.find(".//linkResource") is not None]
    resource = [right for s in shown[:1] for right in s.findall("rightsResource")]
    work, record = block.findall("rightsWorkWrap/rightsWorkSet"), block.findall("recordWrap/recordRights")
    return {
        "url": _text(block, "recordWrap/recordInfoSet/recordInfoLink"),
        "picture": _picture(shown),
        "licence": next((licence for right in [*resource, *work, *record] if (licence := _licence(right))), None),
        "credit": next((line for right in [*work, *resource, *record] if (line := _text(right, "creditLine"))), None),
        "source": _text(block, "recordWrap/recordSource/legalBodyName/appellationValue"),
    }


def _picture(shown: list[Element]) -> str | None:
    """Return the first picture that is not a thumbnail, else the first."""
    parts = [p for s in shown for p in s.findall("resourceRepresentation") if _text(p, "linkResource")]
    parts.sort(key=lambda p: "thumb" in (p.get("type") or "").casefold())
    return _text(parts[0], "linkResource") if parts else None


def _licence(right: Element) -> str | None:
    kinds = [e for kind in right.findall("rightsType") for e in kind.iter()]
    links = [value for e in kinds for value in (_own(e), *e.attrib.values()) if value.startswith("http") and "lido-schema" not in value]
    return links[0] if links else in_english((e.get("lang"), _own(e)) for e in kinds)


def _own(element: Element) -> str:
    return (
        " ".join(unmarked(storable(element.text or "")).split())
        if len(element.text or "") < 400
        else unmarked(storable(element.text or ""))
    )


def _preference(element: Element) -> int:
    return _PREFERENCE.get((element.get("pref") or "").rpartition("/")[2].casefold(), 1)


def _text(element: Element, path: str) -> str | None:
    """Return the best of what lies at `path`: English and preferred before the rest."""
    found = sorted(element.findall(path), key=_preference)
    return in_english((e.get("lang"), _own(e)) for e in found)


def _per(element: Element, path: str, inner: str) -> list[str]:
    return list(_per_all(element.findall(path), inner))


def _per_all(elements: list[Element], inner: str) -> Iterator[str]:
    yield from (found for e in elements if (found := _text(e, inner)))


def _each(element: Element, path: str) -> list[str]:
    """Return one name for each concept, actor or place at `path`, whichever of LIDO's ways of naming it uses."""
    found = (_name(e) for e in element.findall(path))
    return list(dict.fromkeys(name for name in found if name))


def _name(element: Element) -> str | None:
    inside = [e for e in element.iter() if e.tag in ("term", "prefLabel", "appellationValue", "displayActor", "displayPlace") and _own(e)]
    return in_english((e.get("lang"), _own(e)) for e in sorted(inside, key=_preference))


def _all(element: Element) -> list[str]:
    return [own for e in element.iter() if (own := _own(e))]
