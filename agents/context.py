"""What a run is given and never keeps: the brain, the tools, the limits."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from langchain_core.language_models import BaseChatModel
from langchain_core.runnables import Runnable
from langchain_core.tools import BaseTool
from langchain_core.utils.function_calling import convert_to_openai_tool

from retrieval.encoders import Encoder
from retrieval.pictures import PictureStore

# Bytes in which the chat template tells how tools are called.
TOOLS_TOLD = 600


@dataclass(frozen=True, slots=True)
class Budget:
    """Limits for one question. `context_tokens` is what a prompt may hold in all, tools and pictures included."""

    tool_calls: int = 6
    pictures: int = 4
    context_tokens: int = 12_000
    # A picture of about a million pixels at 28 x 28 pixels a token.
    picture_tokens: int = 1300
    recursion_limit: int = 30


@dataclass(frozen=True, slots=True)
class Switches:
    """What the agent does unasked; each is a value, never another node.

    `first_look` measures a new picture, `seeded_retrieval` searches with the question before the brain is asked, `mend` sends an
    unsupported answer back once, `examples` shows the brain worked conversations before this one, and `approve` asks a person about
    every exhibition that is proposed; without it what is proposed is accepted.
    """

    first_look: bool = True
    seeded_retrieval: bool = False
    mend: bool = True
    examples: bool = False
    approve: bool = False


@dataclass(frozen=True)  # without slots, which would leave no room for what is made once and kept
class Context:
    """The dependencies of the nodes."""

    brain: BaseChatModel
    brain_name: str
    tools: Sequence[BaseTool]
    encoder: Encoder
    pictures: PictureStore
    budget: Budget = Budget()
    switches: Switches = Switches()

    @cached_property
    def offered(self) -> Sequence[BaseTool]:
        """The tools in the order in which a brain is always shown them, so that every prompt begins alike."""
        return sorted(self.tools, key=lambda tool: tool.name)

    @cached_property
    def tool_bytes(self) -> int:
        """How long the tools are in a prompt, with the words around them."""
        told = [json.dumps(convert_to_openai_tool(tool), ensure_ascii=False).encode() for tool in self.offered]
        return sum(map(len, told)) + TOOLS_TOLD if told else 0

    @cached_property
    def calling(self) -> Runnable[Any, Any]:
        """The brain that may call tools."""
        return self.brain.bind_tools(self.offered) if self.tools else self.brain

    @cached_property
    def closing(self) -> Runnable[Any, Any]:
        """The brain that is shown the tools and may call none: without them the prompt would begin otherwise than before."""
        return self.brain.bind_tools(self.offered, tool_choice="none") if self.tools else self.brain
