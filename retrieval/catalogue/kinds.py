"""Word what kind of thing a work is: museums write “Prints”, “Gemälde”, “WCMA-DRAWING”; a sentence needs “a print”, “a painting”."""

from __future__ import annotations

import re
from collections.abc import Mapping

from retrieval.words import folded

# Things that are counted, each with what other languages call them, folded.
_COUNTED: Mapping[str, str] = {
    "painting": "paintings gemalde malerei peinture peintures pintura pinturas pittura dipinto dipinti schilderij schilderijen maleri",
    "drawing": "drawings zeichnung zeichnungen handzeichnung dessin dessins dibujo dibujos disegno disegni tekening tekeningen desenho",
    "print": "prints druckgrafik druckgraphik estampe estampes estampa estampas stampa stampe prent prenten gravura",
    "photograph": "photographs photo photos fotografie photographie photographies fotografia fotografias foto fotos",
    "sculpture": "sculptures skulptur skulpturen escultura esculturas scultura sculture beeldhouwwerk plastik",
    "watercolour": "watercolours watercolor watercolors aquarell aquarelle aquarelles acuarela acuarelas acquerello acquerelli aquarel",
    "etching": "etchings radierung radierungen eau-forte eaux-fortes aguafuerte aguafuertes acquaforte ets etsen",
    "engraving": "engravings kupferstich kupferstiche gravure gravures grabado grabados incisione incisioni",
    "lithograph": "lithographs lithografie lithographie litografia", "woodcut": "woodcuts holzschnitt holzschnitte xilografia houtsnede",
    "textile": "textiles textil textilie", "manuscript": "manuscripts handschrift manuscrit manuscrito manoscritto",
    "book": "books buch bucher livre libro boek", "installation": "installations instalacion installazione", "mosaic": "mosaics mosaik",
    "fresco": "frescoes frescos fresko fresque affresco", "mask": "masks maske masque mascara maschera masker", "video": "videos",
    "poster": "posters plakat affiche cartel manifesto", "sketch": "sketches skizze esquisse boceto bozzetto schets",
    "vase": "vases", "bowl": "bowls schale", "medal": "medals medaille medalla medaglia penning", "coin": "coins munze moneda moneta",
    "relief": "reliefs relieve rilievo", "statue": "statues", "tapestry": "tapestries wandteppich tapisserie tapiz arazzo wandtapijt",
    "icon": "icons ikone icono icona", "collage": "collages", "miniature": "miniatures miniatur miniatura", "vessel": "vessels gefass",
    "album": "albums", "scroll": "scrolls", "screen": "screens", "fan": "fans", "figure": "figures", "figurine": "figurines",
    "sketchbook": "sketchbooks skizzenbuch", "postcard": "postcards", "portrait": "portraits", "monotype": "monotypes",
    "daguerreotype": "daguerreotypes", "negative": "negatives", "altarpiece": "altarpieces altarbild retable retablo",
}  # fmt: skip
_BY_NAME: Mapping[str, str] = {name: kind for kind, names in _COUNTED.items() for name in (kind, *names.split())}
# As a large gallery sorts works on paper.
_PHRASED: Mapping[str, str] = {"on paper, unique": "unique work on paper", "on paper, print": "print on paper"}
# What is no thing one counts.
_UNCOUNTED = frozenset(
    "architecture ceramic ceramics metalwork glass furniture jewelry jewellery calligraphy lacquer woodwork silver porcelain pottery "
    "earthenware basketry enamel".split()
) | {"mixed media", "decorative art", "performance", "video art", "land art"}  # fmt: skip


def thing(kind: str | None) -> str:
    """Return what a work of a kind is, without its article.

    >>> thing("Prints"), thing("Gemälde"), thing("black-and-white photographs"), thing("Metalwork")
    ('print', 'painting', 'black-and-white photograph', 'work of metalwork')
    >>> thing("WCMA-ANCIENT"), thing(None)
    ('work (WCMA-ANCIENT)', 'work')
    """
    if not kind or folded(kind) == "work":
        return "work"
    if folded(kind) in _PHRASED:
        return _PHRASED[folded(kind)]
    coded = re.fullmatch(r"[A-Z]{2,6}-(.+)", kind)
    if coded and folded(coded[1]) in _BY_NAME:  # a department's code before it
        return _BY_NAME[folded(coded[1])]
    before, _, last = folded(kind).rpartition(" ")
    if folded(kind) in _BY_NAME:
        return _BY_NAME[folded(kind)]
    if last in _BY_NAME and before.replace(" ", "").replace("-", "").isalpha():
        return f"{before} {_BY_NAME[last]}"
    return f"work of {kind.lower()}" if folded(kind) in _UNCOUNTED else f"work ({kind})"
