"""Language that closes a complaint instead of taking it up: eight classes. Precision before recall."""

from __future__ import annotations

from typing import Final

from perception.language.lexicon import Lexicon
from perception.language.types import DismissingClass

BY_WORDING: Final[tuple[DismissingClass, ...]] = (
    "pity_exit", "silver_lining", "control", "policy_wall", "blame_shift", "me_too", "over_promise",
)  # fmt: skip

# "but" or "however" this close behind an acknowledgement takes it back (design prior, evidence tag D).
ERASER_REACH_WORDS: Final = 8
LABEL_ERASER_REACH_WORDS: Final = 6


def dismissing_classes(
    sentence: str, lexicon: Lexicon, *, acknowledged_until: int | None
) -> tuple[DismissingClass, ...]:
    """Classes of dismissing language in a plain sentence.

    acknowledged_until: where an acknowledgement in the sentence ends, None when there is none.
    """
    table = lexicon.groups["dismissing"]
    found = [name for name in BY_WORDING if table[name].find(sentence) is not None]
    if acknowledged_until is not None and erased_within(sentence, acknowledged_until, ERASER_REACH_WORDS, lexicon):
        found.append("eraser")
    return tuple(found)


def erased_within(sentence: str, start: int, reach_words: int, lexicon: Lexicon) -> bool:
    """Whether "but" or "however" follows within `reach_words` words of position `start`."""
    rest = sentence[start:]
    at = lexicon.pattern("dismissing", "eraser").find(rest)
    return at is not None and len(rest[:at].split()) <= reach_words


def opens_with_eraser(sentence: str, lexicon: Lexicon) -> bool:
    """Whether a sentence takes back the acknowledgement of the one before ("However, ...")."""
    at = lexicon.pattern("dismissing", "eraser").find(sentence)
    return at == 0


def over_identifies(sentence: str, lexicon: Lexicon) -> bool:
    """Whether the CSM joins the feeling ("I'm furious too") or turns against the own side."""
    return lexicon.pattern("dismissing", "over_identification").find(sentence) is not None
