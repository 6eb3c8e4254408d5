"""Cut a text into passages that the encoder reads whole."""

from __future__ import annotations

import re
from collections.abc import Iterator

from retrieval.sentences import sentence_spans

from .cells import unmarked
from .columns import plain

# About 200 word pieces: what the text encoder reads whole.
PASSAGE_CHARACTERS = 850
SHORTEST_TEXT = 40
# Some seventeen million characters, beyond which no museum's text goes.
MOST_PASSAGES = 20_000
_LEADS = {
    "Provenance": ("provenance", "provenien", "herkomst"),
    "Exhibitions": ("exhibition", "ausstellung", "exposicion", "exposition", "esposizion", "tentoonstelling"),
}
# A book that a label cites, “(Truettner, The Natural Man Observed, 1979)”, or an address says nothing itself.
_REFERENCE = re.compile(r"\s*(?:\([^()]*\)|\[[^\[\]]*\]|https?://\S+|www\.\S+)[.\s]*")


def passages(text: str) -> list[str]:
    """Cut a long text at sentence ends; drop what is too short to say much.

    A sentence that is longer than a passage, such as a list without a full stop, is cut between words.
    """
    text = re.sub(r"[ \t\r\f\v]+", " ", unmarked(text)).strip()
    text = re.sub(r"(?<=\w)\n(?=\w)", " ", text)
    cut: list[str] = []
    for sentence in _sentences(text):
        # A sentence too short to stand alone may go a little over, but a thousand of them may not.
        most = PASSAGE_CHARACTERS + (SHORTEST_TEXT if len(sentence) < SHORTEST_TEXT else 0)
        if cut and len(cut[-1]) + len(sentence) < most:
            cut[-1] = f"{cut[-1]} {sentence}"
        else:
            cut.append(sentence)
    return [" ".join(passage.split()) for passage in cut if len(passage) >= SHORTEST_TEXT and not _REFERENCE.fullmatch(passage)]


def led(column: str, text: str | None) -> str:
    """Return a text after what it is, where its words do not say so: “Provenance: The artist; by bequest 1949.”

    >>> led("Provenance", "The artist; by bequest 1949."), led("Label", "A ferry.")
    ('Provenance: The artist; by bequest 1949.', 'A ferry.')
    """
    lead = next((lead for lead, starts in _LEADS.items() if plain(column).startswith(starts)), None)
    return f"{lead}: {text}" if lead and text else text or ""


def _sentences(text: str) -> Iterator[str]:
    for start, end in sentence_spans(text):
        while end - start > PASSAGE_CHARACTERS:
            space = text.rfind(" ", start + 1, start + PASSAGE_CHARACTERS)
            stop = space if space > start else start + PASSAGE_CHARACTERS
            yield text[start:stop]
            start = stop + (text[stop : stop + 1] == " ")
        yield text[start:end]
