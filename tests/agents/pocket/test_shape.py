"""A real model's shape without its weights: as many parameters as are published, and the pocket's own words."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import torch

from agents.pocket.build import Plan
from agents.pocket.shape import LENGTH, shaped, write_shape
from agents.pocket.tokens import tokenizer_for
from agents.recipe import TEMPLATE
from retrieval.encoders.colqwen.operators import declare_operators
from retrieval.encoders.minilm import MiniLM

# As the hub counts them of Qwen2.5-VL-3B-Instruct and -7B-Instruct.
PUBLISHED = {"3B": 3_754_622_976, "7B": 8_292_166_656}


@pytest.mark.slow
@pytest.mark.parametrize("size", PUBLISHED)
def test_a_shape_has_as_many_parameters_as_the_model_that_it_is_of(size: str) -> None:
    declare_operators()
    from transformers.models.qwen2_5_vl import Qwen2_5_VLForConditionalGeneration

    with torch.device("meta"):
        model: Any = Qwen2_5_VLForConditionalGeneration(shaped(size, tokenizer_for(["a ferry crosses the fjord"])))
    assert model.num_parameters() == PUBLISHED[size]


@pytest.mark.slow
def test_what_is_written_is_read_as_a_qwen_with_room_for_photographs(collection: Path, minilm: MiniLM, tmp_path: Path) -> None:
    declare_operators()
    from PIL import Image
    from transformers import AutoConfig, AutoProcessor

    scripts = tmp_path / "scripts.json"
    scripts.write_text('[{"name": "refusal", "turns": [{"ask": "What is for breakfast?", "say": "I don\'t know from this collection."}]}]')
    write_shape("7B", Plan(scripts, TEMPLATE), minilm, collection, tmp_path / "shape")
    assert not list((tmp_path / "shape").glob("*.safetensors"))
    config: Any = AutoConfig.from_pretrained(tmp_path / "shape")
    assert (config.architectures, config.text_config.num_hidden_layers) == (["Qwen2_5_VLForConditionalGeneration"], 28)
    assert config.text_config.max_position_embeddings == LENGTH
    processor: Any = AutoProcessor.from_pretrained(tmp_path / "shape")
    shown = "<|vision_start|><|image_pad|><|vision_end|>"
    read = processor(text=[shown], images=[Image.new("RGB", (1024, 768))], return_tensors="pt")["input_ids"][0]
    assert int((read == config.image_token_id).sum()) == 37 * 27
    assert processor.chat_template == TEMPLATE.read_text(encoding="utf-8")
