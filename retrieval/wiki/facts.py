"""Facts of an infobox: as a record of ours where they are clear, and worded as sentences."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from retrieval.catalogue.people import slug
from retrieval.catalogue.years import year_range
from retrieval.records import Artwork, Maker

from .marks import BREAK, HOLE, ITEM, without_pictures
from .wikitext.broken import broken
from .wikitext.mend import mended
from .wikitext.render import Box

LONGEST_FACT = 200
_WORK_BOXES = frozenset(
    "artwork|painting|sculpture|work of art|public art|monument|statue|mural|drawing|photograph|tapestry|mosaic|fresco|print|altarpiece|"
    "photographie|œuvre|opera d'arte|artefact|artifact".split("|")
)
_MAKER_BOXES = frozenset(
    ("artist", "person", "photographer", "sculptor", "painter", "architect", "comics creator", "craftsman", "künstler")
)
_MAKES = re.compile(r"paint|sculpt|artist|photograph|engrav|printmak|draughts|illustrat|architect|ceram|potter|weav|calligraph|etch"
                    r"|designer|lithograph"
                    r"|goldsmith|muralist|miniatur|potter|cartoonist|woodcut|mosaic", re.IGNORECASE)  # fmt: skip
_PARENTHESIS = re.compile(r"\s*\([^()]*\)$")
_THING = re.compile(r"(?:Oil|Tempera|Paint|Sculpt|Water|Etching|Engraving|Wood|Marble|Bronze|Fresco|Ink|Chalk|Gouache|Pastel|Acrylic)")
_MADE_BY = ("artist", "sculptor", "painter", "photographer", "creator", "architect")
_SIDES = ("height", "width", "length")


@dataclass(frozen=True, slots=True)
class Facts:
    """What a box tells: a work or a maker, the maker's name and page, the facts in sentences, the picture's file and caption."""

    work: Artwork | None = None
    maker: Maker | None = None
    maker_page: str | None = None
    sentences: tuple[str, ...] = ()
    picture: str | None = None
    caption: str = ""


def facts_of(boxes: tuple[Box, ...], page: int, title: str) -> Facts:
    """Return the facts of the first box of a page that is about a work or a maker; empty `Facts` where none is."""
    for box in boxes:
        rows = {key: text for key, value in box.rows.items() if (text := _fact(value))}
        if box.kind in _WORK_BOXES:
            return _work(box, rows, page, title)
        if box.kind in _MAKER_BOXES and (box.kind != "person" or _MAKES.search(rows.get("occupation", "") + rows.get("known_for", ""))):
            return _maker(box, rows, title)
    return Facts()


def plain_name(title: str) -> str:
    """Return a title without the words in brackets that tell it from its namesakes."""
    return _PARENTHESIS.sub("", title) or title


def _fact(value: str) -> str:
    lines = re.split(rf"\n|{BREAK}|{ITEM}", without_pictures(value)[0])
    text = mended(", ".join(line.strip(" ,;*") for line in lines if line.strip(" ,;*")))
    return text if text and len(text) <= LONGEST_FACT and HOLE not in text and broken(f"x {text}.") is None else ""


@dataclass(frozen=True, slots=True)
class _Rows:
    rows: Mapping[str, str] = field(default_factory=dict[str, str])

    def get(self, *names: str) -> str | None:
        return next((self.rows[name] for name in names if self.rows.get(name)), None)


def _work(box: Box, rows: Mapping[str, str], page: int, title: str) -> Facts:
    told = _Rows(rows)
    name = told.get("title", "name", "painting_name") or plain_name(title)
    artist = told.get(*_MADE_BY)
    link = next(
        (links[0] for key in ("artist", "sculptor", "painter", "photographer", "creator", "architect") if (links := box.links.get(key))),
        None,
    )
    maker = Maker(id=f"m:{slug(artist)}", name=artist) if artist and artist.casefold() not in ("unknown", "anonymous", "various") else None
    if maker and link:
        maker = replace(maker, name=link.words if link.words in (artist or "") else plain_name(link.target))
    date = told.get("year", "date", "completion_date", "created")
    years = year_range(date)
    sides = [_centimetres(told, side) for side in _SIDES]
    holder = ", ".join(dict.fromkeys(part for part in (told.get("museum", "gallery", "collection"), told.get("city")) if part)) or None
    work = Artwork(
        id=f"w:wp-{page}", title=name, original_title=told.get("native_name", "other_title_1", "other_language_title"), date=date,
        earliest=years[0] if years else None, latest=years[1] if years else None, medium=told.get("medium", "material", "materials"),
        type=_type(told.get("type"), box.kind),
        height_cm=sides[0], width_cm=sides[1], depth_cm=sides[2] if sides[0] else None,
        dimensions=told.get("dimensions"), holder=holder, accession=told.get("accession", "inventory", "accession_number"),
        place=told.get("place", "location") if not holder else None, style=told.get("movement", "style"),
        picture=told.get("image_file", "image"),
    )  # fmt: skip
    return Facts(
        work,
        maker,
        link.target if link else None,
        tuple(_of_work(work, maker, told)),
        work.picture,
        told.get("caption", "image_caption") or "",
    )


def _type(told: str | None, kind: str) -> str | None:
    if told:
        return told
    return kind if kind in ("painting", "sculpture", "drawing", "mural", "tapestry", "mosaic", "fresco", "print", "photograph") else None


def _centimetres(told: _Rows, side: str) -> float | None:
    number = told.get(f"{side}_metric", side)
    unit = {"mm": 0.1, "cm": 1.0, "m": 100.0}.get(told.get("metric_unit") or "cm")
    found = re.fullmatch(r"(\d+(?:[.,]\d+)?)(?:\s*(mm|cm|m))?", number or "")
    if not found or unit is None:
        return None
    scale = {"mm": 0.1, "cm": 1.0, "m": 100.0}[found[2]] if found[2] else unit
    return round(float(found[1].replace(",", ".")) * scale, 2)


def _of_work(work: Artwork, maker: Maker | None, told: _Rows) -> Iterator[str]:
    title = work.title
    if maker:
        yield f"{title} is {_kind(work)} by {maker.name}."
    for words, value in (
        ("The date of {} is", work.date), ("The medium of {} is", work.medium), ("The original title of {} is", work.original_title),
        ("The movement of {} is", work.style), ("The subject of {} is", told.get("subject", "subjects")), ("{} is held by", work.holder),
        ("The owner of {} is", told.get("owner")), ("The place of {} is", work.place),
        ("The accession number of {} is", work.accession), ("{} was commissioned by", told.get("commissioned_by")),
    ):  # fmt: skip
        if value:
            yield f"{words.format(title)} {_inside(value)}."
    sides = " × ".join(f"{side:g}" for side in (work.height_cm, work.width_cm, work.depth_cm) if side)
    if sides or work.dimensions:
        yield f"{title} measures {sides + ' cm' if sides else (work.dimensions or '').rstrip('.')}."


def _kind(work: Artwork) -> str:
    kind = (work.type or "work").lower()
    return f"a {kind}" if re.match("[b-df-hj-np-tv-z]", kind) else "a work"


def _maker(box: Box, rows: Mapping[str, str], title: str) -> Facts:
    told = _Rows(rows)
    name = plain_name(title)
    birth, death = told.get("birth_date", "born", "geburtsdatum"), told.get("death_date", "died")
    born, died = _year(birth), _year(death)
    if born is not None and died is not None and born > died:
        born = died = None
    life = f"{born}–{died or ''}" if born is not None and born >= 0 else None
    others = tuple(part.strip() for part in re.split(r"[,;]", told.get("birth_name", "") or "") if part.strip() and part.strip() != name)[
        :1
    ]
    maker = Maker(
        id=f"m:{slug(title)}", name=name, other_names=others, nationality=told.get("nationality"), born=born, died=died, life=life
    )
    return Facts(None, maker, title, tuple(_of_maker(name, birth, death, told)), told.get("image"), told.get("caption") or "")


def _year(text: str | None) -> int | None:
    years = year_range(re.sub(r"\(.*?\)", "", text)) if text else None
    return years[0] if years else None


def _of_maker(name: str, birth: str | None, death: str | None, told: _Rows) -> Iterator[str]:
    for verb, date, place in (("was born", birth, told.get("birth_place")), ("died", death, told.get("death_place"))):
        if date or place:
            when = f" {'on' if re.match(r'[0-9]{1,2} [A-Z]|[A-Z][a-z]+ [0-9]', date) else 'in'} {date}" if date else ""
            yield f"{name} {verb}{when}{f' in {place}' if place else ''}.".replace("..", ".")
    for words, value in (
        ("The nationality of {} is", told.get("nationality")), ("The occupation of {} is", told.get("occupation")),
        ("{} trained at", told.get("training", "education", "alma_mater")), ("{} is known for", told.get("known_for", "field")),
        ("The movement of {} is", told.get("movement", "style")), ("Notable works by {} are", told.get("notable_works", "works")),
        ("The awards of {} are", told.get("awards")), ("The patrons of {} were", told.get("patrons")),
    ):  # fmt: skip
        if value:
            yield f"{words.format(name)} {_inside(value)}."


def _inside(value: str) -> str:
    """Return a fact as it stands inside a sentence: “Oil on canvas.” becomes “oil on canvas”, names stay."""
    lower = value[:1].lower() + value[1:] if _THING.match(value) else value
    return lower.rstrip(".")
