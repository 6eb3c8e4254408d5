"""The brain that a vLLM server runs, spoken to by the OpenAI protocol."""

from agents.brains.errors import BrainFailed, BrainUnavailable

from .client import VLLMBrain, load_vllm_brain
from .patience import Patience
from .probe import Served, probe

__all__ = ["BrainFailed", "BrainUnavailable", "Patience", "Served", "VLLMBrain", "load_vllm_brain", "probe"]
