"""A ColQwen2.5 of half a million untrained parameters, made here: the same code paths as the real one, with no download."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from .operators import declare_operators

# In the order of Qwen2.5-VL's own tokenizer.
SPECIAL = (
    "<|endoftext|>", "<|im_start|>", "<|im_end|>", "<|object_ref_start|>", "<|object_ref_end|>", "<|box_start|>", "<|box_end|>",
    "<|quad_start|>", "<|quad_end|>", "<|vision_start|>", "<|vision_end|>", "<|vision_pad|>", "<|image_pad|>", "<|video_pad|>",
)  # fmt: skip
WORDS = (
    "Describe the image. user assistant",
    "A ferry crosses the fjord at dusk. Two women sit in the stern and look back at the shore.",
    "What looks like this picture? Who painted it, when, and where is it kept?",
    "oil on canvas, etching and aquatint, woodblock print, marble, bronze, stoneware",
)
HIDDEN = 64
VOCABULARY = 512


def build_tiny(folder: Path, seed: int = 0, corpus: Iterable[str] = WORDS) -> Path:
    """Write a tiny checkpoint, tokenizer and processor into `folder`; the same seed and corpus give the same weights.

    Args:
        folder: Made if it is not there.
        seed: Of the weights, which are random.
        corpus: What the byte-level BPE is learnt from.
    """
    declare_operators()
    import torch
    from colpali_engine.models import ColQwen2_5

    folder.mkdir(parents=True, exist_ok=True)
    tokenizer = _tokenizer(corpus)
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        model: Any = ColQwen2_5(_config(tokenizer))
        _settle(model, tokenizer.pad_token_id)
    model.save_pretrained(folder)
    _processor(tokenizer).save_pretrained(folder)
    return folder


def _settle(model: Any, pad: int) -> None:
    """Give the pad token a row of its own and the projection no part of chance that the library may change."""
    import torch

    with torch.no_grad():
        # torch starts a padding row at zero: its norm is zero and left padding then gives NaN.
        torch.nn.init.normal_(model.get_input_embeddings().weight[pad], std=0.02)
        torch.nn.init.orthogonal_(model.custom_text_proj.weight)
        torch.nn.init.zeros_(model.custom_text_proj.bias)


def _tokenizer(corpus: Iterable[str]) -> Any:
    """Return a byte-level BPE with Qwen's special tokens, learnt from `corpus`; no character is unknown to it."""
    import json

    from tokenizers import Tokenizer, models, pre_tokenizers, trainers
    from transformers.models.qwen2.tokenization_qwen2 import Qwen2Tokenizer

    learnt: Any = Tokenizer(models.BPE())
    learnt.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    options: dict[str, Any] = {"vocab_size": VOCABULARY - len(SPECIAL), "show_progress": False}
    trainer: Any = trainers.BpeTrainer(initial_alphabet=sorted(pre_tokenizers.ByteLevel.alphabet()), **options)
    learnt.train_from_iterator(corpus, trainer)
    model = json.loads(learnt.to_str())["model"]
    vocabulary: dict[str, int] = {**model["vocab"], **{token: len(model["vocab"]) + i for i, token in enumerate(SPECIAL)}}
    merges: Any = [tuple(pair) for pair in model["merges"]]
    return Qwen2Tokenizer(
        vocab=vocabulary, merges=merges, extra_special_tokens=list(SPECIAL), padding_side="left",
        eos_token="<|im_end|>", pad_token="<|endoftext|>",  # noqa: S106 - words of a vocabulary, no secrets
    )  # fmt: skip


def _processor(tokenizer: Any) -> Any:
    from colpali_engine.models import ColQwen2_5_Processor
    from transformers.models.qwen2_vl.image_processing_qwen2_vl import Qwen2VLImageProcessor
    from transformers.models.qwen2_vl.video_processing_qwen2_vl import Qwen2VLVideoProcessor

    # From 16 patches of 28 pixels to 64, so that a test takes milliseconds.
    edges = {"shortest_edge": 16 * 28 * 28, "longest_edge": 64 * 28 * 28}
    return ColQwen2_5_Processor(
        image_processor=Qwen2VLImageProcessor(size=edges), tokenizer=tokenizer, video_processor=Qwen2VLVideoProcessor()
    )


def _config(tokenizer: Any) -> Any:
    from transformers.models.qwen2_5_vl import Qwen2_5_VLConfig

    token = tokenizer.convert_tokens_to_ids
    text = {
        "vocab_size": len(tokenizer), "hidden_size": HIDDEN, "intermediate_size": 2 * HIDDEN, "num_hidden_layers": 2,
        "num_attention_heads": 2, "num_key_value_heads": 1, "max_position_embeddings": 4096, "max_window_layers": 2,
        "pad_token_id": tokenizer.pad_token_id, "bos_token_id": None, "eos_token_id": tokenizer.eos_token_id,
        "rope_parameters": {"rope_type": "default", "type": "default", "mrope_section": [4, 6, 6], "rope_theta": 1e6},
    }  # fmt: skip
    vision = {
        "depth": 2, "hidden_size": HIDDEN, "num_heads": 2, "intermediate_size": 2 * HIDDEN, "out_hidden_size": HIDDEN,
        "window_size": 112, "fullatt_block_indexes": [1],
    }  # fmt: skip
    return Qwen2_5_VLConfig(
        text_config=text, vision_config=vision, image_token_id=token("<|image_pad|>"), video_token_id=token("<|video_pad|>"),
        vision_start_token_id=token("<|vision_start|>"), vision_end_token_id=token("<|vision_end|>"),
    )  # fmt: skip
