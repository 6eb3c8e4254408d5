"""`curate`: propose an exhibition that keeps its rules, and change it by words."""

from __future__ import annotations

import asyncio
import functools
import threading
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

from langchain_core.tools import BaseTool, tool
from langgraph.prebuilt import InjectedState

from prompts import render
from retrieval.records import Hit
from retrieval.sentences import sentences
from tools.errors import ToolError
from tools.observation import Observation, Passage, observed

if TYPE_CHECKING:
    from .propose import Curator
    from .show import Hung, Show, Writer
    from .talk import Impossible, Reply, Talk
    from .words import Question

Meant = TypeVar("Meant")


class Exhibited(Observation):
    """What `curate` brings back.

    `exhibition` is the show whole, see `tools.curate.show.Show`; None where none was found or the person has to be asked, which
    `options` then lists. `turn` says how it came about: see `tools.curate.talk.Turn`, or "impossible", or "asked".
    """

    exhibition: dict[str, Any] | None
    turn: str
    options: list[str]


@dataclass(frozen=True, slots=True)
class _AskedBack(Exception):
    """Words may mean several things, so that the person has to be asked."""

    question: Question[Any]


def curate_tool(open_curator: Callable[[], Curator], writer: Writer | None = None) -> BaseTool:
    """Return the tool over the curator that `open_curator` opens when it is first asked for a show; a `writer` words the shows."""
    talk = _opened_once(open_curator)

    @tool(parse_docstring=True, response_format="content_and_artifact")
    async def curate(
        messages: Annotated[list[Any], InjectedState("messages")], brief: str = "", change: str = "", reading: int | None = None
    ) -> tuple[str, Exhibited]:
        """Propose an exhibition from a brief, or change the one proposed last; every rule in the words is kept, or it is said why not.

        Args:
            brief: For a new show: what it is to be, in the person's own words with every rule of theirs. Leave it empty for a change.
            change: For a change or a reason: the person's own words, such as “drop the third” or “why is the second in?”.
            reading: When this tool has asked what was meant: the number of the answer that the person gave, with the same words as before.
        """
        from .talk import Impossible

        identity = f"show:{len(_results(messages)) + 1}"
        settle = functools.partial(_chosen, reading)
        try:
            reply = await asyncio.to_thread(lambda: _reply(talk(), messages, brief.strip(), change.strip(), settle))
        except _AskedBack as asked:
            return _asked(asked.question, identity)
        except Impossible as impossible:
            return _impossible(impossible, identity)
        # Away from the loop, and awaited on it: a turn that is stopped stops the model, too.
        reply = await _worded(reply, messages, writer, talk().curator)
        return await asyncio.to_thread(_told, reply, talk().curator, identity)

    return curate


def exhibitions(messages: Iterable[Any]) -> list[tuple[dict[str, Any], Any]]:
    """Return the shows in these messages as JSON, one after another, each with how it came about."""
    return [(artifact["exhibition"], artifact["turn"]) for artifact in _results(messages) if artifact["exhibition"] is not None]


def _results(messages: Iterable[Any]) -> list[dict[str, Any]]:
    artifacts = [getattr(message, "artifact", None) for message in messages]
    return [artifact for artifact in artifacts if isinstance(artifact, dict) and "exhibition" in artifact]


def _opened_once(open_curator: Callable[[], Curator]) -> Callable[[], Talk]:
    """Return what opens the curator at the first call; calls at the same time wait for it."""
    lock, opened = threading.Lock(), list["Talk"]()

    def talk() -> Talk:
        from .talk import Talk

        with lock:
            if not opened:
                opened.append(Talk.with_curator(open_curator()))
            return opened[0]

    return talk


def _reply(talk: Talk, messages: Sequence[Any], brief: str, change: str, settle: Any) -> Reply:
    if bool(brief) == bool(change):
        raise ToolError(render("refusals/brief_or_change"))
    if brief:
        return talk.propose(talk.read(brief, settle))
    shows = _shows(messages)
    if not shows:
        raise ToolError(render("refusals/nothing_to_change"))
    return talk.go_on(shows, change, settle)


def _shows(messages: Sequence[Any]) -> list[Show]:
    """Return the shows of a talk, one after another, that can still be taken back."""
    from .show import read_show
    from .talk import after

    shows: list[Show] = []
    for document, turn in exhibitions(messages):
        shows = after(shows, turn, read_show(document))
    return shows


async def _worded(reply: Reply, messages: Sequence[Any], writer: Writer | None, curator: Curator) -> Reply:
    """Return the reply with a new show in its words; a show that was taken back, or is asked about, has them."""
    from .show import worded

    if reply.turn not in ("proposed", "changed"):
        return reply
    before = _shows(messages)[-1] if reply.turn == "changed" else None
    return replace(reply, show=await worded(reply.show, before, writer, curator.searcher))


