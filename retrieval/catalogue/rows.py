"""Turn mapped rows of foreign tables into makers, works and fragments."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from retrieval.records import Artwork, Catalogue, Fragment, Gender, Maker
from retrieval.sentences import sentence_spans
from retrieval.words import folded

from .mapping import ColumnMapping
from .tables import Row, Table
from .years import year_range

# About 200 word pieces: what the text encoder reads whole.
PASSAGE_CHARACTERS = 850
SHORTEST_TEXT = 40
# Fields of a work that are taken as they are worded.
PLAIN_FIELDS = (
    "original_title", "culture", "date", "medium", "type", "dimensions", "holder", "accession", "place", "style", "genre", "picture",
)  # fmt: skip
LATEST_YEAR = 2100
_LIFE = re.compile(r"^(?P<name>[^(]+?)\s*\((?P<inside>[^)]*)\)\s*$")
_CENTIMETRES = re.compile(r"(\d+(?:[.,]\d+)?)\s*[x×]\s*(\d+(?:[.,]\d+)?)(?:\s*[x×]\s*(\d+(?:[.,]\d+)?))?\s*(cm|mm)\b", re.IGNORECASE)


@dataclass(slots=True)
class _Collected:
    makers: dict[str, Maker] = field(default_factory=dict[str, Maker])
    works: dict[str, Artwork] = field(default_factory=dict[str, Artwork])
    fragments: list[Fragment] = field(default_factory=list[Fragment])
    skipped: Counter[str] = field(default_factory=Counter[str])
    seen_texts: set[str] = field(default_factory=set[str])


def catalogue_from_rows(tables: Sequence[tuple[Table, ColumnMapping]]) -> tuple[Catalogue, Mapping[str, int]]:
    """Return the records of all tables, and how many rows were skipped for which reason."""
    found = _Collected()
    for table, mapping in tables:
        for number, row in enumerate(table.rows(), start=1):
            _add_row(found, row, mapping, slug(table.name), number)
    makers, works = tuple(found.makers.values()), tuple(found.works.values())
    return Catalogue(makers, works, tuple(found.fragments)), dict(found.skipped)


def slug(text: str) -> str:
    """Return `text` as an id: “Élisabeth Vigée Le Brun” becomes “elisabeth-vigee-le-brun”."""
    return re.sub(r"[\W_]+", "-", folded(text)).strip("-") or "unnamed"


def _add_row(found: _Collected, row: Row, mapping: ColumnMapping, table: str, number: int) -> None:
    values = {name: _text(row.get(column), " and " if name == "artist" else ", ") for name, column in mapping.fields.items()}
    title = values.get("title")
    if not title:
        found.skipped["no title"] += 1
        return
    known = values.get("accession") or values.get("id")
    identity = f"{table.split('-')[0]}:{slug(known)}" if known else f"{table}:{number}"
    if identity in found.works:
        found.skipped["an id that an earlier row has"] += 1
        return
    maker = _maker(values)
    if maker:
        found.makers.setdefault(maker.id, maker)
    found.works[identity] = _work(identity, title, values, row, mapping, maker)
    about = (identity, maker.id) if maker else (identity,)
    texts = [passage for column in mapping.texts for passage in passages(_text(row.get(column)) or "")]
    for part, passage in enumerate(texts, start=1):
        # Named after its work, so that a row more or less changes no other passage.
        _add_passage(found, Fragment(id=f"f:{identity.replace(':', '-')}-{part}", text=passage, about=about))


def _add_passage(found: _Collected, fragment: Fragment) -> None:
    key = folded(fragment.text)
    if key in found.seen_texts:
        found.skipped["a text that stands elsewhere too"] += 1
    else:
        found.seen_texts.add(key)
        found.fragments.append(fragment)


def passages(text: str) -> list[str]:
    """Cut a long text at sentence ends into passages that the encoder reads whole; drop what is too short to say much."""
    text = re.sub(r"[ \t\r\f\v]+", " ", re.sub(r"<[^>]{1,80}>", " ", text)).strip()
    text = re.sub(r"(?<=\w)\n(?=\w)", " ", text)
    cut: list[str] = []
    for start, end in sentence_spans(text):
        if cut and (len(cut[-1]) + end - start < PASSAGE_CHARACTERS or end - start < SHORTEST_TEXT):
            cut[-1] = f"{cut[-1]} {text[start:end]}"
        else:
            cut.append(text[start:end])
    return [" ".join(passage.split()) for passage in cut if len(passage) >= SHORTEST_TEXT]


def _text(value: Any, joint: str = ", ") -> str | None:
    match value:
        case None | dict():
            return None
        case float() if value != value:  # NaN is how some tools write a missing value
            return None
        case list():
            return joint.join(text for v in value if (text := _text(v))) or None
        case float() if value.is_integer():
            return str(int(value))
        case _:
            text = str(value).strip()
            return (" ".join(text.split()) if len(text) < 400 else text) or None


def _maker(values: Mapping[str, str | None]) -> Maker | None:
    label = values.get("artist")
    if not label or folded(label) in ("unknown", "unknown artist", "anonymous", "unidentified"):
        return None
    name, nationality, life = label, values.get("nationality"), None
    if match := _LIFE.match(label):
        name = match["name"]
        parts = [part.strip() for part in match["inside"].split(",")]
        nationality = nationality or (parts[0] if re.fullmatch(r"[^\W\d_a-z]\D*", parts[0]) else None)
        life = ", ".join(part for part in parts if any(c.isdigit() for c in part)) or None
    if name.count(",") == 1 and not any(c.isdigit() for c in name):
        last, first = (part.strip() for part in name.split(","))
        name = f"{first} {last.title() if last.isupper() else last}"
    born, died = _year(values.get("born")), _year(values.get("died"))
    if life and born is None and died is None:
        born, died = _lived(life)
    life = life or (f"{born}–{died or ''}" if born else None)
    gender: dict[str, Gender] = {"male": "male", "female": "female", "m": "male", "f": "female"}
    return Maker(
        id=f"m:{slug(name)}", name=name, nationality=nationality, born=born, died=died, life=life,
        gender=gender.get(folded(values.get("gender") or "")),
    )  # fmt: skip


def _lived(life: str) -> tuple[int | None, int | None]:
    """Return the years of birth and death that a label's life names; years of activity are neither."""
    years = year_range(life)
    if not years or re.search(r"\b(?:active|act\.|fl\.|flourished)", life, re.IGNORECASE):
        return None, None
    if years[0] == years[1]:
        return (None, years[0]) if re.search(r"\b(?:d\.|died)", life, re.IGNORECASE) else (years[0], None)
    return years


