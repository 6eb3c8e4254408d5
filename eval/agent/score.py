"""Score what was said by what had to be said: the end, not the way to it.

A turn is right when every required fact and number is stated, every required record is cited or named, the rules of its brief are
kept, nothing forbidden is said and it is no longer than a person would read. `told` asks for that alone; `passed` asks besides
that each stated fact cites a passage of the collection that holds it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from agents.citations import Cited, cited_sentences
from retrieval.words import folded

from .ground import Ground
from .quantity import quantities, states
from .rules import broken_rules
from .task import Estimate, Expect, Fact, Number, Task

# Goes into the benchmark's version: another scorer is another benchmark.
SCORER = "1"
_WHOLE = r"(?![\d.,]*\d)"
# Said just before a wording, these deny it.
_DENIED = r"(?<!\bnot )(?<!n't )(?<!\brather than )(?<!\binstead of )(?<!\bnever )"
_ADMITTING = (
    r"(?:i|we) (?:don't|do not|can't|cannot|can not|could not|couldn't|am unable to|was unable to|am not able to|didn't find|found no)",
    r"unable to",
    r"no (?:record|information|mention|such|works?|passage|data|price|estimate)",
    r"not (?:recorded|told|mentioned|stated|known|documented|available|enough|possible|given|in (?:this|the) collection)",
    r"(?:does not|doesn't|do not|don't) (?:say|tell|mention|hold|record|include|contain|give|state|have|know|name)",
    r"(?:is|are) unknown",
    r"nothing (?:in|fits)",
    r"(?:has|holds|there (?:is|are)) no",
    r"(?:cannot|can't) be",
)
_ADMITS = re.compile(rf"\b(?:{'|'.join(_ADMITTING)})\b")
_OF_SOURCES = re.compile(r"\b(?:collection|records?|catalogue|passages?|sources?|I|we)\b")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
# Citations of what was measured in a picture.
OF_PICTURES = ("image-", "look:")
_MONEY = frozenset(("USD", "GBP", "EUR", "AUD", "CNY"))


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a sample passed, whether it would without citations, and what was missing or wrong, in words."""

    passed: bool
    told: bool
    missed: Sequence[str]


def score(task: Task, answers: Sequence[Sequence[str]], ground: Ground) -> Verdict:
    """Score a sample by the agent's answers to each turn (more than one where the person replied to a question of it)."""
    if len(answers) < len(task.turns):
        return Verdict(False, False, (f"only {len(answers)} of {len(task.turns)} turns were answered",))
    missed: list[str] = []
    ungrounded: list[str] = []
    for turn, said in zip(task.turns, answers, strict=True):
        if turn.expect is not None:
            text = "\n".join(said)
            too_long = _too_long(text, task.most_words(turn.expect) * max(len(said), 1))
            missed += too_long or _missed(turn.expect, text, ground)
            ungrounded += [] if too_long else _ungrounded(turn.expect, text, ground)
    return Verdict(not missed and not ungrounded, not missed, (*missed, *ungrounded))


def admits(text: str) -> bool:
    """Say whether an answer says that it does not know or cannot do something: “no hands [f:1]” is what a passage tells."""
    told = cited_sentences(text)
    return any(_ADMITS.search(folded(s.text)) and (not s.ids or _OF_SOURCES.search(s.text)) for s in told)


def holds(text: str, fact: Fact) -> bool:
    """Say whether a text states a fact: one of its wordings from the start of a word on, a number whole, and not denied."""
    told = folded(text)
    return any(re.search(rf"{_DENIED}(?<!\w){re.escape(folded(a))}{_WHOLE if a[-1].isdigit() else ''}", told) for a in fact.any)


def _missed(expect: Expect, text: str, ground: Ground) -> list[str]:
    told = cited_sentences(text)
    return [
        *_said_forbidden(expect, text),
        *(_not_refused(text, told) if expect.refuses else _not_told(expect, text, told, ground)),
    ]


def _too_long(text: str, most: int) -> list[str]:
    """Count words without citations; what is too long to read is not read any further."""
    count = len(re.findall(r"\S*\w\S*", re.sub(r"\[[^\]]*\]", " ", text)))
    return [f"{count} words, where {most} are enough"] if count > most else []


