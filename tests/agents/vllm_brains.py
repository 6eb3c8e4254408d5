"""What tests of the vLLM brain share: a brain that speaks to a scripted server, one tool, and a graph around both."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from langchain_core.messages import AIMessage, AIMessageChunk, HumanMessage
from langchain_core.tools import BaseTool, tool

from agents.brains.vllm import Patience, VLLMBrain, load_vllm_brain
from agents.context import Context
from agents.graph import build_graph
from agents.settings import Settings
from eval.faults.replies import MODEL, calls
from eval.faults.server import Server
from retrieval.pictures import PictureStore
from tests.agents.conftest import LettersEncoder
from tools.observation import Observation

# The first call of a process imports much, so only a server that is meant to be silent is waited for no longer than this.
SILENCE_S, WHOLE_S = 0.4, 3
QUICK = Patience(2, WHOLE_S, pause_s=0.01)
SHORT = Patience(SILENCE_S, WHOLE_S, pause_s=0.01)
QUESTION = HumanMessage("Who made the Great Wave?")
ANSWER = "Hokusai made the Great Wave [f:1]."
SEARCH = calls(("search", {"query": "Great Wave"}))


@tool(parse_docstring=True, response_format="content_and_artifact")
def search(query: str) -> tuple[str, Observation]:
    """Search the collection.

    Args:
        query: What to look for.
    """
    text = "Katsushika Hokusai made the Great Wave about 1831."
    passage: Any = {
        "id": "f:1", "kind": "made", "heading": "The Great Wave", "text": text, "score": 1.0, "maxsim": 1.0, "why": query,
        "about": [], "sentences": [],
    }  # fmt: skip
    return f"[f:1] The Great Wave\n{text}", {"passages": [passage]}


def settings_for(url: str, **values: Any) -> Settings:
    # Every value is given, so that neither the environment nor a .env file of the developer counts.
    given = {"vllm_model": None, "vllm_key": "none", "probe_timeout_s": 0.5, "vllm_temperature": 0, "vllm_picture_tokens": 1280}
    return Settings.model_validate({"vllm_url": url, **given, **values})


def brain_of(server: Server, patience: Patience = QUICK, length: int | None = None, **values: Any) -> VLLMBrain:
    return load_vllm_brain(settings_for(server.url, **values), MODEL, length, patience)


def asked(server: Server, patience: Patience = QUICK, *, tools: bool = True) -> Any:
    """Return the brain that speaks to this server, with the search tool bound or with none."""
    brain = brain_of(server, patience)
    return brain.bind_tools([search]) if tools else brain


async def streamed(brain: Any, **config: Any) -> tuple[list[str], AIMessageChunk]:
    """Return the pieces of text as they came and the message that they add up to."""
    pieces = [piece async for piece in brain.astream([QUESTION], **config)]
    whole = pieces[0]
    for piece in pieces[1:]:
        whole += piece
    return [p.text for p in pieces if p.text], whole


async def reply_of(server: Server, patience: Patience = QUICK, *, stream: bool) -> AIMessage:
    """Ask the server's brain in one of its two ways."""
    brain = asked(server, patience)
    return (await streamed(brain))[1] if stream else await brain.ainvoke([QUESTION])


def made(message: AIMessage) -> list[tuple[str, dict[str, Any]]]:
    return [(call["name"], call["args"]) for call in message.tool_calls]


def graph_and_context(server: Server, folder: Path, tools: Sequence[BaseTool] = (search,), **values: Any) -> tuple[Any, Context]:
    context = Context(brain_of(server), f"vllm ({MODEL})", tools, LettersEncoder(), PictureStore(folder), **values)
    return build_graph(tools), context
