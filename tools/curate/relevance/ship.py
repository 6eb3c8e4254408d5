"""Write what was trained with its figures and a card that says from what and how."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from retrieval.encoders import Encoder
from retrieval.train.ship import commit

from .estimators import SIGNS
from .fitting import Fitted
from .past import Museum
from .recall import SHOWS, VECTORS, forget, save_memory
from .store import CONFIG, MODEL, save_relevance

# Late shows that a mean over them says something with.
ENOUGH = 30
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
    return "\n".join(
        [
            "# Relevance of works to a theme",
            "",
            "Scores every work of a pool under a theme: shared words by field, what the words of a theme stand for (`themes.json`,",
            "written by hand from general art history), years, meaning (all-MiniLM-L6-v2), late interaction, what hung under such titles",
            "in past shows, how many works there are by the same maker, and how large a work is among these. The weights are a conditional",
            "logit over the works of a pool, none below 0, drawn towards a prior; the scores of the best works are evened out among their",
            "likes. Three linear maps lead from the vector of a title to the mean vector of the works, to tags and to makers.",
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
            *_late(made.metrics["late years"]),
            "",
            "| sign | weight |",
            "|---|---|",
            *(f"| {name} | {weight:.2f} |" for name, weight in weights),
            "",
        ]
    )


def _late(measured: Mapping[str, Mapping[str, Any]]) -> Iterator[str]:
    """Yield what was measured on late years as a table, all shows and by theme, and what is too little to tell."""
    if not measured:
        yield "Nothing could be measured: no early show was left to learn from once those with a title that is asked for were dropped."
        return
    yield from ("| museum | late shows | n | R-precision | of BM25 | more, 95 % interval |", "|---|---|---|---|---|---|")
    for name, found in measured.items():
        for about, each in (("all", found), *((theme, found[theme]) for theme in ("thematic", "monographic") if theme in found)):
            low, high = each["interval of more"]
            figures = f"{each['R-precision']:.3f} | {each['of BM25']:.3f} | {each['more']:+.3f} [{low:.3f}, {high:.3f}]"
            yield f"| {name} | {about} | {each['n']} | {figures} |"
    if few := [f"{name} ({found['n']})" for name, found in measured.items() if found["n"] < ENOUGH]:
        yield from ("", f"Fewer than {ENOUGH} late shows say little: {', '.join(few)}.")
