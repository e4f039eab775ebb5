"""Practice with a person in the room: what their keys mark, the feelings they can state, what they are asked after.

The questions ask what good listening scales ask (was I let speak, understood, taken seriously, told what comes next),
in words of our own. The answers are the partner's view; they are never scored.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal

from perception.types import FeelingFamily, Mark

FELT_HEARD: Final = "partner felt heard"
NOT_HEARD: Final = "partner did not feel heard"
HEARD_LABELS: Final[Mapping[str, bool]] = {FELT_HEARD: True, NOT_HEARD: False}

MINUTES: Final = (5, 8, 10)
EXTENDS_S: Final = 120
SOON_OVER_S: Final = 60

# The word a partner can state with a key; the number is the key.
FEELINGS: Final[Sequence[tuple[FeelingFamily, str]]] = (
    ("anger", "angry"),
    ("disappointment", "let down"),
    ("worry", "worried"),
    ("overwhelm", "overwhelmed"),
    ("confusion", "confused"),
    ("disrespect", "not taken seriously"),
    ("sadness", "sad"),
    ("distrust", "doubtful"),
    ("relief_positive", "relieved"),
)

COUNTS_FOR_ITSELF: Final = "Your partner's view counts for itself; no letter is made of it."
LOWEST: Final = 1
HIGHEST: Final = 5
LOWEST_WORDS: Final = "not at all"
HIGHEST_WORDS: Final = "completely"
LONGEST_SENTENCE: Final = 300
QUESTIONS: Final[Mapping[str, str]] = {
    "told": "I could say everything I wanted to say.",
    "understood": "They understood what it meant for me.",
    "feeling": "They noticed how I felt, and said so.",
    "together": "We looked for a way on together.",
    "next": "I know what happens next, and I believe it.",
}
QuestionId = Literal["told", "understood", "feeling", "together", "next"]


@dataclass(frozen=True, slots=True)
class PartnerMark:
    """When the partner felt heard, or did not."""

    t_s: float
    heard: bool


@dataclass(frozen=True, slots=True)
class PartnerSaid:
    """What the partner said of a call. ratings: question to 1..5, without those left out. sentence: '' for none."""

    ratings: Mapping[str, float] = field(default_factory=dict)
    sentence: str = ""
    marks: tuple[PartnerMark, ...] = ()

    @property
    def says_something(self) -> bool:
        """Whether there is anything to show."""
        return bool(self.ratings or self.sentence or self.marks)


def partner_marks(marks: Sequence[Mark]) -> tuple[PartnerMark, ...]:
    """Those of the marks that the partner set, in order of time."""
    found = [PartnerMark(mark.t_s, HEARD_LABELS[mark.label]) for mark in marks if mark.label in HEARD_LABELS]
    return tuple(sorted(found, key=lambda mark: mark.t_s))


def partner_said(ratings: Mapping[str, float], sentence: str, marks: Sequence[Mark]) -> PartnerSaid:
    """From a note and the records of a session; names and values that do not fit are left out."""
    kept = {name: ratings[name] for name in QUESTIONS if LOWEST <= ratings.get(name, 0.0) <= HIGHEST}
    return PartnerSaid(kept, sentence, partner_marks(marks))
