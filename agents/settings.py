"""Settings of a run, read from `CICERONE_…` variables or a `.env` file; `.env.example` explains each."""

from __future__ import annotations

from pydantic import Field, SecretStr
from pydantic_settings import SettingsConfigDict

from retrieval.collections import Home


class Settings(Home):
    """Where the model is and how long to wait for it. Times are seconds."""

    # An empty line in .env means the default, not an empty name.
    model_config = SettingsConfigDict(env_ignore_empty=True)

    vllm_url: str = "http://127.0.0.1:8000/v1"
    vllm_model: str | None = None  # None: the first that the server lists
    vllm_key: SecretStr = SecretStr("none")
    vllm_timeout_s: float = Field(default=60, gt=0)
    probe_timeout_s: float = Field(default=2, gt=0)
