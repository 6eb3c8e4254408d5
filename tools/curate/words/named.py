"""Works that a brief names by id or title, the show's title, who it is for and its language."""

from __future__ import annotations

import re

from tools.curate.brief import Rule, Trait
from tools.curate.wording import listed

from .called import called_so, read_called
from .draft import Draft
from .vocabulary import Vocabulary, folded_title

_ID = r"[A-Za-z][A-Za-z0-9_-]*:[A-Za-z0-9][\w.:/-]*[\w/]|[A-Za-z][A-Za-z0-9_-]*:[A-Za-z0-9]"
_IN = (
    r"(?:it\s+|they\s+)?(?:must\s+|should\s+|has to\s+)?(?:includ(?:e|es|ing)|contain(?:s|ing)?|have|has|featur(?:e|es|ing)"
    r"|show|keep|add|use|with|start with)"
)
_OUT = (
    r"(?:(?:do not|don't|must not|should not|never)\s+(?:include|use|show|have)|but not|not|without|excluding|exclude"
    r"|except(?: for)?|leave out|omit|no|avoid|minus)"
)
_IDS = re.compile(
    rf"(?<![\w-])(?:(?P<out>{_OUT})|(?P<in>{_IN}))\s*:?\s*(?:the\s+)?(?:works?\s+)?(?P<ids>(?:{_ID})(?:(?:\s*,\s*(?:and\s+)?"
    rf"|\s+and\s+|\s+or\s+|\s+)(?:{_ID}))*)",
    re.IGNORECASE,
)
_LONE_ID = re.compile(rf"(?<![\w:/-])(?:{_ID})")
_WAY = re.compile(
    r"\s+(?:(?:should|must|has to|is to|can|may|needs to)\s+)?(?:be\s+)?(?:(?P<out>out|left out|excluded|omitted|dropped|go)"
    r"|in|included|there)(?![\w-])",
    re.IGNORECASE,
)
_WORK_LED = re.compile(rf"(?<![\w-])(?:(?P<out>{_OUT})|(?P<in>{_IN}))\s+(?P<title>\"[^\"]{{2,80}}\"|[^,;.:\n\"¦]{{3,80}})", re.IGNORECASE)
_TITLE = re.compile(
    r"(?<![\w-])(?:(?:is|to be|and|it)\s+)*(?:called|titled|entitled|named|under the title|(?:with )?(?:the )?title(?: is|:"
    r"|=)?|call it|name it)\s*:?\s*(?:\"(?P<quoted>[^\"\n]{1,120})\"|(?<![\w])'(?P<single>[^'\n]{2,120})'(?!\w)"
    r"|(?P<plain>[A-ZÀ-Þ][^,;.\n¦\"]{1,80}))",
)
_AUDIENCES = {
    "children": r"children|kids|young visitors|little ones",
    "families": r"famil(?:y|ies)|parents and children|children and (?:their )?parents",
    "schools": r"school (?:groups?|classes|children)|schools?|schoolchildren|pupils",
    "teenagers": r"teen(?:ager)?s|young people|adolescents|youth",
    "students": r"students|undergraduates|university classes",
    "specialists": r"specialists|experts|scholars|connoisseurs|art historians|academics",
    "older visitors": r"older (?:people|visitors|adults)|seniors|the elderly",
    "beginners": r"beginners|newcomers|first-time visitors|people new to art",
    "general": r"(?:the )?general (?:public|audience|visitors?)|everyone|everybody|adults|all ages|tourists",
}
_AUDIENCE = re.compile(
    r"(?<![\w-])(?:(?:is |which is |and |written )?(?:for|aimed at|suitable for|meant for|addressed to|intended for)"
    r"|audience(?: is)?:?)\s+(?:(?:an?|our|the|very|mostly|primary|secondary|audience of|groups? of|visiting)\s+)*(?:"
    + "|".join(f"(?P<a{at}>{said})" for at, said in enumerate(_AUDIENCES.values()))
    + r")(?![\w-])(?:\s+(?:aged?|of|from)\s+\d+(?:\s*(?:-|to|and)\s*\d+)?(?:\s+years)?)?",
    re.IGNORECASE,
)
# “A family show on animals”.
_SHOW_FOR = re.compile(
    r"(?<![\w-])(?:(?P<children>children's|kids'?|child-friendly)|(?P<families>famil(?:y|ies)(?:-friendly)?)|(?P<schools>schools?|school's)"
    r"|(?P<teenagers>teen(?:age|agers')?)|(?P<students>students?'?))\s+(?=(?:exhibition|show|display|room|trail|tour"
    r"|presentation)s?(?![\w-]))",
    re.IGNORECASE,
)
LANGUAGES: dict[str, str] = {
    pair.partition("=")[0]: pair.partition("=")[2]
    for pair in (
        "english=en french=fr german=de spanish=es italian=it dutch=nl portuguese=pt chinese=zh mandarin=zh japanese=ja korean=ko "
        "arabic=ar "
        "russian=ru swedish=sv norwegian=no danish=da finnish=fi polish=pl turkish=tr greek=el hindi=hi welsh=cy irish=ga czech=cs "
        "catalan=ca hungarian=hu hebrew=he ukrainian=uk persian=fa maori=mi māori=mi"
    ).split()
}
_TEXTS = r"(?:(?:object |wall )?labels?|wall ?texts?|texts?|captions?|descriptions?|statement|catalogue|everything)"
_NAMES = "|".join(LANGUAGES)
_LANGUAGE = re.compile(

        rf"(?<![\w-])(?:(?:with|and|all|the|please|write)\s+)*(?:{_TEXTS}(?:\s*(?:,|and"
        rf"|&)\s*(?:the\s+)?{_TEXTS})*\s*(?:should be|must be|are|is|to be|:)?\s*(?:written\s+)?in\s+(?P<after>{_NAMES})"
        rf"|(?P<before>{_NAMES})(?:[- ]language)?\s+{_TEXTS}"
    rf"|(?:written|write it|language:?)\s+(?:in\s+)?(?P<alone>{_NAMES}))(?![\w-])(?:\s+please)?", re.IGNORECASE,
)  # fmt: skip


