"""What kind of thing a work is, in a museum's words."""

from __future__ import annotations

from retrieval.words import words
from tools.curate.pool import Piece

# The first that fits: a type says it better than a medium, and “oil on paper” is a painting before it is on paper.
_FAMILIES: tuple[tuple[str, frozenset[str]], ...] = tuple(
    (name, frozenset(said.split()))
    for name, said in (
        ("photographs", "photograph photographs photography daguerreotype albumen gelatin cyanotype chromogenic"),
        ("prints", "print prints etching etchings engraving lithograph woodcut screenprint aquatint drypoint mezzotint linocut woodblock "
                   "intaglio monotype printmaking poster"),
        ("drawings and watercolours", "drawing drawings watercolour watercolours watercolor gouache pastel chalk charcoal graphite pencil"),
        ("manuscripts and books", "manuscript manuscripts book books calligraphy illumination"),
        ("textiles", "textile textiles tapestry embroidery weaving quilt cotton wool"),
        ("ceramics and glass", "ceramic ceramics stoneware earthenware porcelain terracotta glass faience"),
        ("films and videos", "video film"),
        ("paintings", "painting paintings oil tempera acrylic fresco enamel panel canvas"),
        ("installations", "installation performance"),
        ("buildings", "architecture building"),
        ("mosaics", "mosaic"),
        ("metalwork", "metalwork jewellery jewelry silver gold"),
        ("masks", "mask"),
        ("sculptures", "sculpture sculptures bronze marble stone wood limestone statue bust figure relief carving plaster"),
        ("furniture", "furniture"),
    )
)  # fmt: skip
_SINGULAR = {"manuscripts and books": "manuscript or book", "ceramics and glass": "piece of ceramics or glass",
             "textiles": "textile", "drawings and watercolours": "drawing or watercolour", "films and videos": "film or video",
             "metalwork": "piece of metalwork", "furniture": "piece of furniture"}  # fmt: skip
_KIND_WORDS = frozenset(word for _, of in _FAMILIES for word in of) | frozenset(
    """picture pictures portrait portraits portraiture self-portrait landscape scene scenes image images work works series study studies
    untitled view composition religious""".split()
)
_PAPER = frozenset(("prints", "drawings and watercolours"))


def family(piece: Piece) -> str | None:
    """Return the kind of a work by its type, or else by its medium; None when neither tells.

    >>> family(Piece(id="w", title="", type="painting", medium="Oil on paper")), family(Piece(id="w", title="", medium="Etching"))
    ('paintings', 'prints')
    """
    return _named(piece.type) or _named(piece.medium)


def broad_family(piece: Piece) -> str | None:
    """Return the kind of a work, prints and drawings together and all that stands in space together."""
    name = family(piece)
    if name in _PAPER:
        return "works on paper"
    flat = (None, "paintings", "photographs", "textiles", "manuscripts and books", "films and videos", "installations", "buildings")
    return name if name in flat else "sculptures and objects"


def is_kind(word: str) -> bool:
    """Say whether a word names a kind of work or what one is made of, rather than what it shows."""
    return word in _KIND_WORDS


def counted_text(name: str, count: int, number: str) -> str:
    """Word so many works of a family: “one print”, “two drawings and watercolours”."""
    if count != 1:
        return f"{number} pieces of {name}" if name in ("metalwork", "furniture") else f"{number} {name}"
    return f"{number} {_SINGULAR.get(name, name.removesuffix('s'))}"


def _named(text: str | None) -> str | None:
    said = set(words(text or ""))
    return next((name for name, of in _FAMILIES if said & of), None)
