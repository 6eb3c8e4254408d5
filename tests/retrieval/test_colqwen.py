"""ColQwen2.5 through the real library, with a tiny checkpoint that is made here and never downloaded."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from typer.testing import CliRunner

from retrieval.__main__ import app
from retrieval.catalogue import Reading
from retrieval.collections import open_collection, open_with_its_encoder
from retrieval.encoders import Encoded, checked, load_encoder
from retrieval.encoders.colqwen import ColQwen, ColQwenSettings, WeightsUnusable, load_colqwen
from retrieval.encoders.colqwen.tiny import build_tiny
from retrieval.errors import BadVectors, IndexUnusable, WrongSetting
from retrieval.index.build import build_index
from retrieval.maxsim import maxsim
from retrieval.pictures.attach import attach_folder
from retrieval.pictures.fragments import index_pictures
from retrieval.pictures.intake import store_of
from retrieval.pictures.search import open_looks
from retrieval.pictures.works import works_of
from retrieval.records import Catalogue

# Importing transformers takes seconds; its libraries warn of themselves.
pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("default")]

GOLDEN_TEXT, GOLDEN_PICTURE = 0.3951, 0.3990
TEXTS = [
    "A ferry crosses the fjord.",
    "?",
    "Two women sit in the stern and look back at the shore, for a long while.",
    "Étude № 3 — 渡し船",
]


def drawing(seed: int, size: tuple[int, int] = (120, 90)) -> Image.Image:
    return Image.fromarray(np.random.default_rng(seed).integers(0, 255, (size[1], size[0], 3), dtype=np.uint8))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_tiny(tmp_path_factory.mktemp("tiny"))


@pytest.fixture(scope="module")
def colqwen(folder: Path) -> ColQwen:
    return load_colqwen(ColQwenSettings(weights=str(folder)))


@pytest.fixture
def spoilt(folder: Path, tmp_path: Path) -> Callable[[Callable[[dict[str, Any]], None]], Path]:
    """A copy of the checkpoint whose tensors were changed."""

    def made(change: Callable[[dict[str, Any]], None]) -> Path:
        from safetensors.torch import load_file, save_file

        copy = shutil.copytree(folder, tmp_path / "copy")
        tensors = load_file(copy / "model.safetensors")
        change(tensors)
        save_file(tensors, copy / "model.safetensors", metadata={"format": "pt"})
        return copy

    return made


def refusal(weights: Path | str) -> str:
    with pytest.raises(WeightsUnusable) as refused:
        load_colqwen(ColQwenSettings(weights=str(weights)))
    return str(refused.value)


def same(one: Encoded, other: Encoded) -> bool:
    return bool(np.allclose(one.tokens, other.tokens, atol=2e-6)) and np.array_equal(one.spans, other.spans)


def test_scores_of_the_seeded_weights_are_known(colqwen: ColQwen) -> None:
    query = colqwen.encode(["A ferry crosses"])[0].tokens
    (text,), (picture,) = colqwen.encode(["Two women look at the shore."]), colqwen.encode_pictures([Image.new("RGB", (112, 112), "red")])
    found = [float(maxsim(query, each.tokens, np.array([0]))[0]) for each in (text, picture)]
    assert found == pytest.approx([GOLDEN_TEXT, GOLDEN_PICTURE], abs=1e-4)


def test_the_same_seed_gives_the_same_checkpoint_and_another_seed_another(folder: Path, tmp_path: Path) -> None:
    again, other = build_tiny(tmp_path / "again"), build_tiny(tmp_path / "other", seed=1)
    assert (again / "model.safetensors").read_bytes() == (folder / "model.safetensors").read_bytes()
    assert (again / "tokenizer.json").read_bytes() == (folder / "tokenizer.json").read_bytes()
    assert (other / "model.safetensors").read_bytes() != (folder / "model.safetensors").read_bytes()


def test_texts_in_a_batch_are_encoded_as_alone(colqwen: ColQwen) -> None:
    together = colqwen.encode(TEXTS)
    assert all(same(one, colqwen.encode([text])[0]) for one, text in zip(together, TEXTS, strict=True))


def test_pictures_in_a_batch_are_encoded_as_alone(colqwen: ColQwen) -> None:
    pictures = [drawing(0), drawing(1, (60, 200)), drawing(2, (200, 60)), drawing(3, (30, 30)), drawing(4)]
    together = colqwen.encode_pictures(pictures)
    assert all(same(one, colqwen.encode_pictures([picture])[0]) for one, picture in zip(together, pictures, strict=True))


def test_no_row_of_padding_is_kept_and_none_is_nan(colqwen: ColQwen) -> None:
    for encoded, text in zip(colqwen.encode(TEXTS), TEXTS, strict=True):
        ids = colqwen.processor.tokenizer(text)["input_ids"]
        assert encoded.tokens.shape == (len(ids), 128)
        checked(encoded, 128, text)


def test_a_spread_of_lengths_scores_as_by_colpalis_own_scorer_on_unpadded_vectors(colqwen: ColQwen) -> None:
    import torch

    query, *texts = colqwen.encode(["Who sits in the stern?", *TEXTS])
    theirs = [
        float(colqwen.processor.score([torch.from_numpy(query.tokens)], [torch.from_numpy(text.tokens)], device="cpu")[0, 0])
        for text in texts
    ]
    starts = np.cumsum([0, *(len(text.tokens) for text in texts[:-1])])
    ours = maxsim(query.tokens, np.concatenate([text.tokens for text in texts]), starts)
    assert ours.tolist() == pytest.approx(theirs, abs=1e-4)


def test_texts_are_encoded_as_by_the_librarys_own_call(colqwen: ColQwen) -> None:
    import torch

    batch = colqwen.processor.process_texts(TEXTS)
    with torch.inference_mode():
        theirs = colqwen.model(**batch).numpy()
    for ours, vectors in zip(colqwen.encode(TEXTS), theirs, strict=True):
        assert np.allclose(ours.tokens, vectors[-len(ours.tokens) :], atol=2e-6)


def test_spans_cover_the_text_in_order(colqwen: ColQwen) -> None:
    for encoded, text in zip(colqwen.encode(TEXTS), TEXTS, strict=True):
        assert {i for start, end in encoded.spans for i in range(start, end)} == set(range(len(text)))
        assert (np.diff(encoded.spans[:, 0]) >= 0).all()


def test_a_query_is_followed_by_tokens_whose_spans_are_empty(colqwen: ColQwen) -> None:
    (plain,), (query,) = colqwen.encode(["ferry"]), colqwen.encode_queries(["ferry"])
    assert len(query.tokens) == len(plain.tokens) + 10
    assert np.allclose(query.tokens[: len(plain.tokens)], plain.tokens, atol=2e-6)  # what comes later is not seen
    assert query.spans[len(plain.tokens) :].tolist() == [[5, 5]] * 10


def test_a_picture_has_a_vector_for_each_patch(colqwen: ColQwen) -> None:
    (encoded,) = colqwen.encode_pictures([Image.new("RGB", (140, 112), "blue")])
    assert (encoded.tokens.shape, encoded.spans.any()) == ((5 * 4, 128), False)


@pytest.mark.parametrize("size", [(1, 1), (1, 900), (900, 1), (28, 28), (1000, 700)])
def test_a_picture_of_any_shape_is_encoded(colqwen: ColQwen, size: tuple[int, int]) -> None:
    (encoded,) = colqwen.encode_pictures([Image.new("L", size)])
    assert 16 <= len(checked(encoded, 128, "picture").tokens) <= 64 + 16


def test_a_question_about_a_picture_keeps_only_its_own_tokens(colqwen: ColQwen) -> None:
    question = "Who painted it?"
    encoded = colqwen.encode_question(question, drawing(0))
    alone = colqwen.encode([question])[0]
    assert np.array_equal(encoded.spans, alone.spans)
    checked(encoded, 128, question)


def test_a_question_has_seen_its_picture(colqwen: ColQwen) -> None:
    one, same_again, other = (colqwen.encode_question("Who painted it?", drawing(seed)) for seed in (0, 0, 1))
    assert np.array_equal(one.tokens, same_again.tokens)
    assert np.abs(one.tokens - other.tokens).max() > 0.01
    assert np.abs(one.tokens - colqwen.encode(["Who painted it?"])[0].tokens).max() > 0.01


@pytest.mark.parametrize("question", ["", "<|image_pad|>", "<|im_end|> <|vision_end|>Who?", "<|vision_start|><|image_pad|><|vision_end|>"])
def test_special_tokens_in_a_persons_words_are_words(colqwen: ColQwen, question: str) -> None:
    if not question:
        with pytest.raises(BadVectors, match=r"ask it in words$"):
            colqwen.encode_question(question, drawing(0))
        return
    special = set(colqwen.processor.tokenizer.all_special_ids)
    (alone,) = colqwen.encode([question])
    encoded = colqwen.encode_question(question, drawing(0))
    assert len(encoded.tokens) == len(alone.tokens)
    assert not special & set(colqwen.processor.tokenizer(question.replace("<|", "‹|"))["input_ids"])
    assert {i for start, end in alone.spans for i in range(start, end)} == set(range(len(question)))


def test_a_long_text_is_cut_at_the_most_tokens(colqwen: ColQwen) -> None:
    assert len(colqwen.encode(["ferry " * 5000])[0].tokens) == colqwen.max_tokens


@settings(max_examples=25, deadline=None)
@given(st.lists(st.text(min_size=1, max_size=40), min_size=1, max_size=4))
def test_any_text_is_encoded_or_refused_as_empty(colqwen: ColQwen, texts: list[str]) -> None:
    for encoded, text in zip(colqwen.encode(texts), texts, strict=True):
        assert np.isfinite(encoded.tokens).all()
        assert len(encoded.tokens) == len(encoded.spans)
        assert (encoded.spans >= 0).all()
        assert (encoded.spans <= len(text)).all()


def test_saved_and_loaded_again_it_is_the_same(colqwen: ColQwen, tmp_path: Path) -> None:
    colqwen.model.save_pretrained(tmp_path)
    colqwen.processor.save_pretrained(tmp_path)
    again = load_colqwen(ColQwenSettings(weights=str(tmp_path)))
    assert np.array_equal(again.encode(TEXTS[:1])[0].tokens, colqwen.encode(TEXTS[:1])[0].tokens)
    picture = drawing(0)
    assert np.array_equal(again.encode_pictures([picture])[0].tokens, colqwen.encode_pictures([picture])[0].tokens)


def test_a_missing_projection_is_refused(spoilt: Callable[..., Path]) -> None:
    copy = spoilt(lambda tensors: tensors.pop("custom_text_proj.weight"))
    assert refusal(copy) == f"custom_text_proj.weight are missing from the weights in {copy}; download ColQwen2.5 again, complete"


def test_a_projection_under_another_name_is_refused(spoilt: Callable[..., Path]) -> None:
    def renamed(tensors: dict[str, Any]) -> None:
        tensors["projection.weight"] = tensors.pop("custom_text_proj.weight")

    assert "custom_text_proj.weight" in refusal(spoilt(renamed))


def test_weights_without_a_place_in_the_model_are_refused(spoilt: Callable[..., Path]) -> None:
    copy = spoilt(lambda tensors: tensors.update(other=tensors["custom_text_proj.bias"].clone()))
    assert refusal(copy).startswith("other have no place in the model but are in the weights in ")


def test_the_head_that_writes_words_is_not_missed_nor_refused(spoilt: Callable[..., Path]) -> None:
    copy = spoilt(lambda tensors: tensors.update({"lm_head.weight": tensors["language_model.embed_tokens.weight"].clone()}))
    assert load_colqwen(ColQwenSettings(weights=str(copy))).dim == 128


def test_a_projection_of_another_shape_is_refused(spoilt: Callable[..., Path]) -> None:
    def cut(tensors: dict[str, Any]) -> None:
        tensors["custom_text_proj.weight"] = tensors["custom_text_proj.weight"][:64].clone()

    assert refusal(spoilt(cut)).endswith("; download ColQwen2.5 again, complete")


@pytest.mark.parametrize("file", ["model.safetensors", "config.json", "tokenizer.json", "processor_config.json"])
def test_a_file_that_is_gone_or_cut_is_told_in_a_sentence(folder: Path, tmp_path: Path, file: str) -> None:
    for number, spoil in enumerate((Path.unlink, lambda path: path.write_bytes(path.read_bytes()[:100]))):
        copy = shutil.copytree(folder, tmp_path / str(number))
        spoil(copy / file)
        assert refusal(copy).endswith("; download ColQwen2.5 again, complete")


def test_a_name_that_is_nowhere_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    said = refusal("nobody/nothing")
    assert said == (
        "“nobody/nothing” is neither a folder nor a model in the Hugging Face cache; set CICERONE_COLQWEN to the folder of the weights"
    )


def test_without_the_setting_it_is_told_what_to_set() -> None:
    with pytest.raises(WrongSetting, match=r"needs weights; set CICERONE_COLQWEN to their folder"):
        load_colqwen(ColQwenSettings(weights=""))


def test_it_is_loaded_by_its_name(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CICERONE_COLQWEN", str(folder))
    encoder = load_encoder("colqwen")
    assert (encoder.name, encoder.dim, len(encoder.version)) == ("colqwen", 128, 12)


def test_other_weights_have_another_version(colqwen: ColQwen, tmp_path: Path) -> None:
    other = load_colqwen(ColQwenSettings(weights=str(build_tiny(tmp_path, seed=1))))
    assert other.version != colqwen.version


@pytest.fixture(scope="module")
def adapter(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A LoRA adapter on the tiny checkpoint, its projection included, as ColQwen2.5 is published."""
    import torch
    from colpali_engine.models import ColQwen2_5
    from peft import LoraConfig, get_peft_model

    made = tmp_path_factory.mktemp("adapter")
    torch.manual_seed(5)
    targets = r".*language_model.*(q_proj|v_proj|down_proj).*$|.*custom_text_proj.*$"
    config = LoraConfig(
        r=4, lora_alpha=8, init_lora_weights=False, target_modules=targets, task_type="FEATURE_EXTRACTION",
        base_model_name_or_path=str(folder),
    )  # fmt: skip
    get_peft_model(ColQwen2_5.from_pretrained(folder, local_files_only=True), config).save_pretrained(str(made))
    for file in ("tokenizer.json", "tokenizer_config.json", "processor_config.json"):
        shutil.copy(folder / file, made / file)
    return made


