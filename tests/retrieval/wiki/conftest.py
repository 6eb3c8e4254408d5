"""A wiki of our own making, written as a dump: invented painters and museums, and every nasty case that we know."""

from __future__ import annotations

import bz2
import gzip
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

import pytest

SUBJECTS = ("heron", "mill", "ferry", "orchard", "lantern", "weaver", "bridge", "harvest", "stove", "dovecote", "quarry", "regatta", "loom")
PLACES = ("Vessby", "Tarnholm", "Orrin", "Lower Quay", "Masht", "Ilvane", "Brackwater")
MEDIA = ("oil on canvas", "tempera on panel", "etching", "watercolour on paper", "marble", "woodcut", "gouache on silk")


@dataclass(frozen=True)
class DumpPage:
    title: str
    text: str
    namespace: int = 0
    redirect: str | None = None


def dump_xml(pages: Sequence[DumpPage], **site: str) -> str:
    written = "".join(page_xml(number, page) for number, page in enumerate(pages, start=1))
    return f"{head(**site)}{written}</mediawiki>\n"


def head(language: str = "en", category: str = "Category", files: str = "File", site: str = "Wikipedia") -> str:
    return (
        f'<mediawiki xmlns="http://www.mediawiki.org/xml/export-0.11/" version="0.11" xml:lang="{language}">\n<siteinfo>'
        f"<sitename>{site}</sitename><dbname>test</dbname><base>https://{language}.wiki.example/wiki/Main_Page</base>"
        '<case>first-letter</case><namespaces><namespace key="-1" case="first-letter">Special</namespace>'
        f'<namespace key="0" case="first-letter" /><namespace key="1">Talk</namespace><namespace key="6">{files}</namespace>'
        f'<namespace key="10">Template</namespace><namespace key="14">{category}</namespace></namespaces></siteinfo>\n'
    )


def page_xml(number: int, page: DumpPage) -> str:
    redirect = f"<redirect title={quoteattr(page.redirect)} />" if page.redirect else ""
    return (
        f"<page><title>{escape(page.title)}</title><ns>{page.namespace}</ns><id>{number}</id>{redirect}<revision><id>{number + 10_000}</id>"
        f"<timestamp>2026-01-01T00:00:00Z</timestamp><contributor><username>x</username><id>7</id></contributor>"
        f'<text bytes="{len(page.text)}" xml:space="preserve">{escape(page.text)}</text></revision></page>\n'
    )


def prose(number: int, sentences: int = 4) -> str:
    """Sentences on an invented painting, other ones for each number."""
    subject, place, medium = SUBJECTS[number % 13], PLACES[number % 7], MEDIA[number % 7]
    beside = SUBJECTS[(number + 5) % 13]
    there, further = PLACES[(number + 3) % 7], PLACES[(number * 3 + 1) % 7]
    told = (
        f"The painting shows one {subject} near {place} in the light of day {number}, and the painter signed it low on the left.",
        f"Its {medium} was cleaned in {1900 + number % 90} by the museum at {there}, whose report runs to {number + 12} pages.",
        f"A sketch numbered {number * 7 % 911} for the figure beside the {beside} is kept with the drawings of {place}.",
        f"Visitors to exhibition {number % 37} in {further} saw the canvas hang beside {number % 11 + 2} smaller landscapes.",
        f"The frame, carved with {SUBJECTS[(number * 5 + 2) % 13]} and vine {number * 13 % 1009}, is older than the portrait on its back.",
    )
    return " ".join(told[i % 5] for i in range(sentences))


def painting(number: int) -> DumpPage:
    subject = SUBJECTS[number % 13].title()
    artist = f"Ada Vesk {number % 9}"
    return DumpPage(
        f"{subject} at {PLACES[number % 7]} {number}",
        f"""{{{{Short description|Painting by {artist}}}}}
{{{{Infobox artwork
| title = {subject} at {PLACES[number % 7]} {number}
| artist = [[{artist} (painter)|{artist}]]
| year = {{{{circa|{1800 + number % 120}}}}}
| medium = {MEDIA[number % 7].capitalize()}
| metric_unit = cm | height_metric = {40 + number % 60} | width_metric = {30 + number % 50}
| museum = [[{PLACES[number % 7]} Museum]] | city = {PLACES[number % 7]}
| image_file = Work {number}.jpg | caption = The ''{subject}'', whole
}}}}
[[File:Detail {number}.jpg|thumb|upright=1.1|Detail of the {subject.lower()}, with {{{{convert|{number + 3}|cm|in}}}} of frame]]
'''''{subject} at {PLACES[number % 7]}''''' ({{{{lang-fr|Le Tableau {number}}}}}; {{{{IPAc-en|h}}}}) is a painting by
[[{artist}]]. {prose(number * 3)}{{{{sfn|Orr|1999}}}}

== History ==
{prose(number * 3 + 1, 5)}<ref name="orr">{{{{cite book|title=Orr [[x]]}}}}</ref>

=== Theft ===
In {{{{circa|{1850 + number % 50}}}}} it was {{{{unknown thing|a|b}}}} lost. {prose(number * 3 + 2, 3)}

== References ==
{{{{reflist}}}}
[[Category:Paintings of {PLACES[number % 7]}]]
[[de:Bild {number}]]
""",
    )


