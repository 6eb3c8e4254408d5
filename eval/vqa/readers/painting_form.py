"""PaintingForm: paragraphs of formal analysis by two models, to be held against a third's."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from eval.vqa.item import Item
from eval.vqa.rows import Row, read_rows
from retrieval.errors import SourceError

# Two spellings were published, with and without the second underscore.
TEST_FILES = ("formalanalysis_test_*.json", "formal_analysis_test_*.json")
_PICTURE_MARK = re.compile(r"\s*<image>\s*")


def read_painting_form(data: Path) -> Sequence[Item]:
    """Read the analyses wanted; a picture's references are its paragraphs in all test files of the folder.

    Test files are JSON lists of `image` and `formal_analysis`, one by each writer (Gemini, GPT-4); the training file is in LLaVA's
    form, `image` and `conversations` of `from` and `value` (Bin et al., GalleryGPT, MM 2024; Painting-Form of steven16 on Hugging Face).

    Raises:
        SourceError: a file is not as published, or the test files are not on the same pictures.
    """
    files = sorted(file for pattern in TEST_FILES for file in data.glob(pattern)) if data.is_dir() else [data]
    if not files:
        raise SourceError(f"{data} holds no {' or '.join(TEST_FILES)}; name the suite's file with --data")
    told = [_paragraphs(file) for file in files]
    if any(paragraphs.keys() != told[0].keys() for paragraphs in told):
        raise SourceError(f"the test files of {data} are not on the same pictures; give both as they are published")
    return [Item(picture, picture, "", tuple(each[picture] for each in told), "analysis") for picture in told[0]]


def _paragraphs(file: Path) -> Mapping[str, str]:
    return {row.text("image"): _paragraph(row) for row in read_rows(file)}


def _paragraph(row: Row) -> str:
    if "conversations" not in row.fields:
        return row.text("formal_analysis")
    turns = row.fields["conversations"]
    said = [turn["value"] for turn in turns if turn.get("from") == "gpt"] if isinstance(turns, list) else []
    if len(said) != 1 or not isinstance(said[0], str):
        raise SourceError(f"{row.place}: “conversations” holds no single answer; give the file as it is published")
    return _PICTURE_MARK.sub(" ", said[0]).strip()
