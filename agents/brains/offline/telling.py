"""Word what was found for the parts of a question, and say what was not."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from prompts import render

from .conversation import Conversation
from .namesakes import is_about
from .planned import Part
from .reader import Read, Reader
from .replies import asked_again, wants_all
from .seeing import sees_nothing
from .sides import speaks_of
from .wording import chosen, joined, not_known

# Of more records than these only the first sentence is told.
MOST_TOLD = 5


def of_parts(talk: Conversation, parts: Sequence[Part], reader: Reader, most: int) -> str:
    """Return the answer to a question's parts, each fact with its citation, or that it is not known."""
    if parts and sees_nothing(talk, parts[0].passages):
        return render("offline/nothing_shown")
    if (told := _of_namesakes(talk, parts, reader)) is not None:
        return told
    picked = [_picked(part, reader, most) for part in parts]
    failed = any(part.failed for part in parts)
    if not any(picked):
        return render("offline/not_searched" if failed else "refusals/dont_know")
    unknown = [not_known(text) for text in _unanswered(parts, picked)]
    unknown += [not_known(side, asked=False) for side in _unspoken_of(parts, picked)]
    return " ".join([joined(picked), *unknown, *([render("offline/by_name")] if failed else [])])


def _picked(part: Part, reader: Reader, most: int) -> list[Read]:
    """Return the sentences that answer a part, behind those that told who is described in it."""
    picked = chosen(part.read, reader.threshold, 1 if part.asked.optional else most)
    if part.asked.side:
        return [read for read in picked if speaks_of(read, part.asked.side)]
    told = {step.text for step in part.steps}
    return [*part.steps, *(read for read in picked if read.text not in told)] if picked else []


def _unanswered(parts: Sequence[Part], picked: Sequence[Sequence[Read]]) -> list[str]:
    """Return the parts for which nothing was found, nor for any of the optional parts that stand behind them."""
    groups = itertools.groupby(enumerate(parts), lambda numbered: sum(not p.asked.optional for p in parts[: numbered[0] + 1]))
    held = [list(group) for _, group in groups]
    return [group[0][1].asked.text for group in held if not any(picked[number] for number, _ in group)]


def _unspoken_of(parts: Sequence[Part], picked: Sequence[Sequence[Read]]) -> list[str]:
    """Return the sides of comparisons of which no sentence speaks, where one speaks of another side."""
    said = [read for reads in picked for read in reads]
    sides = [part.asked.side for part in parts if part.asked.side]
    missing = [side for side in sides if not any(speaks_of(read, side) for read in said)]
    return missing if len(missing) < len(sides) else []


def _of_namesakes(talk: Conversation, parts: Sequence[Part], reader: Reader) -> str | None:
    """Tell of each record that a name of the question fits, and ask which is meant; None when no name fits several."""
    alike = next((part.alike for part in parts if part.alike), None)
    if alike is None:
        return None
    asking = [part for part in parts if part.alike and part.alike.name == alike.name]
    told = [_of_one(identity, asking, reader, len(alike.ids) <= MOST_TOLD) for identity in alike.ids]
    if not alike.bare and not any(len(reads) > 1 for reads in told):
        return render("refusals/dont_know")  # it asks for something that is told of none of them
    lines = [f"- {joined([reads])}" for reads in told if reads]
    settled = asked_again(talk) is not None and wants_all(talk.question)
    return "\n".join([render("offline/namesakes", name=alike.name), *lines, *([] if settled else [render("offline/which")])])


def _of_one(identity: str, parts: Sequence[Part], reader: Reader, in_full: bool) -> list[Read]:
    """Return what a record says first, and the sentence about it that best answers each part."""
    about = [passage for passage in parts[0].passages if is_about(passage, identity)]
    record = [Read(p["sentences"][0]["text"], p, 0, 1.0) for p in about if p["id"] == identity and p["sentences"]]
    best = [read for part in parts for read in chosen(reader.read(part.query or part.asked.whole, about), reader.threshold, 1)]
    told = {read.text: read for read in reversed([*record, *best])}
    return list(reversed(told.values())) if in_full or not record else record
