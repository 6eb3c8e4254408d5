"""Ask the tuning questions as the graph would, and keep what the reader was given, with which sentences hold a fact."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from langchain_core.messages import AIMessage, AnyMessage, HumanMessage, ToolMessage
from langchain_core.tools import BaseTool

from retrieval.search import Searcher
from retrieval.words import folded
from tools.errors import ToolError
from tools.observation import Passage
from tools.search import search_tool

from .brain import OfflineBrain
from .conversation import read_conversation
from .plan import plan
from .planned import Part

QUESTIONS = Path("eval/questions/tuning")
# No weights are fitted on this region's questions; they set the mix and the threshold.
HELD_BACK = "antiquity"


@dataclass(frozen=True, slots=True)
class Reading:
    """One part as it was read: the query, its passages, and for each sentence `(rank, place)` whether it holds a fact."""

    query: str
    passages: Sequence[Passage]
    labels: Mapping[tuple[int, int], bool]


@dataclass(frozen=True, slots=True)
class Example:
    """A tuning question. `group` is the region that it was written for."""

    group: str
    answerable: bool
    facts: Sequence[Sequence[str]]
    readings: Sequence[Reading]


class Unjudged:
    """A judge with no opinion: the plan of a question is made by the first look alone while weights are being fitted."""

    def logits(self, question: str, texts: Sequence[str]) -> list[float]:
        """Return 0 for each text."""
        return [0.0] * len(texts)


def examples(folder: Path, searcher: Searcher, brain: OfflineBrain) -> Iterator[Example]:
    """Yield every question of the folder's files, one file a region, asked of the brain without its judge."""
    brain = OfflineBrain(brain.router, replace(brain.reader, judge=Unjudged()))
    search = search_tool(searcher)
    about = {row["id"]: row["about"] for row in searcher.index.fragments.search().select(["id", "about"]).to_list()}
    for file in sorted(folder.glob("*.jsonl")):
        for line in file.read_text(encoding="utf-8").splitlines():
            if line.strip():
                yield _asked(json.loads(line), file.stem, brain, search, about)
        print(f"asked {file.stem}", file=sys.stderr)


def _asked(question: Mapping[str, Any], group: str, brain: OfflineBrain, search: BaseTool, about: Mapping[str, Sequence[str]]) -> Example:
    messages: list[AnyMessage] = []
    parts: Sequence[Part] = ()
    for text in (*question["before"], question["question"]):
        messages.append(HumanMessage(text))
        parts = _turn(messages, brain, search)
    evidence = {i for e in question["evidence"] for i in (e, *about.get(e, ()))}
    readings = [_labelled(part, question["facts"], evidence) for part in parts if part.passages]
    return Example(group, bool(question["facts"]), question["facts"], readings)


def _labelled(part: Part, facts: Sequence[Sequence[str]], evidence: set[str]) -> Reading:
    labels = {
        (rank, place): _holds_fact(sentence["text"], passage, facts, evidence)
        for rank, passage in enumerate(part.passages)
        for place, sentence in enumerate(passage["sentences"])
    }
    return Reading(part.query or part.asked.whole, part.passages, labels)


def _turn(messages: list[AnyMessage], brain: OfflineBrain, search: BaseTool) -> Sequence[Part]:
    """Let the brain search until it answers; return the parts as it read them."""
    while True:
        reply = brain.bind_tools([search]).invoke(messages)
        messages.append(reply)
        if not reply.tool_calls:
            return plan(read_conversation(messages[:-1]), brain.router, brain.reader).parts
        messages.extend(_results(reply, search))


def _results(reply: AIMessage, search: BaseTool) -> Iterator[ToolMessage]:
    for call in reply.tool_calls:
        try:
            yield search.invoke(call)
        except ToolError as error:
            yield ToolMessage(str(error), tool_call_id=call["id"], status="error")


def _holds_fact(text: str, passage: Passage, facts: Sequence[Sequence[str]], evidence: set[str]) -> bool:
    near = passage["id"] in evidence or any(a["id"] in evidence for a in passage["about"])
    return near and any(folded(alternative) in folded(text) for fact in facts for alternative in fact)
