"""`python -m agents.doctor` against a server that does everything right, and one wrong thing at a time."""

from __future__ import annotations

import json
import socket
from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from agents.doctor.__main__ import main
from eval.faults.replies import Raw, Reply, Says, calls, completion, error
from eval.faults.server import Server, serving
from retrieval.terminal import one_command
from tests.in_process import Done, run_here

NAMES = [
    "server", "context", "version", "template: tools", "template: calls", "template: results", "tool calls", "strict calls", "pictures",
    "prefix cache", "one token", "offline brain",
]  # fmt: skip


@dataclass(frozen=True)
class Manners:
    """How a server behaves; the defaults are right."""

    version: str = "0.32.0"
    length: int | None = 32_768
    shows_tools: bool = True
    shows_calls: bool = True
    shows_results: bool = True
    offers_tools: bool = True
    strict: bool = True
    finishes_calls: bool = True
    sees: bool = True
    pictures: int = 4
    cached: int | None = 640
    tokenizes: bool = True

    def prompt(self, request: Mapping[str, Any]) -> str:
        shown = [json.dumps(request.get("tools") or [])] if self.shows_tools else []
        for message in request["messages"]:
            if message["role"] != "tool" or self.shows_results:
                shown.append(str(message["content"]))
            if self.shows_calls:
                shown += [call["function"]["arguments"] for call in message.get("tool_calls") or ()]
        return "\n".join(shown)

    def tokenize(self, request: dict[str, Any]) -> Raw:
        if not self.tokenizes:
            return error(404, "no such route")
        tokens = list(self.prompt(request).encode())
        return Raw(json.dumps({"count": len(tokens) // 4, "tokens": tokens, "max_model_len": self.length}))

    def detokenize(self, request: dict[str, Any]) -> Raw:
        return Raw(json.dumps({"prompt": bytes(request["tokens"]).decode()}))

    def chat(self, request: dict[str, Any]) -> Reply:
        shown = sum(b["type"] == "image_url" for m in request["messages"] if isinstance(m["content"], list) for b in m["content"])
        if shown and not self.sees:
            return error(400, "this is not a multimodal model")
        if shown > self.pictures:
            return error(400, f"At most {self.pictures} image(s) may be provided in one prompt.")
        if "tools" in request and "tool_choice" not in request and not self.offers_tools:
            return error(400, '"auto" tool choice requires --enable-auto-tool-choice and --tool-call-parser to be set')
        if "tool_choice" in request and self.finishes_calls:
            schema = request["tools"][0]["function"]["parameters"]["properties"]["door"]
            return calls(("open_door", {"door": schema["enum"][0] if self.strict else "red"}))
        document = completion(Says("Hello"))
        told = None if self.cached is None else {"cached_tokens": self.cached}
        document["usage"] = {**document["usage"], "prompt_tokens_details": told}
        return Raw(json.dumps(document))


@contextmanager
def behaving(manners: Manners) -> Generator[Server]:
    routes: Mapping[str, Callable[[dict[str, Any]], Raw]] = {
        "/version": lambda _: Raw(json.dumps({"version": manners.version})),
        "/tokenize": manners.tokenize,
        "/detokenize": manners.detokenize,
    }
    with serving(length=manners.length, always=manners.chat, routes=routes) as server:
        yield server


@pytest.fixture
def doctor(tmp_path: Path) -> Callable[..., Done]:
    def run(url: str, *words: str, **more: str) -> Done:
        variables = {"CICERONE_VLLM_URL": url, "CICERONE_HOME": str(tmp_path), "COLUMNS": "80", "CICERONE_PROBE_TIMEOUT_S": "0.5"}
        return run_here(one_command(main), *words, variables={**variables, **more})

    return run


def found(done: Done) -> dict[str, dict[str, Any]]:
    return {f["name"]: f for f in json.loads(done.stdout)["findings"]}


def test_a_server_that_is_right_has_a_line_for_each_thing_and_exit_code_0(doctor: Callable[..., Done]) -> None:
    with behaving(Manners()) as server:
        done = doctor(server.url)
    lines = done.stdout.splitlines()
    assert (done.returncode, done.stderr) == (0, "")
    assert [line[2:20].strip() for line in lines] == NAMES
    assert all(line.startswith("✓ ") for line in lines)
    assert len(lines) < 24


WRONG: dict[str, tuple[Manners, str, str, str]] = {
    "old": (Manners(version="0.31.2"), "version", "vLLM 0.31.2", "install vLLM 0.32"),
    "short": (Manners(length=2048), "context", "2048 tokens: ", "--max-model-len "),
    "of unknown length": (Manners(length=None), "context", "does not say", "serve the model with vLLM"),
    "its own template": (Manners(shows_tools=False), "template: tools", "no tools", "--chat-template prompts/qwen2_5_vl.jinja"),
    "calls left out": (Manners(shows_calls=False), "template: calls", "no calls", "--chat-template"),
    "results left out": (Manners(shows_results=False), "template: results", "no results", "--chat-template"),
    "no tool calls": (Manners(offers_tools=False), "tool calls", "HTTP 400", "--enable-auto-tool-choice"),
    "loose calls": (Manners(strict=False), "strict calls", "{'door': 'red'}", "--tool-strict-level parameter"),
    "no forced call": (Manners(finishes_calls=False), "strict calls", "no call", "a very small model may not finish"),
    "blind": (Manners(sees=False), "pictures", "not a multimodal model", "serve a model that sees"),
    "one picture": (Manners(pictures=1), "pictures", "At most 1 image", '--limit-mm-per-prompt \'{"image":4,"video":0}\''),
    "keeps nothing": (Manners(cached=0), "prefix cache", "nothing", "--enable-prefix-caching"),
    "does not tell": (Manners(cached=None), "prefix cache", "does not tell", "--enable-prompt-tokens-details"),
}


@pytest.mark.parametrize("fault", WRONG)
def test_one_wrong_thing_is_one_line_with_what_to_do_and_exit_code_1(doctor: Callable[..., Done], fault: str) -> None:
    manners, name, seen, remedy = WRONG[fault]
    with behaving(manners) as server:
        done = doctor(server.url, "--json")
    assert done.returncode == 1
    assert [f["name"] for f in found(done).values() if not f["right"]] == [name]
    assert seen in found(done)[name]["seen"]
    assert remedy in found(done)[name]["remedy"]


def test_what_is_wrong_and_what_to_do_stand_one_below_the_other(doctor: Callable[..., Done]) -> None:
    with behaving(Manners(version="0.31.2")) as server:
        lines = doctor(server.url).stdout.splitlines()
    at = next(place for place, line in enumerate(lines) if line.startswith("✗"))
    assert lines[at] == "✗ version            vLLM 0.31.2"
    assert lines[at + 1].strip() == "→ install vLLM 0.32, which mends a crash through Qwen2.5-VL's positions."


def test_more_pictures_than_a_conversation_shows_are_no_fault(doctor: Callable[..., Done]) -> None:
    with behaving(replace(Manners(), pictures=9)) as server:
        done = doctor(server.url, "--json")
    assert (done.returncode, found(done)["pictures"]["seen"]) == (0, "takes 4 and more")


def test_a_server_that_cannot_tokenize_is_told_where_it_matters(doctor: Callable[..., Done]) -> None:
    with behaving(Manners(tokenizes=False)) as server:
        done = doctor(server.url, "--json")
    assert [f["name"] for f in found(done).values() if not f["right"]] == ["context", "template"]
    assert done.returncode == 1


def test_no_server_is_exit_code_2_and_the_offline_brain_is_told(doctor: Callable[..., Done]) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        done = doctor(f"http://127.0.0.1:{free.getsockname()[1]}/v1")
    first, remedy, offline = done.stdout.splitlines()
    assert done.returncode == 2
    assert first.startswith("✗ server             No vLLM server can be reached at ")
    assert remedy.strip() == "→ start one, or set CICERONE_VLLM_URL; the recipe is: make vllm."
    assert offline == "✓ offline brain      needs no server; its encoder loads, the starter collection is built when it is first asked"


def test_a_wrong_setting_is_one_sentence_and_exit_code_2(doctor: Callable[..., Done]) -> None:
    done = doctor("http://127.0.0.1:9/v1", CICERONE_VLLM_TIMEOUT_S="soon")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("error: CICERONE_VLLM_TIMEOUT_S does not fit")