def tree() -> list[DumpPage]:
    """Categories: Visual arts > Painting > Paintings of …, with two circles and a category that is a redirect."""
    return [
        DumpPage("Category:Visual arts", "[[Category:Masters]]", 14),
        DumpPage("Category:Painting", "[[Category:Visual arts]] [[Category:Paintings of Orrin]]", 14),
        DumpPage("Category:Masters", "[[Category:Visual arts|*]] [[Category:Masters]]", 14),
        *(DumpPage(f"Category:Paintings of {place}", "<!-- [[Category:Ships]] --> [[ category : painting ]]", 14) for place in PLACES),
        DumpPage("Category:Old masters", "#REDIRECT [[:Category:Masters]]", 14, "Category:Masters"),
        DumpPage("Category:Forgeries", "[[Category:Painting]]", 14),
        DumpPage("Category:Ships", "A category that nothing leads to.", 14),
    ]


def nasty_pages() -> list[DumpPage]:
    """One page for each case that breaks parsers, apart from the very large one, which a test makes itself."""
    art = "[[Category:Paintings of Orrin]]"
    return [
        DumpPage(
            "Ada Vesk 1 (painter)",
            f"""{{{{Infobox artist|name=Ada Vesk|birth_date={{{{birth date|1853|3|30|df=y}}}}|birth_place=[[Orrin]], Masht
|death_date={{{{death date and age|1890|7|29|1853|3|30|df=y}}}}|nationality=Mashtian|field=Painting|image=Ada Vesk 1.jpg}}}}
'''Ada Vesk''' ({{{{nihongo|Red Heron|赤鷺|Akasagi}}}}; {{{{birth date|1853|3|30}}}} – {{{{death date|1890|7|29}}}}) was a painter of herons
in [[Orrin]], and {{{{nowrap|a portraitist}}}} of its harbour. She painted in tempera{{{{cn|date=May 2026}}}} and sold her
canvases at the quay museum.
{{{{quote|I paint what the {{{{abbr|hrb.|harbour}}}} leaves me.|Ada Vesk}}}}
{art}[[Category:Masters]]""",
        ),
        DumpPage("Vesk, Ada", "#REDIRECT [[Ada Vesk 1 (painter)]]", 0, "Ada Vesk 1 (painter)"),
        DumpPage("La Vesk", "#REDIRECT [[Vesk, Ada]]", 0, "Vesk, Ada"),
        DumpPage("Ada vesk 1 (painter)", "#REDIRECT [[Ada Vesk 1 (painter)]]", 0, "Ada Vesk 1 (painter)"),
        DumpPage("Circle A", "#REDIRECT [[Circle B]]", 0, "Circle B"),
        DumpPage("Circle B", "#REDIRECT [[Circle A]]", 0, "Circle A"),
        DumpPage("Itself", "#REDIRECT [[Itself]]", 0, "Itself"),
        DumpPage("Heron", f"'''Heron''' may refer to:\n* [[Red Heron]], a painting\n{{{{disambiguation}}}}{art}"),
        DumpPage("List of mills", f"These are mills.\n* [[Mill A]]\n* [[Mill B]]\n{art}"),
        DumpPage("Empty canvas", art),
        DumpPage("Talk of paint", f"A chat about painting. {art}", 1),
        DumpPage("Template:Paint", f"{{{{{{1}}}}}} painting {art}", 10),
        DumpPage("File:Work 3.jpg", "{{Information|author=Orr}}\n{{self|cc-by-sa-4.0}}", 6),
        DumpPage(
            "Orrin Rovers",
            f"'''Orrin Rovers''' is a football club. {'The club plays in the second league and its coach bought a striker. ' * 4}{art}",
        ),
        DumpPage("False heron", f"'''False heron''' is a painting. {prose(77)} [[Category:Forgeries]]"),
        DumpPage(
            "Heron screens",
            f"""The '''Heron screens''' ({{{{lang-ja|鷺図屏風}}}}, {{{{transl|ja|Sagi-zu byōbu}}}}) are a pair of painted
screens. &Eacute;l&eacute;onore Orr
saw them &mdash; they stood at Masht &#8211; in 1903.
鷺図屏風は、イルヴェインの美術館が所蔵する六曲一双の屏風で、赤い鷺が葦のあいだに描かれている。
لوحة البلشون الأحمر معروضة في متحف إلفان منذ عام ١٩٠٣، وهي من أشهر أعمال الرسامة آدا فيسك.‏ The mu­se­um‎ keeps both paintings.
== Panels ==
{{| class="wikitable"
! Panel !! Subject !! {{{{abbr|Yr.|Year}}}}
|-
| First || ''Herons''<ref>x</ref> || {{{{circa|1603}}}}
|-
| Second || [[Reed|Reeds]] in wind || 1605
|}}
{{| class="wikitable"
| colspan=2 | a cell across
|-
| b || c
|}}
== Views ==
<gallery mode="packed" caption="Views">
File:Left.jpg|The ''left'' screen, [[Ilvane]]
Image:Right side.png|alt=x|The right screen {{{{PD-old}}}}
Broken line without a picture
</gallery>
The gallery above shows the two paintings as they stood in the hall of the museum before it was rebuilt.
{art}""",
        ),
        DumpPage(
            "Unclosed mill",
            f"""'''Unclosed mill''' is a ''painting of a mill by <b>Orr. {{{{Infobox painting|title=Unclosed
The museum holds it with its sketches. [[File:Mill.jpg|thumb|A mill in [[Orrin]] and
It was painted on canvas in [[Masht in 1850. <ref>never closed. The canvas is worn at the edges and has been lined.

A second paragraph on the painting stands </div> here whole, <span style="color:red">with a span</span> and a {{{{frac|3|1|2}}}} inch frame.
<!-- comment in {{{{circa| <nowiki> [[x -->The portrait on the back was <nowiki>[[not a link]]</nowiki> drawn later by another hand.
{{{{convert|77|x|53|cm|in|<!-- sides -->abbr=on}}}} is its size on the museum's card, and the painting hangs low. <ref name=self />
{art}""",
        ),
        DumpPage(
            "Deep templates",
            f"""'''Deep templates''' is a mural. {"{{small|" * 30}deep{"}}" * 30} A mural is painted on plaster in the chapel of Orrin.
The mural has {{{{nowrap|{{{{circa|{{{{#expr:1500+3}}}}}}}}}}}} figures. It is {{{{convert|3|to|4|m|ft}}}} high,
{{{{as of|2019|3|lc=y}}}} hidden behind a screen of carved oak.
It cost {{{{currency|900|MSH}}}} ({{{{inflation|MSH|900|1603}}}}; {{{{US$|12}}}}), says the museum ({{{{odd one|a|b}}}}).
{{{{lang|fr|La fresque}}}} is its name.
{art}""",
        ),
        DumpPage("Copy of a painting", f"{prose(777, 5)} {art}"),
        DumpPage("Second copy of a painting", f"{prose(777, 5).replace('low on the left', 'low on the right')} {art}"),
        DumpPage("Long painting", f"The painting is long. {' '.join(prose(n, 5) for n in range(9000, 9040))} {art}"),
    ]


@pytest.fixture(scope="session")
def gallery_wiki() -> list[DumpPage]:
    """Some three hundred pages, most of them paintings, with every nasty case once."""
    return [*tree(), *nasty_pages(), *(painting(number) for number in range(240))]


@pytest.fixture(scope="session")
def write_dump() -> Callable[..., Path]:
    """Write pages as a dump: `.xml`, `.xml.gz`, `.xml.bz2`, or as many bzip2 streams as `streams` says."""

    def write(file: Path, pages: Sequence[DumpPage], streams: int = 1, **site: str) -> Path:
        text = dump_xml(pages, **site).encode()
        if file.suffix == ".bz2":
            size = max(len(text) // streams, 1) + 1
            file.write_bytes(b"".join(bz2.compress(text[i : i + size]) for i in range(0, len(text), size)))
        else:
            file.write_bytes(gzip.compress(text) if file.suffix == ".gz" else text)
        return file

    return write


@pytest.fixture(scope="session")
def dump_page() -> type[DumpPage]:
    return DumpPage
