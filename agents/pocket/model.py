"""The pocket model itself: Qwen2.5-VL with all its parts, small enough for a test."""

from __future__ import annotations

from typing import Any

HIDDEN = 128
HEADS = 4
# Of the weights at the beginning: a narrow model starts faster with more than a wide one's 0.02.
SPREAD = 0.06
LAYERS = 2


def pocket_model(tokenizer: Any, length: int) -> Any:
    """Return an untrained model for `tokenizer` that reads up to `length` tokens."""
    from retrieval.encoders.colqwen.operators import declare_operators

    declare_operators()
    from transformers.models.qwen2_5_vl import Qwen2_5_VLForConditionalGeneration

    return Qwen2_5_VLForConditionalGeneration(_config(tokenizer, length))


def _config(tokenizer: Any, length: int) -> Any:
    from transformers.models.qwen2_5_vl import Qwen2_5_VLConfig

    token = tokenizer.convert_tokens_to_ids
    text = {
        "vocab_size": len(tokenizer), "hidden_size": HIDDEN, "intermediate_size": 2 * HIDDEN, "num_hidden_layers": LAYERS,
        "num_attention_heads": HEADS, "num_key_value_heads": 2, "max_position_embeddings": length, "max_window_layers": LAYERS,
        "pad_token_id": tokenizer.pad_token_id, "bos_token_id": None, "eos_token_id": tokenizer.eos_token_id, "tie_word_embeddings": True,
        "initializer_range": SPREAD,
        "rope_parameters": {"rope_type": "default", "type": "default", "mrope_section": [4, 6, 6], "rope_theta": 1e6},
    }  # fmt: skip
    vision = {
        "depth": 2, "hidden_size": 64, "num_heads": 2, "intermediate_size": 128, "out_hidden_size": HIDDEN,
        "window_size": 112, "fullatt_block_indexes": [1],
    }  # fmt: skip
    return Qwen2_5_VLConfig(
        text_config=text, vision_config=vision, image_token_id=token("<|image_pad|>"), video_token_id=token("<|video_pad|>"),
        vision_start_token_id=token("<|vision_start|>"), vision_end_token_id=token("<|vision_end|>"), tie_word_embeddings=True,
    )  # fmt: skip
