"""Templates of foreign words, names and scripts, worded; every script is kept as it stands."""

from __future__ import annotations

from collections.abc import Mapping

from retrieval.wiki.marks import HOLE

from .arguments import Arguments, Wording, first, last, second

LANGUAGES = {
    "ar": "Arabic", "bn": "Bengali", "ca": "Catalan", "cs": "Czech", "da": "Danish", "de": "German", "el": "Greek", "en": "English",
    "es": "Spanish", "eu": "Basque", "fa": "Persian", "fi": "Finnish", "fr": "French", "ga": "Irish", "grc": "Ancient Greek",
    "he": "Hebrew",
    "hi": "Hindi", "hu": "Hungarian", "hy": "Armenian", "id": "Indonesian", "is": "Icelandic", "it": "Italian", "ja": "Japanese",
    "ka": "Georgian",
    "ko": "Korean", "la": "Latin", "lt": "Lithuanian", "lv": "Latvian", "nl": "Dutch", "no": "Norwegian", "pl": "Polish",
    "pt": "Portuguese",
    "ro": "Romanian", "ru": "Russian", "sa": "Sanskrit", "sk": "Slovak", "sl": "Slovene", "sr": "Serbian", "sv": "Swedish", "th": "Thai",
    "tr": "Turkish", "uk": "Ukrainian", "ur": "Urdu", "vi": "Vietnamese", "yi": "Yiddish", "zh": "Chinese",
}  # fmt: skip
_CHINESE = (("c", ""), ("s", "simplified"), ("t", "traditional"), ("p", "pinyin"), ("w", "Wade–Giles"), ("j", "Jyutping"), ("l", "lit."))
_KOREAN = (("hangul", ""), ("hanja", ""), ("rr", "romanised"), ("mr", "romanised"))


def language_wording(code: str) -> Wording:
    """Return the wording of `{{lang-fr|…}}`: the language's name before the word."""
    name = LANGUAGES.get(code.split("-")[0])
    return lambda arguments: _named(name, first(arguments), arguments.at(2))


def _named(name: str | None, word: str, spoken: str) -> str:
    spoken = f" ({spoken})" if spoken else ""
    return f"{name}: {word}{spoken}" if name else f"{word}{spoken}"


def _langx(arguments: Arguments) -> str:
    return _named(LANGUAGES.get(arguments.at(1).split("-")[0]), arguments.at(2) or HOLE, arguments.at(3))


def _nihongo(arguments: Arguments) -> str:
    """Word a Japanese name: English (script, reading).

    >>> _nihongo(Arguments(("Red Heron", "赤鷺", "Akasagi")))
    'Red Heron (赤鷺, Akasagi)'
    """
    english, others = arguments.at(1), [value for value in arguments.placed[1:4] if value]
    if not english:
        return ", ".join(others) or HOLE
    return f"{english} ({', '.join(others)})" if others else english


def _nihongo3(arguments: Arguments) -> str:
    others = [value for value in arguments.placed[1:4] if value]
    return f"{first(arguments)} ({', '.join(others)})" if others else first(arguments)


def _spelled(arguments: Arguments, order: tuple[tuple[str, str], ...], language: str) -> str:
    parts = [f"{label}: {arguments.named[key]}" if label else arguments.named[key] for key, label in order if arguments.named.get(key)]
    parts = parts or list(arguments.filled)
    return f"{language}: {'; '.join(dict.fromkeys(parts))}" if parts else HOLE


def _chinese(arguments: Arguments) -> str:
    return _spelled(arguments, _CHINESE, "Chinese")


def _korean(arguments: Arguments) -> str:
    return _spelled(arguments, _KOREAN, "Korean")


def _other_wiki_link(arguments: Arguments) -> str:
    """Word `{{ill|Title|de|Titel|lt=label}}`: the label, or the title."""
    return arguments.get("lt", "text") or first(arguments)


def _nee(arguments: Arguments) -> str:
    return f"née {first(arguments)}"


SCRIPTS: Mapping[str, Wording] = {
    **dict.fromkeys(("lang", "wikt-lang", "foreign language", "lang-latn", "rtl-lang", "script"), second),
    **dict.fromkeys(("langx",), _langx),
    **dict.fromkeys(("transl", "transliteration", "xlit", "tlit", "translit"), last),
    **dict.fromkeys(("nihongo", "japanese"), _nihongo), **dict.fromkeys(("nihongo3", "nihongo krt"), _nihongo3),
    **dict.fromkeys(("nihongo2", "hebrew", "arabic", "hebr", "asiantitle", "unicode", "polytonic", "linktext", "wt", "script/hebrew",
                     "script/arabic", "naskh", "nastaliq", "lang-zh-hant"), first),
    **dict.fromkeys(("zh", "lang-zh", "zh-cpl", "chinese"), _chinese), **dict.fromkeys(("korean", "lang-ko", "ko-hhrm"), _korean),
    **dict.fromkeys(("ill", "interlanguage link", "illm", "interlanguage link multi", "link-interwiki", "translink"), _other_wiki_link),
    **dict.fromkeys(("nee", "née", "né"), _nee),
    **dict.fromkeys(("literal translation", "lit"), lambda arguments: f"lit. ‘{first(arguments)}’"),
    **dict.fromkeys(("gloss",), lambda arguments: f"‘{first(arguments)}’"),
}  # fmt: skip
