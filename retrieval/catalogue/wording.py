"""Word a record as plain sentences, so that a work's and a maker's facts are found and cited like any passage."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from retrieval.records import Artwork, Catalogue, Fragment, Maker, Picture

from .dated import dated, day, is_day
from .kinds import thing
from .peoples import is_country, people_in
from .sized import size_sentence

_TAKES_ARTICLE = re.compile(r"\b(?:Museum|Gallery|Galleries|Institute|Library|Collection|Academy|Foundation)\b")
# Works that stand where they were made are in a place, not kept there.
_IN_PLACE = frozenset("architecture fresco mosaic".split())
# “a European”, “a Ukrainian”, “a unique work”: written with a vowel, spoken with a y.
_VOWEL_SOUND = re.compile(r"(?!eu|uk|ug|uru|uni|uti|use|one\b)[aeiou]", re.IGNORECASE)
_EDITION = re.compile(r"edition (?:of|size)\s*:?\s*", re.IGNORECASE)
# Countries that are spoken of with their article.
_WITH_ARTICLE = re.compile(
    r"(?:United (?:States|Kingdom|Arab Emirates)|Netherlands|Philippines|Bahamas|Maldives|Gambia|Congo|Soviet Union|Ottoman Empire|"
    r"Czech Republic|Dominican Republic|Central African Republic)\b"
)
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
        yield f"{title} {dated(work.date)}."
    if work.place:
        yield f"{title} was made in {_place(work.place)}."
    if work.original_title and work.original_title != title:
        yield f"The original title of {title} is {work.original_title}."
    if work.medium:
        yield f"The material and technique of {title}: {_lower_first(work.medium)}."
    if size := size_sentence(work, title):
        yield size
    if work.holder:
        number = f" (accession number {work.accession})" if work.accession else ""
        yield f"{title} {'is' if kind in _IN_PLACE else 'is kept'} in {_the(work.holder)}{number}."
    elif work.accession:
        yield f"The accession number of {title} is {work.accession}."
    if work.style or work.genre:
        words = " and ".join([f"in the style {work.style}"] * bool(work.style) + [f"of the genre {work.genre}"] * bool(work.genre))
        yield f"{title} is {words}."
    if work.tags:
        yield f"The {'subjects' if work.tags[1:] else 'subject'} of {title} {'are' if work.tags[1:] else 'is'} {_joined(work.tags[:12])}."
    yield from _told_beside(work, title)


def _told_beside(work: Artwork, title: str) -> Iterator[str]:
    if work.part_of:
        yield f"{title} belongs to {_bare(work.part_of)}."
    if work.acquired:
        yield f"{title} was acquired {'on' if is_day(work.acquired) else 'in'} {day(work.acquired)}."
    if work.edition:
        yield f"The edition of {title}: {_EDITION.sub('', work.edition) or work.edition}."
    if work.inscription:
        yield f"The inscription on {title}: {_shortened(work.inscription)}."
    if work.credit and not _RIGHTS.search(work.credit):
        yield f"The credit line of {title}: {_shortened(work.credit)}."


def maker_sentences(maker: Maker, titles: Sequence[str]) -> str:
    """Word a maker's record: nationality, life, places, other names and the works held."""
    life = f" ({maker.life})" if maker.life else ""
    sentences = [f"{maker.name}{life} is {_artist(maker.nationality)} in this collection."]
    if maker.birthplace:
        died = f" and died in {_place(maker.deathplace)}" if maker.deathplace else ""
        sentences.append(f"{maker.name} was born in {_place(maker.birthplace)}{died}.")
    elif maker.deathplace:
        sentences.append(f"{maker.name} died in {_place(maker.deathplace)}.")
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


def _place(place: str) -> str:
    return f"the {place}" if _WITH_ARTICLE.match(place) else place


def _joined(tags: Sequence[str]) -> str:
    """Return tags as a list, parted by semicolons where a tag has a comma of its own."""
    return ("; " if any("," in tag for tag in tags) else ", ").join(tags)


def _lower_first(text: str) -> str:
    other_capitals = any(word[:1].isupper() for word in text.split()[1:])  # German nouns keep theirs
    return text if other_capitals or not text[1:2].islower() else text[:1].lower() + text[1:]
