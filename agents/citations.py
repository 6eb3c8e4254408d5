"""Hold an answer to its citations, sentence by sentence.

A factual sentence must cite ids that were retrieved in this conversation, and the cited text must support it: every number
and every name in the sentence stands in that text, no negation is added or lost, and its content words are covered, word
for word or by meaning. The person's own words support nothing: “Did Monet paint it?” makes no Monet true.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from retrieval.encoders import Encoder
from retrieval.sentences import sentence_spans, sentences
from retrieval.words import FUNCTION_WORDS, content_stems, folded, numbers, stem, words
from tools.observation import Passage

# Share of a sentence's content words that the cited text must hold: alone, and together with likeness of meaning.
COVERED = 0.75
PARTLY_COVERED = 0.45
ALIKE = 0.68
# A sentence of a source that shares this much of what the most similar one shares tells the same.
SAME = 0.75

_ID = r"[a-z][a-z0-9_-]*:[\w.-]*\w|image-\d+"
_GROUP = re.compile(rf"\[\s*(?:{_ID})(?:\s*[,;]\s*(?:{_ID}))*\s*\]")
_BEHIND_THE_STOP = re.compile(rf"([.!?…。！？])[.!?…]*[\"'”’)]*(?:\s*{_GROUP.pattern})+")
_MARKER = re.compile(r"\s*(?:(?:[-*•]|\d{1,2}[.)])\s+)?")
_NEGATIONS = frozenset(("no", "not", "never", "none", "neither", "nor", "cannot", "without", "nobody", "nothing"))
# From two on: “first” and “one” are seldom meant as numbers.
_COUNTING = (
    "two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty"
)
_RANKING = (
    "second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth "
    "seventeenth eighteenth nineteenth twentieth"
)
_TENS = "thirty forty fifty sixty seventy eighty ninety hundred"
_NUMBER_WORDS = {word: str(value) for listed in (_COUNTING, _RANKING) for value, word in enumerate(listed.split(), start=2)} | {
    word: f"{value}0" for value, word in enumerate(_TENS.split(), start=3)
}
_SHORT_RANGE = re.compile(r"\b(\d\d)\d\d\s*[–-]\s*(\d\d)\b(?!\d)")
# First words that are no name: a participle before a preposition, an adverb, a conjunction.
_OPENS = re.compile(
    r"(?:\w+(?:ed|ing) (?:in|on|at|by|with|for|from|as|to|of|about|around|between|under|over|near)|originally|currently|recently|"
    r"finally|nearly|early|probably|possibly|generally|usually|initially|formerly|later|today|now|although|however|another|according|"
    r"thus|since|despite|within|around|several)\b",
    re.IGNORECASE,
)
_POLITE = re.compile(r"^(?:(?:sorry|hello|hi|thank you|yes|no)\b[\s,.!—–-]*)+")
_SPEAKS_OF_ITSELF = re.compile(
    r"^(?:i (?:don't|do not|can't|cannot|can|am|couldn't|could not|found|have)\b|you are welcome|you're welcome|here (?:is|are)\b|"
    r"this collection (?:does not|doesn't|has no|holds no)|the nearest (?:names?|works?) (?:is|are)\b|ask me\b|let me know\b|$)"
)
# What follows such words in a sentence on oneself is a claim: “I found that the painter was deaf”, “I can't say, but he drank.”
_SMUGGLES = re.compile(
    r"^i (?:can|am|found|have)\b.*\b(?:that (?!you\b|i\b)|is|are|was|were|had)\b|"
    r"\b(?:but|although|though|however|because|since)\b|[;:]\s+(?!i\b)\w"
)


@dataclass(frozen=True, slots=True)
class Cited:
    """A sentence of an answer: its words without the brackets, and the ids in them."""

    text: str
    raw: str
    ids: tuple[str, ...]


def cited_sentences(answer: str) -> list[Cited]:
    """Cut an answer into sentences with their citations; brackets after the full stop belong to the sentence before."""
    return [_cited(line[start:end]) for line in answer.splitlines() for start, end in _spans(line)]


def citations(answer: str) -> list[str]:
    """Return the ids that an answer cites, in order, once each."""
    return list(dict.fromkeys(i for sentence in cited_sentences(answer) for i in sentence.ids))


def unsupported(answer: str, evidence: Mapping[str, Passage], encoder: Encoder, asked: str = "") -> list[str]:
    """Return the sentences of `answer` that state something which what they cite does not support.

    Args:
        answer: the model's words, with ids in square brackets.
        evidence: by id, everything retrieved in the conversation.
        encoder: judges likeness of meaning where words differ.
        asked: the person's own words; a sentence on what is not known may repeat the names in them.
    """
    facts = [s for s in cited_sentences(answer) if is_factual(s, asked)]
    held = [[evidence[i] for i in s.ids if i in evidence] for s in facts]
    worded = [len(known) == len(s.ids) > 0 and _by_words(s.text, known) for s, known in zip(facts, held, strict=True)]
    open_ones = [(s.text, known) for s, known, holds in zip(facts, held, worded, strict=True) if holds is None]
    alike = iter(_likenesses(open_ones, encoder))
    return [s.raw for s, holds in zip(facts, worded, strict=True) if not (next(alike) >= ALIKE if holds is None else holds)]


def without(answer: str, failing: Sequence[str]) -> str:
    """Return the answer with these sentences cut and every other character of its lines as it was."""
    gone = set(failing)
    lines = [kept for line in answer.splitlines() if (kept := _line_without(line, gone)) is not None]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def is_factual(sentence: Cited, asked: str = "") -> bool:
    """Say whether a sentence states a fact: not a question, a greeting, or the agent on what it does or does not know."""
    if sentence.ids:
        return True
    text = _POLITE.sub("", folded(sentence.text))
    if text.endswith("?"):
        return False
    said = set(words(asked))
    inner = sentence.text[:1].lower() + sentence.text[1:]
    claims = (numbers(text) - numbers(asked)) or [n for n in names_in(inner) if n not in said]
    return bool(claims) or not _SPEAKS_OF_ITSELF.match(text) or bool(_SMUGGLES.search(text))


def supports(sentence: str, passages: Sequence[Passage], encoder: Encoder) -> bool:
    """Say whether the passages together support `sentence`."""
    holds = _by_words(sentence, passages)
    return _likenesses([(sentence, passages)], encoder)[0] >= ALIKE if holds is None else holds


def _by_words(sentence: str, passages: Sequence[Passage]) -> bool | None:
    """Say whether the passages' words support a sentence; None where likeness of meaning has to decide."""
    source = " ".join(f"{p['heading']}. {p['text']}" for p in passages)
    if figures_in(sentence) - figures_in(source):
        return False
    there = {stem(w) for w in words(source)}
    if any(stem(name) not in there for name in names_in(sentence)):
        return False
    if not _negated_alike(sentence, passages):
        return False
    own = set(content_stems(sentence))
    covered = len(own & there) / len(own) if own else 0.0
    return True if covered >= COVERED else None if covered >= PARTLY_COVERED else False


