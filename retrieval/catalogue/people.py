"""Who made a work, as a row credits them: makers, and attributions that must not become makers."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from retrieval.records import Gender, Maker
from retrieval.words import folded

from .cells import told as told_of
from .cells import year_of
from .peoples import people_in
from .years import year_range

LONGEST_LIFE = 24
_LIFE = re.compile(r"^(?P<name>[^(]+?)\s*\((?P<inside>[^)]*)\)\s*$")
_NOBODY = (
    "unknown|unidentified|anonymous|anonym|anonyme|anonimo|anoniem|unbekannt\\w*|inconnue?|ignoto|desconocid[oa]|onbekende?|"
    "sconosciuto|okand|ukendt"
)
_UNKNOWN = re.compile(rf"(?:an? )?(?:{_NOBODY})\b|.*\b(?:{_NOBODY})\)?$|not known|various|n/?a$|none$|\?$|-+$")
_HAND = r"(?:de|d'|di|del|della|von|van|voor|of|du|des|da|do|to|a|an|aan|nach|naar|apres)"
_KIN = (
    "school|scuola|ecole|escuela|schule|circle|cercle|cerchia|circulo|kreis|umkreis|omgeving|entourage|follower|suiveur|seguace|"
    "seguidor|nachfolger|navolger|workshop|atelier|bottega|taller|werkstatt|werkplaats|studio|manner|maniere|maniera|manier|art|"
    "style|stil|imitator|imitateur|copy|copie|copia|kopie|kopist|copyist|pupil|eleve|schuler|leerling|assistant|associate|forger|pseudo"
)
_GIVEN = r"attributed|attrib\.|attribuee?|attribuito|atribuid[oa]|zugeschrieben\w*|toegeschreven"
_DOUBT = (
    r"possibly|probably|perhaps|formerly|doubtfully|mogelijk|vermutlich|moglicherweise|peut-etre|forse|verworpen|zuschreibung|toeschrijving"
)
_AFTER = r"after|naar|nach|d'apres|segun|dopo"
_OTHERS = r"(?:and|und|et|e|en) (?:other|a pupil|assistant|workshop|studio|circle)"
_QUALIFIED = re.compile(
    rf"(?:{_AFTER}|(?:\w+ )?(?:{_GIVEN})|{_DOUBT}|manner of|(?:in the |in |nella |de )?(?:{_KIN})s?\s+{_HAND})(?!\w)|{_OTHERS}"
)
_AFTERWORDS = re.compile(rf"[,(]\s*(?:after|copy after|(?:\w+ )?attributed to|(?:{_KIN}) of)\s*\)?\s*$", re.IGNORECASE)
_KIN_AFTER = re.compile(rf"\((?:{_KIN}|(?:\w+ )?(?:{_GIVEN})|{_AFTER})s?\)$")
_ROLE = re.compile(
    rf"(?:.*\b)?(?:{_AFTER}|attribut\w+|{_GIVEN}|{_DOUBT}|(?:{_KIN})s? {_HAND}|imitator|pseudo|pupil|assistants?|other artists)(?!\w)"
)
_NO_MAKERS = re.compile(
    r".*\b(?:sitter|subject|depicted|portrayed|owner|donor|collector|dealer|patron|commission\w*|publish\w*|printed|printer|verleger|"
    r"editeur|uitgever|client|lender|auftraggeber|cast by|foundry|edited|distribut\w*)\b"
)
# A capital that begins no word for a life: “OH 1957”.
_PLACED = re.compile(r"\b(?!(?:Born|Died|Active|About|After|Before|Circa|Ca|C|B|D|BCE?|CE|AD)\b)[A-Z]")
_CALLED = re.compile(r"(?:called|known as|dit|dite|detto|genannt|gen|alias|il|el|lo)\b")
_PHRASE = re.compile(r"\b(?:with|of|in|on|from|and|the|by)\b")
_GENDERS: Mapping[str, Gender] = {
    "male": "male", "female": "female", "m": "male", "f": "female", "man": "male", "woman": "female", "mannlich": "male",
    "weiblich": "female",
    "homme": "male", "femme": "female", "vrouw": "female", "masculin": "male", "feminin": "female", "non-binary": "nonbinary",
    "nonbinary": "nonbinary", "maschio": "male", "femmina": "female", "hombre": "male", "mujer": "female", "w": "female", "(male)": "male",
    "(female)": "female",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Credit:
    """What a row says of who made it.

    `makers` made it without reserve; `attribution` has a reserve or another part; `culture` stands where no person is named.
    """

    makers: tuple[Maker, ...] = ()
    attribution: str | None = None
    culture: str | None = None


def slug(text: str) -> str:
    """Return `text` as an id: “Élisabeth Vigée Le Brun” becomes “elisabeth-vigee-le-brun”."""
    return re.sub(r"[\W_]+", "-", folded(text)).strip("-")[:120].strip("-") or "unnamed"


def credit(labels: Sequence[str], roles: Sequence[str], told: Mapping[str, Sequence[str]]) -> Credit:
    """Sort those whom a row names into makers and attributions.

    Args:
        labels: names, as lists or labels give them: “Ek, Ada”, “Ada Ek (Swedish, 1850–1920)”, “after Ada Ek”.
        roles: the part of each, or one for all.
        told: nationality, born, died, life, gender: one of each a label, or one for all.

    >>> credit(["Ada Ek", "Jon Holm"], ["artist", "after"], {}).attribution
    'after Jon Holm'
    """
    makers: list[Maker] = []
    said: list[str] = []
    cultures: list[str] = []
    for number, label in enumerate(labels):
        role = _nth(roles, number, len(labels)) or ""
        own = {name: _nth(values, number, len(labels)) for name, values in told.items()}
        if not label:
            continue
        if is_unknown(label):
            people = people_in("".join(re.findall(r"\(([^()]*)\)", label)))
            cultures += [people] if people else []
            said += [label] if len(label.split()) > 2 and not people else []
        elif reserve := _reserve(label, role):
            said.append(reserve)
        elif not own.get("born") and (people := people_in(label)):
            cultures.append(people)
        elif not _is_phrase(label):
            makers.append(maker(label, own))
    unique = {m.id: m for m in reversed(makers)}
    return Credit(tuple(reversed(unique.values())), "; ".join(dict.fromkeys(said)) or None, "; ".join(dict.fromkeys(cultures)) or None)


def is_unknown(label: str) -> bool:
    """Say whether a label names nobody: “Unknown”, “unidentified photographer”, “Künstler unbekannt”."""
    return bool(_UNKNOWN.match(folded(label)))


def _is_phrase(label: str) -> bool:
    """Say whether a label is words and no name, such as “figure with raised arm” or a year that slipped into the column."""
    return not any(map(str.isalpha, label)) or (label == label.lower() and bool(_PHRASE.search(label)))


def maker(label: str, told: Mapping[str, str | None]) -> Maker:
    """Read a maker's label and what columns tell of the maker."""
    name, inside = label, told.get("life") or ""
    if match := _LIFE.match(label):
        name, inside = match["name"], inside or match["inside"]
    if match := _LIFE.match(inside):
        inside = match["inside"]
    ordinal = f" {inside}" if re.fullmatch(r"[IVX]+|the (?:elder|younger)", inside) else ""  # “Gerard ter Borch (II)” is not his father
    inside = "" if ordinal else inside
    parts = [part.strip() for part in inside.strip("() ").split(",")]
    capital = (
        re.fullmatch(r"[^\W\d_a-z]\D*", parts[0])
        and not re.match(r"born|died|active", parts[0], re.IGNORECASE)
        and folded(parts[0]) != folded(name)
        # “Afro (Afro Basaldella)” and “Art & Language (Terry Atkinson, born 1939)” tell another name, not a people.
        and (people_in(parts[0]) or (" " not in parts[0] and len(parts) > 1))
    )
    nationality = told.get("nationality") or (parts[0] if capital else None)
    life = ", ".join(part for part in parts if any(c.isdigit() for c in part)) or None
    born, died = year_of(told.get("born")), year_of(told.get("died"))
    if life and born is None and died is None:
        born, died = _lived(life)
    if life and born and (len(life) > LONGEST_LIFE or _PLACED.search(life)):  # “born Lyon, France 1810-died Brooklyn, NY 1867”
        life = None
    name = f"{turned(name)}{ordinal}"
    return Maker(
        id=f"m:{slug(name)}", name=name, nationality=nationality, born=born, died=died,
        life=life or (_worded(born, died) if born else None), gender=_GENDERS.get(folded(told.get("gender") or "")),
        birthplace=told_of(told.get("birthplace")), deathplace=told_of(told.get("deathplace")),
    )  # fmt: skip


