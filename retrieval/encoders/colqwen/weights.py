"""Load ColQwen2.5 strictly: every weight of the model comes from the files, and every weight of the files goes into the model.

A projection once stayed random because an adapter's keys did not match, and nothing said so (colpali-engine's changelog). Here
a missing or unexpected key is an error, and the values of an adapter are compared with what the model holds after loading.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from retrieval.errors import CollectionError

from .operators import declare_operators

ADAPTER = "adapter_config.json"
ADAPTER_WEIGHTS = "adapter_model.safetensors"
_HEADER_BYTES = 1 << 20
# The head that writes words: some checkpoints carry it, retrieval has no use for it.
_NEEDLESS = frozenset({"lm_head.weight"})


class WeightsUnusable(CollectionError):
    """Weights of an encoder that are missing, damaged or another model's."""


def load_weights(given: str) -> tuple[Any, Any, str]:
    """Return model, processor and the weights' fingerprint.

    Args:
        given: A folder, or the name of a model in the Hugging Face cache. It may hold a whole model, or a LoRA adapter whose
            configuration names the model that it belongs to.

    Raises:
        WeightsUnusable: not there, damaged, or not all and only what the model needs.
    """
    declare_operators()
    from colpali_engine.models import ColQwen2_5_Processor
    from transformers.utils import logging

    folder = found(given)
    logging.disable_progress_bar()
    adapter = folder / ADAPTER
    if not adapter.is_file():
        model = _whole(folder)
    else:
        base = _sound(lambda: json.loads(adapter.read_text(encoding="utf-8")).get("base_model_name_or_path") or "", folder)
        model = _with_adapter(_whole(found(base)), folder)
    processor = _sound(lambda: ColQwen2_5_Processor.from_pretrained(folder, local_files_only=True), folder)
    _refuse_other_vocabulary(model, processor, folder)
    return model.eval(), processor, fingerprint(folder)


def found(given: str) -> Path:
    """Return the folder of a model; raise `WeightsUnusable` when there is none at hand."""
    if os.path.isdir(given):  # noqa: PTH112 - Path.is_dir raises on a name that is too long
        return Path(given)
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import HFValidationError, LocalEntryNotFoundError

    try:
        return Path(snapshot_download(given, local_files_only=True))
    except (HFValidationError, LocalEntryNotFoundError):
        raise WeightsUnusable(
            f"“{given}” is neither a folder nor a model in the Hugging Face cache; set CICERONE_COLQWEN to the folder of the weights"
        ) from None


def fingerprint(folder: Path) -> str:
    """Return a short hash of the configuration and of the beginning and size of each file of weights; whole files take minutes."""
    digest = hashlib.sha256()
    for file in sorted([*folder.glob("*.safetensors"), *folder.glob("*config.json")]):
        with file.open("rb") as stream:
            digest.update(f"{file.name} {file.stat().st_size}".encode() + stream.read(_HEADER_BYTES))
    return digest.hexdigest()[:12]


def _whole(folder: Path) -> Any:
    from colpali_engine.models import ColQwen2_5

    _refuse_other_model(folder)
    model, told = _sound(lambda: ColQwen2_5.from_pretrained(folder, local_files_only=True, output_loading_info=True), folder)
    _refuse(folder, "are missing from", told["missing_keys"])
    _refuse(folder, "have no place in the model but are in", set(told["unexpected_keys"]) - _NEEDLESS)
    _refuse(folder, "have another shape in", {str(key) for key in told["mismatched_keys"]})
    return model


def _refuse_other_model(folder: Path) -> None:
    """Raise for a folder without a configuration: the library would fill seven billion random weights in for what is missing."""
    try:
        kind = json.loads((folder / "config.json").read_text(encoding="utf-8")).get("model_type")
    except (OSError, ValueError):
        raise WeightsUnusable(f"the weights in {folder} have no readable config.json; download ColQwen2.5 again, complete") from None
    if kind != "qwen2_5_vl" or not any(folder.glob("*.safetensors")):
        raise WeightsUnusable(f"{folder} holds no safetensors of a Qwen2.5-VL model; download ColQwen2.5 again, complete")


def _refuse_other_vocabulary(model: Any, processor: Any, folder: Path) -> None:
    """Raise when the tokenizer is not the model's: without its file the library makes one that knows next to no word."""
    tokenizer, config = processor.tokenizer, model.config
    there = {tokenizer.convert_tokens_to_ids(t): t for t in ("<|image_pad|>", "<|vision_end|>")}
    if not {config.image_token_id, config.vision_end_token_id} <= there.keys() or len(tokenizer) > config.text_config.vocab_size:
        raise WeightsUnusable(f"the tokenizer in {folder} is missing or another model's; download ColQwen2.5 again, complete")


def _with_adapter(model: Any, folder: Path) -> Any:
    """Put a LoRA adapter on the model, and see that each of its values arrived."""
    from safetensors.torch import load_file

    _sound(lambda: model.load_adapter(str(folder)), folder)
    file = folder / ADAPTER_WEIGHTS
    given: Mapping[str, Any] = _sound(lambda: load_file(file), folder)
    held = {_adapter_key(key): value for key, value in model.state_dict().items() if "lora_" in key}
    wanted = {_adapter_key(key): value for key, value in given.items()}
    _refuse(folder, "are missing from", held.keys() - wanted.keys())
    _refuse(folder, "have no place in the model but are in", wanted.keys() - held.keys())
    _refuse(folder, "did not arrive from", (k for k, value in wanted.items() if not held[k].cpu().equal(value.to(held[k].dtype))))
    return model


def _adapter_key(key: str) -> str:
    return key.removeprefix("base_model.model.").replace(".default.", ".")


def _refuse(folder: Path, what: str, keys: Iterable[str]) -> None:
    named = sorted(keys)
    if named:
        more = f" and {len(named) - 3} more" if len(named) > 3 else ""
        raise WeightsUnusable(f"{', '.join(named[:3])}{more} {what} the weights in {folder}; download ColQwen2.5 again, complete")


def _sound(load: Callable[[], Any], folder: Path) -> Any:
    """Return what was loaded; raise `WeightsUnusable` for what the libraries say of missing, cut and foreign files."""
    from safetensors import SafetensorError

    try:
        return load()
    except (OSError, ValueError, RuntimeError, KeyError, SafetensorError) as error:
        said = str(error).strip().splitlines() or [type(error).__name__]
        raise WeightsUnusable(f"the weights in {folder} cannot be loaded ({said[0][:160]}); download ColQwen2.5 again, complete") from None
