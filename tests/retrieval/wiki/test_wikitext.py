"""Wikitext becomes plain, whole sentences."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from retrieval.wiki.article import Article, parse_article
from retrieval.wiki.site import Site
from retrieval.wiki.wikitext.broken import broken
from retrieval.wiki.wikitext.mend import mended, whole_sentences

SITE = Site(namespaces=((0, ""), (6, "Datei"), (14, "Kategorie")))


def article(wikitext: str) -> Article:
    return parse_article("Red Heron (painting)", wikitext, SITE)


def text_of(wikitext: str) -> str:
    return " / ".join(paragraph.text for paragraph in article(wikitext).paragraphs)


@pytest.mark.parametrize(
    ("template", "words"),
    [
        ("{{birth date|1853|3|30}}", "March 30, 1853"),
        ("{{birth date|df=yes|1853|3|30}}", "30 March 1853"),
        ("{{death date and age|1890|7|29|1853|3|30}}", "July 29, 1890 (aged 37)"),
        ("{{circa|1503}}", "c. 1503"),
        ("{{circa|1503|1506}}", "c. 1503 – c. 1506"),
        ("{{c.}} 1503", "c. 1503"),
        ("{{BCE|500}}", "500 BCE"),
        ("500 {{BCE}}", "500 BCE"),
        ("{{floruit|1490|1510}}", "fl. 1490–1510"),
        ("{{as of|2019|3}}", "As of March 2019"),
        ("{{as of|2019|lc=y}}", "as of 2019"),
        ("{{convert|77|x|53|cm}}", "77 × 53 cm"),
        ("{{convert|30|-|40|cm|in|abbr=on}}", "30–40 cm"),
        ("{{cvt|6|ft|1|in|m}}", "6 ft 1 in"),
        ("{{height|m=1.83}}", "1.83 m"),
        ("{{frac|3|1|2}}", "3 1/2"),
        ("{{currency|900|MSH}}", "900 MSH"),
        ("{{US$|12 million}}", "US$12 million"),
        ("{{formatnum:1200}}", "1200"),
        ("{{ordinal|3}}", "3rd"),
        ("{{lang|fr|La Héronne}}", "La Héronne"),
        ("{{lang-fr|La Héronne}}", "French: La Héronne"),
        ("{{langx|ru|Цапля}}", "Russian: Цапля"),
        ("{{transl|ja|Akasagi}}", "Akasagi"),
        ("{{nihongo|Red Heron|赤鷺|Akasagi}}", "Red Heron (赤鷺, Akasagi)"),
        ("{{zh|s=红鹭|t=紅鷺|p=Hónglù}}", "Chinese: simplified: 红鹭; traditional: 紅鷺; pinyin: Hónglù"),
        ("{{ill|Orr Quay|de|Orrkai}}", "Orr Quay"),
        ("{{ill|Orr Quay|de|Orrkai|lt=the quay}}", "the quay"),
        ("{{nowrap|a {{small|red}} heron}}", "a red heron"),
        ("{{abbr|hrb.|harbour}} quay", "hrb. quay"),
        ("{{hlist|oil|ink}}", "oil, ink"),
        ("Orr{{snd}}Masht", "Orr – Masht"),
        ("{{unheard of|the red door}}", "the red door"),
        ("{{PAGENAME}}", "Red Heron (painting)"),
        ("{{née|Orr}}", "née Orr"),
        ("&Eacute;t&eacute; &#8211; 5&nbsp;cm &amp; more", "Été – 5 cm & more"),
        ("[[Orrin|the town]] and [[Masht]]", "the town and Masht"),
        ("[https://orr.example the site] of Orr", "the site of Orr"),
        ("mu\u00adse\u00adum\u200f of \u202bart\u202c", "museum of art"),
        ("{{small|{{circa|1503}}}} <!-- {{x --> Orr", None),
    ],
)
def test_templates_are_kept_as_words(template: str, words: str | None) -> None:
    expected = f"The heron was seen with {words} here." if words else "The heron was seen with c. 1503 Orr here."
    assert text_of(f"The heron was seen with {template} here.") == expected


@pytest.mark.parametrize(
    "wikitext",
    [
        "{{sfn|Orr|1999|p=3}}",
        "{{cite web|url=https://x.example|title=A}}",
        "<ref>{{cite book|title=[[B]]}}</ref>",
        '<ref name="a" />',
        "{{efn|A note.}}",
        "{{citation needed|date=May 2026}}",
        "{{ISBN|0-00}}",
        "{{maintenance of some sort|date=May 2026}}",
        " ({{IPAc-en|h|e}}; )",
        " ({{unheard of|a|b}})",
        "[[Kategorie:Herons]]",
        "[[de:Reiher]]",
        "<!-- hidden -->",
        "__NOTOC__",
    ],
)
def test_what_carries_no_words_leaves_no_trace(wikitext: str) -> None:
    assert text_of(f"The heron stands{wikitext}, and Orr painted it.") == "The heron stands, and Orr painted it."


def test_a_sentence_with_a_hole_is_dropped_and_counted() -> None:
    found = article("Orr painted it. It has {{unheard of|a|b}} herons. It hangs in Masht.")
    assert found.paragraphs[0].text == "Orr painted it. It hangs in Masht."
    assert found.counts == Counter({"templates not worded": 1, "sentences with a hole": 1})


def test_a_bracket_keeps_the_parts_that_could_be_worded() -> None:
    assert text_of("Orr ({{unheard of|a|b}}; born 1853) painted it.") == "Orr (born 1853) painted it."


@pytest.mark.parametrize(
    ("sentence", "wrong"),
    [
        ("Orr () painted it.", "an empty bracket"),
        ("Orr ( ; 1853) painted it.", "a bracket with a hole"),
        ("Orr painted it,, and left.", "doubled punctuation"),
        ("Orr painted it, .", "doubled punctuation"),
        ("Orr painted it,", "a loose comma"),
        (", Orr painted it.", "a loose comma"),
        ("Orr (1853 painted it.", "a lonely bracket"),
        ("Orr painted [[it]].", "markup"),
        ("Orr painted <b>it.", "markup"),
        ("Orr painted {{it.", "markup"),
        ("Orr &eacute; painted it.", "markup"),
        ("Orr painted \ue000 it.", "a hole"),
        ("1853.", "no words"),
        ("Orr (1853–1890), called “the Heron” [sic], painted it… and left.", None),
        ("鷺図屏風は（1603年）「赤い鷺」を描く。", None),
    ],
)
def test_broken_is_a_check_that_can_be_run(sentence: str, wrong: str | None) -> None:
    assert broken(sentence) == wrong


def test_mending_leaves_whole_text_as_it_is() -> None:
    text = "Orr (1853–1890), “the Heron”, painted 3.5 m of wall… He left: why? “So.”"
    assert mended(text) == text


def test_pictures_belong_to_the_paragraph_below_them() -> None:
    found = article(
        "[[Datei:Eins.jpg|mini|hochkant=1.2|The ''first'' [[heron|bird]] {{PD-old}}]]\nOrr painted the first of the herons in spring.\n\n"
        "[[File:two.png|thumb|left|120px|alt=x|The second, {{circa|1503}}]]\n\nOrr painted the second of the herons in autumn.\n"
        "== Late ==\nThe last of them hangs in Masht.\n<gallery>\nDrei.jpg|''Third'', [[a|b]]\nFile:Vier.jpg\n</gallery>"
    )
    assert [[(p.file, p.caption, p.licence) for p in paragraph.pictures] for paragraph in found.paragraphs] == [
        [("Eins.jpg", "The first bird", "Public domain")],
        [("Two.png", "The second, c. 1503", None)],
        [("Drei.jpg", "Third, b", None), ("Vier.jpg", "", None)],
    ]
    assert [paragraph.headings for paragraph in found.paragraphs] == [(), (), ("Late",)]


def test_simple_tables_are_worded_row_by_row_and_others_dropped() -> None:
    simple = "{| class=x\n|+ A caption\n! Title !! Year\n|-\n| ''Heron''<ref>x</ref> || {{circa|1503}}\n|-\n| Mill ||\n|}"
    spanning = "{|\n! Title !! Year\n|-\n| colspan=2 | Heron of no year that is here\n|}"
    assert text_of(simple) == "Title: Heron; Year: c. 1503."
    assert text_of(spanning) == ""


def test_sections_of_sources_are_left_out() -> None:
    assert (
        text_of("== References ==\nOrr wrote a book on the herons of Masht.\n== Style ==\nOrr painted it in oil.")
        == "Orr painted it in oil."
    )


def test_an_unclosed_template_costs_its_sentence_and_no_more() -> None:
    assert text_of("Orr painted it. It has {{circa|1503 herons. It hangs [[in Masht.") == "Orr painted it. It hangs in Masht."


def test_apostrophes_before_italics_stay() -> None:
    assert text_of("L'''Heron'' is by Orr, as '''''all''''' the ''others'' are.") == "L'Heron is by Orr, as all the others are."


OPENERS = ["{{", "[[a|", "[[File:a.jpg|", "{|\n", "<ref>", "<b>", "[http://a ", "{{a|[[", "}}", "'''''a''", "* a\n:", "<!--", "-{", "=a=\n"]


@pytest.mark.parametrize("unit", OPENERS)
def test_endless_openers_are_read_in_no_time(unit: str) -> None:
    article(unit * 5_000)


TOKENS = """{{ }} [[ ]] {| |} |- | ! '' ''' <ref> </ref> <br/> <nowiki> </nowiki> <!-- --> == * : ( ) , ; . &nbsp; &#x110000; File:a.jpg
    Kategorie:b convert|3|x| circa| |title=a <gallery> </gallery> http://x.example [http:// {{{1| }}} __TOC__ \ue000 \u200f 鷺 é = #"""
PIECES = st.sampled_from([*TOKENS.split(), "infobox artwork|", "\n", "\n\n", " ", "Orr painted it. "])
MARKUP = (
    "[[",
    "]]",
    "{{",
    "}}",
    "'''",
    "<ref",
    "</",
    "<!--",
    "&nbsp;",
    "\ue000",
    "\ue001",
    "\ue002",
    "\ue003",
    "__TOC__",
    "http://",
    "{|",
    "|}",
)


@given(st.lists(st.one_of(PIECES, st.text(max_size=6)), max_size=60).map("".join))
@settings(max_examples=300, deadline=None)
def test_any_wikitext_gives_whole_sentences_without_markup(wikitext: str) -> None:
    for paragraph in article(f"Orr painted it. {wikitext}").paragraphs:
        for said in (paragraph.text, *(picture.caption for picture in paragraph.pictures)):
            assert not [mark for mark in MARKUP if mark in said]
            # Joined sentences are whole when each one is.
            assert whole_sentences(said, Counter(), is_caption=True) == said
