"""Hold an answer to its citations, sentence by sentence.

A factual sentence must cite ids that were retrieved in this conversation, and the cited text must support it: every number
and every name in the sentence stands in that text (or in the person's own words), no negation is added or lost, and its
content words are covered, word for word or by meaning.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from retrieval.encoders import Encoder
from retrieval.sentences import sentences
from retrieval.words import FUNCTION_WORDS, content_stems, folded, numbers, stem, words
from tools.observation import Passage

# Share of a sentence's content words that the cited text must hold: alone, and together with likeness of meaning.
COVERED = 0.75
PARTLY_COVERED = 0.45
ALIKE = 0.68

_ID = r"[a-z][a-z0-9_-]*:[\w.-]*\w|image-\d+"
_GROUP = re.compile(rf"\[\s*(?:{_ID})(?:\s*[,;]\s*(?:{_ID}))*\s*\]")
_NEGATIONS = frozenset("no not never none neither nor cannot without nobody nothing".split())
_NUMBER_WORDS = {
    word: str(value)
    for value, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
        "eighteen nineteen twenty".split()
    )
}
_OPENS = re.compile(r"(?:ed|ing|ly)$")
_SPEAKS_OF_ITSELF = re.compile(
    r"^(i (don't|do not|can't|cannot|can|am|couldn't|could not|found|have)\b|sorry\b|hello\b|you are welcome|you're welcome|"
    r"here (is|are)\b|this collection (does not|doesn't|has no|holds no)|the nearest\b|ask me\b|\()"
)


@dataclass(frozen=True, slots=True)
class Cited:
    """A sentence of an answer: its words without the brackets, and the ids in them."""

    text: str
    raw: str
    ids: tuple[str, ...]


def cited_sentences(answer: str) -> list[Cited]:
    """Cut an answer into sentences with their citations; brackets after the full stop belong to the sentence before."""
    # “… in Rome. [f:1] Next” reads as “… in Rome [f:1]. Next”.
    moved = re.sub(rf"([.!?])((?:\s*{_GROUP.pattern})+)", r"\2\1", answer)
    found: list[Cited] = []
    for line in moved.splitlines():
        for raw in sentences(line):
            ids = tuple(dict.fromkeys(i for group in _GROUP.findall(raw) for i in re.findall(_ID, group)))
            text = " ".join(_GROUP.sub("", raw).split())
            text = re.sub(r"\s+([.,;:!?])", r"\1", text.lstrip("-*• ")).strip()
            if any(c.isalnum() for c in text):
                found.append(Cited(text, raw, ids))
    return found


def citations(answer: str) -> list[str]:
    """Return the ids that an answer cites, in order, once each."""
    return list(dict.fromkeys(i for sentence in cited_sentences(answer) for i in sentence.ids))


def unsupported(answer: str, evidence: Mapping[str, Passage], encoder: Encoder, asked: str = "") -> list[str]:
    """Return the sentences of `answer` that state something which what they cite does not support.

    Args:
        answer: the model's words, with ids in square brackets.
        evidence: by id, everything retrieved in the conversation.
        encoder: judges likeness of meaning where words differ.
        asked: the person's own words; names in them need no support.
    """
    return [s.raw for s in cited_sentences(answer) if is_factual(s, asked) and not _holds(s, evidence, encoder, asked)]


def without(answer: str, failing: Sequence[str]) -> str:
    """Return the answer with these sentences cut, line by line."""
    gone = set(failing)
    lines = [" ".join(s.raw for s in cited_sentences(line) if s.raw not in gone) for line in answer.splitlines()]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def is_factual(sentence: Cited, asked: str = "") -> bool:
    """Say whether a sentence states a fact: not a question, a greeting, or the agent on what it does or does not know."""
    if sentence.ids:
        return True
    text = folded(sentence.text)
    if text.endswith("?"):
        return False
    said = set(words(asked))
    inner = sentence.text[:1].lower() + sentence.text[1:]
    claims = (numbers(text) - numbers(asked)) or [n for n in names_in(inner) if n not in said]
    return bool(claims) or not _SPEAKS_OF_ITSELF.match(text)


def supports(sentence: str, sources: Sequence[str], encoder: Encoder, asked: str = "") -> bool:
    """Say whether the texts `sources` together support `sentence`."""
    source = " ".join(sources)
    given = set(words(f"{source} {asked}"))
    if _figures(sentence) - _figures(f"{source} {asked}"):
        return False
    stems = {stem(w) for w in given}
    if any(stem(name) not in stems for name in names_in(sentence)):
        return False
    own = set(content_stems(sentence))
    covered = len(own & {stem(w) for w in words(source)}) / len(own) if own else 0.0
    nearest = max(
        (part for text in sources for part in sentences(text)),
        key=lambda part: len(own & set(content_stems(part))),
        default="",
    )
    if _negated(sentence) != _negated(nearest) and _negated(sentence) != _negated(source):
        return False
    if covered >= COVERED:
        return True
    return covered >= PARTLY_COVERED and _likeness(sentence, sources, encoder) >= ALIKE


def names_in(text: str) -> list[str]:
    """Return the folded words of `text` that may be names: capitalised, and not a function word.

    The first word of a sentence counts too, for it is where a wrong maker would stand; only a participle or an adverb
    (“Painted in Rome, …”) is let pass there.
    """
    found: list[str] = []
    for sentence in sentences(text):
        for number, match in enumerate(re.finditer(r"[^\W\d_][\w'’-]*", sentence)):
            word = match.group()
            if not word[0].isupper() or (number == 0 and _OPENS.search(word)):
                continue
            found.extend(w for w in words(word) if w not in FUNCTION_WORDS)
    return found


def _holds(sentence: Cited, evidence: Mapping[str, Passage], encoder: Encoder, asked: str) -> bool:
    known = [evidence[i] for i in sentence.ids if i in evidence]
    if len(known) < len(sentence.ids) or not known:
        return False
    sources = [f"{passage['heading']}. {passage['text']}" for passage in known]
    return supports(sentence.text, sources, encoder, asked)


def _figures(text: str) -> set[str]:
    written = {_NUMBER_WORDS[w] for w in words(text) if w in _NUMBER_WORDS and w not in ("one", "zero")}
    return numbers(text) | written


def _negated(text: str) -> bool:
    return any(w in _NEGATIONS or w.endswith("n't") for w in words(text))


def _likeness(sentence: str, sources: Sequence[str], encoder: Encoder) -> float:
    """Return the best cosine between the sentence and any sentence of the sources."""
    parts = [part for source in sources for part in sentences(source)]
    own, *others = encoder.encode([sentence, *parts])
    return max((float(np.dot(own.vector, other.vector)) for other in others), default=0.0)
