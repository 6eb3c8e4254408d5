"""Write what was trained with its figures and a card that says from what and how."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from retrieval.encoders import Encoder
from retrieval.train.ship import commit

from .estimators import SIGNS
from .fitting import Fitted
from .past import Museum
from .recall import SHOWS, VECTORS, forget, save_memory
from .store import CONFIG, MODEL, save_relevance

METRICS, CARD = "metrics.json", "CARD.md"
NO_TERMS = "terms not stated to the trainer"
_KEPT = f"`{SHOWS}` and `{VECTORS}`: titles and years of the past shows, so that reasons name them; leave them out with `--no-titles`."
_NOT_KEPT = "No titles, texts or rows of the data."


def ship(
    made: Fitted, museums: Sequence[Museum], encoder: Encoder, folder: Path, command: str, terms: Mapping[str, str] | None = None,
    titles: bool = True,
) -> None:  # fmt: skip
    """Write `model.safetensors`, `config.json`, `metrics.json` and `CARD.md` into `folder`, and past shows by name.

    Args:
        made: What was fitted.
        museums: What it was learnt from.
        encoder: Whose vectors it reads.
        folder: Where to write.
        command: What made it, for the card.
        terms: The licence and credit of each museum's data, by its name.
        titles: Keep the past shows, with their titles; else any that an earlier training kept there go.
    """
    prints = {museum.name: museum.fingerprint for museum in museums}
    save_relevance(made.blend, encoder, folder, made_by=command, commit=commit(), data_fingerprints=prints)
    if titles:
        save_memory(made.memory, folder)
    else:
        forget(folder)
    (folder / METRICS).write_text(json.dumps(made.metrics, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    (folder / CARD).write_text(_card(made, museums, command, terms or {}, titles), encoding="utf-8")


def _card(made: Fitted, museums: Sequence[Museum], command: str, terms: Mapping[str, str], titles: bool) -> str:
    weights = sorted(zip(SIGNS, made.blend.weights.tolist(), strict=True), key=lambda each: -each[1])
    late = [
        f"| {name} | {each['n']} | {each['R-precision']:.3f} | {each['of BM25']:.3f} |" for name, each in made.metrics["late years"].items()
    ]
    return "\n".join(
        [
            "# Relevance of works to a theme",
            "",
            "Scores every work of a pool under a theme: shared words by field, what the words of a theme stand for (`themes.json`,",
            "written by hand from general art history), years, meaning (all-MiniLM-L6-v2), late interaction, and what hung under such",
            "titles in past shows. The weights are a conditional logit over the works of a pool, none below 0, drawn towards a prior;",
            "three linear maps lead from the vector of a title to the mean vector of the works, to tags and to makers.",
            "",
            f"- Files: `{MODEL}` (maps), `{CONFIG}` (weights of signs, names of tags and makers), `{METRICS}`.",
            f"  {_KEPT if titles else _NOT_KEPT}",
            f"- Made by: `{command}`",
            *(f"- Learnt from {museum.told()} Its data: {terms.get(museum.name, NO_TERMS)}." for museum in museums),
            "- Use: to rank a museum's works for a theme in English. It knows little of themes that the museums it was learnt from never",
            "  showed, and repeats what they did show and what they left out.",
            "",
            "Fitted on the earliest 60 % of each museum's shows and measured on the others (shows with a title that is asked for are",
            "dropped from the lessons); the weights here are fitted on all shows. `python -m eval curate` measures on museums left out.",
            "",
            "| museum | late shows | R-precision | of BM25 |",
            "|---|---|---|---|",
            *late,
            "",
            "| sign | weight |",
            "|---|---|",
            *(f"| {name} | {weight:.2f} |" for name, weight in weights),
            "",
        ]
    )