def _worded(born: int, died: int | None) -> str:
    return f"{born}–{died}" if died else f"born {born}"


def turned(name: str) -> str:
    """Return “Ada Ek” for “EK, Ada”; a name with several commas, or with a year, stays."""
    name = " ".join(name.split())
    if name.count(",") != 1 or any(c.isdigit() for c in name):
        return name
    last, first = (part.strip() for part in name.split(","))
    if _CALLED.match(folded(first)):  # “Tommaso Manzuoli, called Maso da San Friano”
        return name
    if folded(first).rstrip(".") in ("jr", "sr", "ii", "iii", "iv", "inc", "ltd", "the elder", "the younger", "the", "& co", "and company"):
        return f"{last} {first}" if first != "the" else f"The {last}"
    return f"{first} {last.title() if last.isupper() else last}".strip()


def several(label: str) -> list[str]:
    """Part a list that only commas part, “Ada Ek, Jon Holm, Per Ås”; two parts are one name turned round.

    >>> several("Ada Ek, Jon Holm, Per Ås"), several("Ek, Ada"), several("Ek, Ada, 1850")
    (['Ada Ek', 'Jon Holm', 'Per Ås'], ['Ek, Ada'], ['Ek, Ada, 1850'])
    """
    parts = [part.strip() for part in label.split(",")]
    plain = len(parts) > 2 and all(" " in part and not any(c.isdigit() or c == "(" for c in part) for part in parts)
    return parts if plain else [label]


def _reserve(label: str, role: str) -> str | None:
    """Return the words of a credit that is no plain one."""
    plain_label, plain_role = folded(label), folded(role)
    if _QUALIFIED.match(plain_label) or _AFTERWORDS.search(label) or _KIN_AFTER.search(plain_label):
        return label
    if _ROLE.match(plain_role) or _NO_MAKERS.match(plain_role):
        return f"{role.lower()} {label}" if re.search(r"\b(?:of|to|by|after|van|von|naar|nach|de)$", plain_role) else f"{label} ({role})"
    return None


def _nth(values: Sequence[str], number: int, count: int) -> str | None:
    """Return the value beside the label of a number; a single one is told of all only where there is one label."""
    if len(values) == count:
        return values[number] or None
    return values[0] if count == 1 and values else None


def _lived(life: str) -> tuple[int | None, int | None]:
    """Return the years of birth and death that a label's life names; years of activity are neither."""
    years = year_range(life)
    if not years or re.search(r"\b(?:active|act\.|fl\.|flourished|tatig|actif)", folded(life)):
        return None, None
    if years[0] == years[1]:
        died = re.search(r"\bd\.|\bdied|gest\.|†|\bmort|^\s*[-–]", folded(life))
        return (None, years[0]) if died else (years[0], None)
    return years
