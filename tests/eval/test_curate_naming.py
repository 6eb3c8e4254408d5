"""Tags that a model names for the titles of shows, asked of a scripted server."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from agents.brains import Brain, choose_brain
from agents.brains.errors import BrainFailed, BrainUnavailable
from eval.__main__ import app
from eval.curate import evaluate
from eval.curate.naming import AT_ONCE, Named, name_tags
from eval.faults.replies import Reply, Says, error
from eval.faults.server import Server, serving
from tests.agents.vllm_brains import settings_for
from tests.in_process import run_here
from tests.tools.curate.relevance.small_museum import Letters, write_museum
from tools.curate.relevance.named import schema

WINTER = {"what": ["etching"], "people": [], "who": ["Ek"], "subject": ["winter", "snow"], "years": [[1900, 1940]]}
EMPTY: dict[str, Any] = {"what": [], "people": [], "who": [], "subject": [], "years": []}
THEMES = ["Winter", "The Harbour", "Winter"]


def brain_of(server: Server) -> Brain:
    return choose_brain("vllm", settings_for(server.url, vllm_deadline_s=3), Letters())


def asked(server: Server) -> list[str]:
    return [request["messages"][0]["content"] for request in server.requests]


def subject_of(request: dict[str, Any]) -> Reply:
    """Name the title's own words as a subject, as a plain reader would."""
    said = request["messages"][0]["content"].split("Theme: ")[1].split("\n")[0]
    return Says(json.dumps({**EMPTY, "subject": said.split()}))


def knowing(request: dict[str, Any]) -> Reply:
    """Name the years as well: each show of the small museum hangs six works of its subject made in 24 years."""
    said = request["messages"][0]["content"].split("Theme: ")[1].split("\n")[0].split()
    first = 1900 + int(said[-1]) // 4 * 24
    return Says(json.dumps({**EMPTY, "subject": said[:2], "years": [[first, first + 23]]}))


def named(server: Server, file: Path, themes: list[str] = THEMES) -> Named:
    return name_tags(themes, brain_of(server), file, lambda *_: None)


def test_a_model_is_asked_about_each_theme_once_and_held_to_the_schema(tmp_path: Path) -> None:
    with serving(always=Says(json.dumps(WINTER))) as server:
        found = named(server, tmp_path / "replies.jsonl")
    assert sorted("Theme: Winter\n" in text for text in asked(server)) == [False, True]
    assert [request["response_format"]["json_schema"]["schema"] for request in server.requests] == [schema()] * 2
    assert found.of("Winter").weights["what:etch"] == 1
    assert {"who:ek", "subject:winter", "years:1920"} <= found.of("The Harbour").weights.keys()
    assert not found.unusable


def test_what_was_replied_is_not_asked_again_unless_another_model_is(tmp_path: Path) -> None:
    with serving(always=subject_of) as server:
        first = named(server, tmp_path / "replies.jsonl")
        again = named(server, tmp_path / "replies.jsonl", [*THEMES, "Forests"])
    assert [text.count("Theme: Forests") for text in asked(server)] == [0, 0, 1]
    assert again.of("Winter") == first.of("Winter")
    with serving(always=subject_of, models=["another"]) as other, pytest.raises(BrainFailed):
        # The scripted server knows one model by name and refuses this one: that it was asked is what counts.
        named(other, tmp_path / "replies.jsonl")
    assert other.requests


def test_a_run_that_a_failing_server_stopped_goes_on_where_it_was(tmp_path: Path) -> None:
    file = tmp_path / "replies.jsonl"
    themes = [f"Winter {n}" for n in range(AT_ONCE + 4)]

    def fails_at_last(request: dict[str, Any]) -> Reply:
        return error(400, "no such grammar") if themes[-1] in request["messages"][0]["content"] else subject_of(request)

    with serving(always=fails_at_last) as server, pytest.raises(BrainFailed, match="run the same command again"):
        named(server, file, themes)
    kept = [json.loads(line)["theme"] for line in file.read_text(encoding="utf-8").splitlines() if line]
    # The last is asked when so many others have been answered.
    assert len(kept) >= 4
    file.write_text(file.read_text(encoding="utf-8") + '{"key": "cut o', encoding="utf-8")
    with serving(always=subject_of) as server:
        found = named(server, file, [*kept, "Forests"])
        assert len(server.requests) == 1
        named(server, file, [*kept, "Forests"])
        assert len(server.requests) == 1
    assert "subject:winter" in found.of(kept[0]).weights


def test_a_reply_in_another_form_is_told_once_what_to_answer(tmp_path: Path) -> None:
    with serving(Says('{"what": "etching"}'), Says(json.dumps(WINTER))) as server:
        found = named(server, tmp_path / "replies.jsonl", ["Winter"])
    assert "answer with one JSON object" in server.requests[1]["messages"][-1]["content"]
    assert found.of("Winter").weights["what:etch"] == 1


@pytest.mark.parametrize("reply", ['{"what": "etching"}', "no idea"])
def test_replies_that_cannot_be_used_are_counted_and_name_nothing(reply: str, tmp_path: Path) -> None:
    with serving(always=Says(reply)) as server:
        found = named(server, tmp_path / "replies.jsonl", ["Winter"])
    assert found.unusable == ["Winter"]
    assert found.of("Winter").weights == {}


@pytest.fixture(scope="module")
def report_of(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Brain], dict[str, Any]]:
    folder = write_museum(tmp_path_factory.mktemp("museum") / "east")

    def report(brain: Brain) -> dict[str, Any]:
        found = evaluate(folder, [], 0, tmp_path_factory.mktemp("home"), Letters(), lambda *_: None, brain)
        return {"notes": found.notes, "tables": [table.columns for table in found.tables], **found.document}

    return report


def test_the_model_stands_beside_the_other_methods(report_of: Callable[[Brain], dict[str, Any]]) -> None:
    with serving(always=knowing) as server:
        report = report_of(brain_of(server))
    trial = report["trials"]["east before 1987 → from 1987"]
    by_model, by_words = (trial["methods"][name]["all"]["R-precision"]["value"] for name in ("(d) tags named by the model", "BM25"))
    assert by_model > by_words + 0.3
    assert list(trial["tags"]) == ["(d) tags foretold", "(d) tags named by the model"]
    assert report["named_by"] == {"model": report["named_by"]["model"], "titles": 5, "unusable": 0}
    assert any("replies could not be used" in note for note in report["notes"])


def test_where_no_server_answers_it_is_said_before_anything_is_read(tmp_path: Path) -> None:
    nobody = {"CICERONE_VLLM_URL": "http://127.0.0.1:9/v1", "CICERONE_HOME": str(tmp_path)}
    words = ("curate", "--exhibitions", tmp_path / "absent", "--brain", "vllm")
    done = run_here(app, *words, variables=nobody, mendable=(BrainFailed, BrainUnavailable))
    assert (done.returncode, done.stdout) == (2, "")
    assert "start one, or set CICERONE_VLLM_URL" in " ".join(done.stderr.split())