def _work(identity: str, title: str, values: Mapping[str, str | None], row: Row, mapping: ColumnMapping, maker: Maker | None) -> Artwork:
    years = year_range(values.get("date"))
    earliest, latest = _year(values.get("earliest")), _year(values.get("latest"))
    if earliest is None and latest is None and years:
        earliest, latest = years
    earliest, latest = latest if earliest is None else earliest, earliest if latest is None else latest
    if earliest is not None and latest is not None and earliest > latest:
        earliest, latest = latest, earliest
    plain: dict[str, Any] = {name: values.get(name) for name in PLAIN_FIELDS}
    tags = row.get(mapping.fields["tags"]) if "tags" in mapping.fields else None
    each = map(_text, tags if isinstance(tags, list) else re.split(r"[,;|]", _text(tags) or ""))
    listed = tuple(tag for tag in each if tag)
    work = Artwork(id=identity, title=title, maker=maker.id if maker else None, earliest=earliest, latest=latest, tags=listed, **plain)
    return _with_centimetres(work, values.get("dimensions") or values.get("medium"))


def _with_centimetres(work: Artwork, text: str | None) -> Artwork:
    found = _CENTIMETRES.search(text or "")
    if not found:
        return work
    scale = 0.1 if found[4].lower() == "mm" else 1.0
    height, width, depth = (round(float(n.replace(",", ".")) * scale, 2) if n else None for n in found.groups()[:3])
    return replace(work, height_cm=height, width_cm=width, depth_cm=depth)


def _year(text: str | None) -> int | None:
    """Return the first year in a column of years; 0 and years to come stand for “unknown” and “living” there."""
    whole = re.fullmatch(r"-?\d{1,5}", text or "")
    found = whole or re.search(r"\b\d{3,4}\b", text or "")
    if not found or not text:
        return None
    year = int(found.group())
    year = -year if year > 0 and re.search(r"\bB\.?C", text, re.IGNORECASE) else year
    return year if year != 0 and year <= LATEST_YEAR else None
