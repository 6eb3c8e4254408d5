"""Speak to the model's server as the doctor does: one request after another, and whatever it answers is looked at."""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import httpx2

from agents.settings import Settings

Json = dict[str, Any]


class NoAnswer(Exception):
    """The server did not answer, or with something that is not JSON; the message says which."""


@dataclass(frozen=True, slots=True)
class Said:
    """An answer: its status, its document, and the seconds that it took."""

    status: int
    document: Json
    seconds: float

    @property
    def fine(self) -> bool:
        """Whether the server did what it was asked."""
        return self.status == 200

    @property
    def error(self) -> str:
        """What the server said of an error, in brief."""
        said = self.document.get("error", self.document)
        words = said.get("message", "") if isinstance(said, dict) else said
        return f"HTTP {self.status}{f': {str(words)[:150]}' if words else ''}"


@dataclass(frozen=True, slots=True)
class ModelServer:
    """The server of `settings`, and the model that is asked of it."""

    settings: Settings
    model: str

    def version(self) -> Said:
        """Ask vLLM for its version."""
        return self._asked("GET", "/version")

    def rendered(self, messages: Sequence[Json], tools: Sequence[Json]) -> str:
        """Return the prompt that the server's chat template makes, by way of its tokens."""
        tokens = self._asked("POST", "/tokenize", {"model": self.model, "messages": messages, "tools": tools})
        if not tokens.fine:
            raise NoAnswer(f"it does not tokenize ({tokens.error})")
        prompt = self._asked("POST", "/detokenize", {"model": self.model, "tokens": tokens.document["tokens"]})
        return str(prompt.document.get("prompt", ""))

    def counted(self, messages: Sequence[Json], tools: Sequence[Json]) -> int:
        """Return how many tokens a prompt has."""
        tokens = self._asked("POST", "/tokenize", {"model": self.model, "messages": messages, "tools": tools})
        if not tokens.fine:
            raise NoAnswer(f"it does not tokenize ({tokens.error})")
        return int(tokens.document["count"])

    def chat(self, messages: Sequence[Json], tokens: int = 1, **more: Any) -> Said:
        """Ask for a reply of at most `tokens` tokens."""
        body = {"model": self.model, "messages": messages, "temperature": 0, "max_completion_tokens": tokens, **more}
        return self._asked("POST", "/v1/chat/completions", body)

    def _asked(self, method: str, path: str, body: Json | None = None) -> Said:
        root = self.settings.vllm_url.rstrip("/").removesuffix("/v1")
        headers = {"Authorization": f"Bearer {self.settings.vllm_key.get_secret_value()}"}
        started = time.perf_counter()
        try:
            # As the brain does: no proxies of the environment, no redirects, which could take the key elsewhere.
            with httpx2.Client(trust_env=False, follow_redirects=False, timeout=self.settings.vllm_timeout_s) as client:
                answer = client.request(method, f"{root}{path}", json=body, headers=headers)
            document = json.loads(answer.content or b"{}")
        except httpx2.TimeoutException:
            raise NoAnswer(f"no answer at {path} within {self.settings.vllm_timeout_s:g} s") from None
        except httpx2.HTTPError as error:
            raise NoAnswer(f"no answer at {path} ({error})") from None
        except json.JSONDecodeError:
            raise NoAnswer(f"no JSON at {path}") from None
        if not isinstance(document, dict):
            raise NoAnswer(f"no JSON object at {path}")
        return Said(answer.status_code, document, time.perf_counter() - started)
