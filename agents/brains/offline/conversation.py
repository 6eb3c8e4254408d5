"""What the brain reads out of the messages: this question, what went before it, and what its calls brought back."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from langchain_core.messages import AIMessage, AnyMessage, HumanMessage, ToolMessage

from agents.citations import citations
from agents.transcript import LOOK, MEND, VERDICTS, passages_of, text_of, turns
from tools.curate.tool import exhibitions
from tools.observation import Passage

from .commands import without_orders
from .focus import Said


@dataclass(frozen=True, slots=True)
class Result:
    """What one call of the plan brought back, after `tries` of the same; `failed` holds the tool's own words when it refused."""

    passages: Sequence[Passage]
    query: str
    failed: str | None = None
    tool: str = "search"
    arguments: Mapping[str, Any] = field(default_factory=dict[str, Any])
    tries: int = 1


@dataclass(frozen=True, slots=True)
class AskedBack:
    """What `curate` asked the person before this question: the answers to choose from, and how it was called."""

    options: Sequence[str]
    arguments: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Conversation:
    """The state of one question.

    `results` are by call, a call being named `round.part`; `rounds` of calls have been answered. `shown` is what was told of the
    exhibition proposed last, `verdict` what the person has just said of it.
    """

    question: str
    number: int
    before: Said | None
    results: dict[tuple[int, int], Result]
    seen: Sequence[Passage]
    picture: str | None
    mend: str | None
    draft: str
    shown: Sequence[Passage] = ()
    verdict: str | None = None
    asked_back: AskedBack | None = None
    rounds: int = 0

    def of_part(self, number: int) -> list[Result]:
        """Return what the calls for a part brought back, in order."""
        return [result for (_, part), result in sorted(self.results.items(), key=lambda item: item[0]) if part == number]


def read_conversation(messages: Sequence[AnyMessage]) -> Conversation:
    """Read a conversation; the messages are all the memory there is."""
    all_turns = turns(messages)
    this = all_turns[-1] if all_turns else []
    earlier = [said for t in all_turns[:-1] if (said := _said(t)) is not None]
    mends = [m for m in this if isinstance(m, HumanMessage) and m.name == MEND]
    answers = [text_of(m) for m in this if isinstance(m, AIMessage) and not m.tool_calls]
    looks = [p for m in this for p in passages_of(m) if p["kind"] == "analysis"]
    results = list(_results(this))
    return Conversation(
        question=text_of(this[0]) if this else "",
        number=len(all_turns),
        before=earlier[-1] if earlier else None,
        results=_tries_joined(results),
        seen=looks,
        picture=_picture(this[0]) if this else None,
        mend=text_of(mends[-1]) if mends else None,
        draft=answers[-1] if answers else "",
        shown=_shown(messages),
        verdict=next((m.name for m in this if isinstance(m, HumanMessage) and m.name in VERDICTS), None),
        asked_back=_asked_back(all_turns[-2]) if len(all_turns) > 1 else None,
        rounds=max((round_ for (round_, _), _ in results), default=-1) + 1,
    )


def call_id(number: int, round_: int, part: int) -> str:
    """Name a call so that its result is known again: question, round and part."""
    return f"offline-{number}-{round_}-{part}"


def _results(messages: Sequence[AnyMessage]) -> Iterator[tuple[tuple[int, int], Result]]:
    """Yield round and part of each call with its result, without the sentences that give orders."""
    asked = {c["id"]: c for m in messages if isinstance(m, AIMessage) and m.name != LOOK for c in m.tool_calls}
    for message in messages:
        named = re.fullmatch(r"offline-\d+-(\d+)-(\d+)", getattr(message, "tool_call_id", "") or "")
        if named and isinstance(message, ToolMessage) and (call := asked.get(message.tool_call_id)):
            failed = text_of(message) if message.status == "error" else None
            query = str(call["args"].get("query", ""))
            found = Result(without_orders(passages_of(message)), query, failed, call["name"], call["args"])
            yield (int(named[1]), int(named[2])), found


def _tries_joined(results: Sequence[tuple[tuple[int, int], Result]]) -> dict[tuple[int, int], Result]:
    """Return the results by call; one of a call that was made again takes the place of the first."""
    found: dict[tuple[int, int], Result] = {}
    for (number, part), result in results:
        same = (where for where, old in found.items() if where[1] == part and (old.tool, old.arguments) == (result.tool, result.arguments))
        first = next(same, None)
        found[first or (number, part)] = replace(result, tries=found[first].tries + 1) if first else result
    return found


def _shown(messages: Sequence[AnyMessage]) -> Sequence[Passage]:
    proposed = [m for m in messages if any(how != "explained" for _, how in exhibitions([m]))]
    return passages_of(proposed[-1]) if proposed else ()


def _asked_back(messages: Sequence[AnyMessage]) -> AskedBack | None:
    calls = {c["id"]: c["args"] for m in messages if isinstance(m, AIMessage) for c in m.tool_calls}
    artifacts = [(m.tool_call_id, m.artifact) for m in messages if isinstance(m, ToolMessage) and isinstance(m.artifact, dict)]
    asked = [AskedBack(artifact["options"], calls.get(identity, {})) for identity, artifact in artifacts if artifact.get("options")]
    return asked[-1] if asked else None


def _said(messages: Sequence[AnyMessage]) -> Said | None:
    """Return an earlier question as it was understood (its first search), its answer, and the passages cited first."""
    answers = [text_of(m) for m in messages if isinstance(m, AIMessage) and not m.tool_calls]
    if not answers:
        return None
    queries = [str(c["args"].get("query", "")) for m in messages if isinstance(m, AIMessage) for c in m.tool_calls]
    found = list({p["id"]: p for m in messages for p in passages_of(m)}.values())
    order = citations(answers[-1])
    ranked = sorted(found, key=lambda p: order.index(p["id"]) if p["id"] in order else len(order))
    cited = [p for p in ranked if p["id"] in order] or ranked
    asked = next((q for q in queries if q), "") or text_of(messages[0])
    return Said(asked, answers[-1], cited)


def _picture(message: AnyMessage) -> str | None:
    blocks = message.content if isinstance(message.content, list) else []
    handles = [b.get("id") for b in blocks if isinstance(b, dict) and b.get("type") in ("picture", "image_url")]
    return str(handles[-1]) if handles else None
