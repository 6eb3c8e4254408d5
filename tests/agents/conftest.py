"""A brain that says what it is told to, tools that find what they are given, and an encoder of letters."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from langchain_core.callbacks import CallbackManagerForLLMRun
from langchain_core.language_models import BaseChatModel, LanguageModelInput
from langchain_core.messages import AIMessage, BaseMessage, ToolCall
from langchain_core.outputs import ChatGeneration, ChatResult
from langchain_core.runnables import Runnable
from langchain_core.tools import BaseTool, tool

from agents.context import Context
from retrieval.encoders import Encoded
from retrieval.pictures import PictureStore
from tools.analyse import analyse_tool
from tools.errors import ToolError
from tools.observation import Observation, Passage

if TYPE_CHECKING:
    from agents.brains.offline.brain import OfflineBrain
    from retrieval.encoders.minilm import MiniLM


class ScriptedBrain(BaseChatModel):
    """Says its replies one after another and keeps what it was sent: the messages, and the names of the tools it may call."""

    replies: list[AIMessage]
    sent: list[list[BaseMessage]]
    bound: list[list[str]]

    def __init__(self, replies: Iterable[AIMessage | str]) -> None:
        super().__init__(replies=[AIMessage(r) if isinstance(r, str) else r for r in replies], sent=[], bound=[])

    @property
    def _llm_type(self) -> str:
        return "scripted"

    def bind_tools(self, tools: Sequence[Any], **kwargs: Any) -> Runnable[LanguageModelInput, AIMessage]:
        return self.bind(tool_names=[t.name for t in tools if kwargs.get("tool_choice") != "none"])

    def _generate(
        self, messages: list[BaseMessage], stop: list[str] | None = None, run_manager: CallbackManagerForLLMRun | None = None, **kwargs: Any
    ) -> ChatResult:
        self.sent.append(messages)
        self.bound.append(kwargs.get("tool_names", []))
        return ChatResult(generations=[ChatGeneration(message=self.replies[len(self.sent) - 1])])


class LettersEncoder:
    """Encodes a text as the counts of its letters: nothing to load, and no likeness of meaning."""

    name, version, dim, max_tokens = "letters", "1", 26, 512

    def encode(self, texts: Sequence[str]) -> list[Encoded]:
        return [self._one(text) for text in texts]

    def _one(self, text: str) -> Encoded:
        counts = np.array([text.lower().count(chr(97 + i)) for i in range(26)], np.float32) + 0.01
        vector = (counts / np.linalg.norm(counts)).astype(np.float32)
        return Encoded(vector[None], np.array([[0, len(text)]]), vector)


def _passage(identity: str, text: str, heading: str = "The Great Wave, Katsushika Hokusai", **values: Any) -> Passage:
    whole: Any = {
        "id": identity, "kind": "made", "heading": heading, "text": text, "score": 1.0, "maxsim": 0.5, "why": "meaning 0.50",
        "about": [], "sentences": [{"text": text, "maxsim": 0.5, "cosine": 0.5, "weakest": 0.5}],
    }  # fmt: skip
    return {**whole, **values}


def _search(passages: Sequence[Passage]) -> BaseTool:
    @tool(parse_docstring=True, response_format="content_and_artifact")
    def search(query: str, limit: int = 6) -> tuple[str, Observation]:
        """Search the collection.

        Args:
            query: What to look for.
            limit: How many.
        """
        if query == "nothing":
            raise ToolError("The query is nothing. Say something.")
        if query == "bug":
            raise ZeroDivisionError("a bug")
        return "\n".join(f"[{p['id']}] {p['text']}" for p in passages), {"passages": list(passages)}

    return search


def _asks(*queries: str, **arguments: Any) -> AIMessage:
    calls = [ToolCall(name="search", args={"query": q, **arguments}, id=f"call-{q}-{i}") for i, q in enumerate(queries)]
    return AIMessage("", tool_calls=calls)


@pytest.fixture(scope="session")
def scripted() -> type[ScriptedBrain]:
    return ScriptedBrain


@pytest.fixture(scope="session")
def offline_brain(minilm: MiniLM) -> OfflineBrain:
    """The brain without weights of a model; it keeps nothing of what it is asked."""
    from agents.brains.offline import load_offline_brain

    return load_offline_brain(minilm)


@pytest.fixture(scope="session")
def letters() -> LettersEncoder:
    return LettersEncoder()


@pytest.fixture(scope="session")
def passage() -> Callable[..., Passage]:
    return _passage


@pytest.fixture(scope="session")
def asks() -> Callable[..., AIMessage]:
    """A message of the brain that searches for these."""
    return _asks


@pytest.fixture
def wave(passage: Callable[..., Passage]) -> Passage:
    return passage("f:1", "Katsushika Hokusai made The Great Wave about 1831. It was never painted in oil.")


@pytest.fixture
def store(tmp_path: Path) -> PictureStore:
    return PictureStore(tmp_path / "pictures")


@pytest.fixture
def tools(wave: Passage, store: PictureStore) -> list[BaseTool]:
    return [_search([wave]), analyse_tool(store)]


@pytest.fixture
def context(tools: list[BaseTool], letters: LettersEncoder, store: PictureStore) -> Callable[..., Context]:
    """The context of a run whose brain says `replies`."""

    def of(*replies: AIMessage | str, **values: Any) -> Context:
        return Context(ScriptedBrain(replies), "scripted", tools, letters, store, **values)

    return of
