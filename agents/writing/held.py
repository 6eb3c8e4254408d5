"""Hold what was written to what it cites, by the check that answers pass."""

from __future__ import annotations

import re
from collections.abc import Sequence

from agents.citations import cited_sentences, figures_in, unsupported
from retrieval.encoders import Encoder
from retrieval.words import content_stems
from tools.curate.show import Said
from tools.curate.show.tell import leans
from tools.curate.show.wording import as_title
from tools.observation import Passage

# What no sentence of a label has: brackets that are no citation, and characters that are not to be seen.
_ODD = re.compile(r"[\[\]{}<>\x00-\x1f\x7f]")


def held(written: str, passages: Sequence[Passage], encoder: Encoder, most_words: int, writer: str) -> tuple[Said, ...]:
    """Return the sentences of a text that hold: each cites passages that it was shown, all of them known, which support it.

    One that leans on a sentence that was dropped goes with it; what goes beyond `most_words` is left out.
    """
    failing = set(unsupported(written, {passage["id"]: passage for passage in passages}, encoder))
    said: list[Said] = []
    room, whole = most_words, True
    for sentence in cited_sentences(written):
        words = len(sentence.text.split())
        supported = bool(sentence.ids) and sentence.raw not in failing and not _ODD.search(sentence.text)
        whole = supported and (whole or not leans(sentence.text))
        if whole and words > room:
            break
        if whole:
            room -= words
            said.append(Said(text=_ended(sentence.text), cites=sentence.ids, writer=writer))
    return tuple(said)


def held_title(title: str, told: str, passages: Sequence[Passage], most_words: int) -> str:
    """Return a title with capitals, "" where it says what neither the person has `told` nor a passage tells.

    A title cites nothing, so each of its words that carries meaning has to stand there.
    """
    plain = " ".join(title.split()).strip(" .“”\"'")
    source = " ".join([told, *(f"{passage['heading']}. {passage['text']}" for passage in passages)])
    own = set(content_stems(plain))
    known = own <= set(content_stems(source)) and figures_in(plain) <= figures_in(source)
    return as_title(plain) if own and known and len(plain.split()) <= most_words and not _ODD.search(plain) else ""


def _ended(text: str) -> str:
    return text if text.endswith((".", "!", "?", "”", "。")) else f"{text}."
