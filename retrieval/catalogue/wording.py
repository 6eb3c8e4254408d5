"""Word a record as plain sentences, so that a work's and a maker's facts are found and cited like any passage."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from retrieval.records import Artwork, Catalogue, Fragment, Maker, Picture

from .kinds import thing
from .peoples import is_country, people_in

_TAKES_ARTICLE = re.compile(r"\b(?:Museum|Gallery|Galleries|Institute|Library|Collection|Academy|Foundation)\b")
# Works that stand where they were made are in a place, not kept there.
_IN_PLACE = frozenset("architecture fresco mosaic".split())
# “a European”, “a Ukrainian”, “a unique work”: written with a vowel, spoken with a y.
_VOWEL_SOUND = re.compile(r"(?!eu|uk|ug|uru|uni|uti|use|one\b)[aeiou]", re.IGNORECASE)
_CENTURY = re.compile(r"\d{1,2}(?:st|nd|rd|th)\b.*centur|\d{3}0s\b", re.IGNORECASE)
_PART_OF_CENTURY = re.compile(r"(?:early|mid|middle|late|end|beginning|first|second|third|last)\b.*(?:\d0s\b|centur)", re.IGNORECASE)
_BOUND = re.compile(r"(?:by|before|after|between|around|about|during)\b", re.IGNORECASE)
# Dates that other languages word, as their centuries and decades.
_ELSEWHERE = re.compile(r"\b(?:Jh|Jahr|Viertel|Hälfte|Drittel|siècle|siglo|secolo|século|eeuw|kwart|quart|moitié|mitad|metà)|er\s+Jahre")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
# “Swedish”, “South African”, but not “Sweden”, “deutsch” or “American, born Germany”.
_ADJECTIVE = re.compile(r"(?:possibly |probably )?[A-Z][\w'’-]*(?:[ -][A-Z][\w'’-]*){0,2}(?: \([^()]*\))?")
_ENGLISH = re.compile(r"(?:an|ish|ese|ch|i|ic|al|er|ine|ino|ina)(?: \([^()]*\))?$")
LONGEST_INSCRIPTION = 160
LONGEST_TITLE = 90
# What is said of use, not of how a work came to be here.
_RIGHTS = re.compile(r"copyright|©|rights|courtesy|licen[cs]e|https?:", re.IGNORECASE)


def record_fragments(catalogue: Catalogue) -> Iterator[Fragment]:
    """Yield one fragment for each work and each maker, under the record's own id."""
    makers = {maker.id: maker for maker in catalogue.makers}
    titles: dict[str, list[str]] = {}
    for work in catalogue.works:
        by = makers_of(work)
        yield work_record(work, [makers[i] for i in by if i in makers])
        for identity in by:
            titles.setdefault(identity, []).append(work.title)
    for maker in catalogue.makers:
        yield maker_record(maker, titles.get(maker.id, []))


def makers_of(work: Artwork) -> tuple[str, ...]:
    """Return the ids of all who made a work, the first named first."""
    return ((work.maker,) if work.maker else ()) + work.other_makers


def work_record(work: Artwork, makers: Sequence[Maker]) -> Fragment:
    """Return the fragment that words a work's record."""
    pictures = (Picture(file=work.picture, credit=work.credit, licence=work.licence),) if work.picture else ()
    return Fragment(
        id=work.id, text=work_sentences(work, makers), about=(work.id, *makers_of(work)), kind="record",
        pictures=pictures, source=work.source, url=work.url, licence=work.licence,
    )  # fmt: skip


def maker_record(maker: Maker, titles: Sequence[str]) -> Fragment:
    """Return the fragment that words a maker's record; `titles` are of works held."""
    return Fragment(
        id=maker.id, text=maker_sentences(maker, titles), about=(maker.id,), kind="record",
        source=maker.source, url=maker.url, licence=maker.licence,
    )  # fmt: skip


def work_sentences(work: Artwork, makers: Sequence[Maker]) -> str:
    """Word a work's record: maker, date, medium, size, holder, style and subject, each in a sentence that stands alone."""
    return " ".join(map(_ended, _work_sentences(work, makers)))


def _work_sentences(work: Artwork, makers: Sequence[Maker]) -> Iterator[str]:
    title = _unended(work.title)
    kind = (work.type or "").lower()
    yield f"{title} is {_a(thing(work.type))}{_made_by(work, makers)}."
    title = _short_title(title)
    if work.date:
        yield f"{title} {_dated(work.date)}."
    if work.place:
        yield f"{title} was made in {work.place}."
    if work.original_title and work.original_title != title:
        yield f"The original title of {title} is {work.original_title}."
    if work.medium:
        yield f"The material and technique of {title}: {_lower_first(work.medium)}."
    if size := size_text(work):
        yield f"{title} {size}."
    if work.holder:
        number = f" (accession number {work.accession})" if work.accession else ""
        yield f"{title} {'is' if kind in _IN_PLACE else 'is kept'} in {_the(work.holder)}{number}."
    elif work.accession:
        yield f"The accession number of {title} is {work.accession}."
    if work.style or work.genre:
        words = " and ".join([f"in the style {work.style}"] * bool(work.style) + [f"of the genre {work.genre}"] * bool(work.genre))
        yield f"{title} is {words}."
    if work.tags:
        yield f"The {'subjects' if work.tags[1:] else 'subject'} of {title} {'are' if work.tags[1:] else 'is'} {', '.join(work.tags[:12])}."
    yield from _told_beside(work, title)


