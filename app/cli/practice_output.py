"""What `attune practice` prints: a scenario played, as data and for people."""

from __future__ import annotations

from typing import Any, Final

from app.cli.text_letters import letter_record
from app.practice.play import Played
from app.practice.scenario.loader import ShelfEntry
from app.practice.scenario.model import EndKind, Scenario
from app.practice.turns import Step
from app.reports.words import LETTER_NAMES, value_text

_ENDS: Final[dict[EndKind | None, str]] = {
    "resolved": "The customer is calm and knows what happens next.",
    "calmed": "The customer is calmer.",
    "open": "It stayed open.",
    "escalated": "The customer takes it further up.",
    "left": "The customer ended the call.",
    None: "The call did not come to an end.",
}


def record_of(played: Played) -> dict[str, Any]:
    """The JSON document of a scenario played."""
    last = played.last
    return {
        "scenario": played.scenario.id,
        "path": list(played.path),
        "end_state": {"calm": round(last.calm, 1), "trust": round(last.trust, 1)},
        "end": played.end,
        "letters": {letter: letter_record(score) for letter, score in played.scorecard.letters.items()},
        "turns": [_turn(step) for step in played.steps],
        **({"said": list(played.said)} if played.said else {}),
        "unused_lines": played.unused,
    }


def _turn(step: Step) -> dict[str, Any]:
    """One turn of the CSM (null for the opening and for words into a silence) and what the customer said to it."""
    read, customer = step.read, step.customer
    response = None if read is None else read.response
    return {
        "csm": None if read is None else read.turn.text,
        "deeds": [] if read is None else list(read.deeds),
        "response": None if response is None else {"score": response.score, "kind": response.kind, "why": response.why},
        "from": step.from_node,
        "edge": step.edge,
        "because": step.because,
        "customer": {
            "node": customer.node,
            "kind": customer.kind,
            "text": customer.text,
            "phase": customer.phase,
            "display": customer.display,
            "mood": customer.mood,
            "calm": round(customer.calm, 1),
            "trust": round(customer.trust, 1),
            "end": customer.end,
        },
        "change": {"calm": round(step.calm_change, 1), "trust": round(step.trust_change, 1)},
    }


def card_of(entry: ShelfEntry) -> dict[str, Any]:
    """A scenario in the list."""
    one = entry.scenario
    return {
        "id": one.id,
        "title": one.title,
        "situation": one.situation,
        "difficulty": one.difficulty,
        "minutes": one.minutes,
        "letters": list(one.letters),
        "summary": one.summary,
        "own": entry.own,
        "file": str(entry.path),
    }


def print_played(played: Played) -> None:
    """The call line by line, how it ended and why, and the letters."""
    for step in played.steps:
        if step.read is not None:
            print(f"You: {step.read.turn.text or '(silence)'}")
        print_step(played.scenario, step)
    last = played.last
    print(f"\n{_ENDS[played.end]} Calm {last.calm:.0f}, trust {last.trust:.0f} of 100.")
    print(f"Path: {' › '.join(played.path)}")
    if played.unused:
        print(f"The call ended before {played.unused} more of your lines.")
    print()
    for letter, found in played.scorecard.letters.items():
        headline = found.reasons[0].text if found.reasons else found.note or ""
        print(f"  {letter}  {LETTER_NAMES[letter]:<26} {value_text(found):>12}   {headline}")


def print_step(scenario: Scenario, step: Step) -> None:
    """What the customer said, and where the scenario tells why."""
    who = scenario.persona.name.split()[0]
    if step.because:
        print(f"    ({step.because})")
    print(f"{who}: {step.customer.text}   [calm {step.customer.calm:.0f}, trust {step.customer.trust:.0f}]")
