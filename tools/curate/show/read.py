"""Read a show back from its JSON."""

from __future__ import annotations

import functools
import json
from collections.abc import Mapping
from typing import Any

from pydantic import TypeAdapter

from .records import Show


def read_show(document: Mapping[str, Any]) -> Show:
    """Return the show whose `dataclasses.asdict` a document is, as it stands or from JSON."""
    # By way of JSON rules, where a list is a tuple.
    return _adapter().validate_json(json.dumps(document))


@functools.cache
def _adapter() -> TypeAdapter[Show]:
    return TypeAdapter(Show)
