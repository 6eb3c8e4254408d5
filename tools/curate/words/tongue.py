"""In what language a brief is written."""

from __future__ import annotations

import re
from collections import Counter

_SCRIPTS = (
    ("Japanese", r"[\u3040-\u30ff]"), ("Chinese", r"[\u4e00-\u9fff\u3400-\u4dbf]"), ("Korean", r"[\uac00-\ud7af\u1100-\u11ff]"),
    ("Russian", r"[\u0400-\u04ff]"), ("Arabic", r"[\u0600-\u06ff]"), ("Greek", r"[\u0370-\u03ff]"), ("Hebrew", r"[\u0590-\u05ff]"),
    ("Hindi", r"[\u0900-\u097f]"), ("Thai", r"[\u0e00-\u0e7f]"),
)  # fmt: skip
_FREQUENT = {
    "French": "le la les des du une et sur avec pour dans œuvres oeuvres au aux sans par plus moins moins est ou qui que",
    "German": "der die das und mit für über ein eine einer werke von dem den im zum zur keine ohne höchstens mindestens nicht auf",
    "Spanish": "el los las una y con para sobre obras del por sin más menos que en al como",
    "Italian": "il lo gli una e con per sulla sul opere della dei delle di che non più meno senza",
    "Dutch": "het een en met voor over werken van de geen zonder niet minstens hoogstens uit",
    "Portuguese": "os as uma e com para sobre obras do da dos das por sem mais não em",
    "Swedish": "och med för om verk av en ett den det inga utan minst högst från",
    "English": "the and of on with for about works at least most no by in an from to not only per than show",
}


def language_of(text: str) -> str:
    """Return the language of a brief by its letters and its commonest words; English where nothing else is plain.

    >>> language_of("十二件关于冬天的作品"), language_of("Douze œuvres sur l'hiver et la solitude"), language_of("winter")
    ('Chinese', 'French', 'English')
    """
    letters = sum(1 for letter in text if letter.isalpha())
    for name, letter in _SCRIPTS:
        count = len(re.findall(letter, text))
        # Kana tell Japanese from Chinese even where they are few.
        if count and count >= (0.15 if name == "Japanese" else 0.4) * letters:
            return name
    said = re.findall(r"[^\W\d_]+", text.lower())
    counts = Counter({name: sum(1 for word in said if word in frequent.split()) for name, frequent in _FREQUENT.items()})
    best = max(counts, key=lambda name: (counts[name], name == "English"))
    return best if best == "English" or (counts[best] >= 2 and counts[best] > 2 * counts["English"]) else "English"
