"""The vLLM brain: `ChatOpenAI` that can be relied on. It returns a usable message or raises `BrainFailed`."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncGenerator, AsyncIterator, Sequence
from contextlib import aclosing
from typing import Any, NoReturn, cast

import httpx2
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, AIMessageChunk, BaseMessage
from langchain_core.messages.tool import tool_call_chunk
from langchain_core.outputs import ChatGeneration, ChatGenerationChunk, ChatResult
from langchain_openai import ChatOpenAI

from agents.brains.errors import BrainFailed
from agents.settings import Settings

from .failures import told
from .reply import Streamed, Unusable, usable

# A greedy model would repeat the reply that could not be used.
SECOND_TEMPERATURE = 0.3


def load_vllm_brain(settings: Settings, model: str) -> BaseChatModel:
    """Return the brain that asks `model` of the server in `settings`; nothing is sent yet."""
    return VLLMBrain(
        model=model,
        base_url=settings.vllm_url,
        api_key=settings.vllm_key,
        http_async_client=_http(settings.vllm_timeout_s),
        http_socket_options=(),
        openai_proxy=None,
        timeout=settings.vllm_timeout_s,
        # Ours counts from the request on, theirs from the first piece.
        stream_chunk_timeout=None,
        max_retries=1,
        temperature=0,
        stream_usage=True,
        use_responses_api=False,
        # Otherwise counting tokens makes tiktoken download a vocabulary, and not this model's.
        custom_get_token_ids=_estimated_tokens,
        silence_s=settings.vllm_timeout_s,
    )


def _http(seconds: float) -> httpx2.AsyncClient:
    """Return a client that, like the probe, uses no proxies of the environment and follows no redirects."""
    # A connection belongs to the event loop that opened it, and a brain may serve several: none is kept between calls.
    limits = httpx2.Limits(max_keepalive_connections=0)
    return httpx2.AsyncClient(trust_env=False, follow_redirects=False, timeout=seconds, limits=limits)


class VLLMBrain(ChatOpenAI):
    """A chat model whose replies hold what they announce.

    A reply that cannot be used is asked for once more, without streaming; a second one raises `BrainFailed`, and so does
    every failure of transport or protocol. `silence_s` bounds the seconds to a whole reply, or between two streamed pieces.
    """

    silence_s: float

    async def _agenerate(
        self, messages: list[BaseMessage], stop: list[str] | None = None, run_manager: object = None, **kwargs: Any
    ) -> ChatResult:
        shown = for_model(messages)
        try:
            message = await self._ask(shown, stop, kwargs)
        except Unusable:
            message = await self._ask_again(shown, stop, {**kwargs, "temperature": SECOND_TEMPERATURE})
        return ChatResult(generations=[ChatGeneration(message=message)])

    async def _astream(
        self, messages: list[BaseMessage], stop: list[str] | None = None, run_manager: object = None, **kwargs: Any
    ) -> AsyncIterator[ChatGenerationChunk]:
        shown, bound, streamed = for_model(messages), _bound(kwargs), Streamed()
        async with aclosing(self._pieces(shown, stop, kwargs)) as pieces:
            async for piece in pieces:
                if words := streamed.add(piece):
                    yield ChatGenerationChunk(message=AIMessageChunk(content=words))
        try:
            message = usable(streamed.message(bound, self.model_name), streamed.finish, bound)
        except Unusable:
            # Greedy again: what was shown should stand at the beginning of the reply.
            message = _continued(await self._ask_again(shown, stop, kwargs), streamed.shown_text)
        yield _last(message, streamed.shown)

    def _generate(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise NotImplementedError("the vLLM brain answers asynchronously; use ainvoke")

    def _stream(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise NotImplementedError("the vLLM brain answers asynchronously; use astream")

    async def _ask(self, messages: list[BaseMessage], stop: list[str] | None, kwargs: dict[str, Any]) -> AIMessage:
        with told(self._url, self.silence_s):
            async with asyncio.timeout(self.silence_s):
                result = await super()._agenerate(messages, stop, None, **kwargs)
        if not result.generations or not isinstance(message := result.generations[0].message, AIMessage):
            raise Unusable("said nothing")
        finish = (result.generations[0].generation_info or {}).get("finish_reason")
        message.response_metadata = {"finish_reason": finish, "model_name": self.model_name}
        return usable(message, finish, _bound(kwargs))

    async def _ask_again(self, messages: list[BaseMessage], stop: list[str] | None, kwargs: dict[str, Any]) -> AIMessage:
        try:
            return await self._ask(messages, stop, kwargs)
        except Unusable as error:
            raise BrainFailed(f"The model at {self._url} twice {error}; ask in other words, or use a larger model.") from error

    async def _pieces(
        self, messages: list[BaseMessage], stop: list[str] | None, kwargs: dict[str, Any]
    ) -> AsyncGenerator[ChatGenerationChunk]:
        # It is a generator, though its signature says less; closing it lets go of the connection.
        source = cast("AsyncGenerator[ChatGenerationChunk]", super()._astream(messages, stop, **kwargs))
        async with aclosing(source):
            while True:
                with told(self._url, self.silence_s):
                    async with asyncio.timeout(self.silence_s):
                        piece = await anext(source, None)
                if piece is None:
                    return
                yield piece

    @property
    def _url(self) -> str:
        return self.openai_api_base or ""


def for_model(messages: Sequence[BaseMessage]) -> list[BaseMessage]:
    """Return the messages as the protocol has them: a picture's handle stands as words before it, not as a key in it."""
    return [
        m.model_copy(update={"content": [b for block in m.content for b in _blocks(block)]}) if isinstance(m.content, list) else m
        for m in messages
    ]


def _blocks(block: str | dict[str, Any]) -> list[str | dict[str, Any]]:
    if isinstance(block, str) or block.get("type") != "image_url":
        return [block]
    picture: list[str | dict[str, Any]] = [{"type": "image_url", "image_url": block["image_url"]}]
    return [{"type": "text", "text": f"[{block['id']}]"}, *picture] if "id" in block else picture


def _bound(kwargs: dict[str, Any]) -> frozenset[str]:
    return frozenset(tool["function"]["name"] for tool in kwargs.get("tools") or ())


def _continued(message: AIMessage, before: str) -> AIMessage:
    """Return the second reply with the first one's words at its beginning, for a reader has them already."""
    if message.text.startswith(before):
        return message
    if message.tool_calls or message.text == before.rstrip():
        return message.model_copy(update={"content": before})
    raise BrainFailed("The model began an answer that it could not finish; ask again.")


def _last(message: AIMessage, shown: int) -> ChatGenerationChunk:
    """Return the piece that ends a stream: the words not shown yet, and the calls whole."""
    chunk = AIMessageChunk(
        content=message.text[shown:],
        tool_call_chunks=[
            tool_call_chunk(name=c["name"], args=json.dumps(c["args"]), id=c["id"], index=i) for i, c in enumerate(message.tool_calls)
        ],
        usage_metadata=message.usage_metadata,
        response_metadata=message.response_metadata,
        chunk_position="last",
    )
    return ChatGenerationChunk(message=chunk)


def _estimated_tokens(text: str) -> list[int]:
    return list(range(-(-len(text) // 4)))
