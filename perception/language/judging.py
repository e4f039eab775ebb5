"""Judging and directing language: five classes, found by wording. Precision before recall."""

from __future__ import annotations

from typing import Final

from perception.language.lexicon import Lexicon
from perception.language.types import JudgingClass

# In this order of weight for the one speaking; the order of the result.
CLASSES: Final[tuple[JudgingClass, ...]] = ("directing", "accusing", "contradicting", "condescension", "premise_doubt")


def judging_classes(sentence: str, lexicon: Lexicon) -> tuple[JudgingClass, ...]:
    """Classes of judging language in a plain sentence; () when there is none."""
    table = lexicon.groups["judging"]
    return tuple(name for name in CLASSES if table[name].find(sentence) is not None)
