"""A model that answers at once and a tool that finds at once, for measuring what is left of a turn without them."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Sequence
from pathlib import Path
from typing import Any

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, AIMessageChunk, BaseMessage, HumanMessage, ToolCall, ToolMessage
from langchain_core.messages.tool import tool_call_chunk
from langchain_core.outputs import ChatGeneration, ChatGenerationChunk, ChatResult
from langchain_core.tools import BaseTool, tool

from agents.context import Context
from retrieval.encoders import Encoder
from retrieval.pictures import PictureStore
from tools.observation import Observation, Passage

TEXT = (
    "Katsushika Hokusai made The Great Wave about 1831, as one of thirty-six views of Mount Fuji. "
    "It is a colour woodblock print, and thousands of impressions were pulled from its blocks until they wore down."
)
IN_ITS_WORDS = "Katsushika Hokusai made The Great Wave about 1831 [f:1]."
# Its words are only partly the source's, so that its likeness of meaning has to be computed.
IN_OTHER_WORDS = "It is a print in colour, pulled thousands of times from wooden blocks [f:1]."
QUERIES = ("Who made The Great Wave?", "What is The Great Wave made of?")


class AtOnce(BaseChatModel):
    """Calls so often, a query each time, then answers in words that stream."""

    answer: str
    calls: int = len(QUERIES)

    @property
    def _llm_type(self) -> str:
        return "at-once"

    def bind_tools(self, tools: Any, **kwargs: Any) -> Any:
        """Return itself; it knows what it calls."""
        return self

    def _generate(self, messages: list[BaseMessage], *_: Any, **__: Any) -> ChatResult:
        return ChatResult(generations=[ChatGeneration(message=self._reply(messages))])

    async def _agenerate(self, messages: list[BaseMessage], *_: Any, **__: Any) -> ChatResult:
        # Without a thread of the pool, which an asynchronous client needs none of.
        return self._generate(messages)

    async def _astream(self, messages: list[BaseMessage], *_: Any, **__: Any) -> AsyncIterator[ChatGenerationChunk]:
        reply = self._reply(messages)
        if reply.tool_calls:
            [call] = reply.tool_calls
            chunk = tool_call_chunk(name=call["name"], args=f'{{"query": "{call["args"]["query"]}"}}', id=call["id"], index=0)
            yield ChatGenerationChunk(message=AIMessageChunk(content="", tool_call_chunks=[chunk]))
            return
        for word in re.findall(r"\S+\s*", self.answer):
            yield ChatGenerationChunk(message=AIMessageChunk(content=word))

    def _reply(self, messages: Sequence[BaseMessage]) -> AIMessage:
        asked = max(place for place, m in enumerate(messages) if isinstance(m, HumanMessage) and not m.name)
        rounds = sum(isinstance(m, ToolMessage) for m in messages[asked:])
        if rounds == self.calls:
            return AIMessage(self.answer)
        call = ToolCall(name="search", args={"query": QUERIES[rounds]}, id=f"call-{len(messages)}")
        return AIMessage("", tool_calls=[call])


def context(encoder: Encoder, answer: str, calls: int = len(QUERIES)) -> Context:
    """Return what our graph is given; the bare loop takes its model and its tools."""
    # No picture is shown, so that the folder is never made.
    return Context(AtOnce(answer=answer, calls=calls), "at once", [_search()], encoder, PictureStore(Path("pictures")))


def _search() -> BaseTool:
    sentences = [{"text": s, "maxsim": 0.9, "cosine": 0.9, "weakest": 0.5} for s in TEXT.split(". ")]
    passages: list[Passage] = [
        {
            "id": f"f:{number}", "kind": "made", "heading": "The Great Wave, Katsushika Hokusai", "text": TEXT, "score": 1.0,
            "maxsim": 0.9, "why": "meaning .90", "about": [{"id": "w:great-wave", "name": "The Great Wave", "gender": None}],
            "source": "", "url": "", "licence": "", "sentences": sentences,
        }
        for number in range(1, 7)
    ]  # fmt: skip
    content = "\n".join(f"[{p['id']}] {p['heading']}\n{p['text']}" for p in passages)

    @tool(parse_docstring=True, response_format="content_and_artifact")
    async def search(query: str) -> tuple[str, Observation]:
        """Search the collection.

        Args:
            query: What to look for.
        """
        return content, {"passages": passages}

    return search
