"""Encode texts, pictures, and questions about a picture with ColQwen2.5."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from retrieval.encoders import Encoded
from retrieval.errors import BadVectors, WrongSetting

from .settings import ColQwenSettings
from .weights import load_weights

if TYPE_CHECKING:
    from PIL.Image import Image

DIM = 128
MOST_TOKENS = 512
TEXTS_AT_ONCE, PICTURES_AT_ONCE = 32, 4
# Tokens without meaning that ColQwen was trained to fill with what a short query leaves unsaid.
AUGMENTATION = 10
_SPECIAL = re.compile(r"<(?=\|\w+\|>)")
_BEFORE, _AFTER = "<|im_start|>user\n<|vision_start|><|image_pad|><|vision_end|>", "<|im_end|><|endoftext|>"


@dataclass(frozen=True, slots=True)
class ColQwen:
    """Text and pictures in one space of 128 dimensions. Rows of padding are dropped and never compared."""

    model: Any
    processor: Any
    version: str
    name: str = "colqwen"
    dim: int = DIM
    max_tokens: int = MOST_TOKENS

    def encode(self, texts: Sequence[str]) -> list[Encoded]:
        """Encode texts, each in order: a vector for each token of the text itself."""
        return self._texts(texts, "")

    def encode_queries(self, texts: Sequence[str]) -> list[Encoded]:
        """Encode short queries as ColQwen was trained to: with `AUGMENTATION` tokens after each, whose spans are empty."""
        return self._texts(texts, str(self.processor.query_augmentation_token) * AUGMENTATION)

    def encode_pictures(self, pictures: Sequence[Image]) -> list[Encoded]:
        """Encode pictures, each in order: a vector for each patch of 28 x 28 pixels, row by row; their spans are empty."""
        found: list[Encoded] = []
        for first in range(0, len(pictures), PICTURES_AT_ONCE):
            batch = self.processor.process_images([self._fit(picture) for picture in pictures[first : first + PICTURES_AT_ONCE]])
            patches = batch["input_ids"] == self.processor.image_token_id
            for vectors, own in zip(self._vectors(batch), patches.numpy(), strict=True):
                found.append(_encoded(vectors[own], np.zeros((int(own.sum()), 2), dtype=np.int64)))
        return found

    def encode_question(self, question: str, picture: Image) -> Encoded:
        """Encode a question together with the picture that it is about, and keep the vectors of the question alone.

        The question's tokens have seen the picture, so that “what is she holding?” looks for what the picture shows; the
        picture's own vectors would drown it (the filtered query).

        Raises:
            BadVectors: the question is empty, or not where it was put.
        """
        harmless = _SPECIAL.sub("‹", question)
        text = self.processor.tokenizer(harmless, return_offsets_mapping=True, add_special_tokens=False)
        ids, spans = text["input_ids"][: self.max_tokens], text["offset_mapping"][: self.max_tokens]
        picture = self._fit(picture)
        batch = self.processor(text=[f"{_BEFORE}{harmless}{_AFTER}"], images=[picture.convert("RGB")], return_tensors="pt")
        # The model takes the patches of each picture apart, as `process_images` gives them.
        batch["pixel_values"] = batch["pixel_values"][None]
        whole = batch["input_ids"][0].tolist()
        start = len(whole) - 1 - whole[::-1].index(self.processor.tokenizer.convert_tokens_to_ids("<|vision_end|>")) + 1
        if not ids or whole[start : start + len(ids)] != ids:
            raise BadVectors("the question has no tokens of its own beside the picture; ask it in words")
        return _encoded(self._vectors(batch)[0][start : start + len(ids)], np.array(spans, dtype=np.int64))

    def _texts(self, texts: Sequence[str], after: str) -> list[Encoded]:
        found: list[Encoded] = []
        for first in range(0, len(texts), TEXTS_AT_ONCE):
            given = [_SPECIAL.sub("‹", text) for text in texts[first : first + TEXTS_AT_ONCE]]
            batch = self.processor.tokenizer(
                [text + after for text in given], padding=True, truncation=True, max_length=self.max_tokens,
                return_offsets_mapping=True, return_tensors="pt",
            )  # fmt: skip
            spans, own = batch.pop("offset_mapping").numpy(), batch["attention_mask"].numpy().astype(bool)
            for text, vectors, places, kept in zip(given, self._vectors(batch), spans, own, strict=True):
                found.append(_encoded(vectors[kept], np.minimum(places[kept], len(text))))
        return found

    def _vectors(self, batch: Any) -> NDArray[np.float32]:
        """Return the vectors `(texts, longest, dim)` of a batch; rows of padding may hold anything."""
        import torch

        with torch.inference_mode():
            vectors = self.model(**{name: values.to(self.model.device) for name, values in batch.items()})
        return vectors.float().cpu().numpy()

    def _fit(self, picture: Image) -> Image:
        """Return a picture of which the processor makes patches: one thinner than 1 to 200 would be refused."""
        from PIL import Image as images

        longest, shortest = max(picture.size), min(picture.size)
        if longest <= 100 * shortest:
            return picture
        size = tuple(max(side, longest // 100 + 1) for side in picture.size)
        ground = images.new("RGB", (size[0], size[1]), "white")
        ground.paste(picture, ((size[0] - picture.width) // 2, (size[1] - picture.height) // 2))
        return ground


def load_colqwen(settings: ColQwenSettings | None = None) -> ColQwen:
    """Load the weights that `CICERONE_COLQWEN` names, on the GPU in bfloat16 where there is one.

    Raises:
        WrongSetting: it names none.
        WeightsUnusable: the weights are missing, damaged or another model's.
    """
    import torch

    known = settings or ColQwenSettings()
    if not known.weights:
        raise WrongSetting(
            "the encoder colqwen needs weights; set CICERONE_COLQWEN to their folder or their name in the Hugging Face cache"
        )
    model, processor, version = load_weights(known.weights)
    if torch.cuda.is_available():
        model = model.to("cuda", torch.bfloat16)
    pixels = min(int(processor.image_processor.size["longest_edge"]), known.most_patches * 28 * 28)
    processor.image_processor.size["longest_edge"] = pixels
    return ColQwen(model, processor, version)


def _encoded(tokens: NDArray[np.float32], spans: NDArray[np.int64]) -> Encoded:
    """Return unit vectors with their mean; vectors of bfloat16 are not quite of unit length."""
    if len(tokens) == 0:
        return Encoded(np.zeros((0, DIM), dtype=np.float32), spans, np.zeros(DIM, dtype=np.float32))
    unit = tokens / np.linalg.norm(tokens, axis=1, keepdims=True)
    whole = unit.mean(axis=0)
    return Encoded(unit, spans, whole / np.linalg.norm(whole))
