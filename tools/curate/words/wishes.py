"""What a person says about a show, parted into wishes: what only greets, praises or asks is taken off, and each is put plainly."""

from __future__ import annotations

import re

from .amounts import NUMBER
from .parts import WORK

_VERB = (
    r"(?:drop|remove|take|leave|lose|cut|swap|replace|exchange|trade|add|adding|bring|include|put|move|hang|make|keep|start|begin"
    r"|end|finish|close|open|show|order|arrange|group|no|not|only|more|fewer|less|at least|at most|call|forget|lift"
    r"|never mind|labels?|undo|why"
    r"|nothing|give|reduce|change|ensure|can we|could we|i'd|we'd|what)"
)
_CUT = re.compile(
    r"\s*[.;\n?!]+\s+(?=\S)|\s*,\s*so\s+(?=\S)|\s*:\s+(?=\S)"
    rf"|\s*,\s*(?:and\s+|then\s+|but\s+)?(?={_VERB}\b)|\s+(?:and|then|but)\s+(?:then\s+|to\s+)?(?={_VERB}\b)",
    re.IGNORECASE,
)
# Smaller parts, tried where a clause is not understood whole.
_FINE = re.compile(r"\s*,\s*(?:(?:and|then|but)\s+)*|\s+(?:and|then|but|plus|\+|&)\s+(?:then\s+)?", re.IGNORECASE)
_PRAISE = (
    r"(?:(?:oh|well|ah|very|really|so|just|that's|that is|this is|it's|it is|looks?|quite|all|absolutely|exactly|pretty)[\s,]+)*"
    r"(?:lovely|great|nice|good|fine|perfect|excellent|wonderful|super|beautiful|brilliant|right|agreed|accepted"
    r"|thanks(?: a lot)?|thank you"
    r"(?: very much)?|yes|yeah|yep|ok(?:ay)?|sure|cool|hm+|almost(?: there)?|not bad|well done|good start"
    r"|i (?:really |quite )?(?:like|love|accept|approve|agree)(?: (?:it|this|them|that))?|we (?:really )?(?:like|love"
    r"|accept)(?: (?:it|this|them))?)"
)
_ASIDE = re.compile(
    rf"^(?:(?:{_PRAISE}(?=\s*(?:[,.!:;-]|$|but\b|except\b|only\b)|\s+(?:one thing|with one)\b)"
    r"|(?:with )?(?:just |only )?(?:one|a) (?:last |small |little |more |further )?(?:thing|change|wish|exception|request|point|remark)"
    r"(?=\s*(?:[,:;-]|$))"
    r"|(?:please|kindly|ok(?:ay)?|now|next|then|and|also|but|so|yes|no,|actually|instead,|let's|let us|(?:can|could"
    r"|would) (?:you|we|i)|may we"
    r"|shall we|except|except that|i (?:want|need) to|we (?:want|need) to|(?:i|we)'d like (?:you )?to|(?:i"
    r"|we) would like (?:you )?to|we should"
    r"|maybe|perhaps|just|hmm+|well|oh|first|finally|lastly|if (?:you can|possible)|it would be (?:good|nice|better) (?:to|if we could))\b"
    r"(?!-))[\s,.!:;?-]*)+",
    re.IGNORECASE,
)
_THANKS = re.compile(
    r"[\s,]+(?:please|thanks|thank you|if you can|if possible|for now|don't mind which|i don't mind which)$", re.IGNORECASE
)
_SAME = rf"(?:a |an |the )?(?:{WORK}|show|exhibition|list|selection)"
_AWAY = r"(?:be )?(?:dropped|removed|cut|taken (?:out|down|away|off)|left out|lost|deleted)"
# What is said in many ways, and the plain way to say it.
_PLAINLY: tuple[tuple[str, str], ...] = (
    (rf"(?:make|be) (?:sure|certain) (?:that )?({NUMBER} .+)", r"at least \1"),
    (r"(?:(?:make|be) (?:sure|certain)|ensure|see to it)(?: that)? (?:we (?:have|keep)|you (?:have|keep)|there (?:is|are)"
     r"|it has)?\s*(.+)", r"\1"),
    (rf"(?:there (?:should|must|are to) be|let there be|have) ({NUMBER}) (.+?)(?: in all| in total| altogether)?", r"exactly \1 \2"),
    (r"(?:can|could|may|might|should|must)?\s*(.+?) (?:to )?be (?:swapped|replaced|exchanged|changed|traded) (?:for|with|by|against) (.+)",
     r"swap \1 for \2"),
    (r"(?:(?:i|we)(?:'d| would)? )?(?:rather|prefer|sooner)(?: have| show| see)? (.+?) (?:than|over|instead of"
     r"|rather than) (.+)", r"swap \2 for \1"),
    (r"(?:(?:i|we)(?:'d| would)? )?(?:put|add|bring|have|hang|show|use|take|give (?:me|us)"
     r"|want)?\s*(.+?)(?: in)? (?:instead of|in (?:the )?place of) (.+)",
     r"swap \2 for \1"),
    (r"(?:instead of|in (?:the )?place of) (.+?), (?:(?:i|we)(?:'d like| want| would like) |put |add |use |show |give (?:me"
     r"|us) |have )?(.+)",
     r"swap \1 for \2"),
    (r"(?:sw[ao]p|exchange|switch) (.+?)(?: out)? for (.+)", r"swap \1 for \2"),
    (rf"(?:can|could|may|might)?\s*(.+?) (?:should|can|could|may|must|might|has to|have to|needs? to)?\s*(?:go|leave|come out"
     rf"|come down|{_AWAY})"
     r"(?: again| too| now| as well)?", r"drop \1"),
    (r"leave (.+) out", r"drop \1"),
    (r"(?!take|put|leave|get|cut|move|hang|throw|kick|swap)(\S+|the \S+(?: \S+)?) out", r"drop \1"),
    (r"not (the .+|that .+|this .+)", r"drop \1"),
    (r"(?:keep|i like|we like|like) (?:all|everything|them all|it all|the (?:rest|others))(?: of (?:them|it))? (?:but"
     r"|except(?: for)?|apart from|save|bar"
     r"|other than) (.+)", r"drop \1"),
    (r"(?:drop|remove|take out|cut|lose) (?:everything|anything|all|all (?:the )?works|works) (?:that|which) (?:isn't|is not"
     r"|aren't|are not)"
     r" (?:by |an? )?(.+)", r"only \1"),
    (r"(?:drop|remove|take out|cut|lose) (?:everything|anything|all|all (?:the )?works|works) (by|after|before|from|later|earlier"
     r"|since|made|wider|taller|larger|bigger|over|above|older|newer) (.+)", r"nothing \1 \2"),
    (rf"({NUMBER}) (?:more )?{WORK} (more|fewer|less)", r"\1 \2 works"),
    (rf"(?:another )?({NUMBER}) more {WORK},? (?:all |each |only )?(by|from|of|in|on) (.+)", r"add \1 works \2 \3"),
    (rf"add another ({NUMBER}) (.+)", r"add \1 \2"),
    (rf"not so many {WORK}", r"fewer works"),
    (r"not so many (.+)", r"fewer \1"),
    (rf"(?:make|cut|bring) {_SAME} (smaller|shorter|larger|bigger|longer)(?: please)?", r"make it \1"),
    (r"(?:start|begin)(?:ning)? (?:from|in|at|with) (\d{4})", r"nothing before \1"),
    (r"(?:end|finish|stop) (?:in|at|with|by) (\d{4})", r"nothing after \1"),
    (r"it (?:needn't|need not|doesn't (?:need|have) to|does not (?:need|have) to) (?:have|include|contain|be) (.+)", r"forget \1"),
    (r"(?:we|i|you) (?:don't|do not) (?:need|want) (?:to have )?(?:any |the )?(.+?)(?: any ?more| after all)", r"forget \1"),
    (r"no need (?:for|of) (?:any |the )?(.+)", r"forget \1"),
    (r"(.+) is all (?:we have|i have|there is|we've got|i've got)", r"\1"),
    (r"(.+ (?:metres?|meters?|m|ft|feet|foot) of wall) now", r"\1"),
    (rf"(?:the )?{WORK} by (date|year|age|size|artist|maker|name)", r"hang them by \1"),
    (r"(?:and )?the (?:rest|others) (by (?:date|year|age|size|artist|maker|name)|chronologically)", r"hang them \1"),
    (r"(?:have|show|hang) (.+ (?:first|last))", r"put \1"),
    (r"(.+) (?:should|must|could|can) (?:come|hang|go|be) (first|last|at the (?:start|beginning|end))", r"put \1 \2"),
    (r"bring back (.+)", r"add \1"),
    (r"(?:show|have|give me|give us|i want|we want|get) (?:something|anything) (.+)", r"add a work \1"),
)  # fmt: skip
_PATTERNS = tuple((re.compile(said, re.IGNORECASE), plain) for said, plain in _PLAINLY)
_LED = re.compile(
    r"(?P<verb>swap|replace|exchange|drop|remove|take out|leave out|lose|cut|add|bring in|include|keep|exclude|without)\s", re.IGNORECASE
)
_TRAILED = re.compile(r"\s(?P<end>first|last|out)$", re.IGNORECASE)