def names_in(text: str) -> list[str]:
    """Return the folded words of `text` that may be names: capitalised, and not a function word.

    The first word of a sentence counts too, for it is where a wrong maker would stand; only a participle, an adverb or a
    conjunction (“Painted in Rome, …”, “Although …”) is let pass there.
    """
    found: list[str] = []
    for sentence in sentences(text):
        for number, match in enumerate(re.finditer(r"[^\W\d_][\w'’-]*", sentence)):
            word = match.group()
            if not word[0].isupper() or (number == 0 and _OPENS.match(sentence, match.start())):
                continue
            found.extend(w for w in words(word) if w not in FUNCTION_WORDS)
    return found


def _spans(line: str) -> list[tuple[int, int]]:
    """Return where the sentences of a line stand, their brackets with them and the marker of a list left out."""
    # For the cut alone “in Rome. [f:1] Next” becomes “in Romexxxxxx. Next”: the same length, one full stop.
    plain = _BEHIND_THE_STOP.sub(lambda m: "x" * (len(m.group()) - 1) + m[1], line)
    marker = _MARKER.match(line)
    start = marker.end() if marker else 0
    spans = [(start + a, start + b) for a, b in sentence_spans(plain[start:])]
    return [(a, b) for a, b in spans if any(c.isalnum() for c in _GROUP.sub("", line[a:b]))]


def _cited(raw: str) -> Cited:
    ids = tuple(dict.fromkeys(i for group in _GROUP.findall(raw) for i in re.findall(_ID, group)))
    text = re.sub(r"\s+([.,;:!?])", r"\1", " ".join(_GROUP.sub("", raw).split()))
    return Cited(text, raw, ids)


def _line_without(line: str, gone: set[str]) -> str | None:
    """Return the line without these sentences, None when nothing but them was in it."""
    spans = _spans(line)
    kept = [span for span in spans if line[slice(*span)] not in gone]
    if len(kept) == len(spans):
        return line
    if not kept:
        return None
    ends = [*(a for a, _ in spans[1:]), len(line)]
    pieces = [line[a:end] for (a, b), end in zip(spans, ends, strict=True) if (a, b) in kept]
    return f"{line[: spans[0][0]]}{''.join(pieces)}".rstrip()


def figures_in(text: str) -> set[str]:
    """Return the numbers of a text, in digits or words; “1829–33” also holds 1833."""
    written = {_NUMBER_WORDS[w] for w in words(text) if w in _NUMBER_WORDS}
    return numbers(text) | written | {century + year for century, year in _SHORT_RANGE.findall(text)}


def _negated_alike(sentence: str, passages: Sequence[Passage]) -> bool:
    """Say whether one of the sentences that tell most of the same is negated as this one is."""
    parts = [part for p in passages for part in sentences(p["text"])]
    own = set(content_stems(sentence)) - _NEGATIONS
    # What a heading names, every sentence below it is about.
    beyond = own - set(content_stems(" ".join(p["heading"] for p in passages)))
    shared = [len(beyond & set(content_stems(part))) for part in parts]
    if not any(shared):
        shared = [len(own & set(content_stems(part))) for part in parts]
    most = max(shared, default=0)
    return any(_negated(part) == _negated(sentence) for n, part in zip(shared, parts, strict=True) if n >= SAME * most)


def _negated(text: str) -> bool:
    return any(w in _NEGATIONS or w.endswith("n't") for w in words(text))


def _likenesses(pairs: Sequence[tuple[str, Sequence[Passage]]], encoder: Encoder) -> list[float]:
    """Return for each sentence its best cosine with any sentence of its passages; all are encoded at once."""
    parts = [[part for p in passages for part in sentences(p["text"])] for _, passages in pairs]
    texts = list(dict.fromkeys(text for (sentence, _), of in zip(pairs, parts, strict=True) for text in (sentence, *of)))
    vectors = {text: one.vector for text, one in zip(texts, encoder.encode(texts), strict=True)} if texts else {}
    return [
        max((float(np.dot(vectors[sentence], vectors[part])) for part in of), default=0.0)
        for (sentence, _), of in zip(pairs, parts, strict=True)
    ]
