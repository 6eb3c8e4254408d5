"""Templates that dress words up, stand for a sign, or carry no words at all."""

from __future__ import annotations

import re
from collections.abc import Mapping

from retrieval.wiki.marks import BREAK, HOLE

from .arguments import Arguments, Wording, first, last, listed, nothing, second, sign


def _quote(arguments: Arguments) -> str:
    words = arguments.get("text", "quote", "1", "content", "lines") or arguments.at(1)
    if not words:
        return ""
    said_by = arguments.get("author", "sign", "by", "speaker", "2") or arguments.at(2)
    closed = words.strip().strip('"“”').strip()
    whole = f"“{closed}”" if closed else ""
    tail = f" ({said_by})." if said_by and HOLE not in said_by else ""
    return f"\n{BREAK}\n{whole}{tail}\n{BREAK}\n"


def _flag(arguments: Arguments) -> str:
    return arguments.get("name") or first(arguments)


def _translated(arguments: Arguments) -> str:
    return "\n".join(f"{BREAK}\n{value}" for value in arguments.filled[:2]) or ""


_FIRST = """nowrap|nobr|nowr|abbr|abbrv|small|smaller|big|larger|bigger|sic|typo|not a typo|notatypo|visible anchor|vanchor|tooltip|angbr|
    sup|sub|su|em|strong|smallcaps|sc|smallcaps all|small caps|uppercase|bold|italics|center|centre|as written|mono|kbd|code|var|
    char|keypress|key press|noitalic|noitalics|no italic|no italics|normal|underline|overline|strike|ship name|no wrap|nobold|
    larger text|lower|raise|inline block|section link|slink|ulin|role name|dfn|term|defn|block indent|indent|ship|uss|hms|ss|
    flaglink|painting title|work title"""
_SECOND = """color|colour|font color|
    fontcolor|font|background color|style|resize|span|lang color|wikilink|wlink|fontsize|bgcolor|textcolor|font size"""
_QUOTES = """quote|blockquote|cquote|quotation|quote box|quotebox|rquote|poemquote|poem quote|poem|bquote|centered pull quote|pull quote|
    quote frame|epigraph"""
_LISTS = """ubl|unbulleted list|plainlist|hlist|flatlist|cslist|plain list|flat list|bulleted list|ublist|horizontal list|unbulleted|blist|
    comma separated list"""
_DROPPED = """sfn|sfnp|sfnm|sfnmp|harv|harvnb|harvp|harvtxt|harvcol|efn|efn-ua|efn-lr|refn|ref|r|rp|ref label|
    note label|notetag|note|cn|fact|
    facts|citation needed|when|who|whom|by whom|which|where|why|how|clarify|clarification needed|page needed|pn|page number needed|
    dubious|disputed inline|better source needed|better source|unreliable source?|unreliable source|verify source|
    failed verification|verification needed|according to whom|vague|peacock term|weasel inline|specify|original research inline|or|
    synthesis inline|npov inline|relevance inline|update inline|update after|dead link|deadlink|webarchive|cbignore|
    full citation needed|fcn|nsn|attribution needed|quote without source|needs update|expand section|empty section|stub|
    more citations needed|refimprove|unreferenced|multiple issues|cleanup|ipa|ipac-en|ipac-fr|respell|pronunciation|
    pronunciation-needed|audio|listen|coord|coords|isbn|issn|oclc|doi|jstor|pmid|asin|lccn|s2cid|hdl|arxiv|bibcode|zbl|mr|flagicon|
    flagdeco|flagu icon|clear|clr|-|toc|toc limit|toclimit|toc left|toc right|tocleft|tocright|reflist|references|notelist|notes|
    refbegin|refend|authority control|acl|main|main article|main articles|see also|seealso|further|further information|hatnote|
    details|short description|use dmy dates|use mdy dates|use british english|use american english|about|for|for multi|distinguish|
    other uses|otheruses|other people|hatnote group|good article|featured article|portal|portal bar|portal inline|subject bar|
    sister project links|sister project|sisterlinks|div col|div col end|colbegin|colend|div col begin|end div col|col-begin|col-end|
    col-2|col-3|col-break|columns-list|anchor|anchors|in lang|link language|ie|post-nominals|postnominals|defaultsort|displaytitle|
    italic title|lowercase title|pp-protected|pp|pp-move|pp-semi-indef|clearleft|clearright|stack|stack begin|stack end|break|
    commons|commons category|commonscat|commons category-inline|commons-inline|wikiquote|wikisource|wikisource author|wiktionary|
    official website|official site|imdb name|imdb title|find a grave|internet archive|gutenberg|gutenberg author|librivox author|
    art uk bio|wga|ulan|kunstindeks danmark|navbox|sidebar|succession box|s-start|s-end|s-bef|s-aft|s-ttl|authority|taxonbar|
    external media|image label|location map|maplink|osm location map|nowrap end|end|fb|thinsp|zwj|zwnj|zwsp|noprint|void|·w|
    self-reference|cite|citation|cita|ouvrage|literatur|internetquelle|article ref|harvard citation|redirect|redirect2|
    redirect-distinguish|refs|source|source-attribution|source needed|cleanup section|bots|nobots|engvarb|
    use list-defined references|family name hatnote|family name footnote|chinese name|korean name|japanese name|hungarian name|
    spanish name|portuguese name|icelandic name|paragraph break|pb|cr|lf|start box|end box|tsl|featured list|esperanza|very long|
    long plot|merge|merge to|merge from|split|move|afd|prod|notability|tone|advert|copy edit|essay-like|orphan|dead end|underlinked|
    globalize|pov|coi|primary sources|one source|blp sources|no footnotes|more footnotes|more footnotes needed|inline citations|
    lead too short|underconstruction|under construction|in use|today|timeline"""
