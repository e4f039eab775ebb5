"""How the end of a practice call is told in one sentence. Pure."""

from __future__ import annotations

from typing import Final

from app.practice.scenario.model import EndKind, Persona

_SUBJECT: Final = {"she": "She", "he": "He", "they": "They"}
# Points of calm from which on a change is told; less is hardly seen on the track. [D]
TOLD_CHANGE: Final = 5.0


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


def change_words(pronoun: str, before: float, after: float) -> str:
    """How calm the customer left, beside how calm they came; both 0..100."""
    who = _SUBJECT.get(pronoun, _SUBJECT["they"])
    came = f"{'they' if who == 'They' else who.lower()} came"
    if abs(after - before) < TOLD_CHANGE:
        return f"{who} left about as calm as {came}: {before:.0f} → {after:.0f} of 100."
    how = "calmer" if after > before else "less calm"
    return f"{who} left {how} than {came}: {before:.0f} → {after:.0f} of 100."
