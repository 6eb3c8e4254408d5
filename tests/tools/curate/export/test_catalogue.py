"""The PDF: whole, with every script that a font can be found for."""

from __future__ import annotations

import re

from tools.curate.export.catalogue import pdf_bytes
from tools.curate.export.fonts import marked, missing, register
from tools.curate.export.rtl import seen
from tools.curate.show import Show

from .conftest import CHINESE, EVIL, HEBREW


def _pages(pdf: bytes) -> int:
    return len(re.findall(rb"/Type /Page\b(?!s)", pdf))


def test_a_catalogue_has_a_cover_walls_labels_and_a_checklist(show: Show) -> None:
    pdf = pdf_bytes(show, {})
    assert pdf.startswith(b"%PDF-")
    assert 5 <= _pages(pdf) <= 9


def test_its_letters_are_in_it(show: Show) -> None:
    pdf = pdf_bytes(show, {})
    assert b"DejaVuSerif" in pdf
    assert b"/FontFile2" in pdf


def test_a_picture_is_drawn_in_place_of_a_tint(show: Show, picture: bytes) -> None:
    assert b"/Subtype /Image" in pdf_bytes(show, {"w:ferry": picture})
    assert b"/Subtype /Image" not in pdf_bytes(show, {})


def test_strangers_words_make_a_catalogue_like_any_other(hostile: Show) -> None:
    assert _pages(pdf_bytes(hostile, {})) >= 5


def test_words_for_a_paragraph_are_escaped() -> None:
    register()
    assert marked(EVIL) == "&lt;script&gt;alert(\"x\")&lt;/script&gt; &amp; 'quotes' ]]&gt; {{ 7*7 }}"


def test_each_script_is_set_in_a_font_that_has_it() -> None:
    register()
    assert marked("Zima Зима") == "Zima Зима"
    assert marked(CHINESE) == f'<font name="HeiseiMin-W3">{CHINESE}</font>'
    assert marked("a 雪 b") == 'a <font name="STSong-Light">雪</font> b'
    assert marked("눈") == '<font name="HYSMyeongJo-Medium">눈</font>'
    assert marked(HEBREW) == f'<font name="DejaVuSans">{HEBREW[::-1]}</font>'


def test_what_no_font_has_is_a_box_and_is_said() -> None:
    register()
    assert marked("ሰ") == "□"
    assert missing("Тень ሰላ 雪") == {"ሰ", "ላ"}


def test_arabic_letters_join_and_run_from_right_to_left() -> None:
    # Beh, alef, beh: initial and final form join, the last stands alone.
    assert seen("باب") == "\ufe8f\ufe8e\ufe91"
    assert seen("Sea (ים), 1850") == "Sea (םי), 1850"
