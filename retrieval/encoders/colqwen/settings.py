"""Where the weights are: `CICERONE_COLQWEN`, from the environment or `.env`."""

from __future__ import annotations

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class ColQwenSettings(BaseSettings):
    """A folder of weights, or the name of a model in the Hugging Face cache; nothing is downloaded."""

    model_config = SettingsConfigDict(env_file=".env", extra="ignore", populate_by_name=True)

    weights: str = Field(default="", validation_alias="CICERONE_COLQWEN")
    # More patches show more detail and cost as many vectors: one for 28 x 28 pixels.
    most_patches: int = Field(default=768, validation_alias="CICERONE_COLQWEN_PATCHES", ge=16, le=4096)