def _said_forbidden(expect: Expect, text: str) -> Iterator[str]:
    for words in expect.forbidden:
        if holds(text, Fact(any=(words,))):
            yield f"“{words}” was not to be said"
    cited = {i for sentence in cited_sentences(text) for i in sentence.ids}
    yield from (f"{i} was not to be cited" for i in expect.forbidden_ids if i in cited)


def _not_refused(text: str, told: Sequence[Cited]) -> Iterator[str]:
    """A refusal may point at one passage that is near, and tell what was measured in a picture; more than that is an answer."""
    if not admits(text):
        yield "did not say that it does not know"
    elif sum(any(not i.startswith(OF_PICTURES) for i in sentence.ids) for sentence in told) > 1:
        yield "went on to answer what it does not know"


def _not_told(expect: Expect, text: str, told: Sequence[Cited], ground: Ground) -> list[str]:
    facts = [f"“{fact.any[0]}” is not stated" for fact in expect.facts if not any(holds(t, fact) for t in _stating(told, fact))]
    numbers = [f"{_worded(n)} is not stated" for n in expect.numbers if not any(_states(t, n) for t in _stating(told, n))]
    gaps = [*facts, *numbers, *_not_estimated(expect.estimate, text)]
    stated = len(expect.facts) + len(expect.numbers) - len(facts) - len(numbers)
    names = [f"no citation or name of {' or '.join(group)}" for group in expect.names if not any(ground.names(text, i) for i in group)]
    rules = _rules_broken(expect, text, ground)
    if expect.may_admit is not None and admits(text) and stated >= expect.may_admit:
        return []
    return [*gaps, *names, *rules]


def _stating(told: Sequence[Cited], wanted: Fact | Number) -> Iterator[str]:
    """Yield the sentences that may state something: no questions, and for what is seen in a picture no quotations of passages."""
    for sentence in told:
        quoted = sentence.ids and not any(i.startswith(OF_PICTURES) for i in sentence.ids)
        if not sentence.text.endswith("?") and not (wanted.seen and quoted):
            yield sentence.text


def _rules_broken(expect: Expect, text: str, ground: Ground) -> list[str]:
    if expect.rules is None:
        return []
    strangers = sum(not works for works in ground.items(text))
    told = [f"{strangers} items of the list are no works of the collection"] if strangers else []
    works = [work for work in ground.works_in(text) if work not in expect.rules.given]
    return told + broken_rules(expect.rules, works, ground)


def _not_estimated(estimate: Estimate | None, text: str) -> Iterator[str]:
    """An estimate states two ends in one currency, and the year as of which it holds."""
    if estimate is None:
        return
    money = [q for q in quantities(text) if q.kind in _MONEY]
    ends = sorted(q.value for q in money if q.kind == money[0].kind)
    if len(ends) < 2 or ends[0] == ends[-1]:
        yield "no interval with a currency"
    elif (estimate.low is not None and ends[0] < estimate.low) or (estimate.high is not None and ends[-1] > estimate.high):
        yield f"{ends[0]:g} to {ends[-1]:g} is beyond what the comparables bear out"
    if not _YEAR.search(text):
        yield "no date as of which it holds"


def _ungrounded(expect: Expect, text: str, ground: Ground) -> list[str]:
    """Return the stated facts that cite no passage which holds them; what is seen in a picture stands in none."""
    told = cited_sentences(text)
    wanted = [(f"“{f.any[0]}”", f.evidence, partial(holds, fact=f)) for f in expect.facts if f.evidence]
    wanted += [(_worded(n), n.evidence, partial(_states, number=n)) for n in expect.numbers if n.evidence]
    return [
        f"{name} is stated without a citation that holds it"
        for name, evidence, stated in wanted
        if not _cited(told, stated, evidence, ground)
    ]


def _cited(told: Sequence[Cited], stated: Callable[[str], bool], evidence: Sequence[str], ground: Ground) -> bool:
    """Say whether no sentence states it, or one that does cites a passage which states it too, on what the evidence is about."""
    subjects = {subject for i in evidence for subject in ground.about[i]}
    stating = [sentence for sentence in told if stated(sentence.text)]
    cited = {i for sentence in stating for i in sentence.ids if i in ground}
    return not stating or any(stated(ground.texts[i]) and (i in evidence or subjects & set(ground.about[i])) for i in cited)


def _states(text: str, number: Number) -> bool:
    return states(text, number.value, number.unit, number.tolerance)


def _worded(number: Number) -> str:
    return f"{number.value:g} {number.unit}".strip()
