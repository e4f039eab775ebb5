"""How situations, difficulties, lengths and ends of a practice call are said. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from app.practice.scenario.model import Difficulty, EndKind, Persona, Situation

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


def first_name(persona: Persona) -> str:
    """What the customer is called in the call."""
    return persona.name.split()[0] if persona.name.split() else persona.name


def closing_words(persona: Persona, end: EndKind) -> str:
    """One line after the customer said the last word."""
    name = first_name(persona)
    return {
        "resolved": f"{name} said goodbye with things settled.",
        "calmed": f"{name} said goodbye calmer than at the start.",
        "open": f"{name} said goodbye; some things are still open.",
        "escalated": f"{name} will take it further.",
        "left": f"{name} ended the call.",
    }[end]