def _told_beside(work: Artwork, title: str) -> Iterator[str]:
    if work.part_of:
        yield f"{title} belongs to {_bare(work.part_of)}."
    if work.acquired:
        yield f"{title} was acquired {'on' if _DAY.fullmatch(work.acquired) else 'in'} {work.acquired}."
    if work.edition:
        yield f"The edition of {title}: {work.edition}."
    if work.inscription:
        yield f"The inscription on {title}: {_shortened(work.inscription)}."
    if work.credit and not _RIGHTS.search(work.credit):
        yield f"The credit line of {title}: {_shortened(work.credit)}."


def maker_sentences(maker: Maker, titles: Sequence[str]) -> str:
    """Word a maker's record: nationality, life, places, other names and the works held."""
    life = f" ({maker.life})" if maker.life else ""
    sentences = [f"{maker.name}{life} is {_artist(maker.nationality)} in this collection."]
    if maker.birthplace:
        sentences.append(f"{maker.name} was born in {maker.birthplace}{f' and died in {maker.deathplace}' if maker.deathplace else ''}.")
    elif maker.deathplace:
        sentences.append(f"{maker.name} died in {maker.deathplace}.")
    if maker.other_names:
        sentences.append(f"{maker.name} is also known as {', '.join(maker.other_names).removesuffix('.')}.")
    if titles:
        works = "; ".join(_unended(title) for title in list(dict.fromkeys(titles))[:8])
        sentences.append(f"Works by {maker.name} in this collection: {works}.")
    return " ".join(map(_ended, sentences))


def headings(catalogue: Catalogue) -> Mapping[str, str]:
    """Return for each work and maker the words that head a fragment about it."""
    names = {maker.id: maker.name for maker in catalogue.makers}
    return {**names, **{work.id: work_heading(work, [names[i] for i in makers_of(work) if i in names]) for work in catalogue.works}}


def work_heading(work: Artwork, names: Sequence[str]) -> str:
    """Return what heads a fragment about a work: its title, and who made it or is said to have."""
    by = " and ".join(names) or work.attribution
    return f"{work.title}, {by}" if by else work.title


def size_text(work: Artwork) -> str | None:
    """Word the size in centimetres, or as the catalogue words it; None when unknown."""
    sides = [(work.height_cm, "high"), (work.width_cm, "wide"), (work.depth_cm, "deep")]
    known = [f"{side:g} cm {word}" for side, word in sides if side]
    if known:
        return f"is {', '.join(known[:-1])}{' and ' if len(known) > 1 else ''}{known[-1]}"
    return f"measures {work.dimensions}" if work.dimensions else None


def _dated(date: str) -> str:
    if _BOUND.match(date):
        return f"was made {date[:1].lower()}{date[1:]}"
    if _DAY.fullmatch(date):
        return f"was made on {date}"
    if _PART_OF_CENTURY.match(date):
        return f"dates from the {date[:1].lower()}{date[1:]}"
    if _ELSEWHERE.search(date):
        return f"dates from {date}"
    return f"was made in {'the ' * bool(_CENTURY.match(date))}{date}" if date[:1].isdigit() else f"dates from {date}"


def _artist(nationality: str | None) -> str:
    if not nationality:
        return "an artist"
    if is_country(nationality):
        return f"an artist from {nationality}"
    english = _ADJECTIVE.fullmatch(nationality) and (people_in(nationality) or _ENGLISH.search(nationality))
    return _a(f"{nationality} artist") if english else f"an artist ({nationality})"


def _short_title(title: str) -> str:
    """Return a title as the later sentences say it: four lines said eight times would push the facts out of the encoder's sight."""
    return title if len(title) <= LONGEST_TITLE else f"{title[:LONGEST_TITLE].rsplit(' ', 1)[0]} …"


def _unended(title: str) -> str:
    """Return a title without the full stop after its last word; the point of an abbreviation stays."""
    return title[:-1] if re.search(r"[^\W\d_]{4,}\.$", title) else title


def _ended(sentence: str) -> str:
    """Return a sentence with one full stop at its end."""
    return sentence[:-1] if sentence.endswith("..") and not sentence.endswith("...") else sentence


def _bare(part_of: str) -> str:
    """Return “Line Involvements” for “[from the suite "Line Involvements"]”."""
    return re.sub(r"^(?:from|de|aus|uit)\s+(?:the\s+)?", "", part_of.strip("[] "), flags=re.IGNORECASE)


def _shortened(text: str) -> str:
    return text if len(text) <= LONGEST_INSCRIPTION else f"{text[:LONGEST_INSCRIPTION].rsplit(' ', 1)[0]} …"


def _listed(names: Sequence[str]) -> str:
    return f"{', '.join(names[:-1])} and {names[-1]}" if names[1:] else names[0]


def _named(maker: Maker) -> str:
    about = ", ".join(part for part in (maker.nationality, maker.life) if part)
    return f"{maker.name} ({about})" if about else maker.name


def _made_by(work: Artwork, makers: Sequence[Maker]) -> str:
    if makers:
        also = f", {work.attribution}" if work.attribution else ""
        return f" by {_listed([*map(_named, makers)])}{also}"
    return f", {work.attribution}" if work.attribution else _culture(work)


def _culture(work: Artwork) -> str:
    return f" by an unnamed maker ({work.culture})" if work.culture else " by an unnamed maker"


def _a(noun: str) -> str:
    return f"an {noun}" if _VOWEL_SOUND.match(noun) else f"a {noun}"


def _the(holder: str) -> str:
    named = holder.split(",")[0]
    return f"the {holder}" if _TAKES_ARTICLE.search(named) and not named.startswith(("The ", "the ")) else holder


def _lower_first(text: str) -> str:
    other_capitals = any(word[:1].isupper() for word in text.split()[1:])  # German nouns keep theirs
    return text if other_capitals or not text[1:2].islower() else text[:1].lower() + text[1:]
