"""The vLLM brain: `ChatOpenAI` that can be relied on. It returns a usable message or raises `BrainFailed`."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Sequence
from contextlib import aclosing
from dataclasses import dataclass, replace
from typing import Any, NoReturn, TypeVar, cast

import httpx2
from langchain_core.messages import AIMessage, AIMessageChunk, BaseMessage
from langchain_core.messages.tool import tool_call_chunk
from langchain_core.outputs import ChatGeneration, ChatGenerationChunk, ChatResult
from langchain_core.runnables import Runnable, RunnableConfig
from langchain_openai import ChatOpenAI

from agents.brains.errors import ReplyUnusable
from agents.settings import Settings

from .circuit import Circuit
from .failures import told
from .patience import PASSING, Deadline, Patience
from .reply import Streamed, Unusable, usable
from .request import as_sent, for_model, seeded
from .wanted import Wanted

# A greedy model would repeat the reply that could not be used.
SECOND_TEMPERATURE = 0.3
T = TypeVar("T")


def load_vllm_brain(
    settings: Settings,
    model: str,
    length: int | None = None,
    patience: Patience | None = None,
    transport: httpx2.AsyncBaseTransport | None = None,
) -> VLLMBrain:
    """Return the brain that asks `model` of the server in `settings`; nothing is sent yet.

    `length` is how many tokens the model's context holds; `patience` is that of the settings unless it is given. A `transport`
    stands in for the network, as where requests are recorded.
    """
    patience = patience or Patience(settings.vllm_timeout_s, settings.vllm_deadline_s)
    return VLLMBrain(
        model=model,
        base_url=settings.vllm_url,
        api_key=settings.vllm_key,
        http_async_client=_http(patience.silence_s, transport),
        http_socket_options=(),
        openai_proxy=None,
        timeout=patience.silence_s,
        # Ours counts from the request on, theirs from the first piece.
        stream_chunk_timeout=None,
        # Ours keep to the deadline.
        max_retries=0,
        temperature=settings.vllm_temperature,
        max_completion_tokens=settings.reply_tokens(length),
        stream_usage=True,
        use_responses_api=False,
        # Otherwise counting tokens makes tiktoken download a vocabulary, and not this model's.
        custom_get_token_ids=_estimated_tokens,
        patience=patience,
        circuit=Circuit(settings.vllm_url),
        picture_tokens=settings.vllm_picture_tokens,
    )


def _http(seconds: float, transport: httpx2.AsyncBaseTransport | None) -> httpx2.AsyncClient:
    """Return a client that, like the probe, uses no proxies of the environment and follows no redirects."""
    # A connection belongs to the event loop that opened it, and a brain may serve several: none is kept between calls.
    limits = httpx2.Limits(max_keepalive_connections=0)
    return httpx2.AsyncClient(trust_env=False, follow_redirects=False, timeout=seconds, limits=limits, transport=transport)


class VLLMBrain(ChatOpenAI):
    """A chat model whose replies hold what they announce.

    A failure that may pass is tried again while nothing of the reply has come. A reply that cannot be used is asked for once
    more, without streaming; a second one raises `BrainFailed`, and so does every failure of transport or protocol. All of it
    ends with the deadline. A call that is cancelled closes its connection, so that the server ends its work.

    The seed of a call is `config["configurable"]["seed"]`, if there is one. `bind_tools(…, tool_choice="required")` or a tool's
    name forces a call, `bind(response_format={"type": "json_schema", …})` forces JSON.
    """

    patience: Patience
    circuit: Circuit
    picture_tokens: int

    def bind_tools(self, tools: Sequence[Any], *, tool_choice: Any = None, **kwargs: Any) -> Runnable[Any, AIMessage]:
        """Bind tools as `ChatOpenAI` does; a forced call is one call.

        Without this a forced model may go on calling up to its token limit, and its raw text leaks.
        """
        if tool_choice not in (None, False, "auto", "none"):
            kwargs.setdefault("parallel_tool_calls", False)
        return super().bind_tools(tools, tool_choice=tool_choice, **kwargs)

    async def ainvoke(self, input: Any, config: RunnableConfig | None = None, *, stop: list[str] | None = None, **kwargs: Any) -> AIMessage:
        """Ask, with the seed that the config carries."""
        return await super().ainvoke(input, config, stop=stop, **seeded(config, kwargs))

    def astream(
        self, input: Any, config: RunnableConfig | None = None, *, stop: list[str] | None = None, **kwargs: Any
    ) -> AsyncIterator[AIMessageChunk]:
        """Ask and follow the words, with the seed that the config carries."""
        return super().astream(input, config, stop=stop, **seeded(config, kwargs))

    async def _agenerate(
        self, messages: list[BaseMessage], stop: list[str] | None = None, run_manager: object = None, **kwargs: Any
    ) -> ChatResult:
        with self.circuit.call():
            call = await self._call(messages, stop, kwargs)
            try:
                message = await self._ask(call)
            except Unusable:
                message = await self._ask_again(replace(call, kwargs={**call.kwargs, "temperature": SECOND_TEMPERATURE}))
        return ChatResult(generations=[ChatGeneration(message=message)])

    async def _astream(
        self, messages: list[BaseMessage], stop: list[str] | None = None, run_manager: object = None, **kwargs: Any
    ) -> AsyncIterator[ChatGenerationChunk]:
        streamed = Streamed()
        with self.circuit.call():
            call = await self._call(messages, stop, kwargs)
            try:
                async with aclosing(self._pieces(call)) as pieces:
                    async for piece in pieces:
                        if words := streamed.add(piece):
                            yield ChatGenerationChunk(message=AIMessageChunk(content=words))
                message = usable(streamed.message(call.wanted, self.model_name), streamed.finish, call.wanted)
            except Unusable:
                # Greedy again: what was shown should stand at the beginning of the reply.
                message = _continued(await self._ask_again(call), streamed.shown_text)
        yield _last(message, streamed.shown)

    def _generate(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise NotImplementedError("the vLLM brain answers asynchronously; use ainvoke")

    def _stream(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise NotImplementedError("the vLLM brain answers asynchronously; use astream")

    async def _call(self, messages: list[BaseMessage], stop: list[str] | None, kwargs: dict[str, Any]) -> _Call:
        deadline = Deadline(self.patience.whole_s)
        shown = await for_model(messages, self.picture_tokens)
        return _Call(shown, stop, as_sent(kwargs), Wanted.of(kwargs), deadline)

    async def _ask(self, call: _Call) -> AIMessage:
        return await self.patience.tries(call.deadline)(self._try, call)

    async def _try(self, call: _Call) -> AIMessage:
        result = await self._within(call.deadline, ChatOpenAI._agenerate(self, call.messages, call.stop, None, **call.kwargs))
        if not result.generations or not isinstance(message := result.generations[0].message, AIMessage):
            raise Unusable("said nothing")
        finish = (result.generations[0].generation_info or {}).get("finish_reason")
        message.response_metadata = {"finish_reason": finish, "model_name": self.model_name}
        return usable(message, finish, call.wanted)

    async def _ask_again(self, call: _Call) -> AIMessage:
        try:
            return await self._ask(call)
        except Unusable as error:
            raise ReplyUnusable(f"The model at {self.circuit.url} twice {error}; ask in other words, or use a larger model.") from error

    async def _pieces(self, call: _Call) -> AsyncGenerator[ChatGenerationChunk]:
        begun = await self.patience.tries(call.deadline)(self._begin, call)
        piece = begun.first
        async with aclosing(begun.rest):
            while piece is not None:
                yield piece
                try:
                    piece = await self._within(call.deadline, anext(begun.rest, None))
                except PASSING as error:
                    raise Unusable("broke off in the middle of its reply") from error

    async def _begin(self, call: _Call) -> _Begun:
        # It is a generator, though its signature says less; closing it lets go of the connection.
        source = cast("AsyncGenerator[ChatGenerationChunk]", ChatOpenAI._astream(self, call.messages, call.stop, **call.kwargs))
        try:
            return _Begun(await self._within(call.deadline, anext(source, None)), source)
        except BaseException:  # a cancelled call, too, must not keep its connection
            await source.aclose()
            raise

    async def _within(self, deadline: Deadline, answer: Awaitable[T]) -> T:
        with told(self.circuit.url, self.patience.silence_s, deadline):
            async with asyncio.timeout(min(self.patience.silence_s, deadline.left_s)):
                return await answer


@dataclass(frozen=True, slots=True)
class _Call:
    """One call of the model: what is sent, what may come of it, and when it ends."""

    messages: list[BaseMessage]
    stop: list[str] | None
    kwargs: dict[str, Any]
    wanted: Wanted
    deadline: Deadline


@dataclass(frozen=True, slots=True)
class _Begun:
    """A stream whose first piece has come; None for one without any."""

    first: ChatGenerationChunk | None
    rest: AsyncGenerator[ChatGenerationChunk]


def _continued(message: AIMessage, before: str) -> AIMessage:
    """Return the second reply with the first one's words at its beginning, for a reader has them already."""
    if message.text.startswith(before):
        return message
    if message.tool_calls or message.text == before.rstrip():
        return message.model_copy(update={"content": before})
    raise ReplyUnusable("The model began an answer that it could not finish; ask again.")


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
