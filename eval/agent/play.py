"""Play a task: the scripted person speaks, the system answers, and what it took is noted."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from dataclasses import dataclass, replace

from agents.ask import Answer
from retrieval.sentences import sentences
from retrieval.words import folded

from .drawings import drawing
from .sample import Called, Exchange, Sample, scored
from .stage import Stage
from .systems import System, Talk
from .task import Reply, Task, Turn


@dataclass(frozen=True, slots=True)
class Prices:
    """What a million tokens cost, in any currency; nothing by default."""

    input: float = 0.0
    output: float = 0.0


def seed_of(seed: int, task: str, trial: int) -> int:
    """Return the seed of a sample: the same for every system, another for each task and trial.

    >>> seed_of(0, "fact-01", 0) == seed_of(0, "fact-01", 0) != seed_of(0, "fact-01", 1)
    True
    """
    return zlib.crc32(f"{seed} {task} {trial}".encode()) & 0x7FFFFFFF


async def play(stage: Stage, system: System, task: Task, trial: int, seed: int, version: str, prices: Prices) -> Sample:
    """Play one sample and score it. What breaks it is told in it: a sample that breaks has failed, and the run goes on."""
    own_seed = seed_of(seed, task.id, trial)
    sample = Sample(version, system.name, stage.brain.name, task.id, task.kind, task.cluster, trial, own_seed)
    try:
        talk = system.open(stage, task, own_seed)
        for number, turn in enumerate(task.turns):
            sample = await _turn(talk, number, turn, sample, prices)
    except Exception as error:  # whatever it is: hundreds of other samples wait, and the report names it
        sample = replace(sample, error=f"{type(error).__name__}: {error}")
    return scored(sample, task)


async def _turn(talk: Talk, number: int, turn: Turn, sample: Sample, prices: Prices) -> Sample:
    said, picture = turn.say, drawing(turn.picture) if turn.picture else None
    left = list(turn.replies)
    while True:
        answer = await talk.say(said, picture)
        sample = _with(sample, Exchange(number, said, answer.answer), answer, prices)
        reply = next(_fitting(left, answer.answer), None)
        if reply is None:
            return sample
        left.remove(reply)
        said, picture = reply.say, None


def _fitting(replies: list[Reply], answer: str) -> Iterator[Reply]:
    """Yield the replies that a question of the agent asks for."""
    asked = folded(" ".join(sentence for sentence in sentences(answer) if sentence.endswith("?")))
    return (reply for reply in replies if asked and any(folded(word) in asked for word in reply.asked))


def _with(sample: Sample, exchange: Exchange, answer: Answer, prices: Prices) -> Sample:
    calls = [Called(s.tool, dict(s.arguments), tuple(s.result_ids), s.milliseconds, s.error) for s in answer.steps]
    tokens_in, tokens_out = answer.usage["input_tokens"], answer.usage["output_tokens"]
    return replace(
        sample,
        exchanges=(*sample.exchanges, exchange),
        calls=(*sample.calls, *calls),
        input_tokens=sample.input_tokens + tokens_in,
        output_tokens=sample.output_tokens + tokens_out,
        seconds=round(sample.seconds + answer.usage["seconds"], 3),
        cost=sample.cost + (tokens_in * prices.input + tokens_out * prices.output) / 1e6,
    )
