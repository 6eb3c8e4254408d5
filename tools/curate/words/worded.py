"""A brief as it was understood, in plain lines for the person who asked."""

from __future__ import annotations

from prompts import render
from tools.curate.brief import Brief, InTurn
from tools.curate.wording import rule_text, works_text

from .named import LANGUAGES

_ORDERS: dict[InTurn, str] = {
    "oldest": "oldest first", "newest": "newest first", "smallest": "smallest first", "largest": "largest first", "maker": "by maker",
}  # fmt: skip


def worded(brief: Brief) -> str:
    """Show a brief as it was understood: theme, size, each rule with the words that it comes from, what was assumed."""
    names = {code: name.capitalize() for name, code in reversed(LANGUAGES.items())}
    return render(
        "curate/brief",
        title=brief.title or "",
        theme=brief.theme,
        size=works_text(brief.size),
        order=_ORDERS[brief.order] if brief.order else "",
        rules=[{"text": rule_text(rule), "said": rule.said} for rule in brief.rules],
        audience="" if brief.audience == "general" else brief.audience,
        language="" if brief.language == "en" else names.get(brief.language, brief.language),
        assumed=list(brief.assumed),
    )
