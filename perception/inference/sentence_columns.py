"""The columns of the sentence reader's answer, in order."""

from __future__ import annotations

from typing import Final, get_args

from perception.language.types import Act, DismissingClass, JudgingClass
from perception.types import FeelingFamily

ACTS: Final[tuple[Act, ...]] = get_args(Act)
JUDGING: Final[tuple[JudgingClass, ...]] = get_args(JudgingClass)
DISMISSING: Final[tuple[DismissingClass, ...]] = get_args(DismissingClass)
FEELINGS: Final[tuple[FeelingFamily, ...]] = get_args(FeelingFamily)
# Only measured, never shown: the groups in which published results for feelings in text are given.
EKMAN: Final = ("anger", "disgust", "fear", "joy", "neutral", "sadness", "surprise")

SINGLE: Final = ("question", "open", "reflection", "telling", "joining")
COLUMNS: Final[tuple[str, ...]] = (
    *SINGLE,
    *(f"act:{name}" for name in ACTS),
    *(f"judging:{name}" for name in JUDGING),
    *(f"dismissing:{name}" for name in DISMISSING),
    *(f"feeling:{name}" for name in FEELINGS),
    *(f"ekman:{name}" for name in EKMAN),
)
