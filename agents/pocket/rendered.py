"""A request as the model reads it: what vLLM makes of it with the chat template."""

from __future__ import annotations

import base64
import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from retrieval.errors import CollectionError

if TYPE_CHECKING:
    from PIL.Image import Image

END = "<|im_end|>"


class TemplateWrong(CollectionError):
    """A chat template can't be used."""


@dataclass(frozen=True, slots=True)
class Rendered:
    """A prompt as text, the reply that belongs behind it, and the pictures shown, in order."""

    prompt: str
    reply: str
    pictures: Sequence[Image]


def rendered(template: str, request: Mapping[str, Any], reply: Mapping[str, Any]) -> Rendered:
    """Render a request and its reply.

    Raises:
        TemplateWrong: the template can't be rendered, or its prompt is no beginning of the conversation that follows.
    """
    messages, tools = [_as_read(m) for m in request["messages"]], request.get("tools")
    prompt = _text(template, messages, tools, more=True)
    whole = _text(template, [*messages, _as_read(reply)], tools, more=False)
    if not whole.startswith(prompt) or END not in whole[len(prompt) :]:
        raise TemplateWrong(f"the chat template renders a reply otherwise than its prompt begins it; let each reply end with {END}")
    said = whole[len(prompt) :]
    return Rendered(prompt, said[: said.rindex(END) + len(END)], list(_pictures(request["messages"])))


def read_template(file: Path) -> str:
    """Return a chat template's text.

    Raises:
        TemplateWrong: the file can't be read.
    """
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise TemplateWrong(f"the chat template {file} can't be read ({error}); name a Jinja file") from None


def _text(template: str, messages: list[dict[str, Any]], tools: Any, *, more: bool) -> str:
    import jinja2
    from transformers.utils.chat_template_utils import render_jinja_template

    try:
        texts, _ = render_jinja_template([messages], tools=tools, chat_template=template, add_generation_prompt=more)
    except (jinja2.TemplateError, TypeError) as error:
        raise TemplateWrong(f"the chat template does not render ({error}); correct it, or leave --template out") from None
    return texts[0]


def _as_read(message: Mapping[str, Any]) -> dict[str, Any]:
    """Return a message as vLLM hands it to a template: arguments as objects, pictures without their data."""
    read = dict(message)
    if isinstance(message.get("content"), list):
        read["content"] = [{"type": "image"} if block["type"] == "image_url" else block for block in message["content"]]
    if message.get("tool_calls"):
        read["tool_calls"] = [{**call, "function": _with_object(call["function"])} for call in message["tool_calls"]]
    return read


def _with_object(made: Mapping[str, Any]) -> dict[str, Any]:
    return {**made, "arguments": json.loads(made["arguments"])}


def _pictures(messages: Sequence[Mapping[str, Any]]) -> Sequence[Image]:
    from PIL import Image

    blocks = [block for m in messages if isinstance(m["content"], list) for block in m["content"]]
    urls = [block["image_url"]["url"] for block in blocks if block["type"] == "image_url"]
    return [Image.open(io.BytesIO(base64.b64decode(url.partition(",")[2]))).convert("RGB") for url in urls]