def read_title(draft: Draft, vocabulary: Vocabulary) -> None:
    """Take out what the show is called."""
    for found in draft.found(_TITLE):
        plain = found["plain"]
        start, end = found.span("quoted") if found["quoted"] else found.span("single") if found["single"] else found.span("plain")
        draft.title = draft.title or (draft.asked[start:end].strip() if not plain else _untilled(draft.asked[start:end]))
        draft.take(found.start(), end if plain is None else start + len(draft.title))


def _untilled(said: str) -> str:
    """Cut a title without quotation marks where the brief goes on."""
    return re.split(r"\s+(?=(?:with|about|on|for|at|no|only|and)\b\s)", said, maxsplit=1)[0].strip()


def read_audience(draft: Draft, vocabulary: Vocabulary) -> None:
    """Take out whom the show is for, and the language of its labels."""
    for found in draft.found(_AUDIENCE):
        draft.audience = next(name for at, name in enumerate(_AUDIENCES) if found[f"a{at}"])
        draft.take(found.start(), found.end())
    for found in draft.found(_SHOW_FOR):
        draft.audience = next(name for name, said in found.groupdict().items() if said)
        draft.take(found.start(), found.end())
    for found in draft.found(_LANGUAGE):
        said = found["after"] or found["before"] or found["alone"]
        draft.language = LANGUAGES[said.lower()]
        draft.take(found.start(), found.end())


def read_works(draft: Draft, vocabulary: Vocabulary) -> None:
    """Take out the works that must or must not be in, by id or by title."""
    for found in draft.found(_IDS):
        ids = tuple(dict.fromkeys(re.findall(_ID, found["ids"])))
        _named(draft, found.start(), found.end(), ids, vocabulary, out=bool(found["out"]))
    for found in draft.found(_LONE_ID):
        if found[0] in vocabulary.ids:
            way = _WAY.match(draft.left, found.end())
            end = way.end() if way else found.end()
            _named(draft, found.start(), end, (found[0],), vocabulary, out=bool(way and way["out"]))
        elif found[0].partition(":")[0] in vocabulary.prefixes:
            draft.assume(f"There is no work {draft.take(*found.span())} in the collection.")
    read_called(draft, vocabulary)
    for found in draft.found(_WORK_LED):
        _by_title(draft, found, vocabulary)


def _named(draft: Draft, start: int, end: int, ids: tuple[str, ...], vocabulary: Vocabulary, *, out: bool) -> None:
    called = listed([f"“{title}”" for identity in ids if (title := vocabulary.called.get(identity))], "and")
    draft.rule(start, end, Rule(kind="exclude" if out else "include", trait=Trait(ids=ids, called=called)))
    for identity in ids:
        if vocabulary.ids and identity not in vocabulary.ids:
            draft.assume(f"There is no work {identity} in the collection.")


def _by_title(draft: Draft, found: re.Match[str], vocabulary: Vocabulary) -> None:
    """Keep a work that is named by its title, the longest title that begins there."""
    said, start = found["title"], found.start("title")
    ends = [len(said)] if said.startswith('"') else [m.end() for m in re.finditer(r"[^\s]+", said)][::-1]
    for end in ends:
        title = said[:end].strip("\"' ")
        by_maker = called_so(title, vocabulary) if "'" in title or " by " in title else None
        ids = vocabulary.titles.get(folded_title(title), ()) or (by_maker.ids if by_maker else ())
        # “With night” is a theme even where a work is called Night: a title is quoted, or has a capital, or is of several words.
        if ids and (said.startswith('"') or re.sub(r"^(?:the|a|an)\s+", "", title)[:1].isupper() or len(title.split()) > 2):
            if len(ids) > 1 and not found["out"]:
                draft.assume(f"{len(ids)} works are called “{title}”; the first of them, {ids[0]}, was taken.")
                ids = ids[:1]
            _named(draft, found.start(), start + end, ids, vocabulary, out=bool(found["out"]))
            _listed(draft, start + end, vocabulary, out=bool(found["out"]))
            return


def _listed(draft: Draft, at: int, vocabulary: Vocabulary, *, out: bool) -> None:
    """Take out the works that are named after another: “must have the Slave Ship and the Raft of the Medusa”."""
    while joint := _AND.match(draft.left, at):
        said = re.compile(r"[^,;.:\n\"¦]*").match(draft.left, joint.end())
        ends = [joint.end() + word.end() for word in re.finditer(r"\S+", said[0])][::-1] if said else []
        at_end = next(((end, called) for end in ends if (called := called_so(draft.left[joint.end() : end], vocabulary))), None)
        if at_end is None:
            return
        end, called = at_end
        _named(draft, joint.start(), end, called.ids if out else called.ids[:1], vocabulary, out=out)
        at = end


_AND = re.compile(r"\s*(?:,\s*(?:and\s+)?|and\s+)", re.IGNORECASE)