def test_an_adapter_is_put_on_the_model_that_it_names(adapter: Path, colqwen: ColQwen) -> None:
    adapted = load_colqwen(ColQwenSettings(weights=str(adapter)))
    assert np.abs(adapted.encode(TEXTS[:1])[0].tokens - colqwen.encode(TEXTS[:1])[0].tokens).max() > 0.01
    checked(adapted.encode(TEXTS[:1])[0], 128, TEXTS[0])


def test_an_adapter_whose_keys_do_not_match_is_refused(adapter: Path, tmp_path: Path) -> None:
    from safetensors.torch import load_file, save_file

    copy = shutil.copytree(adapter, tmp_path / "copy")
    tensors = load_file(copy / "adapter_model.safetensors")
    renamed = {key.replace("custom_text_proj", "projection"): value for key, value in tensors.items()}
    save_file(renamed, copy / "adapter_model.safetensors", metadata={"format": "pt"})
    assert refusal(copy).startswith("custom_text_proj.lora_A.weight, custom_text_proj.lora_B.weight are missing from the weights in ")


def test_an_adapter_whose_configuration_is_cut_is_told(adapter: Path, tmp_path: Path) -> None:
    copy = shutil.copytree(adapter, tmp_path / "copy")
    (copy / "adapter_config.json").write_text("{", encoding="utf-8")
    assert refusal(copy).endswith("; download ColQwen2.5 again, complete")


