"""Apologies. Short ones help; long ones do not (complaint handling, Marinova, Singh & Singh 2018)."""

from __future__ import annotations

import re
from typing import Final

_APOLOGY: Final = re.compile(
    r"\b(?:(?:i|we) (?:\w+ ){0,2}apologi[sz]e|(?:i am|we are) (?:\w+ ){0,2}sorry|my apologies|"
    r"our apologies|apologies|(?:please )?(?:forgive|excuse) (?:me|us|our|the)"
    r"|so sorry|(?:very|terribly|truly|really|deeply) sorry|^(?:oh,? |ok,? |okay,? )?sorry\b|"
    r"(?:owe you|accept|offer) (?:an|our|my) apolog(?:y|ies))"
)
_NOT_ONE: Final = re.compile(
    r"\b(?:sorry,? (?:i |we )?(?:did not (?:catch|hear|get)|could you|can you|what|say)|not sorry|"
    r"pardon)\b|^sorry\?$|(?:will not|not going to|need not|no need to|do not) (?:\w+ )?apologi[sz]e"
)


# Where an apology ends and the rest of the sentence goes on; what it is for belongs to it.
_REST: Final = re.compile(
    r"[,;:.!?]|\b(?:but|and (?:i|we|it|that|let|here|you|this)|so (?:i|we|let)|let me|i will|we will)\b"
)


def apology_share(sentence: str) -> float | None:
    """Share 0..1 of the words of a plain sentence that apologise; None when it does not."""
    if not is_apology(sentence):
        return None
    hit = _APOLOGY.search(sentence)
    start, end = hit.span() if hit else (0, len(sentence))
    rest = _REST.search(sentence, end)
    said = len(sentence[start : rest.start() if rest else len(sentence)].split())
    return min(1.0, said / max(1, len(sentence.split())))


def is_apology(sentence: str) -> bool:
    """Whether a plain sentence apologises ("sorry, I didn't catch that" does not)."""
    return bool(_APOLOGY.search(sentence)) and not _NOT_ONE.search(sentence)
