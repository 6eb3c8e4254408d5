"""What a suite asks, in words."""

from __future__ import annotations

from prompts import render

from .item import Item


def wording(item: Item, pictured: bool, briefly: bool) -> str:
    """Return what is asked: the suite's own question, or for a description ours; in words alone, with what the suite tells in words."""
    if not item.question:
        return render("questions/describe", aspect=item.kind, subject="" if pictured else item.subject)
    question = item.question[0].upper() + item.question[1:].rstrip("?. ") + "?"
    return render("questions/short", question=question, context="" if pictured else item.context, briefly=briefly)
