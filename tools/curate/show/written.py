"""How much of a show's words a language model wrote: told to the curator."""

from __future__ import annotations

from prompts import render
from tools.curate.wording import joined, number_text

from .records import Show
from .wording import title_of


def note_of(show: Show, asked: str = "", trouble: str = "") -> str:
    """Say what a model wrote and what quotes the collection; "" where none was asked, now or before.

    Args:
        show: The show as it will be.
        asked: The model that was asked for new words; "" where none was.
        trouble: Why it did not write all of them, a sentence.
    """
    texts = [hung.label.text for hung in show.works if hung.label.text]
    written = [text for text in texts if any(said.writer for said in text)]
    writers = dict.fromkeys(said.writer for text in (show.statement, *written) for said in text if said.writer)
    if not (writers or asked):
        return ""
    parts = [
        *(["the title"] if show.title != title_of(show.brief) else []),
        *(["the statement beyond its counts"] if any(said.writer for said in show.statement) else []),
        *([_labels(len(written), len(texts))] if written else []),
    ]
    quoted = len(texts) - len(written)
    text = render(
        "curate/written", model=joined(list(writers), "and") or asked, written=joined(parts, "and"), quoted=_rest(quoted, len(texts)),
        one=quoted in (1, len(texts)), trouble=trouble,
    )  # fmt: skip
    return " ".join(text.split())


def _labels(written: int, labels: int) -> str:
    if written == labels:
        return "the label" if labels == 1 else "every label"
    return f"{number_text(written)} of {number_text(labels)} labels"


def _rest(quoted: int, labels: int) -> str:
    """Name the labels that quote; "" for none."""
    if quoted == labels:
        return "" if not labels else "the label" if labels == 1 else "each label"
    return "" if not quoted else "the other" if quoted == 1 else f"the other {number_text(quoted)}"