def _chosen(reading: int | None, question: Question[Meant]) -> Meant:
    """Return the answer of that number; words that mean nothing leave no answers to choose from."""
    if reading is None or not 1 <= reading <= len(question.options):
        raise _AskedBack(question)
    return question.options[reading - 1].meant


def _asked(question: Question[Any], identity: str) -> tuple[str, Exhibited]:
    options = [option.said for option in question.options]
    content = render("observations/curate_asks", sentence=question.sentence, options=options)
    answers = [f"Answer {number}: {option}" for number, option in enumerate(options, 1)]
    itself = _passage(identity, "Brief", [question.sentence, *answers], ())
    return content, {"passages": [itself], "exhibition": None, "turn": "asked", "options": options}


def _impossible(impossible: Impossible, identity: str) -> tuple[str, Exhibited]:
    from .wording import rule_text
    from .words import worded

    told, brief = str(impossible), impossible.brief
    itself = _passage(identity, "Brief", [told], map(rule_text, brief.rules))
    return f"[{identity}] Brief\n{worded(brief)}\n{told}", {"passages": [itself], "exhibition": None, "turn": "impossible", "options": []}


def _told(reply: Reply, curator: Curator, identity: str) -> tuple[str, Exhibited]:
    from .show import told
    from .wording import rule_text
    from .words import worded

    show = reply.show
    explained = reply.turn == "explained"
    content = render(
        "observations/curate", id=identity, turn=reply.turn, said=reply.said, brief=worded(show.brief), title=show.title,
        statement=told(show.statement), sections=show.sections, told=told, line=_line,
        notes=[note for note in show.notes if note not in show.brief.assumed],
    )  # fmt: skip
    about = [] if explained else [said.text for said in show.statement]
    notes = () if explained else show.notes
    itself = _passage(identity, show.title, [*about, *reply.said, *notes], [rule_text(rule) for rule in show.brief.rules])
    passages = [itself, *([] if explained else _passages(show, curator))]
    lines = {} if explained else _lines(show)
    return content, {
        "passages": passages, "told": [lines.get(passage["id"], "") for passage in passages], "exhibition": asdict(show),
        "turn": reply.turn, "options": [],
    }  # fmt: skip


def _line(hung: Hung) -> str:
    """Return the line of a work: its number, by which a person may name it, facts, id."""
    label = hung.label
    facts = [label.title, label.maker, label.date, label.medium, label.dimensions]
    return render("observations/hung", number=hung.number, facts=facts, id=hung.piece.id)


def _lines(show: Show) -> dict[str, str]:
    """Return what the words for a model say of each work and of each passage with which a label begins, by id."""
    from .show import told

    begun = {text[0].cites[0]: told(text[:1]) for hung in reversed(show.works) if (text := hung.label.text) and text[0].cites}
    return begun | {hung.piece.id: _line(hung) for hung in show.works}


def _passages(show: Show, curator: Curator) -> list[Passage]:
    """Return the records of the works in hanging order, then the passages that labels and statement cite.

    A prompt that is too short for all of it leaves out the last first: the works are told of when what is told of them is not.
    """
    from .show.grounds import told_of

    hits: dict[str, Hit] = {}
    for hung in show.works:
        cited = {hung.piece.id, *(cite for said in (*hung.label.text, *show.statement) for cite in said.cites)}
        hits |= {hit.id: hit for hit in told_of(hung.piece, show.brief.theme, curator.searcher) if hit.id in cited}
    found = observed(list(hits.values()), curator.searcher.index)["passages"]
    return sorted(found, key=lambda passage: passage["kind"] != "record")


def _passage(identity: str, heading: str, told: Iterable[str], rules: Iterable[str]) -> Passage:
    """Return what is said of a show as a passage, so that it can be cited as what is said of a work can."""
    said = [part for text in told for part in sentences(_sentence(text))]
    return {
        "id": identity, "kind": "show", "heading": heading, "text": " ".join([*said, *map(_sentence, rules)]), "score": 1.0, "maxsim": 1.0,
        "why": "", "about": [], "source": "", "url": "", "licence": "",
        "sentences": [{"text": text, "maxsim": 1.0, "cosine": 1.0, "weakest": 1.0} for text in said],
    }  # fmt: skip


def _sentence(text: str) -> str:
    whole = " ".join(text.split())
    return whole[:1].upper() + whole[1:] + ("" if whole.endswith((".", "!", "?", "”")) else ".")
