"""The answers of a run that is not done: each is on disk as soon as it is there, and the same command goes on from them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from retrieval.errors import SourceError

from .predictions import Prediction, line_of, read_lines


@dataclass(frozen=True, slots=True)
class Unfinished:
    """A file of answers below a line that tells which run they are of: `about`, from names to values.

    It goes when the run is done, so that a run begun anew asks anew.
    """

    file: Path
    about: Mapping[str, str]

    def taken_up(self) -> dict[str, Prediction]:
        """Return the answers by id, without those that broke, and make the file ready for more.

        Raises:
            SourceError: they are of another run, or a line is no answer.
        """
        kept = {i: each for i, each in self._read().items() if each.error is None}
        self.file.parent.mkdir(parents=True, exist_ok=True)
        lines = [json.dumps(dict(self.about), ensure_ascii=False) + "\n", *map(line_of, kept.values())]
        self.file.write_text("".join(lines), encoding="utf-8")
        return kept

    def keep(self, prediction: Prediction) -> None:
        """Write an answer."""
        with self.file.open("a", encoding="utf-8") as lines:
            lines.write(line_of(prediction))

    def done(self) -> None:
        """Delete the file, for what it held stands elsewhere."""
        self.file.unlink(missing_ok=True)

    def _read(self) -> dict[str, Prediction]:
        if not self.file.is_file():
            return {}
        # What a killed run left of its last line has no end: the question is asked again.
        head, *lines = self.file.read_text(encoding="utf-8").split("\n")[:-1] or [""]
        if differing := self._differing(head):
            told = "; ".join(differing)
            raise SourceError(
                f"{self.file} holds answers of another run ({told}); finish that one, delete the file, or give another --report"
            )
        return read_lines(lines, self.file, first=2)

    def _differing(self, head: str) -> list[str]:
        if not head:
            return []
        try:
            found = json.loads(head)
        except json.JSONDecodeError:
            found = None
        before = cast("dict[str, object]", found) if isinstance(found, dict) else {}
        return [f"its {name} {before.get(name, 'unknown')}, now {value}" for name, value in self.about.items() if before.get(name) != value]
