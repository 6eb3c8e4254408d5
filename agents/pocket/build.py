"""Build the pocket model: record, learn a vocabulary, train, check, save."""

from __future__ import annotations

import asyncio
import hashlib
import json
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from retrieval.encoders import Encoder

from .lessons import Sequenced, sequenced, shared_length
from .model import pocket_model
from .record import Recorded, record
from .rendered import Rendered, read_template, rendered
from .scripts import read_scripts
from .tokens import EDGES, processor_for, tokenizer_for
from .train import Learnt, Limits, train

WEIGHTS, LESSONS, ANSWERS, FIGURES = "model.safetensors", "lessons.jsonl", "answers.json", "pocket.json"


@dataclass(frozen=True, slots=True)
class Plan:
    """What to build: scripts, chat template, length of the context in tokens, limits of training, seed."""

    scripts: Path
    template: Path
    length: int = 16384
    limits: Limits = field(default_factory=Limits)
    seed: int = 0


@dataclass(frozen=True, slots=True)
class Built:
    """What came out: parameters and bytes of the model, tokens of its vocabulary, of the shared beginning and of the longest
    conversation, how it learnt, and a hash of what it was made from.
    """

    parameters: int
    bytes: int
    vocabulary: int
    shared: int
    longest: int
    learnt: Learnt
    made_from: str


def build(plan: Plan, encoder: Encoder, collection: Path, into: Path, told: Callable[[str], None] = lambda _: None) -> Built:
    """Build the model that `plan` asks for into the folder `into`; `told` hears what goes on.

    Raises:
        ScriptsWrong: the scripts can't be used.
        TemplateWrong: the template can't be used.
    """

    template, scripts = read_template(plan.template), read_scripts(plan.scripts)
    told(f"recording {len(scripts)} scripts")
    with tempfile.TemporaryDirectory() as home:
        recorded = asyncio.run(record(scripts, encoder, collection, Path(home), plan.length))
    made_from = _fingerprint(plan, template, recorded)
    if (before := read_built(into)) and before.made_from == made_from and before.learnt.exact == before.learnt.replies:
        told("nothing has changed since it was built")
        return before
    return _trained(plan, template, recorded, into, made_from, told)


def read_built(folder: Path) -> Built | None:
    """Return what is told of the model in `folder`, None where there is none."""
    try:
        told: dict[str, Any] = json.loads((folder / FIGURES).read_bytes())
        learnt = Learnt(**told.pop("learnt"))
        return Built(**told, learnt=learnt)
    except (OSError, ValueError, TypeError, KeyError):
        return None


def _trained(plan: Plan, template: str, recorded: Recorded, into: Path, made_from: str, told: Callable[[str], None]) -> Built:
    import torch

    processor, sequences = _lessons(recorded, template)
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(plan.seed)
        model = pocket_model(processor.tokenizer, plan.length)
        learnt = train(model, sequences, plan.limits, plan.seed, lambda step, loss: told(f"step {step}, loss {loss:.3f}"))
    _save(into, model, processor, recorded)
    longest = max(len(s.tokens) for s in sequences)
    size = (into / WEIGHTS).stat().st_size
    built = Built(model.num_parameters(), size, len(processor.tokenizer), shared_length(sequences), longest, learnt, made_from)
    (into / FIGURES).write_text(json.dumps(asdict(built), indent=2) + "\n", encoding="utf-8")
    return built


def _fingerprint(plan: Plan, template: str, recorded: Recorded) -> str:
    """Return a hash of all that the model is made from, our own code included."""
    code = [file.read_text(encoding="utf-8") for file in sorted(Path(__file__).parent.glob("*.py"))]
    lessons = [asdict(lesson) for lesson in recorded.lessons]
    told = json.dumps([template, plan.length, asdict(plan.limits), plan.seed, lessons, code], sort_keys=True)
    return hashlib.sha256(told.encode()).hexdigest()


def _lessons(recorded: Recorded, template: str) -> tuple[Any, list[Sequenced]]:
    """Return a processor made for the prompts, and the prompts as it reads them."""
    processor = processor_of(recorded, template)
    return processor, sequenced(_prompts(recorded, template), processor)


def processor_of(recorded: Recorded, template: str, edges: Mapping[str, int] = EDGES) -> Any:
    """Return a processor whose vocabulary is learnt from what was recorded; it scales pictures to between two sizes in pixels."""
    prompts = _prompts(recorded, template)
    # Each line once: the beginning that all prompts share would count as often as there are prompts.
    lines = dict.fromkeys(line for p in prompts for line in (p.prompt + p.reply).split("\n"))
    return processor_for(tokenizer_for(lines), template, edges)


def _prompts(recorded: Recorded, template: str) -> list[Rendered]:
    return [rendered(template, lesson.request, lesson.reply) for lesson in recorded.lessons]


def _save(into: Path, model: Any, processor: Any, recorded: Recorded) -> None:
    import torch
    from transformers.utils import logging

    into.mkdir(parents=True, exist_ok=True)
    logging.disable_progress_bar()
    # What was there is no longer what it says, until all of it is written.
    (into / FIGURES).unlink(missing_ok=True)
    model.to(torch.bfloat16).save_pretrained(into)
    processor.save_pretrained(into)
    lines = [json.dumps(asdict(lesson), ensure_ascii=False) for lesson in recorded.lessons]
    (into / LESSONS).write_text("\n".join(lines) + "\n", encoding="utf-8")
    answers = {name: [answer.answer for answer in said] for name, said in recorded.answers.items()}
    (into / ANSWERS).write_text(json.dumps(answers, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
