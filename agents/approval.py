"""A person accepts a proposed exhibition, rejects it, or says what to change: the graph stops for their word."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from langchain_core.messages import AnyMessage, HumanMessage, ToolMessage
from langgraph.types import Command, interrupt

from prompts import render
from tools.curate.tool import exhibitions

from .state import State
from .transcript import VERDICTS, is_question, text_of, turn

Verdict = Literal["accepted", "rejected"]
_SAID: Mapping[Verdict, frozenset[str]] = {
    "accepted": frozenset(("yes", "y", "yes please", "accept", "accepted", "i accept", "approve", "approved", "ok", "okay", "agreed")),
    "rejected": frozenset(("no", "n", "no thanks", "no thank you", "reject", "rejected", "i reject it", "never mind")),
}


@dataclass(frozen=True, slots=True)
class Proposal:
    """An exhibition as JSON, see `tools.curate.show.Show`, and whether a person's word on it is awaited or was given."""

    exhibition: Mapping[str, Any]
    state: Literal["waiting", "accepted", "rejected"]


async def approve(state: State) -> Command[Literal["decide"]]:
    """Wait for a person's word on the exhibition proposed last; whatever is neither yes nor no, the brain is asked to act on."""
    messages = state["messages"]
    said = text_of(messages[-1]) if is_question(messages[-1]) else str(interrupt({"exhibition": exhibitions(messages)[-1][0]}))
    verdict = verdict_of(said)
    told = HumanMessage(render(f"approval/{verdict}"), name=verdict) if verdict else HumanMessage(said)
    return Command(goto="decide", update={"messages": [told]})


def verdict_of(said: str) -> Verdict | None:
    """Return the verdict that a person's words are; None when they ask for something else.

    >>> verdict_of("Yes!"), verdict_of("No, thanks."), verdict_of("no prints")
    ('accepted', 'rejected', None)
    """
    plain = " ".join(said.casefold().replace(",", " ").split()).strip(" .!")
    return next((verdict for verdict, words in _SAID.items() if plain in words), None)


def awaited(messages: Sequence[AnyMessage]) -> bool:
    """Say whether an exhibition was proposed and no person has yet said yes or no to it."""
    for message in reversed(messages):
        if isinstance(message, HumanMessage) and message.name in VERDICTS:
            return False
        if exhibitions([message]):
            return True
    return False


def just_proposed(messages: Sequence[AnyMessage]) -> bool:
    """Say whether the results that came back last propose an exhibition; a reason for one that was proposed is no proposal."""
    last: list[AnyMessage] = []
    for message in reversed(messages):
        if not isinstance(message, ToolMessage):
            break
        last.append(message)
    return any(how != "explained" for _, how in exhibitions(last))


def proposal_of(messages: Sequence[AnyMessage], approves: bool) -> Proposal | None:
    """Return what was proposed, accepted or rejected in the last turn; where no person `approves`, what is proposed is accepted."""
    last = turn(messages)
    verdicts = [m.name for m in last if isinstance(m, HumanMessage) and m.name in VERDICTS]
    shown = exhibitions(messages)
    if not shown or not (verdicts or any(how != "explained" for _, how in exhibitions(last))):
        return None
    if not approves:
        return Proposal(shown[-1][0], "accepted")
    state = "waiting" if awaited(messages) else "accepted" if verdicts[-1] == "accepted" else "rejected"
    return Proposal(shown[-1][0], state)
