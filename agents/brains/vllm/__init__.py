"""The brain that a vLLM server runs, spoken to by the OpenAI protocol."""

from agents.brains.errors import BrainFailed, BrainUnavailable

from .client import VLLMBrain, load_vllm_brain
from .probe import probe

__all__ = ["BrainFailed", "BrainUnavailable", "VLLMBrain", "load_vllm_brain", "probe"]
