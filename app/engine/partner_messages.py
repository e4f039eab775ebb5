"""What crosses between window and engine for practice with a person in the room.

Values only; they belong to the unions of app/engine/messages.py. "Felt heard" and "not heard" are marks
(MarkMoment with a label of app/practice/partner.py).
"""

from __future__ import annotations

from dataclasses import dataclass

from perception.types import FeelingFamily


@dataclass(frozen=True, slots=True)
class PartnerPlan:
    """A person plays the customer. scenario: id of the scenario whose role they play.

    shares_microphone: one microphone hears both; whose voice is whose is told at the end of the call.
    """

    scenario: str
    shares_microphone: bool = False


@dataclass(frozen=True, slots=True)
class PartnerFeels:
    """The partner says that they are voicing this feeling, now. intensity: 1..3."""

    family: FeelingFamily
    word: str
    intensity: int = 2
