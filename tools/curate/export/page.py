"""A show as one web page with its walls drawn to scale; nothing is loaded from elsewhere."""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from markupsafe import Markup, escape

from tools.curate.brief import GAP_CM
from tools.curate.show import Hung, Label, Said, Show, tombstone
from tools.curate.show.measures import EYE_LINE_CM, PLINTH_CM
from tools.curate.wording import rule_text

from .geometry import PERSON_CM, Box, wall_views, wrapped
from .notes import left_out_of, notes_of, records_of, untold
from .summary import figure_lines

TEMPLATE = "page.html.jinja"
# A title stands in a work's outline in letters of this height, each about half as wide.
LETTER_CM = 8.5


@dataclass(frozen=True, slots=True)
class TitleLines:
    """The lines of a title that fit into an outline, each with the height of its foot above the outline's lower edge."""

    lines: tuple[tuple[str, float], ...]


def html_bytes(show: Show, pictures: Mapping[str, bytes]) -> bytes:
    """Return the page."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    notes, walls = notes_of(show), wall_views(show)
    numbers = {note.source.id: note.number for note in notes}
    page = environment.get_template(TEMPLATE).render(
        show=show, walls=walls, longest=max((wall.length for wall in walls), default=0.0), notes=notes, records=records_of(show),
        left_out=left_out_of(show), figures=figure_lines(show), aloud=[note for note in (*show.notes, untold(show)) if note],
        rules=[rule_text(rule) for rule in show.brief.rules], pictures={work: data_url(jpeg) for work, jpeg in pictures.items()},
        tombstone=_tombstone, text=lambda text: _text(text, numbers), title_lines=_title_lines,
        eye=EYE_LINE_CM, person=PERSON_CM, plinth=PLINTH_CM, gap=GAP_CM, letter=LETTER_CM, framed=is_framed,
    )  # fmt: skip
    return page.encode("utf-8", "replace")


def data_url(jpeg: bytes) -> str:
    """Return a JPEG as an address that holds it."""
    return f"data:image/jpeg;base64,{base64.b64encode(jpeg).decode()}"


def is_framed(hung: Hung) -> bool:
    """Say whether a work is drawn in a frame: it hangs, and is neither cloth nor wall."""
    kind = (hung.piece.type or "").casefold()
    return hung.support == "wall" and not any(word in kind for word in ("textile", "fresco", "mosaic", "mask", "relief"))


def _tombstone(label: Label) -> list[Markup]:
    """Return a label's lines, everything in them escaped."""
    lines = tombstone(label, lambda text: str(escape(" ".join(text.split()))), lambda title: f"<cite>{title}</cite>")
    return [Markup(line) for line in lines]  # noqa: S704 - each fact was escaped before it was put into the template


def _text(text: Sequence[Said], numbers: Mapping[str, int]) -> Markup:
    parts = [escape(said.text) + Markup("").join(_mark(numbers[cite]) for cite in said.cites if cite in numbers) for said in text]
    return Markup(" ").join(parts)


def _mark(number: int) -> Markup:
    return Markup('<sup><a href="#note-{0}" aria-label="note {0}">{0}</a></sup>').format(number)


def _title_lines(box: Box) -> TitleLines:
    lines = wrapped(box.hung.label.title, box.width - 8, LETTER_CM * 0.53, int((box.height - 6) / (LETTER_CM * 1.25)))
    middle = box.height / 2 + LETTER_CM * 1.25 * len(lines) / 2
    return TitleLines(tuple((line, middle - LETTER_CM * 1.25 * (at + 0.8)) for at, line in enumerate(lines)))
