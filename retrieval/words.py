"""Words as evidence: what two texts share once case, accents, endings and function words are set aside."""

from __future__ import annotations

import functools
import re
import threading
import unicodedata

import snowballstemmer

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
# One a thread: a stemmer holds the word that it works on, and tools search side by side.
_OWN = threading.local()
FUNCTION_WORDS = frozenset(
    """a about after again all also am an and any are as at be because been before being between both but by can could
    did do does doing done down during each either for from further had has have having he her here hers him his how i
    if in into is it its itself just let like made make makes many may me might more most much must my no nor not of
    off on once one only or other our out over own please same shall she should show so some such tell than that the
    their them then there these they this those through to too under until up upon us very was we were what when where
    which while who whom whose why will with would you your give know s t there's what's who's it's artist artwork""".split()
)


# Letters that Unicode does not take apart into a plain letter and an accent.
_PLAIN = str.maketrans({"’": "'", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "æ": "ae", "œ": "oe", "þ": "th", "ı": "i"})


def folded(text: str) -> str:
    """Return `text` in lower case without accents: “Dürer’s” becomes “durer's”, “Købke” becomes “kobke”."""
    plain = text.casefold().translate(_PLAIN)
    if plain.isascii():
        return plain
    plain = unicodedata.normalize("NFKD", plain)
    return "".join(c for c in plain if not unicodedata.combining(c))


def words(text: str) -> list[str]:
    """Return the folded words of `text` in order, possessive endings removed."""
    return [w.removesuffix("'s") for w in _WORD.findall(folded(text))]


@functools.lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """Return the English stem of a folded word (Porter 2)."""
    if not hasattr(_OWN, "stemmer"):
        _OWN.stemmer = snowballstemmer.stemmer("english")
    return _OWN.stemmer.stemWord(word)


def content_stems(text: str) -> list[str]:
    """Return the stems of the words that carry meaning, in order, with repeats."""
    return [stem(w) for w in words(text) if w not in FUNCTION_WORDS]


def numbers(text: str) -> set[str]:
    """Return the numbers written in digits, thousands separators removed: “1,200 lots of 1612–13” has 1200, 1612, 13."""
    return set(re.findall(r"\d+(?:\.\d+)?", re.sub(r"(?<=\d),(?=\d{3}\b)", "", text)))
