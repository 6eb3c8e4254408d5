"""What a call may come back with, read from how it was bound."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Wanted:
    """`tools` may be called (none: calls are dropped); `forced`, one must be; `json`, the words must be JSON."""

    tools: frozenset[str] = frozenset()
    forced: bool = False
    json: bool = False

    @classmethod
    def of(cls, kwargs: Mapping[str, Any]) -> Wanted:
        """Read the arguments of a bound model.

        >>> tool = {"function": {"name": "search"}}
        >>> Wanted.of({"tools": [tool], "tool_choice": "required"})
        Wanted(tools=frozenset({'search'}), forced=True, json=False)
        >>> Wanted.of({"tools": [tool], "tool_choice": "none"}).tools
        frozenset()
        """
        tools = frozenset(tool["function"]["name"] for tool in kwargs.get("tools") or ())
        match kwargs.get("tool_choice"):
            case {"function": {"name": str(name)}}:
                return cls(frozenset({name}), forced=True)
            case "required":
                return cls(tools, forced=True)
            case "none":
                tools = frozenset()
            case _:
                pass
        return cls(tools, json="response_format" in kwargs)
