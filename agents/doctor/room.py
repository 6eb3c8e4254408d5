"""Whether what every prompt begins with leaves room in the model's context for a conversation."""

from __future__ import annotations

from collections.abc import Iterator

from langchain_core.messages import convert_to_openai_messages
from langchain_core.utils.function_calling import convert_to_openai_tool

from agents.brains import vllm_brain
from agents.brains.vllm import Served
from agents.settings import Settings
from retrieval.encoders import Encoder

from .finding import Finding, right, wrong
from .server import ModelServer, NoAnswer

# A question, six passages and what was said before.
CONVERSATION_TOKENS = 2500


def room(server: ModelServer, served: Served, settings: Settings, encoder: Encoder | None) -> Iterator[Finding]:
    """Count the system text, the examples and the tools of the starter collection; without an encoder, the tools are left out."""
    if served.length is None:
        yield wrong("context", "the server does not say how long it is", "serve the model with vLLM, which does")
        return
    try:
        begin = _beginning(server, served, settings, encoder)
    except NoAnswer as error:
        yield wrong("context", f"{served.length} tokens, but {error}", "see the log of vLLM")
        return
    reply = settings.reply_tokens(served.length)
    left = served.length - begin - reply
    what = "begin every prompt" if encoder else "begin every prompt (tools not counted: no collection is built)"
    seen = f"{served.length} tokens: {begin} {what}, {reply} are for a reply, {left} for the conversation"
    least = begin + CONVERSATION_TOKENS + settings.vllm_reply_tokens
    if left >= CONVERSATION_TOKENS:
        yield right("context", seen)
    else:
        yield wrong("context", seen, f"start vLLM with --max-model-len {-(-least // 1024) * 1024}")


def _beginning(server: ModelServer, served: Served, settings: Settings, encoder: Encoder | None) -> int:
    from agents.assemble import context_for, encodings_of, switches_of, tools_for
    from agents.prompt import head
    from retrieval.collections import open_with_its_encoder
    from retrieval.pictures import PictureStore

    pictures = PictureStore(settings.home / "pictures")
    tools = tools_for(open_with_its_encoder(settings.starter, encoder), pictures, encodings_of(settings, encoder)) if encoder else []
    brain = vllm_brain(settings, served)
    context = context_for(brain, tools, encoder, pictures, switches_of(settings))  # pyright: ignore[reportArgumentType] only the check of answers needs one
    # Some servers refuse a conversation in which nobody has asked.
    asked = [*convert_to_openai_messages(head(context)), {"role": "user", "content": "?"}]
    return server.counted(asked, [convert_to_openai_tool(tool) for tool in context.offered])
