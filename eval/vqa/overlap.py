"""Overlap of a text with its references by well-kept libraries, one mark a question; words as `words.tokens` cuts them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from eval.metrics import Floats

Words = Sequence[str]
References = Sequence[Words]
METEOR = "METEOR, exact and stem"


def gleu(answer: Words, references: References) -> float:
    """Return GLEU: the lesser of precision and recall over all 1- to 4-grams (Wu et al., arXiv 1609.08144; `nltk`).

    Worked: of seven “the” two are matched, and there are 7 + 6 + 5 + 4 n-grams.

    >>> round(gleu("the the the the the the the".split(), ["the cat is on the mat".split()]) * 22, 6)
    2.0
    """
    from nltk.translate.gleu_score import sentence_gleu

    return float(sentence_gleu([list(each) for each in references], list(answer)))


class NoSynonyms:
    """Stands where NLTK looks words up in WordNet, whose data no package on PyPI of the lock carries: no word has a synonym."""

    def synsets(self, word: str) -> list[Any]:
        """Return none."""
        return []


def meteor(answer: Words, references: References) -> float:
    """Return METEOR by exact and stemmed words, without its stage of synonyms (Banerjee and Lavie, 2005; `nltk`).

    Lower than METEOR with WordNet wherever synonyms are used; not to be compared with published figures but with each other.
    Worked: six words in six chunks have F 1 and a penalty of 0.5.

    >>> meteor("on the mat sat the cat".split(), ["the cat sat on the mat".split()])
    0.5
    """
    from nltk.translate.meteor_score import meteor_score

    without: Any = NoSynonyms()  # NLTK asks for its corpus reader and calls synsets alone
    return float(meteor_score([list(each) for each in references], list(answer), wordnet=without))


def rouge_l(answer: Words, references: References) -> float:
    """Return ROUGE-L, F1 of the longest common subsequence, no stemming (Lin, ROUGE, 2004; `rouge-score`).

    Captioning's ROUGE-L weights recall by 1.2; this is the plain F1. Worked, of Lin's section 3.1:

    >>> rouge_l("police kill the gunman".split(), ["police killed the gunman".split()])
    0.75
    """
    from rouge_score.rouge_scorer import RougeScorer

    scorer: Any = RougeScorer(["rougeL"])
    return float(scorer.score_multi([" ".join(each) for each in references], " ".join(answer))["rougeL"].fmeasure)


def cider(answers: Sequence[Words], references: Sequence[References]) -> Floats:
    """Return CIDEr-D of each answer, 0 to 10 (Vedantam et al., CVPR 2015; `pycocoevalcap`, whose “CIDEr” is CIDEr-D).

    An n-gram weighs the less, the more questions have it in their references, so the marks hold for this set of questions only.
    Worked for the first: unigrams 2/sqrt(6), bigrams 1/sqrt(2), none longer, one bigram too many (exp(-1/72)), times 10/4.

    >>> cider([["red", "boat", "lake"], []], [[["red", "boat"]], [["green", "tree"]]]).round(4).tolist()
    [3.7565, 0.0]
    """
    import numpy as np
    from pycocoevalcap.cider.cider import Cider

    scorer: Any = Cider()
    wanted = {place: [" ".join(each) for each in several] for place, several in enumerate(references)}
    _, scores = scorer.compute_score(wanted, {place: [" ".join(answer)] for place, answer in enumerate(answers)})
    return np.asarray(scores, dtype=np.float64)
