"""Licences of pictures, as templates on a file's page or in its caption tell them."""

from __future__ import annotations

import re

_CC = re.compile(r"cc-(by(?:-sa|-nc|-nd|-nc-sa|-nc-nd)?)(?:-(\d\.\d))?(?:,.*|-[a-z]{2,3})?")
_PUBLIC_DOMAIN = re.compile(r"pd(?:-.*)?|public domain.*")


def licence_of_template(name: str) -> str | None:
    """Return the licence that a template of this name states.

    >>> licence_of_template("cc-by-sa-4.0"), licence_of_template("pd-art"), licence_of_template("circa")
    ('CC BY-SA 4.0', 'Public domain', None)
    """
    name = name.removeprefix("self|").strip()
    if found := _CC.fullmatch(name):
        return f"CC {found[1].upper()} {found[2] or ''}".strip()
    if name in ("cc-zero", "cc0", "cc-0"):
        return "CC0"
    return "Public domain" if _PUBLIC_DOMAIN.fullmatch(name) else None


def licence_of_page(wikitext: str) -> str | None:
    """Return the first licence that a file's page states, within a template or as an argument of `{{self|…}}`."""
    for name in re.findall(r"[{|]\s*([A-Za-z][\w.,-]{1,40})\s*(?=[|}])", wikitext[:20_000]):
        if licence := licence_of_template(name.lower()):
            return licence
    return None
