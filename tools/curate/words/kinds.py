"""Kinds of works as curators name them, and the field in which a collection writes them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from tools.curate.brief import Trait
from tools.curate.wording import joined

from .vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of work: what people say (a pattern), what a type says, and the media that tell it where no type does."""

    name: str
    said: str
    media: tuple[str, ...]
    # A technique is looked for in the medium; all else first in the type.
    technique: bool = False


def _kind(name: str, said: str, media: str = "") -> Kind:
    return Kind(name, said, tuple(media.split(",")) if media else (name,))


def _technique(name: str, said: str, media: str = "") -> Kind:
    return Kind(name, said, tuple(media.split(",")) if media else (name,), technique=True)


# The longer wording first: “oil paintings” are no paintings of any medium, and “woodblock prints” no prints of any.
KINDS: tuple[Kind, ...] = (
    _technique("oil on canvas", r"(?:works? in )?oils? (?:painting )?on canvas|oil-on-canvas", "oil on canvas,oil paint on canvas"),
    _technique("oil", r"oil[ -]paintings?|paintings? in oils?|oils|oil paint", "oil"),
    _technique("woodblock print", r"(?:colou?r )?wood-?block prints?|woodblocks?", "woodblock,woodblock print"),
    _technique("gelatin silver print", r"(?:gelatin )?silver prints?|gelatin silvers?", "gelatin silver"),
    _technique("etching", "etchings?"),
    _technique("engraving", "engravings?"),
    _technique("lithograph", "lithographs?|lithography"),
    _technique("woodcut", "wood-?cuts?"),
    _technique("linocut", "lino-?cuts?"),
    _technique("screenprint", "screen-?prints?|silk-?screens?|serigraphs?", "screenprint,silkscreen,serigraph"),
    _technique("aquatint", "aquatints?"),
    _technique("mezzotint", "mezzotints?"),
    _technique("drypoint", "dry-?points?"),
    _technique("watercolour", "water-?colou?rs?|water-?colou?r paintings?", "watercolour,watercolor"),
    _technique("gouache", "gouaches?"),
    _technique("pastel", "pastels?"),
    _technique("charcoal", "charcoals?|charcoal drawings?"),
    _technique("tempera", "temperas?|tempera paintings?"),
    _technique("acrylic", "acrylics?|acrylic paintings?"),
    _technique("collage", "collages?"),
    _technique("daguerreotype", "daguerreotypes?"),
    _technique("cyanotype", "cyanotypes?"),
    _technique("albumen", "albumen prints?"),
    _technique("bronze", "bronzes?"),
    _technique("marble", "marbles?"),
    _technique("porcelain", "porcelains?"),
    _technique("terracotta", "terracottas?|terra cottas?"),
    _technique("stoneware", "stonewares?"),
    _technique("silk", "silks?"),
    _kind("print", "prints?|printmaking|works? of printmaking",
          "print,etching,engraving,lithograph,woodcut,woodblock,screenprint,aquatint,mezzotint,drypoint,linocut"),
    _kind("painting", "paintings?", "oil,painting,acrylic,tempera,fresco"),
    _kind("photograph", "photographs?|photos?|photography|photographic works?",
          "photograph,gelatin silver,albumen,daguerreotype,cyanotype,chromogenic,platinum print"),
    _kind("drawing", "drawings?|sketch(?:es)?", "drawing,graphite,chalk,charcoal,pencil,pen,crayon"),
    _kind("sculpture", "sculptures?|statues?|statuary|carvings?", "sculpture,bronze,marble,plaster,limestone,terracotta"),
    _kind("textile", "textiles?|fabrics?|weavings?|embroider(?:y|ies)", "textile,tapestry,embroidery,cotton,wool,silk"),
    _kind("ceramic", "ceramics?|pottery|pots?|earthenware", "ceramic,stoneware,earthenware,porcelain,terracotta"),
    _kind("manuscript", "manuscripts?"),
    _kind("mask", "masks?"),
    _kind("video", "videos?|video works?|video art"),
    _kind("film", "films?"),
    _kind("installation", "installations?"),
    _kind("furniture", "furniture"),
    _kind("glass", "glass|glassware"),
    _kind("metalwork", "metalwork|metal works?", "metalwork,brass,silver,gold,iron,bronze"),
    _kind("jewellery", "jewell?e?ry", "jewellery,jewelry,gold"),
    _kind("book", "(?:artists?'? )?books?"),
    _kind("poster", "posters?"),
    _kind("mosaic", "mosaics?"),
    _kind("fresco", "frescoe?s?|murals?", "fresco,mural"),
    _kind("calligraphy", "calligraph(?:y|ies)"),
    _kind("tapestry", "tapestr(?:y|ies)"),
    _kind("relief", "reliefs?"),
)  # fmt: skip
_SAID = re.compile("|".join(f"(?P<k{at}>{kind.said})" for at, kind in enumerate(KINDS)), re.IGNORECASE)
_WHOLE = re.compile(r"(?![\w'-])")


@dataclass(frozen=True, slots=True)
class KindAt:
    """A kind that stands at a place of a text."""

    kind: Kind
    end: int
    plural: bool


def kind_at(text: str, at: int) -> KindAt | None:
    """Read the kind of work that is named at a place of a text, the longest name first."""
    best: KindAt | None = None
    for number, kind in enumerate(KINDS):
        found = _PATTERNS[number].match(text, at)
        if found and (best is None or found.end() > best.end):
            plural = (
                found[0]
                .lower()
                .endswith(("s", "pottery", "photography", "furniture", "ware", "metalwork", "glass", "ry", "canvas", "paint"))
            )
            best = KindAt(kind, found.end(), plural)
    return best


_PATTERNS = tuple(re.compile(rf"(?:colou?r(?:ed)? )?(?:{kind.said})(?![\w'-])", re.IGNORECASE) for kind in KINDS)


def kinds_trait(kinds: Sequence[Kind], vocabulary: Vocabulary) -> Trait:
    """Return the trait of works of any of some kinds, in the one field in which the collection tells them all.

    A type is asked where the collection's types say all the kinds; else the medium is, by the media that make each kind.
    """
    if all(not kind.technique and vocabulary.has("type", kind.name) for kind in kinds):
        return Trait(field="type", words=tuple(dict.fromkeys(kind.name for kind in kinds)))
    called = joined(list(dict.fromkeys(kind.name for kind in kinds)))
    media = [medium for kind in kinds for medium in vocabulary.known_of("medium", kind.media) or _unknown(kind)]
    # “Oil on canvas” says all that “oil paint on canvas” does where only one of them is written.
    if vocabulary.telling and not any(vocabulary.has("medium", medium) for medium in media) and all(not kind.technique for kind in kinds):
        return Trait(field="type", words=tuple(dict.fromkeys(kind.name for kind in kinds)))
    return Trait(field="medium", words=tuple(dict.fromkeys(media)), called=called)


def _unknown(kind: Kind) -> tuple[str, ...]:
    return kind.media[:1]
