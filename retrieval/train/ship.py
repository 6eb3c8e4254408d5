"""Write what was trained: weights and config, metrics, and a card that says from what, how and how good."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from retrieval.encoders import Encoder
from retrieval.encoders.projected import write_projection

from .bench import Figure, Place
from .fit import Schedule
from .material import Material
from .pairs import LEFT_OUT
from .run import SHARES, WHOLE_TEMPERATURE, Chosen, Figures, Result
from .sides import LESSONS, TEST, TUNE

METRICS = "metrics.json"
CARD = "CARD.md"


@dataclass(frozen=True, slots=True)
class Made:
    """What a projection was made from and by."""

    encoder: Encoder
    material: Material
    schedule: Schedule
    command: str


def ship(result: Result, made: Made, folder: Path) -> None:
    """Write `projection.safetensors`, `config.json`, `metrics.json` and `CARD.md` into `folder`."""
    more = {
        "made_by": made.command, "commit": commit(), "data_fingerprint": made.material.fingerprint,
        "share_of_training": {"tokens": result.tokens.share, "whole": result.whole.share},
        "schedule": {**asdict(made.schedule), "temperature_of_whole": WHOLE_TEMPERATURE},
    }  # fmt: skip
    write_projection(result.projection, made.encoder, folder, **more)
    (folder / METRICS).write_text(json.dumps(metrics(result), indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    (folder / CARD).write_text(card(result, made), encoding="utf-8")


def metrics(result: Result) -> dict[str, Any]:
    """Return every figure as a document."""
    return {
        "test": {name: {"/".join(place): asdict(figure) for place, figure in by.items()} for name, by in result.test.items()},
        "bytes_a_token": dict(result.bytes_a_token), "examples": result.examples, "seconds": round(result.seconds),
        **{
            name: {"share": head.share, "held_back": [asdict(each) for each in head.held_back], "looks": list(head.fitted.looks)}
            for name, head in (("tokens", result.tokens), ("whole", result.whole))
        },
    }  # fmt: skip


def commit() -> str:
    """Return the commit that the code was at; “unknown” outside a repository."""
    done = subprocess.run(["git", "describe", "--always", "--dirty"], cwd=Path(__file__).parent, capture_output=True, text=True)
    return done.stdout.strip() or "unknown"


def card(result: Result, made: Made) -> str:
    """Return the model card, in Markdown."""
    size = result.projection.size
    return "\n\n".join([
        f"# {made.encoder.name}-{size}",
        f"Two matrices, {made.encoder.dim} x {size}, half precision: one for the token vectors of {made.encoder.version}, one for the "
        "vector of a whole text. What comes out is scaled to length 1. Meant for search over texts on art in English; "
        "the encoder below reads 256 word pieces of a text.",
        f"**Made by** `{made.command}` at commit {commit()}; data fingerprint {made.material.fingerprint[:12]}.",
        _training(result, made),
        "**What ships.** "
        + " ".join([_decision("token vectors", "random", result.tokens), _decision("whole texts", "principal", result.whole)]),
        f"**R@1 on the test part**, among {TEST[1]:,} passages ({TEST[0]} questions of each set and source at most; a source with * was "
        "left out of training entirely). The 95 % interval of a share of 100 is up to ten points to either side: look at means, and at "
        f"`python -m eval retrieval` for the whole corpus.\n\n{_table(result.test)}",
        f"**Mean over sets and sources**, with bytes of a token vector\n\n{_means(result)}",
        "**Limits.** English alone. Labels, comments and biographies of museums and of one collection of essays: what is asked in "
        "other words than theirs was not trained for. Vectors of other versions of the encoder or of other projections cannot be "
        "mixed; an index records both.",
    ]) + "\n"  # fmt: skip


def _training(result: Result, made: Made) -> str:
    s = made.schedule
    return (
        f"**Training.** {result.examples:,} pairs and at most {LESSONS:,} passages of the train part (60 % of texts by SHA-256 of their "
        "id): question and comment, title with artist and comment, artist and biography, exhibition and work shown; none of "
        f"{', '.join(sorted(LEFT_OUT))}. InfoNCE over weighted MaxSim ({1 - s.distilled:.0%} of the loss) and the divergence of its scores "
        f"from those before projection ({s.distilled:.0%}); {s.batch} pairs a batch, hard negatives (per pair: {s.negatives}) "
        f"mined by BM25 and by MaxSim; temperature {s.temperature} ({WHOLE_TEMPERATURE} for whole texts), Adam {s.rate}, at most "
        f"{s.steps} steps, stopped by {TUNE[0]} tune questions of each set and source at most; seed "
        f"{s.seed}; {result.seconds:.0f} s on two cores with all that is measured here, encoding not counted."
    )


def _decision(of: str, start: str, head: Chosen) -> str:
    steps = ", ".join(f"{share:.0%}" for share in SHARES)
    held = "; ".join(f"{h.source} {h.untrained:.3f} to {', '.join(f'{v:.3f}' for v in h.trained)} (n = {h.n})" for h in head.held_back)
    if head.share:
        chosen = f"what ships lies {head.share:.0%} of the way from {start} directions to what was trained"
    else:
        chosen = f"{start} directions ship, untrained"
    return (
        f"Of {of} {chosen}. Trained without a source, mean reciprocal rank of that source's tune questions, from untrained to {steps} of "
        f"the way: {held}."
    )


def _table(test: Mapping[str, Figures]) -> str:
    places = list(next(iter(test.values())))
    head = ["way", *(_place(place) for place in places)]
    rows = [[name, *(f"{by[place].first:.3f}" for place in places)] for name, by in test.items()]
    counts = ["n", *(str(next(iter(test.values()))[place].n) for place in places)]
    return _markdown([head, counts, *rows])


def _means(result: Result) -> str:
    rows = [
        [name, _mean(by, inside=True), _mean(by, inside=False), f"{result.bytes_a_token.get(name, float('nan')):.0f}".replace("nan", "–")]
        for name, by in result.test.items()
    ]
    return _markdown([["way", "R@1, sources trained on", "R@1, sources left out", "bytes a token"], *rows])


def _mean(by: Figures, inside: bool) -> str:
    chosen: list[Figure] = [figure for (_, source), figure in by.items() if (source not in LEFT_OUT) == inside]
    return f"{sum(figure.first for figure in chosen) / len(chosen):.3f}" if chosen else "–"


def _place(place: Place) -> str:
    kind, source = place
    return f"{kind}: {source}{'*' * (source in LEFT_OUT)}"


def _markdown(lines: list[list[str]]) -> str:
    head, *body = (f"| {' | '.join(line)} |" for line in lines)
    return "\n".join([head, f"|{'---|' * len(lines[0])}", *body])
