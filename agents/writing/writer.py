"""Let the brain write the words of a show: some works a call, several calls at once, all held to what they cite."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from agents.brains import Brain, Replies
from agents.brains.errors import BrainFailed, ContextTooLong
from agents.brains.forms import Form, read_from
from agents.context import Budget
from retrieval.encoders import Encoder
from tools.curate.brief import Brief
from tools.curate.show import Said, Subject, Words

from .ask import LABEL_WORDS, STATEMENT_WORDS, TITLE_WORDS, labels_asked, labels_form, opening_asked, opening_form
from .held import held, held_title
from .room import fitted

# Works whose labels are written in one call, where the length of a reply allows it, and calls at a time.
A_CALL, AT_ONCE = 4, 8
# Tokens of a label with its ids and brackets.
LABEL_TOKENS = 250
# Passages of a work from which the statement of the whole show is written: its record and the best.
OF_EACH = 2
Read = TypeVar("Read")


@dataclass(frozen=True, slots=True)
class BrainWriter:
    """Writes by a brain; `encoder` serves the check of citations, whose thresholds are fitted on it."""

    brain: Brain
    encoder: Encoder
    replies: Replies

    @property
    def name(self) -> str:
        """The brain, as it is shown beside answers."""
        return self.brain.name

    async def write(self, brief: Brief, subjects: Sequence[Subject], begun: str) -> Words:
        """Write labels, and where it is `begun` with these sentences, the rest of a statement and a title.

        What fails, or is not there when the time for a reply is over, is left out.
        """
        most = min(max(self.replies.tokens // LABEL_TOKENS, 1), A_CALL)
        batches = [subjects[start : start + most] for start in range(0, len(subjects), most)]
        calls = [lambda batch=batch: self._labels(brief, batch) for batch in batches]
        opening = [lambda: self._opening(brief, subjects, begun)] if begun else []
        return _together(await self._done([*opening, *calls]))

    async def _done(self, calls: Sequence[Callable[[], Awaitable[Words]]]) -> list[Words]:
        gate, ends = asyncio.Semaphore(AT_ONCE), asyncio.get_running_loop().time() + self.replies.seconds

        async def one(call: Callable[[], Awaitable[Words]]) -> Words:
            try:
                async with asyncio.timeout_at(ends), gate:
                    return await call()
            except BrainFailed as error:
                return Words(trouble=str(error))
            except TimeoutError:
                return Words(trouble=f"it was not written within {self.replies.seconds:g} s.")

        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(one(call)) for call in calls]
        return [task.result() for task in tasks]

    async def _labels(self, brief: Brief, subjects: Sequence[Subject]) -> Words:
        def asked(shown: Sequence[Subject]) -> str:
            return labels_asked(brief, shown)

        shown, reply = await self._reply(subjects, asked, labels_form)
        by_id = {subject.piece.id: subject for subject in shown}
        found = {label.work: label.text for label in (reply.labels if reply else ()) if label.work in by_id}

        def checked() -> dict[str, tuple[Said, ...]]:
            return {work: self._held(text, [by_id[work]], LABEL_WORDS) for work, text in found.items()}

        return Words(labels=await asyncio.to_thread(checked))

    async def _opening(self, brief: Brief, subjects: Sequence[Subject], begun: str) -> Words:
        def asked(shown: Sequence[Subject]) -> str:
            return opening_asked(brief, shown, begun)

        few = [replace(subject, passages=subject.passages[:OF_EACH]) for subject in subjects]
        shown, reply = await self._reply(few, asked, lambda _: opening_form())
        if reply is None:
            return Words()
        passages = [passage for subject in shown for passage in subject.passages]
        title = held_title(reply.title, f"{brief.theme} {brief.asked}", passages, TITLE_WORDS)
        return Words(title=title, statement=await asyncio.to_thread(self._held, reply.statement, shown, STATEMENT_WORDS))

    async def _reply(
        self, subjects: Sequence[Subject], ask: Callable[[Sequence[Subject]], str], form: Callable[[Sequence[Subject]], Form[Read]]
    ) -> tuple[list[Subject], Read | None]:
        """Return what the brain was shown and what it said; once more with half of it where the server finds that too long."""
        room = self.brain.prompt_tokens or Budget().context_tokens
        for tokens in (room, room // 2):
            shown = fitted(subjects, tokens, ask)
            if not shown:
                break
            try:
                return shown, await read_from(form(shown), ask(shown), self.brain.model)
            except ContextTooLong:
                continue
        return [], None

    def _held(self, written: str, subjects: Sequence[Subject], most_words: int) -> tuple[Said, ...]:
        passages = [passage for subject in subjects for passage in subject.passages]
        return held(written, passages, self.encoder, most_words, self.name)


def writer_of(brain: Brain, encoder: Encoder) -> BrainWriter | None:
    """Return the writer that a brain is; None for one of rules, which quotes."""
    return BrainWriter(brain, encoder, brain.replies) if brain.replies else None


def _together(parts: Iterable[Words]) -> Words:
    """Return all that was written, and the first trouble: a server that fails one call fails those beside it."""
    whole = Words()
    for part in parts:
        whole = Words(
            labels={**whole.labels, **{work: text for work, text in part.labels.items() if text}}, title=whole.title or part.title,
            statement=whole.statement or part.statement, trouble=whole.trouble or part.trouble,
        )  # fmt: skip
    return whole
