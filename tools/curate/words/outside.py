"""Which works that are not in a show a person names: by title, by maker, by kind."""

from __future__ import annotations

import re

from .called import called_so
from .parts import WORK
from .turn import Turn
from .which import Meant, works_meant

_ANY = re.compile(rf"^(?:(?:an?|the|some|some(?:thing|one)|anything|more|another|other|one|{WORK})\s+)+(?=\S)", re.IGNORECASE)


def meant_outside(turn: Turn, what: str) -> Meant | None:
    """Return the works outside the show that words mean; None where they mean none."""
    shown = {piece.id for piece in turn.show}
    others = [piece for piece in turn.pieces if piece.id not in shown]
    called = called_so(what, turn.vocabulary, part=True)
    if called and (ids := tuple(identity for identity in called.ids if identity not in shown)):
        return Meant(ids[:1] if len(ids) == 1 else ids, sure=len(ids) == 1)
    return works_meant(what, others, turn.vocabulary) or works_meant(_ANY.sub("", what), others, turn.vocabulary)
