"""Whether a built wording reads like a sentence someone would say. Says no when in doubt."""

from __future__ import annotations

import re
from typing import Final

MOST_WORDS: Final = 30

FORBIDDEN: Final = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"\b(\w+) \1\b",  # double words
        r"\b(?:your|our|my|the|a|an) (?:your|our|my|the|a|an)\b",
        r"\b(?:you|we|they) (?:is|am|was|has|does|isn't|wasn't|hasn't|doesn't)\b",
        r"\bi (?:is|are|were|has)\b",
        r"\bus (?:are|were|have|had|will|said|told|did|is)\b",
        r"\b(?:that that|and and|but but|because because|you you)\b",
        r"\ba [aeio]\w+",
        r"\ban [bcdfgjklmnpqrstvwxz]\w+",
        r"\bit (?:are|were|have)\b",
        r"\bthat (?:you're|you feel|you are) (?:\w+ ){1,3}that\b",
        r"\b(?:yours|ours) (?!and|is|are|was|were|has|have|or|in|on|at|too)\w+",
        r"[{}<>\[\]\n\t]",
        r"  | [,.;:?!]|,,|\.\.|,[.?!;:]|[;:][.,?!]",
        r"\b(?:to|of|the|a|and|because|that|with|my|your) ?[.,;?!]",
    )
)
_NOT_DOUBLE: Final = re.compile(r"\bhad had\b", re.IGNORECASE)
# "a user", "a one-off"; "an hour"
_SOUNDS: Final = re.compile(
    r"\b(?:a (?:use|uni|one|euro|once)\w*|an (?:hour|honest|mri|sla|hr|nda|rfp|sso|xml|sms)\w*)", re.I
)
_STARTS: Final = re.compile(r"[.?!] +[a-z]")


def is_fluent(text: str) -> bool:
    """Whether a wording of one to three sentences is whole: capital, point, no double word, no broken agreement."""
    if not text or not (text[0].isupper() or text[0].isdigit()) or text[-1] not in ".?!" or _STARTS.search(text):
        return False
    if len(text.split()) > MOST_WORDS or any(text.count(one) != text.count(other) for one, other in ("“”", "()")):
        return False
    if text.count('"') % 2:
        return False
    probe = _SOUNDS.sub("it", _NOT_DOUBLE.sub("had", text))
    return not any(pattern.search(probe) for pattern in FORBIDDEN)
