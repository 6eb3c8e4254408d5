"""The two brains. Both are LangChain chat models; the graph does not know which one it has."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from langchain_core.language_models import BaseChatModel

from agents.settings import Settings
from retrieval.encoders import Encoder

from .errors import BrainUnavailable

if TYPE_CHECKING:
    from httpx2 import AsyncBaseTransport

    from .vllm.probe import Served

KINDS = ("auto", "offline", "vllm")
# Prompts are counted at four bytes a token, which is right for prose; names, ids and JSON take more tokens than that.
COUNTED = 0.8


@dataclass(frozen=True, slots=True)
class Replies:
    """How many tokens a reply may have, and how many seconds it may take in all."""

    tokens: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Brain:
    """A brain, its name as it is shown beside answers, and a sentence on which was taken and why.

    A prompt for it may have `prompt_tokens` tokens, of which a picture costs at most `picture_tokens`; None: as many as the
    agent likes. Worked examples are shown to a brain that `reads_examples`. `replies` are the limits of one that words what it
    is asked to; a brain of rules, which has none, quotes.
    """

    model: BaseChatModel
    name: str
    note: str
    prompt_tokens: int | None = None
    picture_tokens: int | None = None
    reads_examples: bool = False
    replies: Replies | None = None


def choose_brain(kind: str, settings: Settings, encoder: Encoder) -> Brain:
    """Return the brain asked for; `auto` takes vLLM where a server answers and the offline brain where none does.

    Raises:
        BrainUnavailable: `vllm` was asked for and no server serves the model, or there is no such brain.
    """
    if kind not in KINDS:
        raise BrainUnavailable(f"there is no brain “{kind}”", "use auto, offline or vllm")
    if kind == "offline":
        return _offline(encoder, "Using the offline brain, as asked.")
    from .vllm import probe

    try:
        served = probe(settings)
    except BrainUnavailable as error:
        if kind == "vllm":
            raise
        return _offline(encoder, f"{error.reason}; using the offline brain.")
    return vllm_brain(settings, served)


def vllm_brain(settings: Settings, served: Served, transport: AsyncBaseTransport | None = None) -> Brain:
    """Return the brain that a server runs; a `transport` stands in for the network."""
    from .vllm import load_vllm_brain

    length = served.length
    model = load_vllm_brain(settings, served.model, length, transport=transport)
    note = f"Using {served.model}, served by vLLM at {settings.vllm_url}."
    replies = Replies(settings.reply_tokens(length), settings.vllm_deadline_s)
    room = None if length is None else int((length - replies.tokens) * COUNTED)
    return Brain(model, f"vllm ({served.model})", note, room, settings.vllm_picture_tokens, reads_examples=True, replies=replies)


def _offline(encoder: Encoder, note: str) -> Brain:
    from .offline import load_offline_brain

    return Brain(load_offline_brain(encoder), "offline", note)
