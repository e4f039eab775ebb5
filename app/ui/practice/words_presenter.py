"""How situations, difficulties, lengths and ends of a practice call are said. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from app.practice.end_words import closing_words as closing_words
from app.practice.end_words import first_name as first_name
from app.practice.scenario.model import Difficulty, EndKind, Situation

SITUATIONS: Final[Mapping[Situation, str]] = {
    "outage": "Outage",
    "renewal": "Renewal at risk",
    "missing_feature": "Missing feature",
    "price_rise": "Price rise",
    "onboarding": "Onboarding",
    "escalation": "Escalation",
    "interview": "Interview",
    "internal": "Inside the company",
    "data_loss": "Lost data",
    "support_delay": "Slow support",
    "champion_leaves": "A champion leaves",
    "good_news": "Good news",
}
DIFFICULTIES: Final[Mapping[Difficulty, str]] = {"gentle": "Gentle", "steady": "Steady", "hard": "Hard"}
SHORT_MIN: Final = 4
LONG_MIN: Final = 8
LENGTHS: Final[Mapping[str, str]] = {
    "short": f"Up to {SHORT_MIN} minutes",
    "medium": f"{SHORT_MIN + 1} to {LONG_MIN - 1} minutes",
    "long": f"{LONG_MIN} minutes or more",
}
# The better ends first.
ENDS: Final[Mapping[EndKind, str]] = {
    "resolved": "settled",
    "calmed": "calmer",
    "open": "left open",
    "escalated": "escalated",
    "left": "hung up",
}


def length_of(minutes: int) -> str:
    """Which of LENGTHS."""
    return "short" if minutes <= SHORT_MIN else "long" if minutes >= LONG_MIN else "medium"
