"""A show of the invented collection, and one whose words are an attack."""

from __future__ import annotations

import io
from dataclasses import replace

import numpy as np
import pytest
from PIL import Image

from retrieval.search import Searcher
from tools.curate.brief import Brief, Rule, Trait
from tools.curate.pool import pieces
from tools.curate.show import Grounds, Said, Section, Show, make_show

EVIL = "<script>alert(\"x\")</script> & 'quotes' ]]> {{ 7*7 }}"
ARABIC, CHINESE, HEBREW = "سفينة في الشتاء", "冬の孤独", "חורף"


@pytest.fixture(scope="module")
def show(searcher: Searcher) -> Show:
    pool = pieces(searcher.index)
    brief = Brief(theme="the sea in winter", rules=(Rule(kind="at_least", trait=Trait(field="on_paper"), count=1),))
    return make_show(brief, pool, Grounds(pool=pool, scores=np.arange(len(pool), 0, -1, dtype=float), collection=searcher))


@pytest.fixture(scope="module")
def hostile(show: Show) -> Show:
    """The same show with words of strangers wherever words can stand."""
    titles = iter((EVIL, f"=cmd|' /C calc'!A0 {EVIL}", ARABIC, CHINESE, HEBREW, "Тень & ሰላም"))

    def words(section: Section) -> Section:
        works = [
            replace(hung, label=replace(hung.label, title=next(titles), maker=f"@{EVIL}", text=(Said(text=f"{EVIL}.", cites=("f:1",)),)))
            for hung in section.works
        ]
        return replace(section, title=EVIL, reason=EVIL, works=tuple(works))

    sections = tuple(words(section) for section in show.sections)
    return replace(show, title=EVIL, statement=(Said(text=EVIL, cites=()),), sections=sections, notes=(EVIL,))


@pytest.fixture(scope="module")
def picture() -> bytes:
    written = io.BytesIO()
    Image.new("RGB", (120, 80), "teal").save(written, "JPEG")
    return written.getvalue()
