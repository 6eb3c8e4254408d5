"""What a task is played on: its collection (with an overlay's rows where it names them), tools as they are or broken, limits, brain."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from langchain_core.tools import BaseTool

from agents.assemble import Agent, context_for, tools_for
from agents.brains import Brain
from agents.context import Context, Switches
from agents.graph import build_graph
from agents.writing import writer_of
from retrieval.encoders import Encoder
from retrieval.pictures import PictureStore
from retrieval.search import Searcher
from tools.curate.relevance.likeness import Encodings

from .broken import with_fault
from .task import Task

OpenCollection = Callable[[str | None], Searcher]


@dataclass(frozen=True, slots=True)
class Stage:
    """Opens each collection once; everything else is made anew for each sample, so that none leans on another."""

    brain: Brain
    encoder: Encoder
    pictures: Path
    open_collection: OpenCollection
    # As people use it; a brain of rules reads no examples, whatever the switch says.
    switches: Switches = field(default_factory=lambda: Switches(examples=True))
    encodings: Encodings = field(init=False)
    _opened: dict[str | None, Searcher] = field(default_factory=dict[str | None, Searcher])
    _one_at_a_time: threading.Lock = field(default_factory=threading.Lock)

    def __post_init__(self) -> None:
        """Keep what works' records are encoded as beside the pictures; what is encoded for one sample serves all."""
        object.__setattr__(self, "encodings", Encodings(self.encoder, self.pictures.with_name("curate")))

    def searcher(self, overlay: str | None) -> Searcher:
        """Return the search of the starter collection with an overlay's rows."""
        with self._one_at_a_time:
            if overlay not in self._opened:
                self._opened[overlay] = self.open_collection(overlay)
            return self._opened[overlay]

    def store(self) -> PictureStore:
        """Return where pictures that are shown are kept."""
        return PictureStore(self.pictures)

    def tools(self, task: Task) -> list[BaseTool]:
        """Return the agent's tools over the task's collection, one broken where the task says so."""
        writer = writer_of(self.brain, self.encoder)
        return with_fault(tools_for(self.searcher(task.overlay), self.store(), self.encodings, writer=writer), task.fault)

    def context(self, task: Task, tools: Sequence[BaseTool]) -> Context:
        """Return what the nodes are given, under the task's limits."""
        limits = {name: value for name, value in (task.limits.model_dump() if task.limits else {}).items() if value is not None}
        # A context that is small on purpose has no room for worked examples, and the conversation is what the task is about.
        examples = self.switches.examples and "context_tokens" not in limits
        switches = replace(self.switches, examples=examples)
        context = context_for(self.brain, tools, self.encoder, self.store(), switches)
        return replace(context, budget=replace(context.budget, **limits))

    def agent(self, task: Task) -> Agent:
        """Return our agent for one sample, with threads in memory."""
        from langgraph.checkpoint.memory import InMemorySaver

        tools = self.tools(task)
        return Agent(build_graph(tools, InMemorySaver()), self.context(task, tools))
