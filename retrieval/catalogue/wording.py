"""Word a record as plain sentences, so that a work's and a maker's facts are found and cited like any passage."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from retrieval.records import Artwork, Catalogue, Fragment, Maker, Picture

_TAKES_ARTICLE = re.compile(r"\b(?:Museum|Gallery|Galleries|Institute|Library|Collection|Academy|Foundation)\b")
# Works that stand where they were made are in a place, not kept there.
_IN_PLACE = frozenset("architecture fresco mosaic".split())
# “a European”, “a Ukrainian”, “a unique work”: written with a vowel, spoken with a y.
_VOWEL_SOUND = re.compile(r"(?!eu|uk|ug|uru|uni|uti|use|one\b)[aeiou]", re.IGNORECASE)
_COUNTED = frozenset("painting drawing print photograph textile manuscript book installation mosaic fresco mask sculpture video".split())


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
    return " ".join(_work_sentences(work, makers))


def _work_sentences(work: Artwork, makers: Sequence[Maker]) -> Iterator[str]:
    title = work.title
    kind = (work.type or "work").lower()
    thing = kind if kind in _COUNTED else "work" if kind == "work" else f"work of {kind}"
    yield f"{title} is {_a(thing)}{_made_by(work, makers)}."
    if work.date:
        yield f"{title} {'was made in' if work.date[:1].isdigit() else 'dates from'} {work.date}."
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
    if work.style or work.genre:
        words = " and ".join([f"in the style {work.style}"] * bool(work.style) + [f"of the genre {work.genre}"] * bool(work.genre))
        yield f"{title} is {words}."
    if work.tags:
        yield f"The subjects of {title} are {', '.join(work.tags[:12])}."


def maker_sentences(maker: Maker, titles: Sequence[str]) -> str:
    """Word a maker's record: nationality, life, places, other names and the works held."""
    life = f" ({maker.life})" if maker.life else ""
    sentences = [f"{maker.name}{life} is {_a(f'{maker.nationality} artist' if maker.nationality else 'artist')} in this collection."]
    if maker.birthplace:
        sentences.append(f"{maker.name} was born in {maker.birthplace}{f' and died in {maker.deathplace}' if maker.deathplace else ''}.")
    elif maker.deathplace:
        sentences.append(f"{maker.name} died in {maker.deathplace}.")
    if maker.other_names:
        sentences.append(f"{maker.name} is also known as {', '.join(maker.other_names).removesuffix('.')}.")
    if titles:
        works = "; ".join(titles[:8])
        sentences.append(f"Works by {maker.name} in this collection: {works}.")
    return " ".join(sentences)


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


def _named(maker: Maker) -> str:
    about = ", ".join(part for part in (maker.nationality, maker.life) if part)
    return f"{maker.name} ({about})" if about else maker.name


def _made_by(work: Artwork, makers: Sequence[Maker]) -> str:
    if makers:
        also = f", {work.attribution}" if work.attribution else ""
        return f" by {' and '.join(map(_named, makers))}{also}"
    return f", {work.attribution}" if work.attribution else _culture(work)


def _culture(work: Artwork) -> str:
    return f" by an unnamed maker ({work.culture})" if work.culture else " by an unnamed maker"


def _a(noun: str) -> str:
    return f"an {noun}" if _VOWEL_SOUND.match(noun) else f"a {noun}"


def _the(holder: str) -> str:
    named = holder.split(",")[0]
    return f"the {holder}" if _TAKES_ARTICLE.search(named) and not named.startswith(("The ", "the ")) else holder


def _lower_first(text: str) -> str:
    return text[:1].lower() + text[1:] if text[1:2].islower() else text
