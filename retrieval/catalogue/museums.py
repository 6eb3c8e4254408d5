"""The forms in which open museums' programming interfaces give a record, known by keys that only they use."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from .forms import Form, Record, at, named, raw, sizes
from .makers import Named
from .measured import centimetres, date_columns, side, size_columns, year
from .values import in_english, objects, text, texts

SCREEN = "full/!1024,1024/0/default.jpg"


def recognised(record: Record) -> dict[str, Any]:
    """Return the usual columns of a record in a known form; nothing of any other."""
    form = next((form for form in FORMS if all(sign in record for sign in form.signs)), None)
    return form.columns(record) if form else {}


def _told(columns: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in columns.items() if value is not None}


def _harvard_people(record: Record) -> Sequence[Named]:
    return [
        Named(
            text(person.get("displayname", person.get("name"))) or "",
            text(person.get("role")) or "",
            text(person.get("prefix")),
            text(person.get("culture")),
            *_life(text(person.get("displaydate"))),
            gender=text(person.get("gender")),
        )
        for person in objects(record.get("people"))
    ]


def _life(worded: str | None) -> tuple[int | None, int | None]:
    """Return the years of “1840-1926” and “born 1950”; none of “active c. 1500”, which are not a life."""
    first, _, last = (worded or "").replace("–", "-").partition("-")
    return year(first.removeprefix("born ").strip()), year(last.strip())


def _harvard(record: Record) -> dict[str, Any]:
    free = "public domain" in (text(record.get("copyright")) or "").casefold()
    bounds = {"earliest": year(record.get("datebegin")) or None, "latest": year(record.get("dateend")) or None}
    return {**bounds, "licence": None if free else text(record.get("copyright"))}


def _cooper_hewitt(record: Record) -> dict[str, Any]:
    parts = record.get("dimensions_raw")
    pairs = [(side(name), pair) for name, pair in (parts.items() if isinstance(parts, dict) else ()) if isinstance(pair, list)]
    measured = size_columns((which, centimetres(*pair[:2])) for which, pair in pairs if which and len(pair) > 1)
    free = text(record.get("has_no_known_copyright")) == "1"
    return {
        **measured,
        "dimensions": text(record.get("dimensions")) or measured.get("dimensions"),
        "picture": _cooper_hewitt_picture(record),
        "licence": "No known copyright" if free else None,
    }


def _cooper_hewitt_picture(record: Record) -> str | None:
    found = [size for image in objects(record.get("images")) for key in ("b", "z", "n") for size in objects(image.get(key))]
    found.sort(key=lambda size: text(size.get("is_primary")) != "1")
    return next((address for size in found if (address := text(size.get("url")))), None)


def _victoria_and_albert(record: Record) -> dict[str, Any]:
    date = next((date for made in objects(record.get("productionDates")) for date in objects(made.get("date"))), {})
    image = at(record, "meta.images._iiif_image") or at(record, "_images._iiif_image_base_url")
    number = text(record.get("systemNumber"))
    return {
        **_told(date_columns(text(date.get("text")) or text(record.get("_primaryDate")), date.get("earliest"), date.get("latest"))),
        **sizes(record.get("dimensions"), "dimension"),
        "picture": f"{image.rstrip('/')}/{SCREEN}" if isinstance(image, str) else None,
        "url": f"https://collections.vam.ac.uk/item/{number}/" if number else None,
    }


def _victoria_and_albert_people(record: Record) -> Sequence[Named]:
    keys = ("artistMakerPerson", "artistMakerPeople", "artistMakerOrganisations", "_primaryMaker")
    made = [[*objects(record.get(key))] for key in keys]
    told = [maker for group in made[:3] for maker in group] or made[3]
    return [Named(text(maker.get("name")) or "", text(maker.get("association")) or "") for maker in told]


def _metropolitan(record: Record) -> dict[str, Any]:
    free = record.get("isPublicDomain") is True
    return {"licence": "CC0" if free else text(record.get("rightsAndReproduction")), "genre": None}


def _metropolitan_people(record: Record) -> Sequence[Named]:
    several = objects(record.get("constituents"))
    if len(several) > 1:
        return [Named(text(person.get("name")) or "", text(person.get("role")) or "") for person in several]
    return [
        Named(
            text(record.get("artistDisplayName")) or "",
            text(record.get("artistRole")) or "",
            text(record.get("artistPrefix")),
            text(record.get("artistNationality")),
            year(record.get("artistBeginDate")),
            year(record.get("artistEndDate")),
            text(record.get("artistGender")),
        )
    ]


def _chicago(record: Record) -> dict[str, Any]:
    image, number = text(record.get("image_id")), text(record.get("id"))
    server = text(raw(record, "config.iiif_url")) or "https://www.artic.edu/iiif/2"
    free = record.get("is_public_domain") is True
    return {
        "picture": f"{server}/{image}/full/843,/0/default.jpg" if image else None,
        "url": f"https://www.artic.edu/artworks/{number}" if number else None,
        "licence": "CC0" if free else text(record.get("copyright_notice")),
    }


def _chicago_people(record: Record) -> Sequence[Named]:
    # “Claude Monet\nFrench, 1840–1926”: the second line belongs to the only name.
    names = texts(record.get("artist_titles")) or texts(record.get("artist_title"))
    about = str(record.get("artist_display") or "").split("\n")[1:2] if len(names) == 1 else []
    nationality, _, life = about[0].rpartition(",") if about else ("", "", "")
    return [Named(name, "", None, nationality.strip() or None, *_life(life.strip())) for name in names]


def _rijksmuseum(record: Record) -> dict[str, Any]:
    dating = next(iter(objects(record.get("dating"))), {})
    measured = sizes(record.get("dimensions"), "type")
    return {
        **_told(date_columns(text(dating.get("presentingDate")), dating.get("yearEarly"), dating.get("yearLate"))),
        **measured,
        "dimensions": measured.get("dimensions") or text(record.get("subTitle")),
        "licence": "Public domain" if record.get("permitDownload") is True and not record.get("copyrightHolder") else None,
    }


def _rijksmuseum_people(record: Record) -> Sequence[Named]:
    told = named("principalMakers", "name", "roles", "dateOfBirth", "dateOfDeath", "nationality")(record)
    return told or [Named(name) for key in ("principalMaker", "principalOrFirstMaker") for name in texts(record.get(key))][:1]


def _danish(record: Record) -> dict[str, Any]:
    date = next(iter(objects(record.get("production_date"))), {})
    titles = [(text(t.get("language")) or "", text(t.get("title")) or "") for t in objects(record.get("titles"))]
    title = in_english(("en" if language.casefold().startswith(("en", "engelsk")) else None, told) for language, told in titles)
    return {
        **_told(date_columns(text(date.get("period")), date.get("start"), date.get("end"))),
        **sizes(record.get("dimensions"), "type"),
        "title": title,
        "original_title": next((told for _, told in titles if told != title), None),
    }


def _cleveland(record: Record) -> dict[str, Any]:
    whole = record.get("dimensions")
    parts = objects(whole.get("unframed")) or objects(list(whole.values())) if isinstance(whole, dict) else []
    # Metres, whatever the words beside them say.
    measured = size_columns(
        (which, centimetres(value, "m")) for name, value in (parts[0].items() if parts else ()) if (which := side(name))
    )
    return {**measured, "dimensions": text(record.get("measurements")) or measured.get("dimensions")}


def _cleveland_people(record: Record) -> Sequence[Named]:
    """Return the makers as they are described: “Claude Monet (French, 1840–1926)” is read like any label."""
    return [
        Named(
            text(p.get("description")) or "",
            text(p.get("role")) or "",
            text(p.get("qualifier")),
            None,
            year(p.get("birth_year")),
            year(p.get("death_year")),
        )
        for p in objects(record.get("creators"))
    ]


FORMS: Sequence[Form] = (
    Form(
        signs=("objectid", "objectnumber", "dated"),
        people=_harvard_people,
        more=_harvard,
        constant={"holder": "Harvard Art Museums"},
        fields={
            "id": ("objectid",), "title": ("title", "titles.*.title"), "date": ("dated",), "medium": ("medium", "technique"),
            "type": ("classification", "worktypes.*.worktype"), "dimensions": ("dimensions",), "culture": ("culture",),
            "picture": ("primaryimageurl", "images.*.baseimageurl"), "credit": ("creditline",), "url": ("url",),
            "accession": ("objectnumber",), "description": ("description", "labeltext", "contextualtext.*.text", "commentary"),
            "place": ("places.*.displayname",), "style": ("period",),
        },
    ),
    Form(
        signs=("tms:id", "accession_number"),
        people=named("participants", "person_name", "role_name"),
        more=_cooper_hewitt,
        constant={"holder": "Cooper Hewitt, Smithsonian Design Museum"},
        fields={
            "id": ("id",), "title": ("title", "title_raw"), "date": ("date", "decade"), "earliest": ("year_start",),
            "latest": ("year_end",),
            "medium": ("medium",), "type": ("type",), "place": ("woe:country_name", "woe:country"), "credit": ("creditline",),
            "url": ("url",), "accession": ("accession_number",), "description": ("description", "gallery_text", "label_text",
            "justification"),
        },
    ),
    Form(
        signs=("systemNumber", "objectType"),
        people=_victoria_and_albert_people,
        more=_victoria_and_albert,
        constant={"holder": "Victoria and Albert Museum"},
        fields={
            "id": ("systemNumber",), "title": ("titles.*.title", "_primaryTitle", "briefDescription", "objectType"),
            "type": ("objectType",),
            "medium": ("materialsAndTechniques", "materials.*.text"), "style": ("styles.*.text",), "credit": ("creditLine",),
            "place": ("placesOfOrigin.*.place.text", "_primaryPlace"), "accession": ("accessionNumber",), "tags": ("categories.*.text",),
            "description": ("summaryDescription", "physicalDescription", "briefDescription"),
        },
    ),
    Form(
        signs=("objectID", "primaryImage"),
        people=_metropolitan_people,
        more=_metropolitan,
        constant={"holder": "The Metropolitan Museum of Art, New York"},
        fields={
            "id": ("objectID",), "title": ("title", "objectName"), "date": ("objectDate",), "earliest": ("objectBeginDate",),
            "latest": ("objectEndDate",), "medium": ("medium",), "type": ("classification", "objectName"), "dimensions": ("dimensions",),
            "culture": ("culture",), "picture": ("primaryImage", "primaryImageSmall"), "credit": ("creditLine",), "url": ("objectURL",),
            "accession": ("accessionNumber",), "place": ("country", "city"), "style": ("period", "dynasty"), "tags": ("tags.*.term",),
            "holder": ("repository",),
        },
    ),
    Form(
        signs=("main_reference_number", "medium_display"),
        people=_chicago_people,
        more=_chicago,
        constant={"holder": "Art Institute of Chicago"},
        fields={
            "id": ("id",), "title": ("title",), "date": ("date_display",), "earliest": ("date_start",), "latest": ("date_end",),
            "medium": ("medium_display",), "type": ("artwork_type_title", "classification_title"), "dimensions": ("dimensions",),
            "credit": ("credit_line",), "accession": ("main_reference_number",), "place": ("place_of_origin",), "style": ("style_title",),
            "description": ("description", "short_description"), "tags": ("subject_titles", "term_titles"),
        },
    ),
    Form(
        signs=("objectNumber", "longTitle"),
        people=_rijksmuseum_people,
        more=_rijksmuseum,
        constant={"holder": "Rijksmuseum"},
        fields={
            "id": ("id", "objectNumber"), "title": ("label.title", "title"), "original_title": ("title",), "medium": ("physicalMedium",
            "materials"),
            "type": ("objectTypes",), "picture": ("webImage.url", "headerImage.url"), "credit": ("acquisition.creditLine",),
            "url": ("links.web",), "accession": ("objectNumber",), "place": ("productionPlaces",), "style": ("dating.period.label",),
            "description": ("plaqueDescriptionEnglish", "label.description", "description", "plaqueDescriptionDutch"),
            "tags": ("historicalPersons",),
        },
    ),
    Form(
        signs=("object_number", "production_date"),
        people=named("production", "creator", "creator_role", "creator_date_of_birth", "creator_date_of_death", "creator_nationality"),
        more=_danish,
        constant={"holder": "SMK – Statens Museum for Kunst"},
        fields={
            "id": ("object_number", "id"), "medium": ("techniques", "medium", "materials"), "type": ("object_names.*.name",),
            "picture": ("image_native", "image_thumbnail"), "credit": ("credit_line",), "url": ("frontend_url",), "licence": ("rights",),
            "accession": ("object_number",), "description": ("labels.*.text", "content_description", "notes"), "tags": ("content_subject",),
        },
    ),
    Form(
        signs=("accession_number", "share_license_status"),
        people=_cleveland_people,
        more=_cleveland,
        constant={"holder": "The Cleveland Museum of Art"},
        fields={
            "id": ("id",), "title": ("title",), "date": ("creation_date",), "earliest": ("creation_date_earliest",),
            "latest": ("creation_date_latest",), "medium": ("technique",), "type": ("type",), "culture": ("culture",),
            "picture": ("images.web.url", "images.print.url", "image_web"), "credit": ("creditline",), "url": ("url",),
            "licence": ("share_license_status",), "accession": ("accession_number",), "tags": ("find_spot",),
            "description": ("description", "wall_description", "digital_description"),
        },
    ),
)  # fmt: skip
