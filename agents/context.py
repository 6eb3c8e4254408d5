"""What a run is given and never keeps: the brain, the tools, the limits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from langchain_core.language_models import BaseChatModel
from langchain_core.tools import BaseTool

from retrieval.encoders import Encoder
from retrieval.pictures import PictureStore


@dataclass(frozen=True, slots=True)
class Budget:
    """Limits for one question. Tokens are estimated at four characters each."""

    tool_calls: int = 6
    pictures: int = 4
    context_tokens: int = 12_000
    recursion_limit: int = 30


@dataclass(frozen=True, slots=True)
class Switches:
    """What the agent does unasked; each is a value, never another node."""

    first_look: bool = True
    mend: bool = True


@dataclass(frozen=True, slots=True)
class Context:
    """The dependencies of the nodes."""

    brain: BaseChatModel
    brain_name: str
    tools: Sequence[BaseTool]
    encoder: Encoder
    pictures: PictureStore
    budget: Budget = Budget()
    switches: Switches = Switches()
