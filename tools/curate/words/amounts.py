"""Numbers and shares as people say them: “twelve”, “a dozen”, “twenty-five”, “a third”, “40 %”."""

from __future__ import annotations

import re
from fractions import Fraction

_ONES = "one two three four five six seven eight nine".split()
_TEENS = "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_LOOSE = {"half a dozen": 6, "a dozen": 12, "two dozen": 24, "three dozen": 36, "dozen": 12, "a couple of": 2, "a couple": 2,
          "a pair of": 2, "a handful of": 5,
          "a few": 3, "a score of": 20, "a hundred": 100, "hundred": 100, "a thousand": 1000, "a single": 1, "single": 1}  # fmt: skip
VALUES: dict[str, int] = {
    **{word: at for at, word in enumerate(_ONES, 1)},
    **{word: at for at, word in enumerate(_TEENS, 10)},
    **{word: 10 * at for at, word in enumerate(_TENS, 2)},
    **{f"{ten}{dash}{one}": 10 * at + of for at, ten in enumerate(_TENS, 2) for of, one in enumerate(_ONES, 1) for dash in "- "},
    **{f"{one} {many}": of * size for of, one in enumerate(_ONES, 1) for many, size in (("hundred", 100), ("thousand", 1000))},
    **_LOOSE,
}
# Longest first, so that “twenty-five” is not “twenty”.
NUMBER = rf"(?:\d{{1,4}}(?![\d.,]*\d)|{'|'.join(sorted(map(re.escape, VALUES), key=len, reverse=True))})"
_SHARES = {
    "half": Fraction(1, 2), "a half": Fraction(1, 2), "one half": Fraction(1, 2), "a third": Fraction(1, 3), "one third": Fraction(1, 3),
    "two thirds": Fraction(2, 3), "a quarter": Fraction(1, 4), "one quarter": Fraction(1, 4), "three quarters": Fraction(3, 4),
    "a fifth": Fraction(1, 5), "one fifth": Fraction(1, 5), "a tenth": Fraction(1, 10), "one in three": Fraction(1, 3),
    "one in four": Fraction(1, 4), "one in two": Fraction(1, 2), "every second one": Fraction(1, 2),
}  # fmt: skip
_SHARE_WORDS = "|".join(sorted((re.escape(word).replace(r"\ ", "[ -]") for word in _SHARES), key=len, reverse=True))
SHARE = rf"(?:\d{{1,3}}(?:\.\d+)?\s?(?:%|per ?cent\b)|(?:{_SHARE_WORDS})\b(?!\s+(?:a\s+)?(?:dozen|century|hour|way)))"


def number(said: str) -> int:
    """Read a whole number that `NUMBER` matches.

    >>> number("twenty-five"), number("a dozen"), number("five hundred"), number("14")
    (25, 12, 500, 14)
    """
    plain = " ".join(said.lower().split())
    return int(plain) if plain.isdecimal() else VALUES[plain]


def share(said: str) -> float:
    """Read a share that `SHARE` matches, 0 to 1 (more than all is all).

    >>> share("a third"), share("40 %"), share("two-thirds")
    (0.3333333333333333, 0.4, 0.6666666666666666)
    """
    plain = " ".join(said.lower().split())
    if found := re.match(r"\d+(?:\.\d+)?", plain):
        return min(float(found[0]) / 100, 1.0)
    return float(_SHARES[plain.replace("-", " ")])
