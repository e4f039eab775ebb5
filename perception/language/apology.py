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


def is_apology(sentence: str) -> bool:
    """Whether a plain sentence apologises ("sorry, I didn't catch that" does not)."""
    return bool(_APOLOGY.search(sentence)) and not _NOT_ONE.search(sentence)
