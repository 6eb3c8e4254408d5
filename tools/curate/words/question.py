"""What is asked back, once, when words contradict each other or may mean several things."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Generic, TypeVar

from rapidfuzz import fuzz, process

from .amounts import VALUES

Meant = TypeVar("Meant")


@dataclass(frozen=True, slots=True)
class Option(Generic[Meant]):
    """One answer to a question, and what it means."""

    said: str
    meant: Meant


@dataclass(frozen=True, slots=True)
class Question(Generic[Meant]):
    """A question in a sentence, with the answers that can be given; the first is taken where nobody answers."""

    sentence: str
    options: tuple[Option[Meant], ...] = ()


def answered(question: Question[Meant], reply: str) -> Meant | None:
    """Return what a reply to a question means, by its number or its words; None when it is none of the options.

    >>> answered(Question("Which?", (Option("make it twelve works", 12), Option("at most ten prints", 10))), "2")
    10
    """
    said = " ".join(reply.lower().split()).strip(" .!()#")
    ordinals = ("first", "second", "third", "fourth", "fifth", "sixth")
    for at, option in enumerate(question.options):
        numbers = {
            str(at + 1),
            f"option {at + 1}",
            ordinals[at] if at < len(ordinals) else "",
            f"the {ordinals[at]}" if at < len(ordinals) else "",
        }
        if said and (said in numbers or VALUES.get(said) == at + 1):
            return option.meant
    choices = [option.said.lower() for option in question.options]
    near = process.extractOne(said, choices, scorer=fuzz.WRatio, score_cutoff=80) if re.search(r"\w", said) else None
    return question.options[near[2]].meant if near else None
