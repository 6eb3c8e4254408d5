"""The state of a run: its messages and nothing else, so the checkpoint is the run."""

from __future__ import annotations

from typing import Annotated, TypedDict

from langchain_core.messages import AnyMessage
from langgraph.graph.message import add_messages


class State(TypedDict):
    """Budgets, evidence and pictures are derived from the messages, see `agents.transcript`."""

    messages: Annotated[list[AnyMessage], add_messages]
