"""Record the worked examples: the real graph and the real tools, with a brain that calls and says what is written for it."""

from __future__ import annotations

import tempfile
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from langchain_core.language_models.fake_chat_models import FakeMessagesListChatModel
from langchain_core.messages import AIMessage, AnyMessage, HumanMessage, ToolCall

from agents.assemble import tools_for
from agents.context import Context, Switches
from agents.graph import build_graph
from agents.transcript import text_of
from retrieval.collections import open_with_its_encoder
from retrieval.encoders import Encoder
from retrieval.pictures import PictureStore
from tools.curate.relevance.likeness import Encodings

from . import EXAMPLES
from .drawings import DRAWINGS

# Pictures of a conversation count from 1, so this handle is never one of them.
HANDLE = "image-0"


class NotSupported(Exception):
    """An answer in the source says what its own retrievals do not support."""


@dataclass(frozen=True, slots=True)
class Turn:
    """A question, the rounds of calls that it takes, and its answer."""

    asked: str
    calls: Sequence[Sequence[Mapping[str, Any]]]
    answer: str
    picture: str | None = None


@dataclass(frozen=True, slots=True)
class Script:
    """An example as it is written by hand."""

    name: str
    turns: Sequence[Turn]


class Scripted(FakeMessagesListChatModel):
    """Says its responses in order, whatever tools it is given."""

    def bind_tools(self, tools: Any, **kwargs: Any) -> Any:
        """Return itself."""
        return self


def scripts() -> list[Script]:
    """Read the source of the examples."""
    source = tomllib.loads((EXAMPLES / "source.toml").read_text(encoding="utf-8"))
    return [Script(one["name"], [Turn(**turn) for turn in one["turns"]]) for one in source["examples"]]


async def recorded(script: Script, collection: Path, encoder: Encoder) -> list[AnyMessage]:
    """Run an example over a collection and return its messages.

    Raises:
        NotSupported: the check of citations would have sent an answer back.
    """
    with tempfile.TemporaryDirectory() as folder:
        pictures = PictureStore(Path(folder))
        tools = tools_for(open_with_its_encoder(collection, encoder), pictures, Encodings(encoder))
        brain = Scripted(responses=[said for turn in script.turns for said in _said(turn)])
        context = Context(brain, "scripted", tools, encoder, pictures, switches=Switches(mend=False))
        messages: list[AnyMessage] = []
        for turn in script.turns:
            state = await build_graph(tools).ainvoke({"messages": [*messages, _asked(turn, pictures)]}, context=context)
            messages = state["messages"]
            if text_of(messages[-1]) != turn.answer.strip():
                raise NotSupported(f"the answer to “{turn.asked}” comes out as “{text_of(messages[-1])}”; mend source.toml")
    return messages


def _asked(turn: Turn, pictures: PictureStore) -> HumanMessage:
    if turn.picture is None:
        return HumanMessage(turn.asked)
    shown = {"type": "picture", "id": HANDLE, "sha256": pictures.add(DRAWINGS[turn.picture]())}
    return HumanMessage([{"type": "text", "text": turn.asked}, shown])


def _said(turn: Turn) -> list[AIMessage]:
    rounds = [AIMessage("", tool_calls=[_call(call) for call in calls]) for calls in turn.calls]
    return [*rounds, AIMessage(turn.answer.strip())]


def _call(call: Mapping[str, Any]) -> ToolCall:
    arguments = {name: value for name, value in call.items() if name != "tool"}
    return ToolCall(name=call["tool"], args=arguments, id=f"{call['tool']}-{sorted(arguments.items())}")
