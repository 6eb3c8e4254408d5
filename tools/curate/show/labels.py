"""Object labels: the facts in the order of a tombstone, from a template."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from prompts import render
from retrieval.records import Maker
from tools.curate.pool import Piece

from .records import Label, Said

Worded = Callable[[str], str]


def label_of(piece: Piece, makers: Mapping[str, Maker], text: Sequence[Said] = ()) -> Label:
    """Return the label of a work; a fact that the catalogue does not tell stays empty."""
    return Label(
        maker=_maker(piece, makers), origin=_origin(piece), title=piece.title, date=piece.date or "", medium=_capital(piece.medium or ""),
        dimensions=dimensions(piece), credit=_credit(piece), accession=piece.accession or "", text=tuple(text),
    )  # fmt: skip


def tombstone(label: Label, escape: Worded = str, emphasise: Worded = lambda title: f"*{title}*") -> list[str]:
    """Return a label's lines: artist; nationality, life dates; *title*, date; medium; dimensions; credit line; accession number.

    Args:
        label: The label.
        escape: Makes a text safe for where the lines will stand.
        emphasise: Marks the title, which is escaped already.
    """
    facts = {name: escape(getattr(label, name)) for name in ("maker", "origin", "date", "medium", "dimensions", "credit", "accession")}
    return render("curate/tombstone", title=emphasise(escape(label.title)), **facts).splitlines()


def told(text: Sequence[Said]) -> str:
    """Return what is said as one text with its citations: “Snow lies on the ice [f:12].”."""
    return " ".join(cited(said) for said in text)


def cited(said: Said) -> str:
    """Return a passage with its citations before the last point."""
    marks = "".join(f" [{cite}]" for cite in said.cites)
    body, point = (said.text[:-1], said.text[-1]) if said.text[-1:] in (".", "!", "?") else (said.text, "")
    return f"{body}{marks}{point}"


def dimensions(piece: Piece) -> str:
    """Word height × width × depth to the millimetre, or what of it is known.

    >>> dimensions(Piece(id="w", title="", height_cm=77.3, width_cm=131.9)), dimensions(Piece(id="w", title="", height_cm=35))
    ('77.3 × 131.9 cm', 'height 35 cm')
    >>> dimensions(Piece(id="w", title="", height_cm=26.67, width_cm=1204.5))
    '26.7 × 1204.5 cm'
    """
    sizes = (("height", piece.height_cm), ("width", piece.width_cm), ("depth", piece.depth_cm))
    known = [(name, f"{round(size, 1):g}") for name, size in sizes if size]
    if [name for name, _ in known][:2] == ["height", "width"]:
        return f"{' × '.join(size for _, size in known)} cm"
    return ", ".join(f"{name} {size} cm" for name, size in known)


def _maker(piece: Piece, makers: Mapping[str, Maker]) -> str:
    others = [makers[other].name for other in piece.other_makers if other in makers]
    first = piece.attribution or piece.maker or piece.culture or "Maker not recorded"
    return " and ".join([", ".join([first, *others[:-1]]), others[-1]]) if others else first


def _origin(piece: Piece) -> str:
    """Return nationality and life dates, which are the maker's and nobody else's."""
    if piece.attribution and piece.maker and piece.maker not in piece.attribution:
        return ""
    return ", ".join(part for part in (piece.nationality, piece.life) if part)


def _credit(piece: Piece) -> str:
    """Return the credit line, led by the holder's name where it does not say it; some museums write sentences about rights there."""
    if piece.credit and piece.holder and piece.holder not in piece.credit:
        return f"{piece.holder}{'.' if piece.credit.endswith('.') else ','} {piece.credit}"
    return piece.credit or piece.holder or ""


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
