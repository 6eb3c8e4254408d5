"""`python -m agents.brains.offline.judge.train --data DIR`: train the judge's adapter on a CPU, about half an hour on two cores.

First AQUA's questions with the sentences of SemArt's comments, then our own tuning questions, twice over; the weights
kept are those that tell answerable questions of the held-back region best from the others. A group is one question with up to
nine sentences. Its loss is that of a softmax over the sentences and “none of them” (logit 0), so that ranking and refusing are
learnt together.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import numpy as np
import typer
from numpy.typing import NDArray

from agents.brains.offline.reader import JUDGED, Reader, features
from agents.brains.offline.tuning import HELD_BACK, Example, Reading, examples
from retrieval.catalogue.tables import read_table
from retrieval.collections import Home, open_collection
from retrieval.encoders import Encoder, load_encoder
from retrieval.encoders.bert import Bert
from retrieval.encoders.minilm import MiniLM, load_minilm
from retrieval.errors import SourceError
from retrieval.sentences import sentences
from retrieval.terminal import one_command, progress_bar, run_command
from retrieval.words import folded

from .model import FEATURE_SCALE, PARTS, WEIGHTS, Floats, Hidden, Judge, adapted, pairs

if TYPE_CHECKING:
    from torch import Tensor

SEED = 0
RANK = 16
EPOCHS = 2
AQUA_GROUPS = 1500
GROUPS_A_STEP = 4
WITHOUT_ANSWER = 0.35
LEARNING_RATE, HEAD_RATE, WARM_UP = 1e-3, 5e-3, 50


@dataclass(frozen=True, slots=True)
class Group:
    """A question, sentences, and whether each answers; none does where the question has no answer."""

    question: str
    texts: Sequence[str]
    answers: Sequence[bool]


def aqua_groups(data: Path, encoder: Encoder, draw: random.Random) -> list[Group]:
    """Return AQUA's knowledge questions with sentences of their own comment and of the nearest others.

    For a third of them the sentences that answer are left out, so that there is something to refuse.
    """
    comments = {str(r["IMAGE_FILE"]): str(r["DESCRIPTION"]) for r in read_table(data / "qa/semart_comments.parquet").rows()}
    asked = [r for r in read_table(data / "qa/aqua.parquet").rows() if r["need_external_knowledge"] and r["image"] in comments]
    draw.shuffle(asked)
    names = list(comments)
    vectors = np.stack([e.vector for e in encoder.encode([comments[name] for name in names])])
    found: list[Group] = []
    for row in asked:
        group = _aqua_group(row, comments, names, vectors @ encoder.encode([str(row["question"])])[0].vector, draw)
        found += [group] if group else []
        if len(found) == AQUA_GROUPS:
            break
    return found


def _aqua_group(
    row: Mapping[str, Any], comments: Mapping[str, str], names: Sequence[str], likeness: Any, draw: random.Random
) -> Group | None:
    own = sentences(comments[str(row["image"])])
    right = [s for s in own if len(row["answer"]) >= 3 and folded(row["answer"]) in folded(s)]
    if not right:
        return None
    near = [names[int(i)] for i in np.argsort(-likeness)[:4] if names[int(i)] != row["image"]]
    wrong = [s for s in own if s not in right][:4] + [s for name in near for s in sentences(comments[name])[:3]]
    draw.shuffle(wrong)
    texts = [*(right[:2] if draw.random() > WITHOUT_ANSWER else []), *wrong[:7]]
    return Group(str(row["question"]), texts, [t in right for t in texts])


def tuning_groups(asked: Iterable[Example], reader: Reader, draw: random.Random) -> tuple[list[Group], list[Group]]:
    """Return our own questions, sentences that hold a fact and the likeliest that do not: to learn from, and held back.

    A held-back group has the likeliest sentences only, as the judge will be given them.
    """
    weights = np.array(reader.weights)
    found: list[Group] = []
    held: list[Group] = []
    for example in asked:
        for r in example.readings:
            ranked = sorted(r.labels, key=lambda at, r=r: -float(np.dot(weights, features(r.query, r.passages, *at))))
            if example.group == HELD_BACK:
                held.append(_group(r, ranked[:JUDGED]))
                continue
            right = [at for at in ranked if r.labels[at]][:3]
            if not right and example.answerable:
                continue  # the fact lies in another part, or was not retrieved: nothing is learnt from a guess
            kept = right + [at for at in ranked if not r.labels[at]][: 9 - len(right)]
            draw.shuffle(kept)
            found.append(_group(r, kept))
    return found, held


def _group(reading: Reading, places: Sequence[tuple[int, int]]) -> Group:
    texts = [f"{reading.passages[rank]['heading']}. {reading.passages[rank]['sentences'][place]['text']}" for rank, place in places]
    return Group(reading.query, texts, [reading.labels[at] for at in places])


def held_back_auc(held: Sequence[Group], judge: Judge) -> float:
    """Return how well the best logit tells groups in which a sentence answers from the others, as area under the curve."""
    from sklearn.metrics import roc_auc_score

    return float(roc_auc_score([any(g.answers) for g in held], [max(judge.logits(g.question, g.texts)) for g in held]))


class Trainer:
    """The adapter, the head and their optimiser; `step` takes a few groups at a time."""

    def __init__(self, minilm: MiniLM, steps: int) -> None:
        import torch

        self._minilm, self._steps, self._done = minilm, steps, 0
        shapes = {n: minilm.bert.weights[f"{n}.weight"].shape for n in _layers(minilm.bert)}
        self.adapter = {f"{n}.A": (torch.randn(RANK, shape[1]) * 0.02).requires_grad_() for n, shape in shapes.items()}
        self.adapter |= {f"{n}.B": torch.zeros(shape[0], RANK).requires_grad_() for n, shape in shapes.items()}
        self.head = torch.zeros(4 * minilm.dim + 1).requires_grad_()
        rates = [{"params": list(self.adapter.values()), "lr": LEARNING_RATE}, {"params": [self.head], "lr": HEAD_RATE}]
        self._optimiser = torch.optim.AdamW(rates, weight_decay=0.01)

    def step(self, groups: Sequence[Group]) -> float:
        """Learn from some groups; return their mean loss."""
        import torch

        self._set_rates()
        bert = self._minilm.bert
        changed = Bert(adapted(bert.weights, self.adapter, bert.layers), bert.heads, bert.layers, bert.epsilon)
        texts = [(g.question, t) for g in groups for t in g.texts]
        with torch.autocast("cpu", dtype=torch.bfloat16):
            logits = pair_logits(changed, self.head, *map(torch.from_numpy, pairs(self._minilm.tokenizer, texts))).float()
        parts = logits.split([len(g.texts) for g in groups])
        loss = torch.stack([_loss(part, g.answers) for part, g in zip(parts, groups, strict=True)]).mean()
        self._optimiser.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_([*self.adapter.values(), self.head], 1.0)
        self._optimiser.step()
        return float(loss.item())

    def _set_rates(self) -> None:
        """Warm up, then fall to a twentieth in a straight line."""
        share = min(1.0, (self._done + 1) / WARM_UP) * max(0.05, 1 - self._done / self._steps)
        for group, rate in zip(self._optimiser.param_groups, (LEARNING_RATE, HEAD_RATE), strict=True):
            group["lr"] = rate * share
        self._done += 1

    def judge(self) -> Judge:
        """Return the judge as it is trained so far."""
        bert = self._minilm.bert
        adapter = {name: tensor.detach() for name, tensor in self.adapter.items()}
        merged = Bert(adapted(bert.weights, adapter, bert.layers), bert.heads, bert.layers, bert.epsilon)
        return Judge(hidden_of(merged), self._minilm.tokenizer, self.head.detach().numpy())

    def save(self, file: Path) -> None:
        """Write adapter and head in half precision."""
        from safetensors.torch import save_file

        values = {**self.adapter, "head": self.head}
        save_file({name: tensor.detach().half().contiguous() for name, tensor in values.items()}, file)


def _layers(bert: Bert) -> list[str]:
    return [f"encoder.layer.{layer}.{part}" for layer in range(bert.layers) for part in PARTS]


def _loss(logits: Tensor, answers: Sequence[bool]) -> Tensor:
    """Return minus the log of the probability that falls on what is right: the answering sentences, or none of them."""
    import torch

    every = torch.logsumexp(torch.cat([logits, torch.zeros(1)]), 0)
    right = logits[torch.tensor(answers)]
    return every - torch.logsumexp(right, 0) if len(right) else every


def _steps(groups: Sequence[Group], draw: random.Random) -> Iterator[Sequence[Group]]:
    mixed = draw.sample(list(groups), len(groups))
    for first in range(0, len(mixed), GROUPS_A_STEP):
        yield mixed[first : first + GROUPS_A_STEP]


def main(
    data: Annotated[Path, typer.Option("--data", help="Folder of the benchmark data.")],
    collection: Annotated[Path | None, typer.Option("--collection", help="Folder of a built collection.")] = None,
    questions: Annotated[Path, typer.Option(help="Folder of JSON lines, one file a region.")] = Path("eval/questions/tuning"),
    into: Annotated[Path, typer.Option("--into", help="Where the weights go.")] = WEIGHTS,
) -> None:
    """Train the judge and write its weights; run `python -m agents.brains.offline.train` after it."""
    from agents.brains.offline.brain import load_offline_brain

    if not (data / "qa").is_dir():
        raise SourceError(f"{data} holds no folder qa; give the benchmark data with --data DIR")
    encoder = load_encoder("minilm")
    brain = load_offline_brain(encoder)
    asked = examples(questions, open_collection(collection or Home().starter, encoder), brain)
    train(data, asked, brain.reader, encoder, into)


def train(data: Path, asked: Iterable[Example], reader: Reader, encoder: Encoder, into: Path) -> None:
    """Train on AQUA and on the tuning questions as they were asked; keep the weights of the best round."""
    import torch

    torch.manual_seed(SEED)
    draw = random.Random(SEED)  # noqa: S311 nothing here is secret
    first = aqua_groups(data, encoder, draw)
    second, held = tuning_groups(asked, reader, draw)
    epochs = [list(_steps(groups, draw)) for groups in (first, *[second] * EPOCHS)]
    trainer, best, done = Trainer(load_minilm(), sum(map(len, epochs))), 0.0, 0
    for number, batches in enumerate(epochs):
        with progress_bar(f"Training the judge, round {number + 1} of {len(epochs)}") as progress:
            losses: list[float] = []
            for batch in batches:
                losses.append(trainer.step(batch))
                progress(len(losses), len(batches))
        done += len(batches)
        auc = held_back_auc(held, trainer.judge())
        print(f"round {number + 1}: {done} steps, mean loss {np.mean(losses):.3f}, held-back AUC {auc:.3f}")
        if auc > best:
            best = auc
            trainer.save(into)


def pair_logits(bert: Bert, head: Tensor, ids: Tensor, mask: Tensor, types: Tensor) -> Tensor:
    """Return the logit of each pair, `(n,)`, as `Judge` does, with gradients."""
    import torch
    from torch.nn.functional import normalize

    hidden = bert.hidden(ids, mask, types).float()
    question, text = (normalize(_mean(hidden, mask & (types == kind)), dim=-1) for kind in (0, 1))
    features = torch.cat([question, text, (question - text).abs(), question * text], dim=1)
    return features * float(FEATURE_SCALE) @ head[:-1] + head[-1]


def hidden_of(bert: Bert) -> Hidden:
    """Return the forward pass of weights in torch, for arrays."""
    import torch

    def hidden(ids: NDArray[np.int64], mask: NDArray[np.bool_], types: NDArray[np.int64]) -> Floats:
        with torch.inference_mode():
            return bert.hidden(torch.from_numpy(ids), torch.from_numpy(mask), torch.from_numpy(types)).float().numpy()

    return hidden


def _mean(hidden: Tensor, where: Tensor) -> Tensor:
    share = where.float() / where.sum(1, keepdim=True).clamp(min=1)
    return (hidden * share[..., None]).sum(1)


if __name__ == "__main__":
    run_command(one_command(main))
