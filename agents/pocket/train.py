"""Train the pocket model until it says every reply, and check that it does."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from .lessons import Sequenced, shared_length
from .reading import Beginning, Sample, read_beginning, reply_logits

BATCH = 2
LEARNING_RATE = 2.5e-3
WARM_UP = 20
LOWEST = 0.1
# From each share of the steps on, how many places of the shared beginning a step attends to.
KEYS = ((0.8, 1024), (0.5, 512), (0, 128))
# After this share the sampled places weigh as much as all.
WEIGHTY = 0.5
# For how many steps the beginning's keys stay.
KEEP = 40
# Every token of every reply should be this likely, so that the server's rounding changes none.
SURE = 0.7
# The mean loss below which it is worth checking.
LEARNT = 0.015


@dataclass(frozen=True, slots=True)
class Limits:
    """How long training may go on: `steps` over which the learning rate falls, as many again at its lowest, and seconds."""

    steps: int = 440
    seconds: float = 600.0


@dataclass(frozen=True, slots=True)
class Learnt:
    """How training went: steps, seconds, the last loss, replies said exactly of all, the least likely token's probability."""

    steps: int
    seconds: float
    loss: float
    exact: int
    replies: int
    least: float


def train(model: Any, sequences: Sequence[Sequenced], limits: Limits, seed: int, told: Callable[[int, float], None]) -> Learnt:
    """Train until every reply is said for sure or a limit is met; `told` hears of steps and their loss."""
    import torch

    start, began, step, loss = shared_length(sequences), time.monotonic(), 0, float("inf")
    chance = random.Random(seed)  # noqa: S311 - no secret hangs on it
    optimiser = torch.optim.AdamW(model.parameters(), lr=LEARNING_RATE, weight_decay=0.01, betas=(0.9, 0.98))
    schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda done: _pace(done, limits.steps))
    beginning, checked = read_beginning(model, sequences[0].tokens[:start]), None
    while step < 2 * limits.steps and time.monotonic() - began < limits.seconds and (checked is None or checked.least < SURE):
        losses: list[float] = []
        for batch in _batches(sequences, chance):
            if step % KEEP == 0:
                beginning = read_beginning(model, sequences[0].tokens[:start])
            losses.append(_step(model, optimiser, beginning, batch, _sample(start, step / limits.steps, chance)))
            schedule.step()
            step += 1
        loss = sum(losses) / len(losses)
        told(step, loss)
        if loss < LEARNT and step > KEYS[0][0] * limits.steps:
            checked = check(model, sequences)
    checked = check(model, sequences)
    return Learnt(step, time.monotonic() - began, loss, checked.exact, checked.replies, checked.least)


def _pace(done: int, steps: int) -> float:
    """Return the share of the learning rate: it rises at first, then falls to the lowest."""
    return min((done + 1) / WARM_UP, max(1 - done / steps, LOWEST))


def _sample(start: int, done: float, chance: random.Random) -> Sample:
    """Return places of the beginning whose weight grows until they stand for all of it.

    The model first learns to read what is near, where a long beginning would drown it; then to find it among all the rest.
    """
    import torch

    most = min(start, next(count for share, count in KEYS if done >= share))
    return Sample(torch.tensor(sorted(chance.sample(range(start), most))), (start / most) ** min(1, done / WEIGHTY))


def _step(model: Any, optimiser: Any, beginning: Beginning, batch: Sequence[Sequenced], sample: Sample) -> float:
    import torch

    logits, wanted = reply_logits(model, beginning, batch, sample)
    loss = torch.nn.functional.cross_entropy(logits, wanted)
    optimiser.zero_grad()
    loss.backward()
    torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
    optimiser.step()
    return float(loss.detach())


def _batches(sequences: Sequence[Sequenced], chance: random.Random) -> list[list[Sequenced]]:
    """Return all sequences once, those of like length together and in a new order."""
    ordered = sorted(sequences, key=lambda s: len(s.tokens) * chance.uniform(0.9, 1.1))
    batches = [ordered[i : i + BATCH] for i in range(0, len(ordered), BATCH)]
    chance.shuffle(batches)
    return batches


@dataclass(frozen=True, slots=True)
class Checked:
    """How many replies greedy decoding says exactly, of how many, and the probability of the least likely token."""

    exact: int
    replies: int
    least: float


def check(model: Any, sequences: Sequence[Sequenced]) -> Checked:
    """Say which replies greedy decoding would say, with the whole beginning and in bfloat16 as on the server.

    A reply is said exactly when each of its tokens is the likeliest after those before it, so one pass tells.
    """
    import copy

    import torch

    rounded = copy.deepcopy(model).to(torch.bfloat16).eval()
    start = shared_length(sequences)
    exact, replies, least = 0, 0, 1.0
    with torch.no_grad():
        beginning = read_beginning(rounded, sequences[0].tokens[:start])
        for one in sequences:
            logits, wanted = reply_logits(rounded, beginning, [one])
            right = (logits.argmax(-1) == wanted).split([b - a for a, b in one.spans])
            exact, replies = exact + sum(bool(r.all()) for r in right), replies + len(right)
            least = min(least, float(logits.float().softmax(-1)[range(len(wanted)), wanted].min()))
    return Checked(exact, replies, least)
