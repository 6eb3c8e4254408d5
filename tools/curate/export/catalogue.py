"""A show as a PDF catalogue: cover, statement, walls to scale, a label for each work, checklist and notes."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from prompts import render
from tools.curate.show import Hung, Said, Section, Show, told, tombstone
from tools.curate.wording import rule_text

from .fonts import BODY, BOLD, ITALIC, has_eastern, marked, missing, register
from .geometry import tint, wall_views
from .notes import LeftOutTogether, left_out_of, notes_of, records_of, untold
from .summary import figure_lines

MARGIN = 62.0
# Half a page for each work, and less for one that only its outline stands for.
MOST_PICTURE_WIDTH, MOST_PICTURE_HEIGHT = 208.0, 262.0
MOST_OUTLINE_HEIGHT = 130.0
# What reportlab leaves free around everything on a page.
_FRAME_PADDING = 12.0


def pdf_bytes(show: Show, pictures: Mapping[str, bytes]) -> bytes:
    """Return the catalogue."""
    from reportlab.lib.pagesizes import A4
    from reportlab.platypus import SimpleDocTemplate

    register()
    written = io.BytesIO()
    document = SimpleDocTemplate(
        written, pagesize=A4, leftMargin=MARGIN, rightMargin=MARGIN, topMargin=MARGIN, bottomMargin=MARGIN, title=show.title,
        author="Cicerone", lang="en", invariant=True,
    )  # fmt: skip
    drawn = Catalogue(show, pictures, document.width - _FRAME_PADDING, document.height - _FRAME_PADDING)
    document.build(list(drawn.flowables()), onFirstPage=drawn.cover_ground, onLaterPages=drawn.foot)
    return written.getvalue()


class Catalogue:
    """The parts of a catalogue in order, for a page of so many points."""

    def __init__(self, show: Show, pictures: Mapping[str, bytes], width: float, height: float) -> None:
        self.show, self.width, self.height = show, width, height
        self.styles = _styles()
        self.notes = notes_of(show)
        self._numbers = {note.source.id: note.number for note in self.notes}
        self._jpegs = pictures
        self._pictures = {work: _reader(jpeg) for work, jpeg in pictures.items()}

    def flowables(self) -> Iterator[Any]:
        """Yield everything that is printed."""
        from reportlab.platypus import PageBreak

        yield from self._cover()
        yield PageBreak()
        yield from self._walls()
        for section in self.show.sections:
            yield from self._section(section)
        yield PageBreak()
        yield from self._checklist()
        yield from self._apparatus()

    def cover_ground(self, canvas: Any, _: Any) -> None:
        """Colour the cover."""
        from reportlab.lib.colors import HexColor

        canvas.saveState()
        canvas.setFillColor(HexColor("#efece6"))
        canvas.rect(0, 0, *canvas._pagesize, stroke=0, fill=1)
        canvas.restoreState()

    def foot(self, canvas: Any, document: Any) -> None:
        """Number a page."""
        canvas.saveState()
        canvas.setFont(BODY, 8)
        canvas.drawCentredString(canvas._pagesize[0] / 2, MARGIN / 2, str(document.page))
        canvas.restoreState()

    def _cover(self) -> Iterator[Any]:
        from reportlab.platypus import Spacer

        works = len(self.show.works)
        yield Spacer(1, self.height * 0.2)
        yield self._words(f"Exhibition proposal · {works} {'work' if works == 1 else 'works'}", "kicker")
        yield self._words(self.show.title, "cover")
        yield Spacer(1, 26)
        yield self._marked(self._text(self.show.statement), "lead")

    def _walls(self) -> Iterator[Any]:
        from reportlab.platypus import KeepTogether, Spacer

        from .plan import WallDrawing, common_scale

        yield self._words("The walls", "heading")
        views = wall_views(self.show)
        scale = common_scale(views, self.width, self.height * 0.4)
        for view in views:
            said = f"Wall {view.number}, {view.length / 100:.2f} m, to scale. The person is 170 cm tall."
            dashed = "" if all(box.hung.measured for box in view.boxes) else " A dashed outline is a size that the catalogue does not tell."
            drawing = WallDrawing(view, scale, self._pictures.get)
            yield KeepTogether([drawing, self._words(said + dashed, "small"), Spacer(1, 16)])

    def _section(self, section: Section) -> Iterator[Any]:
        from reportlab.platypus import KeepTogether, Spacer

        head = [self._words(section.title, "heading"), self._words(section.reason, "reason"), Spacer(1, 12)] if section.title else []
        for at, hung in enumerate(section.works):
            yield KeepTogether([*(head if at == 0 else []), self._work(hung), Spacer(1, 26)])

    def _work(self, hung: Hung) -> Any:
        """Return a work's picture beside its label."""
        from reportlab.platypus import Table

        table = Table([[self._picture(hung), self._label(hung)]], colWidths=[MOST_PICTURE_WIDTH + 22, self.width - MOST_PICTURE_WIDTH - 22])
        table.setStyle([("VALIGN", (0, 0), (-1, -1), "TOP"), ("LEFTPADDING", (0, 0), (-1, -1), 0), ("RIGHTPADDING", (0, 0), (-1, -1), 0)])
        return table

    def _label(self, hung: Hung) -> list[Any]:
        lines = tombstone(hung.label, marked, lambda title: f"<i>{title}</i>")
        first, *others = lines
        parts = [self._words(str(hung.number), "number"), self._marked(first, "maker" if not first.startswith("<i>") else "fact")]
        parts += [self._marked(line, "fact") for line in others]
        return [*parts, *([self._marked(self._text(hung.label.text), "text")] if hung.label.text else [])]

    def _picture(self, hung: Hung) -> Any:
        from reportlab.lib.colors import HexColor
        from reportlab.platypus import Image, Table

        reader = self._pictures.get(hung.piece.id)
        wide, high = reader.getSize() if reader else (hung.width_cm, hung.height_cm)
        scale = min(MOST_PICTURE_WIDTH / wide, (MOST_PICTURE_HEIGHT if reader else MOST_OUTLINE_HEIGHT) / high)
        if reader:
            return Image(io.BytesIO(self._jpegs[hung.piece.id]), wide * scale, high * scale, hAlign="LEFT")
        # Stands in for the picture: the work's own proportions, in the colour that it has on the wall.
        room = wide * scale > 60 and high * scale > 40
        title = self._words(hung.label.title, "in_picture") if room else ""
        ground = Table([[title]], colWidths=[max(wide * scale, 12)], rowHeights=[max(high * scale, 12)], hAlign="LEFT")
        ground.setStyle([("BACKGROUND", (0, 0), (-1, -1), HexColor(tint(hung.piece.id))), ("VALIGN", (0, 0), (-1, -1), "MIDDLE")])
        return ground

    def _checklist(self) -> Iterator[Any]:
        from reportlab.lib.colors import HexColor
        from reportlab.platypus import Table

        yield self._words("Checklist", "heading")
        rows: list[list[Any]] = [[self._words(name, "cell_head") for name in ("", "Artist", "Title, date", "Medium, dimensions", "Lender")]]
        for hung in self.show.works:
            label = hung.label
            title = f"<i>{marked(label.title)}</i>{marked(f', {label.date}') if label.date else ''}"
            medium = ", ".join(part for part in (label.medium, label.dimensions) if part)
            lender = ", ".join(part for part in (hung.piece.holder or label.credit, label.accession) if part)
            cells = (str(hung.number), label.maker, title, medium, lender)
            rows.append([self._marked(text, "cell") if at == 2 else self._words(text, "cell") for at, text in enumerate(cells)])
        table = Table(rows, colWidths=[self.width * part for part in (0.05, 0.19, 0.27, 0.25, 0.24)], repeatRows=1)
        table.setStyle([("VALIGN", (0, 0), (-1, -1), "TOP"), ("LINEBELOW", (0, 0), (-1, -1), 0.3, HexColor("#cfc6b8")),
                        ("LEFTPADDING", (0, 0), (-1, -1), 0), ("TOPPADDING", (0, 0), (-1, -1), 4)])  # fmt: skip
        yield table

    def _apparatus(self) -> Iterator[Any]:
        show = self.show
        parts = {
            "The rules of the brief": [rule_text(rule) for rule in show.brief.rules],
            "Assumed": [note for note in (*show.notes, untold(show)) if note],
            "Left out": [_left_out(each) for each in left_out_of(show)],
            "In figures": figure_lines(show),
            "Notes": [f"{note.number}. {note.text}" for note in self.notes],
            "Records": records_of(show),
            "Letters": self._letters(),
        }
        for heading, lines in parts.items():
            if lines:
                yield self._words(heading, "small_heading")
                yield from (self._words(line, "small") for line in lines)

    def _letters(self) -> list[str]:
        """Say what cannot be written with the fonts at hand."""
        said = [part for hung in self.show.works for part in (hung.label.title, hung.label.maker, told(hung.label.text))]
        whole = "".join([self.show.title, *said])
        return render("curate/letters", lacking=len(missing(whole)), eastern=has_eastern(whole)).splitlines()

    def _text(self, text: Sequence[Said]) -> str:
        return " ".join(f"{marked(said.text)}{''.join(self._mark(cite) for cite in said.cites)}" for said in text)

    def _mark(self, cite: str) -> str:
        return f'<super size="6"> {self._numbers[cite]}</super>' if cite in self._numbers else ""

    def _words(self, text: str, style: str) -> Any:
        return self._marked(marked(text), style)

    def _marked(self, text: str, style: str) -> Any:
        from reportlab.platypus import Paragraph

        return Paragraph(text, self.styles[style])


