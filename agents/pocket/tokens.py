"""The pocket model's tokenizer and processor: Qwen's special tokens, and words learnt from the prompts themselves."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from retrieval.encoders.colqwen.operators import declare_operators
from retrieval.encoders.colqwen.tiny import SPECIAL

# Qwen2.5 has these as whole tokens too, but shows them: vLLM's parser reads calls out of the text.
SHOWN = ("<tool_call>", "</tool_call>")
VOCABULARY = 6000
# A picture of 112 pixels is 16 tokens; larger ones are scaled down to 64.
EDGES = {"shortest_edge": 4 * 28 * 28, "longest_edge": 64 * 28 * 28}


def tokenizer_for(texts: Iterable[str]) -> Any:
    """Return a byte-level BPE learnt from `texts`; no character is unknown to it."""
    from tokenizers import Tokenizer, models, pre_tokenizers, trainers
    from transformers.models.qwen2.tokenization_qwen2 import Qwen2Tokenizer

    learnt: Any = Tokenizer(models.BPE())
    learnt.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    alphabet = sorted(pre_tokenizers.ByteLevel.alphabet())
    learnt.train_from_iterator(texts, trainers.BpeTrainer(initial_alphabet=alphabet, vocab_size=VOCABULARY, show_progress=False))
    model = json.loads(learnt.to_str())["model"]
    merges: Any = [tuple(pair) for pair in model["merges"]]
    made: Any = Qwen2Tokenizer(
        vocab=model["vocab"], merges=merges, extra_special_tokens=list(SPECIAL),
        eos_token="<|im_end|>", pad_token="<|endoftext|>",  # noqa: S106 - words of a vocabulary, no secrets
    )  # fmt: skip
    made.add_tokens(list(SHOWN))
    return made


def processor_for(tokenizer: Any, template: str, edges: Mapping[str, int] = EDGES) -> Any:
    """Return the processor that vLLM loads with the model; it scales pictures to between two sizes in pixels."""
    declare_operators()
    from transformers.models.qwen2_5_vl.processing_qwen2_5_vl import Qwen2_5_VLProcessor
    from transformers.models.qwen2_vl.image_processing_qwen2_vl import Qwen2VLImageProcessor
    from transformers.models.qwen2_vl.video_processing_qwen2_vl import Qwen2VLVideoProcessor

    return Qwen2_5_VLProcessor(
        image_processor=Qwen2VLImageProcessor(size=dict(edges)), tokenizer=tokenizer, video_processor=Qwen2VLVideoProcessor(),
        chat_template=template,
    )  # fmt: skip
