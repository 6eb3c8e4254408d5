"""What a dump says of its wiki: name, address, language, and how namespaces are called there."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import quote

ARTICLE, FILE, CATEGORY = 0, 6, 14
_CANONICAL = {FILE: ("File", "Image"), CATEGORY: ("Category",)}


@dataclass(frozen=True, slots=True)
class Site:
    """A wiki. `namespaces` are pairs of number and local name; `first_letter` is true where titles begin in either case."""

    name: str = "Wikipedia"
    address: str = ""
    language: str = "en"
    first_letter: bool = True
    namespaces: tuple[tuple[int, str], ...] = ()

    def called(self, namespace: int) -> tuple[str, ...]:
        """Return the names of a namespace: the local one and those that every wiki understands."""
        local = tuple(name for number, name in self.namespaces if number == namespace and name)
        return tuple(dict.fromkeys(local + _CANONICAL.get(namespace, ())))

    def title(self, text: str) -> str:
        """Return a title as the wiki stores it: spaces for underscores, the first letter large where the wiki wants it."""
        text = re.sub(r"[\s_]+", " ", text.split("#")[0]).strip().lstrip(":").strip()
        return text[:1].upper() + text[1:] if self.first_letter else text

    def bare(self, text: str, namespace: int) -> str:
        """Return a title without the name of its namespace."""
        before, colon, after = self.title(text).partition(":")
        names = {name.casefold() for name in self.called(namespace)}
        return self.title(after) if colon and before.strip().casefold() in names else self.title(text)

    def url(self, title: str) -> str | None:
        """Return where a page is read; None when the dump tells no web address."""
        if not self.address.startswith(("http://", "https://")):
            return None
        return f"{self.address.rpartition('/')[0]}/{quote(title.replace(' ', '_'), safe='/:(),!*@;')}"
