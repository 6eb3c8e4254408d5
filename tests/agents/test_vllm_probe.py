"""Which brain is taken, how a server is found, and the settings of both."""

from __future__ import annotations

import socket
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from agents.brains import choose_brain
from agents.brains.errors import (
    BrainUnavailable,
)  # fmt: skip
from agents.brains.vllm import Served, probe
from agents.settings import Settings
from eval.faults.replies import (
    HTML,
    MODEL,
    TRUNCATED,
    Raw,
    error,
)  # fmt: skip
from eval.faults.server import serving
from retrieval.encoders.colqwen.settings import ColQwenSettings
from retrieval.encoders.settings import EncoderSettings
from tests.agents.vllm_brains import (
    LettersEncoder,
    settings_for,
)  # fmt: skip


def free_port() -> int:
    with socket.socket() as probe_socket:
        probe_socket.bind(("127.0.0.1", 0))
        return probe_socket.getsockname()[1]


def test_the_probe_takes_the_first_model_and_shows_the_key() -> None:
    with serving(models=["a", "b"]) as server:
        assert probe(settings_for(server.url + "/", vllm_key="secret")) == Served("a", None)
        assert probe(settings_for(server.url, vllm_model="b")) == Served("b", None)
    assert server.keys == ["Bearer secret", "Bearer none"]


@pytest.mark.parametrize(
    ("models", "words"),
    [
        (HTML, "lists no models as vLLM does; set CICERONE_VLLM_URL"),
        (TRUNCATED, "lists no models"),
        (Raw('{"object": "list"}'), "lists no models"),
        ([], "serves no model; start vLLM with --model"),
        (["a", "b"], "serves a, b, not qwen; set CICERONE_VLLM_MODEL"),
        (error(500), "HTTP 500.*see its log"),
        (error(401), "HTTP 401.*CICERONE_VLLM_KEY"),
        (Raw(status=302, headers={"Location": "http://127.0.0.1:9/"}), "HTTP 302.*CICERONE_VLLM_URL"),
        (Raw(after_s=1), "within 0.5 s; start one"),
        (Raw("x" * 2_000_000), "is no list of models"),
    ],
)
def test_the_probe_says_what_is_wrong_and_what_to_do(models: Sequence[str] | Raw, words: str) -> None:
    started = time.monotonic()
    with serving(models=models) as server, pytest.raises(BrainUnavailable, match=words) as caught:
        probe(settings_for(server.url, vllm_model="qwen"))
    assert time.monotonic() - started < 1.5
    assert str(caught.value).endswith(".")


@pytest.mark.parametrize("url", ["http://127.0.0.1:{port}/v1", "127.0.0.1:{port}/v1", "http://127.0.0.1:99999999/v1"])
def test_the_probe_finds_nothing_where_nothing_is(url: str) -> None:
    with pytest.raises(BrainUnavailable, match=r"can be reached.*CICERONE_VLLM_URL"):
        probe(settings_for(url.format(port=free_port())))


def test_auto_takes_vllm_where_it_answers() -> None:
    with serving() as server:
        brain = choose_brain("auto", settings_for(server.url), LettersEncoder())
    assert (brain.name, brain.note) == (f"vllm ({MODEL})", f"Using {MODEL}, served by vLLM at {server.url}.")


def test_auto_falls_back_to_the_offline_brain_and_says_so() -> None:
    with serving(models=Raw(after_s=1)) as server:
        brain = choose_brain("auto", settings_for(server.url), LettersEncoder())
    assert (brain.name, brain.note) == ("offline", f"No vLLM server answered at {server.url} within 0.5 s; using the offline brain.")


def test_vllm_without_a_server_is_refused() -> None:
    with pytest.raises(BrainUnavailable, match="can be reached"):
        choose_brain("vllm", settings_for(f"http://127.0.0.1:{free_port()}/v1"), LettersEncoder())


def test_offline_asks_no_server() -> None:
    with serving() as server:
        assert choose_brain("offline", settings_for(server.url), LettersEncoder()).name == "offline"
    assert server.keys == []


def _aliases(settings: type[ColQwenSettings]) -> list[str]:
    return [str(field.validation_alias).removeprefix("CICERONE_").lower() for field in settings.model_fields.values()]


def test_the_example_names_every_setting_with_its_default() -> None:
    lines = (Path(__file__).parents[2] / ".env.example").read_text(encoding="utf-8").splitlines()
    shown = dict(line.removeprefix("#CICERONE_").lower().split("=", 1) for line in lines if line.startswith("#CICERONE_"))
    encoders = {*(f"encoder_{name}" for name in EncoderSettings.model_fields), *_aliases(ColQwenSettings)}
    assert shown.keys() == {*Settings.model_fields, *encoders}
    assert {k: v for k, v in shown.items() if k.startswith("vllm_")} == {
        "vllm_url": "http://127.0.0.1:8000/v1", "vllm_model": "", "vllm_key": "none", "vllm_timeout_s": "60",
        "vllm_deadline_s": "180", "vllm_temperature": "0", "vllm_reply_tokens": "1024", "vllm_picture_tokens": "1280",
    }  # fmt: skip


def test_an_empty_setting_is_the_default_and_the_key_is_not_shown(tmp_path: Path) -> None:
    file = tmp_path / ".env"
    file.write_text("CICERONE_VLLM_MODEL=\nCICERONE_VLLM_KEY=hush\n", encoding="utf-8")
    settings = Settings(_env_file=file)  # pyright: ignore[reportCallIssue]  pydantic-settings reads it, its signature hides it
    assert settings.vllm_model is None
    assert "hush" not in repr(settings)
