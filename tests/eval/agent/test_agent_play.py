"""Tasks played by our agent and its peers on the invented collection: turns, replies, faults, limits, crashes, going on after a stop."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest
from langchain_core.callbacks import CallbackManagerForLLMRun
from langchain_core.language_models import BaseChatModel, LanguageModelInput
from langchain_core.messages import AIMessage, BaseMessage
from langchain_core.outputs import ChatGeneration, ChatResult
from langchain_core.runnables import Runnable

from agents.ask import Answer
from agents.brains import Brain, vllm_brain
from agents.brains.vllm import Served
from eval.agent.drawings import drawing
from eval.agent.play import Prices, play, seed_of
from eval.agent.run import Plan, begin, run
from eval.agent.sample import Sample, read_samples
from eval.agent.stage import Stage
from eval.agent.systems import PEERS, CreateAgent, NoTools, Ours, PlainRag, System, Talk
from eval.agent.task import Fault, Limits, Reply, Task, Turn
from eval.faults.replies import MODEL, calls
from eval.faults.replies import Says as ServerSays
from eval.faults.server import serving
from retrieval.errors import SourceError
from tests.agents.vllm_brains import settings_for

MakeTask = Callable[..., Task]
FREE = Prices()


async def played(stage: Stage, system: System, task: Task, prices: Prices = FREE) -> Sample:
    return await play(stage, system, task, 0, 0, "1-abc", prices)


async def test_our_agent_answers_over_several_turns(stage: Stage, task: MakeTask) -> None:
    sample = await played(stage, Ours(), task("Who painted The Ferry?", "When was it made?", expects="1885"))
    assert [e.said for e in sample.exchanges] == ["Who painted The Ferry?", "When was it made?"]
    assert (sample.passed, sample.error) == (True, None)
    assert sample.calls[0].tool == "search"
    assert "w:ferry" in sample.calls[0].ids


@pytest.mark.parametrize("system", [PlainRag(), CreateAgent()])
async def test_a_peer_answers_with_the_same_tools_and_brain(stage: Stage, task: MakeTask, system: System) -> None:
    sample = await played(stage, system, task("Who painted The Ferry?"))
    assert (sample.passed, sample.error, sample.system) == (True, None, system.name)
    assert sample.calls[0].tool == "search"


async def test_one_search_is_one_search(stage: Stage, task: MakeTask) -> None:
    sample = await played(stage, PlainRag(), task("Who painted The Ferry, and who carved the bull?"))
    assert [call.arguments for call in sample.calls] == [{"query": "Who painted The Ferry, and who carved the bull?", "limit": 8}]


async def test_without_tools_nothing_is_called_and_nothing_known(stage: Stage, task: MakeTask) -> None:
    sample = await played(stage, NoTools(), task("Who painted The Ferry?"))
    assert (sample.calls, sample.error, sample.exchanges[0].answer) == ((), None, "I don't know from this collection.")


@pytest.mark.parametrize("system", [Ours(), *PEERS])
async def test_a_picture_reaches_every_system(stage: Stage, task: MakeTask, system: System) -> None:
    asked = task("What is this?", kind="picture")
    shown = asked.model_copy(update={"turns": (asked.turns[0].model_copy(update={"picture": "red-disc"}),)})
    sample = await played(stage, system, shown)
    assert sample.error is None
    assert len(sample.exchanges) == 1


@pytest.mark.parametrize("system", [Ours(), PlainRag(), CreateAgent()])
@pytest.mark.parametrize("how", ["refuses", "finds nothing"])
async def test_a_tool_that_fails_ends_no_run(stage: Stage, task: MakeTask, system: System, how: Any) -> None:
    sample = await played(stage, system, task("Who painted The Ferry?", fault=Fault(tool="search", how=how)))
    assert sample.error is None
    # What it answers, it has from elsewhere.
    assert [call.ids for call in sample.calls if call.tool == "search" and call.ids] == []
    assert (sample.calls[0].error is not None) is (how == "refuses")


async def test_a_tool_that_fails_once_works_the_second_time(stage: Stage, task: MakeTask) -> None:
    stood_in = stage.tools(task("?", fault=Fault(tool="search", how="finds nothing", times=1)))[0]
    call = {"name": "search", "args": {"query": "ferry"}, "id": "1", "type": "tool_call"}
    first, second = await stood_in.ainvoke(call), await stood_in.ainvoke(call)
    assert first.artifact == {"passages": []}
    assert "w:ferry" in {passage["id"] for passage in second.artifact["passages"]}


async def test_a_task_that_allows_no_calls_sees_none(stage: Stage, task: MakeTask) -> None:
    sample = await played(stage, Ours(), task("Who painted The Ferry?", limits=Limits(tool_calls=0)))
    assert (sample.calls, sample.error) == ((), None)


@dataclass(frozen=True)
class Says(System):
    """A system that says these, or breaks where there is nothing left to say."""

    answers: list[str]
    name: str = "ours"
    heard: list[str] = field(default_factory=list)

    def open(self, stage: Stage, task: Task, seed: int) -> Talk:
        return Saying(self)


@dataclass(frozen=True)
class Saying(Talk):
    system: Says

    async def say(self, text: str, picture: bytes | None) -> Answer:
        self.system.heard.append(text)
        usage = {"input_tokens": 1_000_000.0, "output_tokens": 500_000.0, "seconds": 0.25}
        return Answer(self.system.answers[len(self.system.heard) - 1], (), (), "says", usage)


async def test_the_person_replies_to_a_question_once(stage: Stage, task: MakeTask) -> None:
    asked = task("Who painted it?").turns[0]
    turn = Turn(say=asked.say, replies=(Reply(asked=("which",), say="The ferry."),), expect=asked.expect)
    system = Says(["Which one?", "Which of them by Lindqvist?"])
    sample = await played(stage, system, task("?").model_copy(update={"turns": (turn,)}))
    assert system.heard == ["Who painted it?", "The ferry."]
    assert sample.answers() == [["Which one?", "Which of them by Lindqvist?"]]


async def test_a_statement_is_no_question_to_reply_to(stage: Stage, task: MakeTask) -> None:
    asked = task("Who painted it?").turns[0]
    turn = Turn(say=asked.say, replies=(Reply(asked=("which",), say="The ferry."),), expect=asked.expect)
    system = Says(["Lindqvist, which is well known. Anything else?"])
    assert (await played(stage, system, task("?").model_copy(update={"turns": (turn,)}))).passed


async def test_a_sample_that_breaks_has_failed_with_the_sentence_that_says_how(stage: Stage, task: MakeTask) -> None:
    sample = await played(stage, Says([]), task("Who painted The Ferry?"))
    assert (sample.passed, sample.error, sample.missed) == (False, "IndexError: list index out of range", (sample.error,))


async def test_cost_is_reckoned_by_the_million_tokens(stage: Stage, task: MakeTask) -> None:
    sample = await played(stage, Says(["Lindqvist."]), task("Who?"), Prices(input=2.0, output=4.0))
    assert (sample.cost, sample.seconds) == (4.0, 0.25)


class SeedKeeper(BaseChatModel):
    """Answers at once and keeps the seed of every call."""

    seeds: list[Any]

    def __init__(self) -> None:
        super().__init__(seeds=[])

    @property
    def _llm_type(self) -> str:
        return "seed-keeper"

    def bind_tools(self, tools: Any, **kwargs: Any) -> Runnable[LanguageModelInput, AIMessage]:
        return self.bind()

    def _generate(
        self, messages: list[BaseMessage], stop: list[str] | None = None, run_manager: CallbackManagerForLLMRun | None = None, **kwargs: Any
    ) -> ChatResult:
        return ChatResult(generations=[ChatGeneration(message=AIMessage("I don't know from this collection."))])

    async def ainvoke(self, input: Any, config: Any = None, **kwargs: Any) -> AIMessage:
        from langchain_core.runnables.config import ensure_config

        self.seeds.append(ensure_config(config).get("configurable", {}).get("seed"))
        return await super().ainvoke(input, config, **kwargs)


@pytest.mark.parametrize("system", [Ours(), *PEERS])
async def test_every_system_sends_the_samples_seed(stage: Stage, task: MakeTask, system: System) -> None:
    brain = SeedKeeper()
    sample = await played(replace(stage, brain=Brain(brain, "keeper", "")), system, task("Who painted The Ferry?"))
    assert sample.error is None
    assert brain.seeds == [seed_of(0, "fact-01", 0)]


@pytest.mark.parametrize("system", [Ours(), PlainRag(), CreateAgent()])
async def test_a_brain_behind_a_server_serves_every_system(stage: Stage, task: MakeTask, system: System) -> None:
    answer = ServerSays("Ada Lindqvist painted The Ferry [w:ferry].")
    script = [answer] if system.name == "one search" else [calls(("search", {"query": "The Ferry"})), answer]
    with serving(*script) as server:
        brain = vllm_brain(settings_for(server.url), Served(MODEL, 32_768))
        sample = await played(replace(stage, brain=brain), system, task("Who painted The Ferry?"), Prices(1.0, 2.0))
    assert (sample.error, sample.passed) == (None, True)
    assert [call.tool for call in sample.calls] == ["search"]
    read, said = 100 * len(script), 10 * len(script)
    assert (sample.input_tokens, sample.output_tokens, sample.cost) == (read, said, (read + 2 * said) / 1e6)
    assert {request["seed"] for request in server.requests} == {seed_of(0, "fact-01", 0)}


def plan(tasks: list[Task], systems: list[System], trials: int = 1, kept: tuple[Sample, ...] = ()) -> Plan:
    return Plan(tasks, systems, trials, 0, "1-abc", kept=kept)


def silent(*_: int) -> None:
    """Show nothing."""


async def test_samples_come_in_order_and_are_written_as_they_are_done(stage: Stage, task: MakeTask, tmp_path: Path) -> None:
    file = tmp_path / "samples.jsonl"
    tasks = [task("Who painted The Ferry?"), task("When was The Ferry made?", expects="1885", identity="fact-02")]
    samples = await run(plan(tasks, [Ours(), NoTools()], trials=2), stage, file, silent)
    assert [s.key for s in samples] == [(s, t, n) for s in ("ours", "no tools") for t in ("fact-01", "fact-02") for n in (0, 1)]
    assert sorted(read_samples(file), key=lambda s: s.key) == sorted(samples, key=lambda s: s.key)


async def test_the_offline_brain_says_the_same_each_time(stage: Stage, task: MakeTask) -> None:
    samples = await run(plan([task("Who painted The Ferry, and when?")], [Ours()], trials=3), stage, None, silent)
    assert len({sample.exchanges for sample in samples}) == 1


async def test_what_was_done_is_not_run_again(stage: Stage, task: MakeTask, tmp_path: Path) -> None:
    file, tasks = tmp_path / "samples.jsonl", [task("Who?"), task("When?", identity="fact-02")]
    first = Says(["Lindqvist."])
    await run(plan(tasks, [first]), stage, file, silent)  # the second breaks: nothing is left to say
    kept = begin(file, resume=True, plan_version="1-abc")
    assert [(s.task, s.error) for s in kept] == [("fact-01", None)]
    second = Says(["Ada Lindqvist."])
    samples = await run(plan(tasks, [second], kept=tuple(kept)), stage, file, silent)
    assert second.heard == ["When?"]
    assert [s.exchanges[0].answer for s in samples] == ["Lindqvist.", "Ada Lindqvist."]
    assert len(read_samples(file)) == 2


async def test_samples_of_another_version_are_not_gone_on_with(stage: Stage, task: MakeTask, tmp_path: Path) -> None:
    file = tmp_path / "samples.jsonl"
    await run(plan([task("Who?")], [Says(["Lindqvist."])]), stage, file, silent)
    with pytest.raises(SourceError, match="holds samples of version 1-abc, and this is 1-def"):
        begin(file, resume=True, plan_version="1-def")
    assert begin(file, resume=False, plan_version="1-def") == []
    assert file.read_text() == ""


def test_a_drawing_is_the_same_each_time_and_a_wrong_name_is_told() -> None:
    assert drawing("confetti") == drawing("confetti")
    with pytest.raises(SourceError, match="there is no drawing purple-heron; take one of blue-square"):
        drawing("purple-heron")
