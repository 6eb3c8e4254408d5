"""Keep a fitted blend as safetensors and JSON, and read it back."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np

from retrieval.encoders import Encoder
from retrieval.errors import SourceError

from .estimators import SIGNS, Blend
from .habits import Habits, Map
from .likeness import Encodings
from .model import Relevance
from .recall import load_memory

SHIPPED = Path(__file__).with_name("weights")
MODEL, CONFIG = "model.safetensors", "config.json"
# The folder of what is trained here, under the home folder.
OWN = "relevance"
_MAPS = ("works", "tags", "makers")


def save_relevance(blend: Blend, encoder: Encoder, folder: Path, **more: Any) -> None:
    """Write a fitted blend into `folder`; `more` is kept in its config, such as the command that made it."""
    from safetensors.numpy import save_file

    habits = blend.habits
    if habits is None:
        raise ValueError("the blend was never fitted; call fit before it is saved")
    maps = {name: getattr(habits, name) for name in _MAPS}
    arrays = {f"{name}.matrix": found.matrix.astype(np.float16) for name, found in maps.items()}
    arrays |= {f"{name}.mean": found.mean.astype(np.float32) for name, found in maps.items()}
    folder.mkdir(parents=True, exist_ok=True)
    save_file({name: np.ascontiguousarray(array) for name, array in arrays.items()}, folder / MODEL)
    config = {
        "encoder": encoder.name, "encoder_version": encoder.version, "signs": dict(zip(SIGNS, blend.weights.tolist(), strict=True)),
        "tag_weights": blend.tag_weights.tolist(), "tags": list(habits.tag_names), "makers": list(habits.maker_names), **more,
    }  # fmt: skip
    (folder / CONFIG).write_text(json.dumps(config, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def relevance_folder(home: Path) -> Path:
    """Return the folder of the relevance that was trained here, or else of the one shipped."""
    own = home / OWN
    return own if (own / CONFIG).is_file() else SHIPPED


def load_relevance(encodings: Encodings, folder: Path = SHIPPED) -> Relevance:
    """Read what was trained, with the past shows where they were kept.

    Raises:
        SourceError: the folder holds no trained relevance, or one of another encoder.
    """
    from safetensors.numpy import load_file

    if not (folder / CONFIG).is_file():
        raise SourceError(f"{folder} holds no trained relevance; make one with python -m tools.curate.train --data DIR")
    config: dict[str, Any] = json.loads((folder / CONFIG).read_text(encoding="utf-8"))
    encoder = encodings.encoder
    if (config["encoder"], config["encoder_version"]) != (encoder.name, encoder.version):
        raise SourceError(f"{folder} was trained with {config['encoder_version']}, this is {encoder.version}; train it again")
    if tuple(config["signs"]) != SIGNS:
        raise SourceError(f"{folder} was trained by another version of this program; train it again")
    arrays = load_file(folder / MODEL)
    maps = {name: Map(arrays[f"{name}.matrix"].astype(np.float32), arrays[f"{name}.mean"]) for name in _MAPS}
    habits = Habits(**maps, tag_names=config["tags"], maker_names=config["makers"])
    blend = Blend(habits, np.array(config["tag_weights"]), np.array(list(config["signs"].values())))
    return Relevance(blend, encodings, load_memory(folder))
