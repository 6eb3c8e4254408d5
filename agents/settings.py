"""Settings of a run, read from `CICERONE_…` variables or a `.env` file; `.env.example` explains each."""

from __future__ import annotations

from pydantic import Field, SecretStr
from pydantic_settings import SettingsConfigDict

from retrieval.collections import Home


class Settings(Home):
    """Where the model is, how long to wait for it, and what a call may cost. Times are seconds."""

    # An empty line in .env means the default, not an empty name.
    model_config = SettingsConfigDict(env_ignore_empty=True)

    vllm_url: str = "http://127.0.0.1:8000/v1"
    vllm_model: str | None = None  # None: the first that the server lists
    vllm_key: SecretStr = SecretStr("none")
    vllm_timeout_s: float = Field(default=60, gt=0)
    vllm_deadline_s: float = Field(default=180, gt=0)
    vllm_temperature: float = Field(default=0, ge=0, le=2)
    vllm_reply_tokens: int = Field(default=1024, ge=64)
    vllm_picture_tokens: int = Field(default=1280, ge=256)  # 28 x 28 pixels each: a million pixels
    probe_timeout_s: float = Field(default=2, gt=0)
    # What the agent does unasked, see `agents.context.Switches`.
    examples: bool = True
    first_look: bool = True
    seeded_retrieval: bool = False
    mend: bool = True
    approve: bool = True
    # The model words exhibitions, each sentence held to what it cites; without it they quote the collection.
    write: bool = True

    def reply_tokens(self, length: int | None) -> int:
        """Return how long a reply may be in a context of `length` tokens: a short context keeps most of its room for evidence."""
        return self.vllm_reply_tokens if length is None else min(self.vllm_reply_tokens, length // 4)
