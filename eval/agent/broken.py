"""A tool that is out of order, for tasks that ask how the agent copes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from langchain_core.callbacks import AsyncCallbackManagerForToolRun, CallbackManagerForToolRun
from langchain_core.tools import BaseTool

from prompts import render
from tools.errors import ToolError
from tools.observation import Observation

from .task import Fault


class BrokenTool(BaseTool):
    """Stands in for a tool: same name, same schema; the first calls fail as the fault says, later ones reach the tool."""

    whole: BaseTool
    fault: Fault
    calls: int = 0

    def __init__(self, whole: BaseTool, fault: Fault) -> None:
        # The fields of BaseTool that make up what a model is shown of it.
        shown: dict[str, Any] = {"name": whole.name, "description": whole.description, "args_schema": whole.args_schema}
        super().__init__(whole=whole, fault=fault, response_format="content_and_artifact", **shown)

    def _run(self, *args: Any, run_manager: CallbackManagerForToolRun | None = None, **kwargs: Any) -> tuple[str, Observation]:
        raise NotImplementedError("the graph calls its tools asynchronously; use ainvoke")

    async def _arun(self, *args: Any, run_manager: AsyncCallbackManagerForToolRun | None = None, **kwargs: Any) -> tuple[str, Observation]:
        self.calls += 1
        if self.fault.times is not None and self.calls > self.fault.times:
            done = await self.whole.ainvoke({"name": self.name, "args": kwargs, "id": "broken", "type": "tool_call"})
            return done.content, done.artifact
        if self.fault.how == "refuses":
            raise ToolError(render("refusals/out_of_order", tool=self.name))
        return render("observations/search", hits=[], query=str(kwargs.get("query", "")), filters=""), {"passages": []}


def with_fault(tools: Sequence[BaseTool], fault: Fault | None) -> list[BaseTool]:
    """Return the tools, the one that the fault names broken."""
    return [BrokenTool(tool, fault) if fault and tool.name == fault.tool else tool for tool in tools]
