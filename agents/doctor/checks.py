"""What the doctor looks at, in the order in which it is shown."""

from __future__ import annotations

import base64
import io
import json
import statistics
import time
from collections.abc import Callable, Iterator
from typing import Any

from agents.context import Budget

from .finding import Finding, right, wrong
from .server import Json, ModelServer, NoAnswer, Said
from .template import CALL, DOOR, template

LEAST_VERSION = (0, 32)
# Longer than a few of the blocks by which prompts are kept.
REPEATED_WORDS = 500
SLOW_S = 2.0
HELLO: Json = {"role": "user", "content": "Say hello."}
AUTO = "start vLLM with --enable-auto-tool-choice --tool-call-parser hermes"


def findings(server: ModelServer) -> Iterator[Finding]:
    """Yield what is right and what is wrong with a server that was reached; a check that gets no answer is wrong."""
    checks: dict[str, Callable[[ModelServer], Iterator[Finding]]] = {
        "version": version, "template": template, "tool calls": tool_calls, "strict calls": strict_calls, "pictures": pictures,
        "prefix cache": prefix_cache, "one token": one_token,
    }  # fmt: skip
    for name, check in checks.items():
        try:
            yield from check(server)
        except (NoAnswer, KeyError, IndexError, TypeError, ValueError) as error:
            seen = str(error) if isinstance(error, NoAnswer) else "the answer is not what vLLM gives"
            yield wrong(name, seen, "see the log of vLLM, and that CICERONE_VLLM_URL leads to vLLM itself")


def version(server: ModelServer) -> Iterator[Finding]:
    """Look at vLLM's version: before 0.32, positions of Qwen2.5-VL can crash it."""
    said = server.version()
    if not said.fine:
        yield wrong("version", f"no version ({said.error})", "serve the model with vLLM 0.32, whose address CICERONE_VLLM_URL is")
        return
    found = str(said.document["version"])
    parts = tuple(int(part) for part in found.split(".")[:2])
    if parts >= LEAST_VERSION:
        yield right("version", f"vLLM {found}")
    else:
        yield wrong("version", f"vLLM {found}", "install vLLM 0.32, which mends a crash through Qwen2.5-VL's positions")


def tool_calls(server: ModelServer) -> Iterator[Finding]:
    """Ask with a tool that may be called."""
    said = server.chat([HELLO], tools=[DOOR])
    yield right("tool calls", "tools can be offered") if said.fine else wrong("tool calls", said.error, AUTO)


def strict_calls(server: ModelServer) -> Iterator[Finding]:
    """Force a call whose only argument has one possible value."""
    forced = {"type": "function", "function": {"name": "open_door"}}
    said = server.chat([HELLO], tokens=64, tools=[DOOR], tool_choice=forced, parallel_tool_calls=False)
    if not said.fine:
        yield wrong("strict calls", said.error, AUTO)
        return
    arguments = _arguments(said)
    if arguments == {"door": CALL}:
        yield right("strict calls", "forced arguments keep to their schema")
    elif isinstance(arguments, str):
        yield wrong("strict calls", f"a forced call came as {arguments}", "see vLLM's log; a very small model may not finish a call")
    else:
        yield wrong("strict calls", f"forced arguments came as {arguments}", "start vLLM with --tool-strict-level parameter")


def pictures(server: ModelServer) -> Iterator[Finding]:
    """Send as many pictures as a conversation may show, and one more."""
    most = Budget().pictures
    one, all_, more = (server.chat([_showing(count)]) for count in (1, most, most + 1))
    if not one.fine:
        yield wrong("pictures", one.error, "serve a model that sees, such as Qwen/Qwen2.5-VL-7B-Instruct")
    elif not all_.fine:
        limit = json.dumps({"image": most, "video": 0}, separators=(",", ":"))
        yield wrong("pictures", f"{most} are too many ({all_.error})", f"start vLLM with --limit-mm-per-prompt '{limit}'")
    else:
        yield right("pictures", f"takes {most}" + (" and more" if more.fine else f" and refuses {most + 1}"))


def prefix_cache(server: ModelServer) -> Iterator[Finding]:
    """Send a long prompt twice and read how much of the second was kept from the first."""
    words = " ".join(f"{time.time_ns()}-{number}"[-7:] for number in range(REPEATED_WORDS))
    talk = [{"role": "system", "content": f"{time.time_ns()} {words}"}, HELLO]
    server.chat(talk)
    usage: dict[str, Any] = server.chat(talk).document["usage"]
    details = usage.get("prompt_tokens_details")
    if not details:
        yield wrong("prefix cache", "the server does not tell what it kept", "start vLLM with --enable-prompt-tokens-details")
    elif not (kept := details.get("cached_tokens")):
        yield wrong("prefix cache", "nothing of a repeated prompt was kept", "start vLLM with --enable-prefix-caching")
    else:
        yield right("prefix cache", f"{kept} of {usage['prompt_tokens']} tokens of a repeated prompt were kept")


def one_token(server: ModelServer) -> Iterator[Finding]:
    """Time a reply of one token; the median of five."""
    seconds = statistics.median(server.chat([HELLO]).seconds for _ in range(5))
    seen = f"{seconds * 1000:.0f} ms"
    slow = "see in vLLM's log that it computes on the GPU, and that nothing else keeps it busy"
    yield right("one token", seen) if seconds < SLOW_S else wrong("one token", seen, slow)


def _arguments(said: Said) -> object:
    calls = said.document["choices"][0]["message"].get("tool_calls") or []
    try:
        return json.loads(calls[0]["function"]["arguments"]) if calls else "no call"
    except json.JSONDecodeError:
        return "no JSON"


def _showing(count: int) -> Json:
    pictures = [{"type": "image_url", "image_url": {"url": _picture(number)}} for number in range(count)]
    return {"role": "user", "content": [{"type": "text", "text": "What is this?"}, *pictures]}


def _picture(number: int) -> str:
    from PIL import Image

    out = io.BytesIO()
    Image.new("RGB", (56, 56), (40 * number % 256, 90, 160)).save(out, "JPEG")
    return f"data:image/jpeg;base64,{base64.b64encode(out.getvalue()).decode()}"
