"""A language model that writes what a test says, and keeps what it was asked."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Callable, Mapping
from typing import Any

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, BaseMessage
from langchain_core.outputs import ChatGeneration, ChatResult
from pydantic import Field

from agents.brains import Brain, Replies
from agents.writing import BrainWriter
from retrieval.encoders import Encoder

Says = Callable[[str], str]


class Pen(BaseChatModel):
    """Answers each question by `says`, after `seconds`; `most` is how many it was asked at once, `stopped` how many were broken off."""

    says: Says
    seconds: float = 0
    asked: list[str] = Field(default_factory=list)
    running: int = 0
    most: int = 0
    stopped: int = 0

    @property
    def _llm_type(self) -> str:
        return "pen"

    def _generate(self, *args: Any, **kwargs: Any) -> ChatResult:
        raise NotImplementedError

    async def _agenerate(self, messages: list[BaseMessage], *args: Any, **kwargs: Any) -> ChatResult:
        assert kwargs["response_format"]["json_schema"]["strict"]
        self.asked.append(messages[-1].text if len(messages) == 1 else f"AGAIN {messages[-1].text}")
        self.running += 1
        self.most = max(self.most, self.running)
        try:
            await asyncio.sleep(self.seconds)
            return ChatResult(generations=[ChatGeneration(message=AIMessage(self.says(messages[-1].text)))])
        except asyncio.CancelledError:
            self.stopped += 1
            raise
        finally:
            self.running -= 1


def works_in(question: str) -> list[str]:
    """Return the works whose labels are asked for."""
    return re.findall(r"^Work (\S+): ", question, re.MULTILINE) if "labels of a museum" in question else []


def writing(texts: Mapping[str, str], title: str = "", statement: str = "") -> Says:
    """Return what a model says that writes these texts, by work, this title and this statement."""

    def says(question: str) -> str:
        if works := works_in(question):
            return json.dumps({"labels": [{"work": work, "text": texts.get(work, "")} for work in works]})
        return json.dumps({"title": title, "statement": statement})

    return says


def writer(pen: BaseChatModel, encoder: Encoder, tokens: int = 1024, seconds: float = 20, room: int | None = None) -> BrainWriter:
    return BrainWriter(Brain(pen, "pen", "", room), encoder, Replies(tokens, seconds))