def wishes_of(said: str) -> list[str]:
    """Return the wishes of a saying one by one; none where it only greets or praises.

    >>> wishes_of("Lovely, but could we lose the Goya? And put the prints first, please.")
    ['lose the Goya', 'put the prints first']
    """
    return [wish for part in _CUT.split(said) if part and (wish := _bare(part))]


def parts_of(wish: str) -> list[str]:
    """Return the parts of a wish that names several things, each with what the first or the last begins or ends with.

    >>> parts_of("add a Monet and a Hiroshige"), parts_of("the prints first, then the paintings")
    (['add a Monet', 'add a Hiroshige'], ['the prints first', 'the paintings first'])
    """
    parts = [part for part in _FINE.split(wish) if part]
    verb, end = "", ""
    found: list[str] = []
    for part in parts:
        if led := _LED.match(part):
            verb, end = f"{led['verb']} ", ""
        elif trailed := _TRAILED.search(part):
            verb, end = "", trailed[0]
        elif plainly(part) != part or re.match(rf"{_VERB}\b", part, re.IGNORECASE):
            verb, end = "", ""
        else:
            part = f"{verb}{part}{end}"
        found.append(part)
    return found


def plainly(wish: str) -> str:
    """Return a wish in the plain way to say it: “the Goya should go” is “drop the Goya”."""
    for pattern, plain in _PATTERNS:
        if found := pattern.fullmatch(wish):
            return found.expand(plain).strip()
    return wish


_WISHED = re.compile(
    r"(?:drop|remove|take (?!me\b)|leave|lose|cut|swap|replace|exchange|trade|add|bring|include|put|move|hang|keep|start with"
    r"|begin with|end with|open with|close with|finish with|order|sort|arrange|group|shorten|enlarge|only|more|fewer|less|at least"
    r"|at most|call (?:it|the)|forget|lift|never mind|labels?|undo|go back|revert|restore|without|nothing|something|no more|not"
    r"|no(?! (?:idea|clue|problem)\b)(?= \w)|make (?!me\b|us\b|an?\b)|reduce|change|double|halve)\b"
    r"|(?!who|which|what|how|where|when).+\s(?:first|last|at the end|must be in|out|instead)$",
    re.IGNORECASE,
)


def is_wish(wish: str) -> bool:
    """Say whether a wish begins or ends like one, or is said in a way that has a plain one."""
    return any(_WISHED.match(part) or plainly(part) != part for part in (wish, *parts_of(wish)))


def _bare(part: str) -> str:
    """Return a wish without the words that only ask."""
    said = part.strip(" \t\n,;!.?-")
    while (bare := _THANKS.sub("", _ASIDE.sub("", said)).strip(" \t\n,;!.?-")) != said:
        said = bare
    return said
