"""Show a turn in a terminal: steps on stderr as they happen, the answer and its sources on stdout."""

from __future__ import annotations

import json
import sys
from collections.abc import AsyncIterator
from dataclasses import asdict

from rich.console import Console
from rich.markup import escape
from rich.status import Status

from retrieval.records import origin_text

from .ask import Answer, Event, StepDone, StepStarted, Token

steps_console = Console(stderr=True, highlight=False, emoji=False)
# Wrapped by the terminal and not by us: an answer that is piped on keeps its lines.
answer_console = Console(highlight=False, emoji=False, soft_wrap=True)
HEADINGS_SHOWN = 3


async def show(events: AsyncIterator[Event]) -> Answer:
    """Print events as they come; the draft streams by and the checked answer stays. Return the answer."""
    draft, answer = "", None
    with Status("thinking", console=steps_console) as status:
        async for event in events:
            match event:
                case StepStarted():
                    draft = ""
                    said = ", ".join(f"{name}={value!r}" for name, value in event.arguments.items() if value is not None)
                    steps_console.print(f"[cyan]→ {event.tool}[/cyan] {escape(said)}")
                case StepDone():
                    steps_console.print(f"[dim]← {escape(_came_back(event))}[/dim]")
                case Token():
                    draft += event.text
                    status.update(escape(" ".join(draft.split())[-100:]))
                case Answer():
                    answer = event
    if answer is None:
        raise RuntimeError("a turn ended without an answer")
    answer_console.print(escape(answer.answer))
    for citation in answer.citations:
        origin = origin_text(citation.source, citation.licence, citation.url)
        said = " · ".join(part for part in (citation.heading, origin) if part)
        answer_console.print(f"[dim]  {escape(f'[{citation.id}]')} {escape(said)}[/dim]")
    return answer


async def show_json(events: AsyncIterator[Event]) -> Answer:
    """Print one JSON document on stdout when the turn is over. Return the answer."""
    answer = [event async for event in events][-1]
    if not isinstance(answer, Answer):
        raise RuntimeError("a turn ended without an answer")
    sys.stdout.write(json.dumps(asdict(answer), ensure_ascii=False) + "\n")
    return answer


def _came_back(event: StepDone) -> str:
    took = f"{event.step.milliseconds:.0f} ms" if event.step.milliseconds is not None else ""
    if event.step.error:
        return f"{event.step.error} ({took})"
    ids = ", ".join(event.step.result_ids[:HEADINGS_SHOWN])
    more = f" and {len(event.step.result_ids) - HEADINGS_SHOWN} more" if len(event.step.result_ids) > HEADINGS_SHOWN else ""
    first = f": {event.headings[0]}" if event.headings else ""
    return f"{ids}{more}{first} ({took})" if ids else f"nothing ({took})"
