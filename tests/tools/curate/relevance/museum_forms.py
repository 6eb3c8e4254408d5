"""One small museum's past shows in the forms in which museums and their systems export them."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

Rows = Sequence[Mapping[str, Any]]
SUBJECTS = ("Winter", "Harbour", "Portrait", "Forest")
MAKERS = ("Ada Ek", "Bo Holm", "Cy Dahl", "Dora Lind", "Eva Møe", "Finn Aas")
SHOWS = 12
MONTHS = "January February March April May June July August September October November December".split()


def works() -> Rows:
    return [
        {"id": 1000 + n, "no": f"F.{1990 + n}.7", "title": f"{SUBJECTS[n % 4]} no. {n}", "maker": MAKERS[n % 6], "medium": "Etching"}
        for n in range(72)
    ]


def shows() -> Rows:
    return [{"id": 7 + n, "title": f"The {SUBJECTS[n % 4]} as seen {n}", "year": 1980 + n, "month": 5 + n % 3} for n in range(SHOWS)]


def hung() -> Sequence[tuple[int, int]]:
    """Return places of shows and works: each show six works of its subject that no other has."""
    return [(show, show % 4 + 4 * (show // 4 * 6 + each)) for show in range(SHOWS) for each in range(6)]


def collection_system(folder: Path) -> None:
    """Keys in five tables, makers in a table of their own."""
    table(folder / "Exhibitions.csv", [
        {"ExhibitionID": s["id"], "ExhTitle": s["title"], "BeginISODate": f"{s['year']}-05-01", "EnteredDate": "2011-03-04"}
        for s in shows()
    ])  # fmt: skip
    table(folder / "ExhObjXrefs.csv", [
        {"XrefID": n, "ExhibitionID": shows()[s]["id"], "ObjectID": works()[w]["id"]} for n, (s, w) in enumerate(hung())
    ])  # fmt: skip
    table(folder / "Objects.csv", [{"ObjectID": w["id"], "Title": w["title"], "Medium": w["medium"]} for w in works()])
    table(
        folder / "Constituents.csv", [{"ConstituentID": n + 1, "DisplayName": name, "BeginDate": 1900 + n} for n, name in enumerate(MAKERS)]
    )
    pairs = [{"ObjectID": w["id"], "ConstituentID": MAKERS.index(w["maker"]) + 1} for w in works()]
    table(folder / "ObjConstituents.csv", pairs)


def german(folder: Path) -> None:
    """Semicolons, Windows-1252, a span of days in one column, inventory numbers as keys."""
    table(folder / "Ausstellungen.csv", [
        {"Ausstellungsnummer": s["id"], "Ausstellung": s["title"], "Laufzeit": f"3.{s['month']}.{s['year']} – 4.9.{s['year']}"}
        for s in shows()
    ], ";", "cp1252")  # fmt: skip
    rows = [{"Ausstellungsnummer": shows()[s]["id"], "Inventarnummer": works()[w]["no"]} for s, w in hung()]
    table(folder / "Ausstellung_Objekt.csv", rows, ";", "cp1252")
    objects = [{"Inventarnummer": w["no"], "Titel": w["title"], "Künstler": w["maker"], "Technik": "Ätzung"} for w in works()]
    table(folder / "Objekte.csv", objects, ";", "cp1252")


def french(folder: Path) -> None:
    months = "janvier février mars avril mai juin juillet".split()
    table(folder / "expositions.csv", [
        {"identifiant": s["id"], "titre de l'exposition": s["title"], "date d'ouverture": f"3 {months[s['month'] - 1]} {s['year']}"}
        for s in shows()
    ], ";", "utf-8-sig")  # fmt: skip
    rows = [{"exposition": shows()[s]["id"], "numéro d'inventaire": works()[w]["no"]} for s, w in hung()]
    table(folder / "oeuvres_exposees.csv", rows, ";", "utf-8-sig")
    objects = [{"numéro d'inventaire": w["no"], "titre": w["title"], "auteur": w["maker"], "technique": "gravure"} for w in works()]
    table(folder / "oeuvres.csv", objects, ";", "utf-8-sig")


def keys_in_works(folder: Path) -> None:
    """Each work lists the keys of its shows in one cell."""
    of = [";".join(str(shows()[s]["id"]) for s, w in hung() if w == n) for n in range(len(works()))]
    table(folder / "objects.csv", [{**w, "exhibition_history": of[n]} for n, w in enumerate(works())])
    table(folder / "exhibitions.csv", [{"id": s["id"], "title": s["title"], "start_date": f"{s['year']}-05"} for s in shows()])


def nested_in_shows(folder: Path) -> None:
    """Two JSON documents; each show holds objects of its works, more of them than a list of people ever is."""
    listed = [
        {"id": s["id"], "title": s["title"], "opened": str(s["year"]), "objects": [{"id": works()[w]["id"]} for at, w in hung() if at == n]}
        for n, s in enumerate(shows())
    ]
    (folder / "exhibitions.json").write_text(json.dumps({"exhibitions": listed}))
    (folder / "objects.json").write_text(json.dumps(works()))


def nested_in_works(folder: Path) -> None:
    """One document of works; each holds the shows that it was in."""

    def told(n: int) -> list[dict[str, Any]]:
        return [{"id": f"e{s}", "title": shows()[s]["title"], "opening_date": f"{shows()[s]['year']}-05-03"} for s, w in hung() if w == n]

    rows = [{**w, "exhibitions": {"current": told(n), "legacy": []}} for n, w in enumerate(works())]
    (folder / "data.json").write_text(json.dumps({"data": rows}))


def lines(folder: Path) -> None:
    """Lines of text in the record of each work, as catalogues print them."""

    def told(n: int) -> str:
        found = [shows()[s] for s, w in hung() if w == n]
        return "\n".join(f"{s['title']}, Museum of Snow, Oslo, 3 {MONTHS[s['month'] - 1]}–4 October {s['year']}" for s in found)

    table(folder / "collection.csv", [{**w, "Exhibition History": told(n)} for n, w in enumerate(works())])


def joined(folder: Path) -> None:
    """One table of a row for each show and work."""
    rows: list[Mapping[str, Any]] = []
    for s, w in hung():
        show, work = shows()[s], works()[w]
        dates = f"{MONTHS[show['month'] - 1]} 3 – October 4, {show['year']}"
        rows.append(
            {"Exhibition ID": show["id"], "Exhibition Title": show["title"], "Exhibition Dates": dates, "Object ID": work["id"],
             "Title": work["title"], "Artist": work["maker"], "Medium": work["medium"]}
        )  # fmt: skip
    table(folder / "all.csv", rows)


def otherwise_typed(folder: Path) -> None:
    """Keys padded here and with fractions there, openings in milliseconds since 1970."""
    table(folder / "shows.csv", [
        {"exh_id": f"{s['id']:06}", "exh_name": s["title"], "start": (s["year"] - 1970) * 31_557_600_000 + 10**10} for s in shows()
    ])  # fmt: skip
    table(folder / "links.csv", [{"exh_id": float(shows()[s]["id"]), "object_id": float(works()[w]["id"])} for s, w in hung()])
    rows = [{"object_id": f"{w['id']:08}", "title": w["title"], "artist": w["maker"], "medium": w["medium"]} for w in works()]
    (folder / "works.jsonl").write_text("\n".join(map(json.dumps, rows)))


def a_row_a_venue(folder: Path) -> None:
    """A show that travelled has a row for each venue, with the title as that venue had it."""
    rows: list[Mapping[str, Any]] = []
    for s in shows():
        rows.append({"Exhibition No": f"EX.{s['id']}", "Exhibition": s["title"], "Venue": "Oslo", "Opened": f"{s['year']}-05"})
        rows.append(
            {"Exhibition No": f"EX.{s['id']}", "Exhibition": s["title"].upper(), "Venue": "Bergen", "Opened": f"{s['year'] + 1}-01"}
        )
    table(folder / "venues.csv", rows)
    table(folder / "loans.csv", [{"Exhibition No": f"EX.{shows()[s]['id']}", "Accession Number": works()[w]["no"]} for s, w in hung()])
    objects = [{"Accession No.": w["no"], "Title": w["title"], "Maker": w["maker"], "Medium": w["medium"]} for w in works()]
    table(folder / "catalogue.csv", objects)


def titles_as_keys(folder: Path) -> None:
    table(folder / "exhibits.csv", [{"Exhibition": s["title"], "Dates": f"May 3 – August 4, {s['year']}"} for s in shows()])
    table(folder / "checklists.csv", [{"Exhibition": shows()[s]["title"], "Accession": works()[w]["no"]} for s, w in hung()])
    objects = [{"Accession": w["no"], "Title": w["title"], "Maker": w["maker"], "Medium": w["medium"]} for w in works()]
    table(folder / "works.csv", objects)


FORMS: Sequence[Callable[[Path], None]] = (
    collection_system, german, french, keys_in_works, nested_in_shows, nested_in_works, lines, joined, otherwise_typed, a_row_a_venue,
    titles_as_keys,
)  # fmt: skip


def persons(folder: Path) -> None:
    """A row for each show and person, and no table of persons."""
    rows = [
        {"ExhibitionID": shows()[s]["id"], "ExhibitionTitle": shows()[s]["title"], "ExhibitionBeginDate": f"5/3/{shows()[s]['year']}",
         "ConstituentID": MAKERS.index(works()[w]["maker"]), "DisplayName": works()[w]["maker"]}
        for s, w in hung()
    ]  # fmt: skip
    table(folder / "Exhibitions.csv", rows, encoding="cp1252")


def table(file: Path, rows: Rows, delimiter: str = ",", encoding: str = "utf-8") -> None:
    with file.open("w", newline="", encoding=encoding) as stream:
        writer = csv.DictWriter(stream, list(rows[0]), delimiter=delimiter)
        writer.writeheader()
        writer.writerows(rows)
