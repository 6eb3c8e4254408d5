"""A cross-encoder over the embedded text encoder's own weights, adapted by low-rank matrices that we trained.

For every linear layer W of MiniLM the adapter holds A `(r, in)` and B `(out, r)`; the judge runs with W + 2 B A (LoRA, Hu et
al., 2021). Question and sentence are read as one sequence; the means of their tokens, their difference and their product go
through one linear layer to a logit.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from retrieval.encoders.bert import Bert

if TYPE_CHECKING:
    from tokenizers import Tokenizer
    from torch import Tensor

WEIGHTS = Path(__file__).with_name("judge.safetensors")
SCALE = 2.0
MOST_TOKENS = 112
MOST_KNOWN = 4096
PARTS = (
    "attention.self.query", "attention.self.key", "attention.self.value", "attention.output.dense", "intermediate.dense", "output.dense",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Judge:
    """The adapted encoder, its tokenizer, and the head `(4 dim + 1,)`."""

    bert: Bert
    tokenizer: Tokenizer
    head: Tensor
    # A plan is made anew after every round of calls and reads the same sentences again.
    known: dict[tuple[str, str], float] = field(default_factory=dict[tuple[str, str], float], repr=False)

    def logits(self, question: str, texts: Sequence[str]) -> list[float]:
        """Return for each text a logit: above 0 it answers `question` more likely than nothing does."""
        fresh = [text for text in dict.fromkeys(texts) if (question, text) not in self.known]
        if len(self.known) > MOST_KNOWN:
            self.known.clear()
            fresh = list(dict.fromkeys(texts))
        if fresh:
            self.known.update(zip(((question, text) for text in fresh), self._judged(question, fresh), strict=True))
        return [self.known[question, text] for text in texts]

    def _judged(self, question: str, texts: Sequence[str]) -> list[float]:
        import torch

        with torch.inference_mode():
            return pair_logits(self.bert, self.head, *pairs(self.tokenizer, [(question, text) for text in texts])).tolist()


def pairs(tokenizer: Tokenizer, texts: Sequence[tuple[str, str]]) -> tuple[Tensor, Tensor, Tensor]:
    """Return ids, mask and types `(n, tokens)` of pairs of question and text."""
    import torch

    encoded = tokenizer.encode_batch(list(texts))
    most = min(max(len(e.ids) for e in encoded), MOST_TOKENS)
    ids = torch.tensor([e.ids[:most] for e in encoded])
    mask = torch.tensor([e.attention_mask[:most] for e in encoded], dtype=torch.bool)
    return ids, mask, torch.tensor([e.type_ids[:most] for e in encoded])


def pair_logits(bert: Bert, head: Tensor, ids: Tensor, mask: Tensor, types: Tensor) -> Tensor:
    """Return the logit of each pair, `(n,)`."""
    import torch
    from torch.nn.functional import normalize

    hidden = bert.hidden(ids, mask, types).float()
    question, text = (_mean(hidden, mask & (types == kind)) for kind in (0, 1))
    question, text = normalize(question, dim=-1), normalize(text, dim=-1)
    features = torch.cat([question, text, (question - text).abs(), question * text], dim=1)
    # Unit vectors have entries near 1/sqrt(dim); scaled to about 1, and the head learns at the adapter's pace.
    return features * (0.05 * 19.6) @ head[:-1] + head[-1]


def adapted(weights: Mapping[str, Tensor], adapter: Mapping[str, Tensor], layers: int) -> dict[str, Tensor]:
    """Return the weights with the adapter's product added to every linear layer."""
    names = [f"encoder.layer.{layer}.{part}" for layer in range(layers) for part in PARTS]
    changed = {f"{n}.weight": weights[f"{n}.weight"] + SCALE * (adapter[f"{n}.B"] @ adapter[f"{n}.A"]) for n in names}
    return {**weights, **changed}


def load_judge(file: Path = WEIGHTS) -> Judge:
    """Load the encoder's weights from the installed package and the adapter that ships beside this file."""
    from safetensors.torch import load_file

    from retrieval.encoders.minilm import load_minilm

    minilm = load_minilm()
    adapter = {name: tensor.float() for name, tensor in load_file(file).items()}
    bert = minilm.bert
    merged = Bert(adapted(bert.weights, adapter, bert.layers), bert.heads, bert.layers, bert.epsilon)
    return Judge(merged, minilm.tokenizer, adapter["head"])


def _mean(hidden: Tensor, where: Tensor) -> Tensor:
    share = where.float() / where.sum(1, keepdim=True).clamp(min=1)
    return (hidden * share[..., None]).sum(1)