def test_an_adapter_whose_model_is_not_at_hand_is_told(adapter: Path, tmp_path: Path) -> None:
    copy = shutil.copytree(adapter, tmp_path / "copy")
    config = json.loads((copy / "adapter_config.json").read_text(encoding="utf-8"))
    (copy / "adapter_config.json").write_text(json.dumps({**config, "base_model_name_or_path": "nobody/base"}), encoding="utf-8")
    assert refusal(copy).startswith("“nobody/base” is neither a folder nor a model in the Hugging Face cache")


def test_torchvision_can_be_imported_after_its_operators_are_declared() -> None:
    code = (
        "from retrieval.encoders.colqwen.operators import declare_operators as d; d(); d(); import torchvision.transforms.v2; print('in')"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=100, cwd=Path(__file__).parents[2])
    assert (done.returncode, done.stdout) == (0, "in\n")


def test_asking_for_the_encoder_by_name_imports_nothing_heavy() -> None:
    code = "import sys, retrieval.encoders.colqwen; print(*{'torch', 'transformers', 'colpali_engine', 'torchvision'} & sys.modules.keys())"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=100, cwd=Path(__file__).parents[2])
    assert (done.returncode, done.stdout) == (0, "\n")


@pytest.fixture(scope="module")
def pictured(colqwen: ColQwen, museum: Catalogue, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The museum under the tiny checkpoint, with one picture."""
    made = tmp_path_factory.mktemp("made")
    build_index(Reading(museum, {}, {}, "1"), made / "c", colqwen, "museum")
    (made / "scans").mkdir()
    drawing(0).save(made / "scans" / "ferry.png")
    attach_folder(made / "c", works_of(made / "c"), made / "scans")
    assert index_pictures(made / "c", colqwen) == 1
    return made / "c"


def kept_picture(collection: Path) -> Image.Image:
    return store_of(collection).open(open_looks(collection).names[0])


def test_a_query_is_encoded_as_by_the_librarys_own_call(colqwen: ColQwen) -> None:
    import torch

    batch = colqwen.processor.process_queries(texts=TEXTS)
    with torch.inference_mode():
        theirs = colqwen.model(**batch).numpy()
    for ours, vectors in zip(colqwen.encode_queries(TEXTS), theirs, strict=True):
        assert np.allclose(ours.tokens, vectors[-len(ours.tokens) :], atol=2e-6)


def test_a_search_scores_as_colpalis_own_scorer_does(colqwen: ColQwen, pictured: Path) -> None:
    import torch

    query = "A picture of the ferry at dusk?"
    batch = colqwen.processor.process_queries(texts=[query])
    with torch.inference_mode():
        asked = colqwen.model(**batch)[0]
    hits = open_collection(pictured, colqwen).search(query, limit=30)
    assert {hit.kind for hit in hits} > {"picture", "record"}
    for hit in hits:
        (there,) = (
            colqwen.encode_pictures([kept_picture(pictured)])
            if hit.kind == "picture"
            else colqwen.encode([f"{hit.heading}. {hit.text}" if hit.heading else hit.text])
        )
        theirs = float(colqwen.processor.score([asked], [torch.from_numpy(there.tokens)], device="cpu")[0, 0])
        # Ours is the mean over the query's tokens, of vectors stored in half precision and of four digits.
        assert hit.maxsim * len(asked) == pytest.approx(theirs, abs=2e-2)


def test_a_question_asked_with_a_picture_is_searched_with_what_it_saw(colqwen: ColQwen, pictured: Path) -> None:
    question, seen = "Who painted it?", drawing(7)
    tokens = colqwen.encode_question(question, seen).tokens
    (patches,) = colqwen.encode_pictures([kept_picture(pictured)])
    hits = open_collection(pictured, colqwen).search(question, limit=30, picture=seen)
    (found,) = [hit for hit in hits if hit.kind == "picture"]
    assert found.maxsim == pytest.approx(float((tokens @ patches.tokens.T).max(axis=1).mean()), abs=2e-3)
    assert [hit.maxsim for hit in hits] != [hit.maxsim for hit in open_collection(pictured, colqwen).search(question, limit=30)]


@pytest.mark.parametrize("given", ["a file", "w:ferry"])
def test_words_and_like_are_one_question_where_the_encoder_sees(
    colqwen: ColQwen, folder: Path, pictured: Path, tmp_path: Path, given: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CICERONE_COLQWEN", str(folder))
    drawing(0).save(tmp_path / "shown.png")
    like = str(tmp_path / "shown.png") if given == "a file" else given
    told = CliRunner().invoke(app, ["search", "Who painted it?", "--like", like, "--collection", str(pictured), "--json"])
    assert told.exit_code == 0, told.output
    answer = json.loads(told.stdout)
    assert (answer["like"], answer["compares"]) == (like, "the question, encoded together with the picture")
    hits = open_collection(pictured, colqwen).search("Who painted it?", picture=kept_picture(pictured))
    assert [(hit["id"], hit["maxsim"]) for hit in answer["hits"]] == [(hit.id, hit.maxsim) for hit in hits]


def test_one_family_asked_for_is_compared_by_look(folder: Path, pictured: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CICERONE_COLQWEN", str(folder))
    arguments = ["search", "ferry", "--like", "w:ferry", "--by", "palette", "--collection", str(pictured), "--json"]
    told = CliRunner().invoke(app, arguments)
    assert json.loads(told.stdout)["compares"].startswith("compared by colour")


@pytest.mark.parametrize(
    ("weights", "says"),
    [
        ("", "needs weights; set CICERONE_COLQWEN to"),
        ("nowhere/at-all", "neither a folder nor a model"),
        ("empty", "no readable config.json"),
    ],
)
def test_a_collection_whose_weights_are_not_at_hand_is_told(
    pictured: Path, tmp_path: Path, weights: str, says: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "empty").mkdir()
    monkeypatch.setenv("CICERONE_COLQWEN", str(tmp_path / "empty") if weights == "empty" else weights)
    with pytest.raises(IndexUnusable) as refused:
        open_with_its_encoder(pictured)
    assert str(refused.value).startswith(f"{pictured} was made by the encoder colqwen, which cannot be loaded: ")
    assert says in str(refused.value)


def test_a_collection_made_with_other_weights_is_told(pictured: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CICERONE_COLQWEN", str(build_tiny(tmp_path / "other", seed=1)))
    with pytest.raises(IndexUnusable, match=r"^the index in .* was made by colqwen \(.*, not by colqwen .*$"):
        open_with_its_encoder(pictured)


@pytest.mark.parametrize("given", ["a file", "~/weights", "/no/such/folder", "a b/c d", "x" * 300])
def test_what_is_no_folder_of_weights_is_told(given: str, tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("no weights")
    assert refusal(tmp_path / "notes.txt" if given == "a file" else given).endswith("; set CICERONE_COLQWEN to the folder of the weights")
