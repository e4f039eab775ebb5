"""Judging and directing language: five classes, found by wording. Precision before recall."""

from __future__ import annotations

import re
from typing import Final

from perception.language.lexicon import Lexicon
from perception.language.normalise import plain
from perception.language.turn import CustomerTurn
from perception.language.types import JudgingClass

# In this order of weight for the one speaking; the order of the result.
CLASSES: Final[tuple[JudgingClass, ...]] = ("directing", "accusing", "contradicting", "condescension", "premise_doubt")

_WHY_NOT: Final = re.compile(r"\bwhy (?:did|have|had) (?:you not|not you)\b")
# The customer says what they did not do.
_TOLD_NOT: Final = re.compile(
    r"\b(?:i|we) (?:\w+ly |just |also |then |still |have |had )*(?:never|did not|could not|would not|have not|had not|"
    r"decided not|chose not|almost|nearly)\b"
)


def judging_classes(sentence: str, lexicon: Lexicon) -> tuple[JudgingClass, ...]:
    """Classes of judging language in a plain sentence; () when there is none."""
    table = lexicon.groups["judging"]
    return tuple(name for name in CLASSES if table[name].find(sentence) is not None)


def asks_on(sentence: str, turn: CustomerTurn) -> bool:
    """Whether a plain "why did you not ...?" asks on about what the customer just told of themselves: then it is
    interest, not blame ("I never sent it." "Why didn't you send it?")."""
    return bool(_WHY_NOT.search(sentence) and _TOLD_NOT.search(plain(turn.text)))


def contradicts(sentence: str, lexicon: Lexicon) -> bool:
    """Whether a plain sentence tells the customer that they are wrong: "you've got it mixed up" names no feeling."""
    return lexicon.pattern("judging", "contradicting").find(sentence) is not None
