"""Qwen2.5-VL's real sizes without its weights: a folder that vLLM serves with random ones, to measure a server with no download."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from retrieval.encoders import Encoder

from .build import Plan, processor_of
from .record import record
from .rendered import read_template
from .scripts import read_scripts

# Of the configurations published with Qwen2.5-VL-3B-Instruct and -7B-Instruct.
TEXT: Mapping[str, Mapping[str, Any]] = {
    "3B": {
        "hidden_size": 2048, "intermediate_size": 11008, "num_hidden_layers": 36, "num_attention_heads": 16, "num_key_value_heads": 2,
        "vocab_size": 151_936, "tie_word_embeddings": True,
    },
    "7B": {
        "hidden_size": 3584, "intermediate_size": 18944, "num_hidden_layers": 28, "num_attention_heads": 28, "num_key_value_heads": 4,
        "vocab_size": 152_064, "tie_word_embeddings": False,
    },
}  # fmt: skip
VISION: Mapping[str, Any] = {
    "depth": 32, "hidden_size": 1280, "intermediate_size": 3420, "num_heads": 16, "window_size": 112,
    "fullatt_block_indexes": [7, 15, 23, 31], "tokens_per_second": 2,
}  # fmt: skip
ROPE = {"rope_type": "default", "type": "default", "mrope_section": [16, 24, 24], "rope_theta": 1e6}
LENGTH = 128_000
# As Qwen's own processor reads pictures: from 4 tokens to 16,384.
EDGES = {"shortest_edge": 4 * 28 * 28, "longest_edge": 16_384 * 28 * 28}


def write_shape(size: str, plan: Plan, encoder: Encoder, collection: Path, into: Path) -> Path:
    """Write configuration, tokenizer, processor and chat template of a model of `size` into a folder, and no weights.

    The tokenizer is the pocket's, learnt from the agent's own conversations, so that nothing has to be fetched; of `plan`, scripts,
    template and length of the recording count.

    Raises:
        ScriptsWrong: the scripts can't be used.
        TemplateWrong: the template can't be used.
    """
    template, scripts = read_template(plan.template), read_scripts(plan.scripts)
    with tempfile.TemporaryDirectory() as home:
        recorded = asyncio.run(record(scripts, encoder, collection, Path(home), plan.length))
    processor = processor_of(recorded, template, EDGES)
    into.mkdir(parents=True, exist_ok=True)
    shaped(size, processor.tokenizer).save_pretrained(into)
    processor.save_pretrained(into)
    return into


def shaped(size: str, tokenizer: Any) -> Any:
    """Return the configuration of a size, with the special tokens of `tokenizer`."""
    from transformers.models.qwen2_5_vl import Qwen2_5_VLConfig

    token, text = tokenizer.convert_tokens_to_ids, TEXT[size]
    return Qwen2_5_VLConfig(
        architectures=["Qwen2_5_VLForConditionalGeneration"],
        dtype="bfloat16",
        text_config={
            **text, "max_position_embeddings": LENGTH, "max_window_layers": text["num_hidden_layers"], "rms_norm_eps": 1e-6,
            "rope_parameters": ROPE, "bos_token_id": None, "eos_token_id": tokenizer.eos_token_id, "pad_token_id": tokenizer.pad_token_id,
        },
        vision_config={**VISION, "out_hidden_size": text["hidden_size"]},
        image_token_id=token("<|image_pad|>"),
        video_token_id=token("<|video_pad|>"),
        vision_start_token_id=token("<|vision_start|>"),
        vision_end_token_id=token("<|vision_end|>"),
        tie_word_embeddings=text["tie_word_embeddings"],
    )  # fmt: skip