_DROPPED_BEGIN = ("cite ", "citation ", "cite-", "harv", "sfn", "ipa-", "ipac-", "ipa/", "use ", "redirect", "pp-", "commons", "wiki",
    "tocs", "sister",
                  "user ", "pd-", "cc-", "rescue", "cleanup", "more citations", "s-", "efn", "source ", "lccn", "doi-", "jct",
                  "portal", "short desc")  # fmt: skip
_SIGNS = {
    "nbsp": " ", "space": " ", "spaces": " ", "snd": " – ", "spnd": " – ", "spaced ndash": " – ", "spaced en dash": " – ",
    "ndash": "–", "en dash": "–",
    "mdash": "—", "em dash": "—", "spaced mdash": " — ", "emdash": "—", "dash": " – ", "'": "'", "\"": "\"", "!": "|", "=": "=",
    "dot": " · ", "·": " · ",
    "bullet": " • ", "•": " • ", "pi": "π", "sharp": "♯", "flat": "♭", "music": HOLE, "times": "×", "x": "×", "sp": " ", "hyphen": "-",
    "nhyph": "-", "male": "♂", "female": "♀", "ellipsis": "…", "...": "…", "clear all": "", "`": "‘", "okina": "ʻ", "ʻ": "ʻ",
    "hamza": "ʾ", "ayin": "ʿ",
    "asterisk": "*", "number sign": "#", "indian rupee sign": "₹", "euro sign": "€", "ast": "*", "slash": "/", "\\": "/",
    "thinspace": " ",
    "infinity": "∞", "degree": "°", "deg": "°", "yes": "yes", "no": "no", "n/a": "n/a", "lrm": "", "rlm": "", "unknown": "unknown",
    "tba": HOLE,
}  # fmt: skip


def _names(text: str) -> list[str]:
    """Cut a list at bars and line ends."""
    return [name.strip() for name in re.split(r"[|\n]", text) if name.strip()]


def dressed() -> Mapping[str, Wording]:
    """Return the wordings of templates that dress words up or stand for signs, by name."""
    return {
        **dict.fromkeys(_names(_FIRST), first),
        **dict.fromkeys(_names(_SECOND), second),
        **dict.fromkeys(_names(_QUOTES), _quote),
        **dict.fromkeys(_names(_LISTS), listed),
        **{name: sign(text) for name, text in _SIGNS.items()},
        **dict.fromkeys(("flag", "flagu", "flagcountry", "flagg", "flag+link"), _flag),
        **dict.fromkeys(("verse translation", "text and translation"), _translated),
        **dict.fromkeys(("last of", "sortname last"), last),
        **dict.fromkeys(("sortname", "sort name"), lambda arguments: " ".join(arguments.filled[:2]) or HOLE),
        **dict.fromkeys(_names(_DROPPED), nothing),
    }


def carries_no_words(name: str) -> bool:
    """Say whether a template of this name is a reference, a notice or a box, by how its name begins or ends."""
    return name.startswith(_DROPPED_BEGIN) or name.endswith(
        (" stub", "-stub", " sidebar", " navbox", " footer", " inline", " needed", " topics")
    )