def _left_out(together: LeftOutTogether) -> str:
    works = [
        f"{', '.join(filter(None, (left.piece.title, left.piece.maker)))} (number {left.rank} by relevance)" for left in together.works
    ]
    return f"{'; '.join(works)}. {together.reason}"


def _reader(jpeg: bytes) -> Any:
    from reportlab.lib.utils import ImageReader

    return ImageReader(io.BytesIO(jpeg))


def _styles() -> dict[str, Any]:
    """Return the styles of paragraphs by name."""
    from reportlab.lib.colors import HexColor
    from reportlab.lib.enums import TA_CENTER, TA_LEFT
    from reportlab.lib.styles import ParagraphStyle

    ink, soft, accent = HexColor("#22201d"), HexColor("#5d574f"), HexColor("#7a2e1d")
    # Name: font, size, leading, colour, space before, space after.
    given = {
        "kicker": (BODY, 9, 13, accent, 0, 10), "cover": (BODY, 34, 40, ink, 0, 0), "lead": (BODY, 12, 18.5, ink, 0, 0),
        "heading": (BODY, 20, 25, ink, 0, 8), "reason": (ITALIC, 10.5, 15, soft, 0, 0), "number": (BOLD, 9, 12, accent, 0, 3),
        "maker": (BOLD, 11.5, 15, ink, 0, 1), "fact": (BODY, 9.5, 13.4, ink, 0, 0), "text": (BODY, 9.8, 14.6, ink, 9, 0),
        "small": (BODY, 7.8, 11.2, soft, 2, 0), "small_heading": (BOLD, 9, 12, ink, 14, 2),
        "in_picture": (ITALIC, 9, 12, ink, 0, 0), "cell": (BODY, 7.6, 10.2, ink, 0, 0), "cell_head": (BOLD, 7.6, 10.2, ink, 0, 0),
    }  # fmt: skip
    return {
        name: ParagraphStyle(
            name,
            fontName=font,
            fontSize=size,
            leading=leading,
            textColor=colour,
            spaceBefore=before,
            spaceAfter=after,
            alignment=TA_CENTER if name == "in_picture" else TA_LEFT,
        )
        for name, (font, size, leading, colour, before, after) in given.items()
    }
