"""The offline brain as a chat model: the same messages in, the same tool calls and cited answers out, every time."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from langchain_core.callbacks import CallbackManagerForLLMRun
from langchain_core.language_models import BaseChatModel, LanguageModelInput
from langchain_core.messages import AIMessage, AIMessageChunk, BaseMessage, ToolCall, ToolCallChunk
from langchain_core.outputs import ChatGeneration, ChatGenerationChunk, ChatResult
from langchain_core.runnables import Runnable
from pydantic import PrivateAttr

from retrieval.encoders import Encoder

from .answer import answer
from .conversation import Conversation, call_id, read_conversation
from .judge import load_judge
from .plan import Planned, plan
from .reader import Reader, load_reader
from .routes import Router, load_router


class OfflineBrain(BaseChatModel):
    """Plans searches from worked examples and rules, and words answers from the sentences that it finds."""

    # Private, so that pydantic does not try to read models out of an encoder's protocol.
    _router: Router = PrivateAttr()
    _reader: Reader = PrivateAttr()

    def __init__(self, router: Router, reader: Reader) -> None:
        super().__init__()
        self._router, self._reader = router, reader

    @property
    def router(self) -> Router:
        """The worked examples that route a question."""
        return self._router

    @property
    def reader(self) -> Reader:
        """The judge of sentences."""
        return self._reader

    @property
    def _llm_type(self) -> str:
        return "cicerone-offline"

    def bind_tools(self, tools: Sequence[Any], **kwargs: Any) -> Runnable[LanguageModelInput, AIMessage]:
        """Bind tools as any chat model does; only their names matter here."""
        allowed = () if kwargs.pop("tool_choice", None) == "none" else tools
        return self.bind(tool_names=[tool.name for tool in allowed], **kwargs)

    def _generate(
        self, messages: list[BaseMessage], stop: list[str] | None = None, run_manager: CallbackManagerForLLMRun | None = None, **kwargs: Any
    ) -> ChatResult:
        reply = self._reply(messages, kwargs.get("tool_names") or [])
        return ChatResult(generations=[ChatGeneration(message=reply)])

    def _stream(
        self, messages: list[BaseMessage], stop: list[str] | None = None, run_manager: CallbackManagerForLLMRun | None = None, **kwargs: Any
    ) -> Iterator[ChatGenerationChunk]:
        reply = self._reply(messages, kwargs.get("tool_names") or [])
        for message in _pieces(reply):
            chunk = ChatGenerationChunk(message=message)
            if run_manager and isinstance(message.content, str) and message.content:
                run_manager.on_llm_new_token(message.content, chunk=chunk)
            yield chunk

    def _reply(self, messages: list[BaseMessage], tools: Sequence[str]) -> AIMessage:
        talk = read_conversation(messages)  # pyright: ignore[reportArgumentType] every message here is one of AnyMessage
        if talk.mend is not None:  # it has no other words: what is not supported is cut by the check, which says so
            return _said(talk.draft)
        planned = plan(talk, self.router, self.reader, tools)
        if planned.calls and all(call.tool in tools for call in planned.calls):
            return AIMessage(content="", tool_calls=_calls(planned, talk), usage_metadata=_NO_TOKENS)
        return _said(answer(talk, planned, self.reader))


def load_offline_brain(encoder: Encoder) -> OfflineBrain:
    """Return the offline brain over an encoder that is already loaded."""
    return OfflineBrain(router=load_router(encoder), reader=load_reader(load_judge()))


# No model ran, so no tokens were used; without this LangChain would leave usage out.
_NO_TOKENS: Any = {"input_tokens": 0, "output_tokens": 0, "total_tokens": 0}


def _said(text: str) -> AIMessage:
    return AIMessage(content=text, usage_metadata=_NO_TOKENS)


def _calls(planned: Planned, talk: Conversation) -> list[ToolCall]:
    return [ToolCall(name=call.tool, args=dict(call.arguments), id=call_id(talk.number, talk.rounds, call.part)) for call in planned.calls]


def _pieces(reply: AIMessage) -> Iterator[AIMessageChunk]:
    if reply.tool_calls:
        import json

        chunks = [
            ToolCallChunk(name=c["name"], args=json.dumps(c["args"], ensure_ascii=False), id=c["id"], index=i)
            for i, c in enumerate(reply.tool_calls)
        ]
        yield AIMessageChunk(content="", tool_call_chunks=chunks, usage_metadata=reply.usage_metadata)
        return
    for word in re.findall(r"\S+\s*|\s+", str(reply.content)):
        yield AIMessageChunk(content=word)
    yield AIMessageChunk(content="", usage_metadata=reply.usage_metadata)
