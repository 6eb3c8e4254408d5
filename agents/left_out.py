"""Decide what a prompt leaves out of a conversation that has outgrown it.

What is left out only ever grows with the conversation, and it grows in steps: past the limit it is brought down to three
quarters of it. So the prompt of a call begins with the prompt of the call before, but for the few calls at which a step is
taken, and a server that keeps what it has read of prompts reads only what is new.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import cast

from langchain_core.messages import AIMessage, AnyMessage, BaseMessage, HumanMessage, ToolMessage

from tools.observation import Passage
from tools.shown import pictures_shown

from .context import Budget
from .transcript import is_question, passages_of, text_of

# Of UTF-8, so that a Chinese character counts as three quarters of a token.
BYTES_A_TOKEN = 4
# What a step brings a prompt down to, as a share of what it may hold.
STEP_TO = 0.75
# The line that tells of passages left out.
LINE_BYTES = 60
# What the chat template writes around a message, and around a call.
AROUND_BYTES, CALL_BYTES = 48, 72


@dataclass(slots=True)
class LeftOut:
    """What is left out of a conversation, message after message.

    Attributes:
        passages: of tools' results, as (place of the message, rank).
        pictures: by handle.
        before: messages before this place, which are whole questions with their answers.
        used: bytes of what stays.
    """

    budget: Budget
    room: int
    passages: set[tuple[int, int]] = field(default_factory=set)
    pictures: set[str] = field(default_factory=set)
    before: int = 0
    used: int = 0
    _sizes: list[int] = field(default_factory=list)
    _passages: list[list[int]] = field(default_factory=list)
    _starts: list[int] = field(default_factory=list)
    _asked: list[int] = field(default_factory=list)
    _shown: dict[str, int] = field(default_factory=dict)

    @property
    def fits(self) -> bool:
        """Whether what stays is within the room."""
        return self.used <= self.room

    def add(self, message: AnyMessage) -> None:
        """Take the next message in, and leave out what has to go before a model is asked."""
        place = len(self._sizes)
        if is_question(message):
            self._starts.append(place)
        self._asked.append(len(self._starts))
        self._sizes.append(size(message))
        self._passages.append([len(block.encode()) for block in blocks(message)])
        self.used += self._sizes[-1]
        for handle in pictures_shown([message]):
            self._shown[handle] = place
            self._grow(place, self.budget.picture_tokens * BYTES_A_TOKEN)
        for handle in self._too_old():
            self._hide(handle)
        # A model is asked after what a person or a tool says, not in between.
        if isinstance(message, HumanMessage | ToolMessage) and not self.fits:
            self._step()

    def _step(self) -> None:
        for _ in self._leave():
            if self.used <= self.room * STEP_TO:
                return

    def _leave(self) -> Iterator[None]:
        """Leave out one thing after another: evidence and pictures of earlier questions, these questions, this one's evidence."""
        this = self._starts[-1] if self._starts else 0
        for place, rank in self._worst_first(self.before, this):
            yield self._drop(place, rank)
        for handle in [h for h, place in self._shown.items() if place < this and h not in self.pictures]:
            yield self._hide(handle)
        # The question just before this one is what “he” and “there” point to, so it stays longest.
        for start in [s for s in self._starts[:-1] if s > self.before]:
            yield self._forget(start)
        for place, rank in self._worst_first(this, len(self._sizes)):
            yield self._drop(place, rank)
        if this > self.before:
            yield self._forget(this)

    def _worst_first(self, start: int, end: int) -> list[tuple[int, int]]:
        """Return the passages between two places that can still go: by question, in each the worst-ranked first."""
        places = range(start, end)
        found = [(self._asked[p], -rank, p) for p in places for rank, bytes_ in enumerate(self._passages[p]) if bytes_]
        return [(place, -rank) for _, rank, place in sorted(found) if (place, -rank) not in self.passages]

    def _too_old(self) -> list[str]:
        """Return pictures beyond the budget, the oldest: some at once, so that not every new one changes what was sent before."""
        over, step = max(len(self._shown) - self.budget.pictures, 0), max(self.budget.pictures // 2, 1)
        return [handle for handle in list(self._shown)[: -(-over // step) * step] if handle not in self.pictures]

    def _drop(self, place: int, rank: int) -> None:
        if not any(there == place for there, _ in self.passages):
            self._grow(place, LINE_BYTES)
        self.passages.add((place, rank))
        self._grow(place, -self._passages[place][rank])

    def _hide(self, handle: str) -> None:
        self.pictures.add(handle)
        self._grow(self._shown[handle], -self.budget.picture_tokens * BYTES_A_TOKEN)

    def _forget(self, start: int) -> None:
        self.used -= sum(self._sizes[self.before : start]) - (0 if self.before else AROUND_BYTES + LINE_BYTES)
        self.before = start

    def _grow(self, place: int, by: int) -> None:
        self._sizes[place] += by
        self.used += by if place >= self.before else 0


def left_out(conversation: Sequence[AnyMessage], budget: Budget, room: int) -> LeftOut:
    """Return what has been left out by the end of the conversation, for prompts of at most `room` bytes."""
    out = LeftOut(budget, room)
    for message in conversation:
        out.add(message)
    return out


def blocks(message: BaseMessage) -> list[str]:
    """Return what each passage of a tool's result is in its words, by rank; "" where it is told in another way and stays."""
    passages = passages_of(message)  # pyright: ignore[reportArgumentType] every message here is one of AnyMessage
    said = message.content if passages else ""
    return [block if block in said else "" for block in _worded(message, passages)]


def _worded(message: BaseMessage, passages: Sequence[Passage]) -> Sequence[str]:
    """Return the words for each passage, by its tool's own account where it gives one."""
    told = cast("ToolMessage", message).artifact.get("told") if passages else None
    return told or [f"[{p['id']}] {p['heading']}\n{p['text']}" for p in passages]


def size(message: BaseMessage) -> int:
    """Return the bytes of a message in a prompt: its words and its calls, without its pictures."""
    made = [call["args"] for call in message.tool_calls] if isinstance(message, AIMessage) else []
    words = text_of(message)  # pyright: ignore[reportArgumentType] as above
    return AROUND_BYTES + len(words.encode()) + sum(CALL_BYTES + len(str(arguments).encode()) for arguments in made)
