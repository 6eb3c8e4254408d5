"""Put an agent together from settings: collection, tools, brain, graph, checkpoints. Nothing here happens at import."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from langchain_core.tools import BaseTool
from langgraph.checkpoint.base import BaseCheckpointSaver

from retrieval.collections import open_with_its_encoder
from retrieval.encoders import Encoder
from retrieval.pictures import PictureStore, has_pictures
from retrieval.search import Searcher
from tools.analyse import analyse_tool
from tools.curate.relevance.likeness import Encodings
from tools.curate.relevance.store import SHIPPED, relevance_folder
from tools.curate.tool import curate_tool
from tools.look_alike import look_alike_tool
from tools.look_up import look_up_tool
from tools.search import search_tool
from tools.search_with_picture import search_with_picture_tool

from .brains import Brain
from .checkpoints import checkpoints
from .context import Budget, Context, Switches
from .graph import Graph, build_graph
from .settings import Settings
from .writing import writer_of

if TYPE_CHECKING:
    from tools.curate.propose import Curator
    from tools.curate.show import Writer


@dataclass(frozen=True, slots=True)
class Agent:
    """A graph and what its nodes are given."""

    graph: Graph
    context: Context

    async def forget(self, thread: str) -> None:
        """Drop a thread's checkpoints, as of a question that nobody will go on from."""
        saver = self.graph.checkpointer
        if isinstance(saver, BaseCheckpointSaver):
            await saver.adelete_thread(thread)


def tools_for(
    searcher: Searcher,
    pictures: PictureStore,
    encodings: Encodings | None = None,
    weights: Path = SHIPPED,
    writer: Writer | None = None,
) -> list[BaseTool]:
    """Return the tools of the agent over one collection.

    To compare by look the collection has pictures, to ask with one its encoder sees them; to plan a show it holds works, and there
    are `encodings` to tell how near they are to its theme; `weights` is the folder of what past shows taught, and a
    `writer` words the shows, which quote the collection without one.
    """
    tools = [search_tool(searcher), look_up_tool(searcher), analyse_tool(pictures)]
    folder = searcher.index.place.folder
    if folder and has_pictures(folder):
        tools.append(look_alike_tool(pictures, searcher.index))
    if encodings is not None and searcher.index.works:
        tools.append(curate_tool(lambda: _curator(searcher, encodings, weights), writer))
    return [*tools, search_with_picture_tool(pictures, searcher)] if searcher.sees else tools


def _curator(searcher: Searcher, encodings: Encodings, weights: Path) -> Curator:
    from tools.curate.propose import Curator
    from tools.curate.relevance.store import load_relevance

    return Curator.of(searcher, load_relevance(encodings, weights))


def context_for(
    brain: Brain, tools: Sequence[BaseTool], encoder: Encoder, pictures: PictureStore, switches: Switches = Switches(examples=True)
) -> Context:
    """Return what the nodes are given; a brain whose prompts have a limit sets that of the budget, one of rules gets no examples."""
    limits = {"context_tokens": brain.prompt_tokens, "picture_tokens": brain.picture_tokens}
    budget = Budget(**{name: limit for name, limit in limits.items() if limit is not None})
    told = replace(switches, examples=switches.examples and brain.reads_examples)
    return Context(brain.model, brain.name, tools, encoder, pictures, budget, told)


def switches_of(settings: Settings) -> Switches:
    """Return the switches as the settings have them."""
    return Switches(settings.first_look, settings.seeded_retrieval, settings.mend, settings.examples, settings.approve)


def encodings_of(settings: Settings, encoder: Encoder) -> Encodings:
    """Return the encoder with what it remembers of works' records, kept under the home folder."""
    return Encodings(encoder, settings.home / "curate")


@asynccontextmanager
async def agent(settings: Settings, brain: Brain, encoder: Encoder, collection: Path) -> AsyncGenerator[Agent]:
    """Open an agent on a collection, with its threads kept in SQLite under the home folder.

    `encoder` serves the brain and the check of citations, whose thresholds are fitted on it; the collection has its own.
    """
    pictures = PictureStore(settings.home / "pictures")
    searcher, writer = open_with_its_encoder(collection, encoder), writer_of(brain, encoder) if settings.write else None
    tools = tools_for(searcher, pictures, encodings_of(settings, encoder), relevance_folder(settings.home), writer)
    async with checkpoints(settings.home / "threads.sqlite") as saver:
        yield Agent(build_graph(tools, saver), context_for(brain, tools, encoder, pictures, switches_of(settings)))
