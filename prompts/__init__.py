"""Every text that the model reads. `render` is strict: a template gets exactly the values that it names."""

from __future__ import annotations

import functools
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, meta

FOLDER = Path(__file__).parent


def render(name: str, /, **values: object) -> str:
    """Render the template `name` (a path below `prompts/` without `.md`).

    Raises:
        TypeError: a value that the template names is missing, or one is given that it does not name.
    """
    wanted = variables(name)
    if wanted != values.keys():
        missing, extra = sorted(wanted - values.keys()), sorted(values.keys() - wanted)
        raise TypeError(f"prompt {name}: missing {missing}, not wanted {extra}")
    return _environment().get_template(f"{name}.md").render(values).strip()


@functools.cache
def variables(name: str) -> frozenset[str]:
    """Return the names of the values that a template needs."""
    source = (FOLDER / f"{name}.md").read_text(encoding="utf-8")
    return frozenset(meta.find_undeclared_variables(_environment().parse(source)))


def names() -> list[str]:
    """Return the names of all templates."""
    return sorted(str(p.relative_to(FOLDER).with_suffix("")) for p in FOLDER.rglob("*.md"))


@functools.cache
def _environment() -> Environment:
    # The texts are read by a model, not by a browser: nothing is escaped.
    return Environment(loader=FileSystemLoader(FOLDER), undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, autoescape=False)  # noqa: S701
