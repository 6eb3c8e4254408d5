from __future__ import annotations

import pytest

from retrieval.catalogue.years import year_range


@pytest.mark.parametrize(
    ("worded", "years"),
    [
        ("1612", (1612, 1612)),
        ("c. 1612–13", (1612, 1613)),
        ("1898-1902", (1898, 1902)),
        ("1905/06", (1905, 1906)),
        ("between 1700 and 1710", (1700, 1710)),
        ("Edo period (1615–1868)", (1615, 1868)),
        ("May 5, 1889", (1889, 1889)),
        ("12/05/1889", (1889, 1889)),
        ("1889-05-12", (1889, 1889)),
        ("1801-12-05 00:00:00", (1801, 1801)),
        ("1890s", (1890, 1899)),
        ("1960's", (1960, 1969)),
        ("1740s–50s", (1740, 1759)),
        ("c. 1560s–70s", (1560, 1579)),
        ("1500s", (1500, 1599)),
        ("1200s–1400s", (1200, 1499)),
        ("late 1400s–early 1500s", (1400, 1599)),
        ("late 1600s–1718", (1600, 1718)),
        ("18th century", (1701, 1800)),
        ("late 16th century", (1501, 1600)),
        ("12th–13th century", (1101, 1300)),
        ("19th and 20th centuries", (1801, 2000)),
        ("late 15th-early 16th century", (1401, 1600)),
        ("3rd–2nd century BCE", (-300, -101)),
        ("2nd century BC", (-200, -101)),
        ("1st century BCE–1st century CE", (-100, 100)),
        ("c. 530 BCE", (-530, -530)),
        ("300–100 BCE", (-300, -100)),
        ("100–50 BCE", (-100, -50)),
        ("27 BCE – 14 CE", (-27, 14)),
        ("500 B.C.", (-500, -500)),
        ("500 bce", (-500, -500)),
        ("AD 79", (79, 79)),
        ("c. 79 CE", (79, 79)),
        ("c. 40,000 BCE", (-40000, -40000)),
        ("40,000 years old", None),
        ("30,000 BP", None),
        ("n.d.", None),
        ("no. 12", None),
        ("", None),
        (None, None),
    ],
)
def test_a_date_in_words_is_read(worded: str | None, years: tuple[int, int] | None) -> None:
    assert year_range(worded) == years
