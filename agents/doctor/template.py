"""Whether the server's chat template writes tools, calls and results into the prompt: Qwen2.5-VL's own leaves out the tools."""

from __future__ import annotations

from collections.abc import Iterator

from .finding import Finding, right, wrong
from .server import Json, ModelServer

# Words that no template and no model brings of its own, one for each thing that has to be in the prompt.
TOOL, CALL, RESULT = "owl-5817", "green-4193", "heron-6620"
DOOR: Json = {
    "type": "function",
    "function": {
        "name": "open_door",
        "description": f"Open a door of the {TOOL} house.",
        "parameters": {
            "type": "object", "properties": {"door": {"type": "string", "enum": [CALL]}}, "required": ["door"],
            "additionalProperties": False,
        },
    },
}  # fmt: skip
OPENED: Json = {"id": "call-1", "type": "function", "function": {"name": "open_door", "arguments": f'{{"door": "{CALL}"}}'}}
TALK: tuple[Json, ...] = (
    {"role": "user", "content": "What is behind the door?"},
    {"role": "assistant", "content": "", "tool_calls": [OPENED]},
    {"role": "tool", "tool_call_id": "call-1", "content": f"A {RESULT} stands there."},
)
REMEDY = "start vLLM with --chat-template prompts/qwen2_5_vl.jinja"


def template(server: ModelServer) -> Iterator[Finding]:
    """Render a talk with a call, and look for each part of it in the prompt."""
    prompt = server.rendered(TALK, [DOOR])
    for name, mark in {"template: tools": TOOL, "template: calls": CALL, "template: results": RESULT}.items():
        what = name.partition(": ")[2]
        # The call's argument is in the tool's schema, too.
        there = prompt.count(mark) > (mark == CALL and TOOL in prompt)
        yield right(name, f"the prompt has the {what}") if there else wrong(name, f"the prompt has no {what}", REMEDY)
