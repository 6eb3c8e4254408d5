"""The graph: look, decide, act, check, and a person's approval of an exhibition."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from langchain_core.tools import BaseTool
from langgraph.checkpoint.base import BaseCheckpointSaver
from langgraph.graph import START, StateGraph
from langgraph.graph.state import CompiledStateGraph

from . import nodes
from .approval import approve
from .context import Context
from .state import State

Graph = CompiledStateGraph[State, Context, State, State]


def build_graph(tools: Sequence[BaseTool], checkpointer: BaseCheckpointSaver[Any] | None = None) -> Graph:
    """Return the compiled graph; it holds the tools and nothing else."""
    graph = StateGraph(State, context_schema=Context)
    graph.add_node("look", nodes.look)
    # The stubs know nodes with a config or a runtime; the library passes both.
    graph.add_node("decide", nodes.decide)  # pyright: ignore[reportArgumentType]
    graph.add_node("act", nodes.act(tools))
    graph.add_node("check", nodes.check)
    graph.add_node("approve", approve)
    # The stubs know routes by the state alone.
    graph.add_conditional_edges(START, nodes.at_start)  # pyright: ignore[reportArgumentType]
    graph.add_conditional_edges("look", nodes.after_look)
    graph.add_conditional_edges("decide", nodes.after_decide)
    graph.add_conditional_edges("act", nodes.after_act)  # pyright: ignore[reportArgumentType]
    return graph.compile(checkpointer=checkpointer)
