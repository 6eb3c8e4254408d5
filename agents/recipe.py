"""How vLLM is started for this agent: one list of arguments for `make vllm`, the live tests and the documents."""

from __future__ import annotations

import json
import os
import shlex
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from prompts import FOLDER
from retrieval.errors import CollectionError
from retrieval.terminal import one_command, run_command, stopped_quietly

from .context import Budget
from .leash import run

with stopped_quietly():
    import typer

TEMPLATE = FOLDER / "qwen2_5_vl.jinja"
CPU_PYTHON = Path(__file__).parents[1] / ".vllm" / "bin" / "python"
ENVIRONMENT = {"VLLM_NO_USAGE_STATS": "1", "DO_NOT_TRACK": "1"}
# Prompts are read whole: after a part of one, a reply with a seed ends the CPU build's engine (vLLM 0.32: its generator has no offset).
CPU = ("--dtype", "bfloat16", "--enforce-eager", "--max-num-seqs", "8", "--no-enable-chunked-prefill")


class NoServer(CollectionError):
    """vLLM is not installed here."""


@dataclass(frozen=True, slots=True)
class Serving:
    """What to serve and where; `length` is how many tokens a context holds, the model's own number by default."""

    model: str
    template: Path = TEMPLATE
    port: int = 8000
    length: int | None = None


def arguments(serving: Serving) -> list[str]:
    """Return vLLM's options for this agent, without the model.

    The template brings the tools that the model's own leaves out. The strict level holds arguments to their schema, not only
    the envelope of a call. Sampling is as the request says: the model's own settings carry a penalty that breaks repeated JSON.
    Pictures come inside requests only, so no domain is allowed to be fetched from. A model in a folder is called by the folder's
    name.
    """
    name = ["--served-model-name", Path(serving.model).resolve().name] if Path(serving.model).is_dir() else []
    length = ["--max-model-len", str(serving.length)] if serving.length else []
    return [
        *("--host", "127.0.0.1"),
        *("--port", str(serving.port)),
        *("--chat-template", str(serving.template)),
        *("--chat-template-content-format", "openai"),
        "--enable-auto-tool-choice",
        *("--tool-call-parser", "hermes"),
        *("--tool-strict-level", "parameter"),
        *("--limit-mm-per-prompt", json.dumps({"image": Budget().pictures, "video": 0}, separators=(",", ":"))),
        *("--allowed-media-domains", "none.invalid"),
        *("--generation-config", "vllm"),
        "--enable-prefix-caching",
        "--enable-prompt-tokens-details",
        *name,
        *length,
    ]


def command(serving: Serving, python: Path | None = None) -> list[str]:
    """Return the command that serves: `vllm` on this machine's path, else the CPU build whose `python` is given.

    Raises:
        NoServer: neither is there.
    """
    if python is None and (installed := shutil.which("vllm")):
        return [installed, "serve", serving.model, *arguments(serving)]
    chosen = python or CPU_PYTHON
    if not chosen.exists():
        raise NoServer(
            f"vLLM is not installed here and there is no {chosen}; run make .vllm/installed, or install vllm==0.32.0 for your GPU"
        )
    # The CPU build's own command looks for a distribution named vllm, and it has another name.
    module = [str(chosen), "-m", "vllm.entrypoints.openai.api_server", "--model", serving.model]
    return [*module, *arguments(serving), *CPU]


def environment(serving: Serving, given: Mapping[str, str]) -> dict[str, str]:
    """Return the environment of the server: nobody is told that it runs, and a model in a folder needs no hub."""
    offline = {"HF_HUB_OFFLINE": "1"} if Path(serving.model).is_dir() else {}
    return {"VLLM_CPU_KVCACHE_SPACE": "1", **given, **ENVIRONMENT, **offline}


def main(
    model: Annotated[str, typer.Argument(help="A model of the hub, such as Qwen/Qwen2.5-VL-7B-Instruct, or a folder.")],
    template: Annotated[Path, typer.Option(help="Chat template.", show_default="prompts/qwen2_5_vl.jinja")] = TEMPLATE,
    port: Annotated[int, typer.Option(help="Port on loopback.")] = 8000,
    length: Annotated[int | None, typer.Option(help="Tokens that a context holds.", show_default="the model's own")] = None,
    show: Annotated[bool, typer.Option("--show", help="Print the command and start nothing.")] = False,
    more: Annotated[list[str] | None, typer.Argument(help="Further options of vLLM, behind --.")] = None,
) -> None:
    """Start vLLM for the agent; it ends with this command, however that ends."""
    serving = Serving(model, template, port, length)
    started = [*command(serving), *(more or [])]
    if show:
        print(shlex.join(started))
        return
    raise typer.Exit(run(started, environment(serving, os.environ)))


if __name__ == "__main__":
    run_command(one_command(main))
