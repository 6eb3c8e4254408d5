"""What the model is offered and how the graph runs, as files that a change must change too (`GOLDEN=write`)."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from langchain_core.utils.function_calling import convert_to_openai_tool

from agents.assemble import tools_for
from agents.graph import build_graph
from retrieval.pictures import PictureStore
from retrieval.search import Searcher
from tests.agents.conftest import LettersEncoder
from tools.curate.relevance.likeness import Encodings

Golden = Callable[[str, str], None]


def test_the_graph_is_as_drawn(searcher: Searcher, tmp_path: Path, golden: Golden) -> None:
    graph = build_graph(tools_for(searcher, PictureStore(tmp_path), Encodings(LettersEncoder())))
    golden("graph.mmd", graph.get_graph().draw_mermaid().strip())


def test_the_tools_have_these_schemas(searcher: Searcher, tmp_path: Path, golden: Golden) -> None:
    schemas = [convert_to_openai_tool(tool) for tool in tools_for(searcher, PictureStore(tmp_path), Encodings(LettersEncoder()))]
    golden("tools.json", json.dumps(schemas, indent=2, ensure_ascii=False))
