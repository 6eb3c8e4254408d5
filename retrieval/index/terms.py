"""The terms on which a record may be used, by the names that people ask for: museums write addresses, names and short forms."""

from __future__ import annotations

import re

from retrieval.words import words

_ADDRESS = re.compile(r"creativecommons\.org/(?:licenses/([a-z-]+)|publicdomain/(zero|mark))/?(\d\.\d)?", re.IGNORECASE)
_ZERO = re.compile(r"\bCC[\s-]?(?:0|zero)\b|\bCreative Commons Zero\b", re.IGNORECASE)
_NAMED = re.compile(r"Creative Commons[\s:-]+(Attribution[\w\s-]*)", re.IGNORECASE)
_STATEMENT = re.compile(r"rightsstatements\.org/(?:vocab|page)/(InC|NoC|NKC|UND|CNE)", re.IGNORECASE)
_FREE = re.compile(r"gemeinfrei|domaine public|dominio p[uú]blico|pubblico dominio|publiek domein|\bPDM\b", re.IGNORECASE)
_STATED = {
    "inc": "in copyright", "noc": "no copyright", "nkc": "no known copyright", "und": "copyright undetermined",
    "cne": "copyright not evaluated",
}  # fmt: skip
_PARTS = {"attribution": "by", "sharealike": "sa", "share": "sa", "noncommercial": "nc", "noderivatives": "nd", "noderivs": "nd"}


def terms_name(licence: str) -> str:
    """Return the usual name of a licence, or `licence` as it is where it has none.

    >>> terms_name("https://creativecommons.org/licenses/by-sa/4.0/"), terms_name("Creative Commons Zero (CC0)")
    ('CC by-sa 4.0', 'CC0')
    >>> terms_name("Creative Commons Attribution-NonCommercial"), terms_name("© the estate")
    ('CC by nc', '© the estate')
    >>> terms_name("gemeinfrei")
    'public domain'
    """
    if found := _ADDRESS.search(licence):
        name = f"CC {found[1]}" if found[1] else {"zero": "CC0", "mark": "public domain"}[found[2].lower()]
        return f"{name} {found[3] or ''}".strip()
    if _ZERO.search(licence):
        return "CC0"
    if _FREE.search(licence):
        return "public domain"
    if found := _STATEMENT.search(licence):
        return _STATED[found[1].lower()]
    if found := _NAMED.search(licence):
        return " ".join(["CC", *(_PARTS[word] for word in words(found[1]) if word in _PARTS)])
    return licence


def term_words(licence: str) -> list[str]:
    """Return the folded words of a licence and of its usual name; what is CC0 is in the public domain too.

    >>> term_words("CC0 1.0")
    ['cc0', '1', '0', 'cc0', 'public', 'domain']
    """
    name = terms_name(licence)
    return words(licence) + (words(name) if name != licence else []) + (["public", "domain"] if name.startswith("CC0") else [])
