"""“I love The Milkmaid. What else might I like?”: look at what the record tells of what is liked, and search for more of that."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from prompts import render
from retrieval.sentences import sentences
from retrieval.words import content_stems, stem, words
from tools.observation import Passage

from .conversation import Conversation
from .filters import theme_of
from .names import names_of
from .namesakes import named_in
from .planned import Call, Part, Planned
from .question import Asked
from .wording import stated

FOUND = 12
LISTED = 5
_LIKES = re.compile(
    r"\b(?:i|i['’]m|we|my|our)\b[^.?!]*\b"
    r"(?:like[ds]?|love[ds]?|enjoy(?:ed|s)?|admire[ds]?|adore[ds]?|prefer(?:red|s)?|favou?rites?|fond of|moved by|fan of|interested in)\b"
    r"|\b(?:works?|pictures?|paintings?|prints?|something|anything)\s+(?:similar to|like)\b",
    re.IGNORECASE,
)
_ASKS_MORE = re.compile(
    r"\b(?:else|more|others?|another|recommend|suggest|next|similar|what (?:should|could|might|can) i)\b", re.IGNORECASE
)
_SHOW = re.compile(r"\b(?:exhibition|exhibit|checklist|curate|a show|display)\b", re.IGNORECASE)
_MORE = frozenset(
    map(stem, "else another other others few several more something kind sort taste vein spirit style way look today museum person".split())
)
# What a record tells that other works may share, see `retrieval.catalogue.wording`.
_SHARED = re.compile(r" is (?:(?:in the style|of the genre) .*)\.$| The subjects? of |^The subjects? of ")


def recommends(question: str) -> bool:
    """Say whether somebody tells by name what they like and wants to see more of it.

    >>> recommends("I love Hokusai's Great Wave. What else might I like?"), recommends("Recommend me some prints")
    (True, False)
    """
    return bool(_LIKES.search(question) and _ASKS_MORE.search(question) and _names(question)) and not _SHOW.search(question)


def plan_recommended(talk: Conversation) -> Planned:
    """Search for what is liked, then for what its record tells, or for what else the person asks for by its theme."""
    found, more = talk.results.get((0, 0)), talk.results.get((1, 0))
    if found is None:
        return Planned("recommended", (), (Call(0, {"query": talk.question, "limit": FOUND}),))
    liked = named_in(talk.question, found.passages)
    theme = _theme(talk.question)
    query = f"The subjects are {theme}." if theme else _like(liked, found.passages)
    if more is None and query and not found.failed:
        return Planned("recommended", (), (Call(0, {"query": query, "limit": FOUND}),))
    wanted = set(content_stems(theme))
    passages = [p for p in (more or found).passages if p["id"] not in liked and (not wanted or wanted & set(content_stems(p["text"])))]
    return Planned("recommended", (Part(Asked(talk.question), query or talk.question, passages),), ())


def recommended(planned: Planned) -> str:
    """List the works found by what their records say first."""
    records = [p for p in planned.parts[0].passages if p["kind"] == "record" and p["id"].startswith("w:") and p["sentences"]]
    lines = [f"- {stated(record['sentences'][0]['text'], record['id'])}" for record in records[:LISTED]]
    return "\n".join([render("offline/near"), *lines]) if lines else render("refusals/dont_know")


def _like(liked: Mapping[str, str], passages: Sequence[Passage]) -> str:
    """Return what the records of the works liked, or of the works by the makers liked, tell that other works may share."""
    records = [p for p in passages if p["kind"] == "record" and any(about["id"] in liked for about in p["about"])]
    told = [_without_title(s["text"], p) for p in records[:3] for s in p["sentences"] if _SHARED.search(s["text"])]
    return " ".join(dict.fromkeys(told))


def _without_title(sentence: str, record: Passage) -> str:
    """Return what a sentence tells without the title, which would find the work itself."""
    title = next((about["name"] for about in record["about"] if about["id"] == record["id"]), "")
    return re.sub(r"^(?:The )?subjects? of\s+(?:is|are)\s+", "", sentence.replace(title, "").strip()).removeprefix("is ")


def _theme(question: str) -> str:
    """Return the words by which more is asked for, such as “the sea”, without those that name what is liked."""
    asking = " ".join(sentence for sentence in sentences(question) if _ASKS_MORE.search(sentence))
    named = {s for name in _names(asking) for s in content_stems(name)}
    wanted = theme_of(_LIKES.sub(" ", asking)) - named - _MORE
    return " ".join(word for word in dict.fromkeys(words(asking)) if stem(word) in wanted)


def _names(question: str) -> list[str]:
    """Return the names, sentence by sentence, for the word that begins one has a capital too."""
    return [name for sentence in sentences(question) for name in names_of(sentence)]
