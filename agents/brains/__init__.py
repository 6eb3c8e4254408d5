"""The two brains. Both are LangChain chat models; the graph does not know which one it has."""

from __future__ import annotations

from dataclasses import dataclass

from langchain_core.language_models import BaseChatModel

from agents.settings import Settings
from retrieval.encoders import Encoder

from .errors import BrainUnavailable

KINDS = ("auto", "offline", "vllm")


@dataclass(frozen=True, slots=True)
class Brain:
    """A brain, its name as it is shown beside answers, and a sentence on which was taken and why."""

    model: BaseChatModel
    name: str
    note: str


def choose_brain(kind: str, settings: Settings, encoder: Encoder) -> Brain:
    """Return the brain asked for; `auto` takes vLLM where a server answers and the offline brain where none does.

    Raises:
        BrainUnavailable: `vllm` was asked for and no server serves the model, or there is no such brain.
    """
    if kind not in KINDS:
        raise BrainUnavailable(f"there is no brain “{kind}”", "use auto, offline or vllm")
    if kind == "offline":
        return _offline(encoder, "Using the offline brain, as asked.")
    from .vllm import load_vllm_brain, probe

    try:
        model = probe(settings)
    except BrainUnavailable as error:
        if kind == "vllm":
            raise
        return _offline(encoder, f"{error.reason}; using the offline brain.")
    return Brain(load_vllm_brain(settings, model), f"vllm ({model})", f"Using {model}, served by vLLM at {settings.vllm_url}.")


def _offline(encoder: Encoder, note: str) -> Brain:
    from .offline import load_offline_brain

    return Brain(load_offline_brain(encoder), "offline", note)
