"""The letters of the PDF: DejaVu, which matplotlib ships, and a reader's own fonts for Chinese, Japanese and Korean.

DejaVu writes Latin with every accent, Greek, Cyrillic, Armenian, Georgian, Hebrew and Arabic, and is embedded. Chinese, Japanese and
Korean are named by Adobe's standard names and not embedded: a PDF reader shows them with fonts of its own. Scripts that neither has
(of India and Ethiopia, Thai, emoji) are shown as an empty box, and the catalogue says so.
"""

from __future__ import annotations

import functools
import importlib.util
import re
from itertools import groupby
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from .rtl import is_rtl, seen

BODY, ITALIC, BOLD, SANS = "DejaVuSerif", "DejaVuSerif-Italic", "DejaVuSerif-Bold", "DejaVuSans"
_JAPANESE, _KOREAN, _CHINESE = "HeiseiMin-W3", "HYSMyeongJo-Medium", "STSong-Light"
_KANA, _HANGUL = re.compile("[\u3040-\u30ff]"), re.compile("[\u1100-\u11ff\uac00-\ud7af]")
_EAST = re.compile("[\u1100-\u11ff\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef]")
_BOX = "\u25a1"


@functools.cache
def register() -> None:
    """Make the fonts known to reportlab."""
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.pdfbase.ttfonts import TTFont

    for name in (BODY, ITALIC, BOLD, SANS):
        pdfmetrics.registerFont(TTFont(name, str(_folder() / f"{name}.ttf")))
    for name in (_JAPANESE, _KOREAN, _CHINESE):
        pdfmetrics.registerFont(UnicodeCIDFont(name))
    pdfmetrics.registerFontFamily(BODY, normal=BODY, bold=BOLD, italic=ITALIC, boldItalic=BOLD)


def marked(text: str) -> str:
    """Return a text for a reportlab paragraph: escaped, on one line, each script in a font that has it."""
    line = seen(" ".join(text.split()))
    east = _east_font(line)
    parts = [(font, "".join(letters)) for font, letters in groupby(line, key=lambda letter: _font_of(letter, east))]
    return "".join(escape(run) if font is None else f'<font name="{font}">{escape(run)}</font>' for font, run in map(_shown, parts))


def missing(text: str) -> set[str]:
    """Return the characters of a text that no font of the catalogue has."""
    return {letter for letter in seen(text) if not letter.isspace() and _font_of(letter, _CHINESE) == _BOX}


def has_eastern(text: str) -> bool:
    """Say whether a text has Chinese, Japanese or Korean in it."""
    return bool(_EAST.search(text))


def runs(text: str, font: str) -> list[tuple[str, str]]:
    """Return a text as runs of (font, letters), for drawing outside of paragraphs."""
    line = seen(" ".join(text.split()))
    east = _east_font(line)
    parts = [(name, "".join(letters)) for name, letters in groupby(line, key=lambda letter: _font_of(letter, east))]
    return [(name or font, run) for name, run in map(_shown, parts)]


def _shown(part: tuple[str | None, str]) -> tuple[str | None, str]:
    font, run = part
    return (None, _BOX * len(run)) if font == _BOX else part


def _font_of(letter: str, east: str) -> str | None:
    """Return the font of a letter: None for the paragraph's own, `_BOX` where no font has it."""
    if _EAST.match(letter):
        return east
    if letter.isspace() or (_has(BODY, letter) and not is_rtl(letter)):
        return None
    return SANS if _has(SANS, letter) else _BOX


def _east_font(text: str) -> str:
    return _JAPANESE if _KANA.search(text) else _KOREAN if _HANGUL.search(text) else _CHINESE


def _has(font: str, letter: str) -> bool:
    from reportlab.pdfbase import pdfmetrics

    register()
    face: Any = pdfmetrics.getFont(font)
    return ord(letter) in face.face.charToGlyph


def _folder() -> Path:
    """Return where matplotlib keeps its fonts, without importing it."""
    found = importlib.util.find_spec("matplotlib")
    if found is None or found.origin is None:
        raise ModuleNotFoundError("matplotlib, which ships the catalogue's fonts, is not installed; run: make setup")
    return Path(found.origin).parent / "mpl-data" / "fonts" / "ttf"
