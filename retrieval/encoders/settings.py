"""Which runtime encodes: `CICERONE_ENCODER_RUNTIME`, from the environment or `.env`."""

from __future__ import annotations

from pydantic_settings import BaseSettings, SettingsConfigDict


class EncoderSettings(BaseSettings):
    """Settings of the encoders; an unknown runtime is refused by what starts it."""

    model_config = SettingsConfigDict(env_prefix="CICERONE_ENCODER_", env_file=".env", extra="ignore")

    runtime: str = "openvino"
