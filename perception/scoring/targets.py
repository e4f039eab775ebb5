"""What to work on next: at most two strengths and two targets, each with one concrete action (measurement page 8.4)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from perception.scoring import params
from perception.types import ComponentScore, Letter, LetterScore, Reason, Scorecard

# One next action a component, something that can be done in the next call.
ACTIONS: Final[Mapping[str, str]] = {
    "E1": "Keep your eyes on the call while the customer speaks; put the tile right under your camera.",
    "E2": "Come back to the call with your eyes at the end of each sentence.",
    "E3": "Look at the call for a few seconds at a time, then let your eyes rest briefly.",
    "E4": "When the customer says how they feel, stop reading and look up.",
    "M1": "Let a smile go while the customer describes what went wrong.",
    "M2": "When a feeling is voiced, answer it with a nod or raised brows before you speak.",
    "M3": "When the customer smiles, smile back.",
    "M4": "Let your face move along while you listen.",
    "P1": "Sit so that your head and both shoulders are in the picture.",
    "P2": "Turn your shoulders to the camera and sit upright.",
    "P3": "Move a little closer when the customer says what matters to them.",
    "P4": "Nod once where the customer pauses.",
    "P5": "Keep your arms open and your hands still on the table.",
    "A1": "Say what you hear the customer feels and why: “It sounds like you're worried about the launch.”",
    "A2": "Name the feeling in your first answer, before any fact.",
    "A3": "Offer it as a guess: “It sounds like …, is that right?”",
    "A4": "Find a second way to say it, in the customer's own words.",
    "T1": "Let your voice rise and fall a little more.",
    "T2": "Take a breath and begin your answer at your usual level.",
    "T3": "Slow down and pause after each sentence.",
    "T4": "Keep one level through the whole sentence.",
    "T5": "Count one beat after the customer stops, then answer.",
    "T6": "Stay a little slower than the customer.",
    "H1": "Say one thing, then hand the floor back with a question.",
    "H2": "Wait until the customer has finished the sentence.",
    "H3": "Swap “you should” for “would it help if”.",
    "H4": "Ask one question that begins with what or how.",
    "H5": "Before you answer, say back in one sentence what you heard.",
    "H6": "Ask what it meant for the customer and their team.",
    "H7": "Keep your turns to two sentences.",
    "H8": "Give a short sign of listening where the customer pauses.",
    "Y1": "Acknowledge first, then say what you take on: “I'm committed to figuring this out with you.”",
    "Y2": "When the customer gets louder, slow down and wait a second before you answer.",
    "Y4": "Use the customer's own words for the problem.",
    "Y5": "Say sorry once, in one sentence, then act.",
    "Y6": "Leave out “but”, “at least” and “policy”; say what you can do.",
}


@dataclass(frozen=True, slots=True)
class Target:
    """A component to work on and what to do next time; `reason` is its own or else what weighs most on the letter."""

    letter: Letter
    component: str
    name: str
    action: str
    reason: Reason | None


@dataclass(frozen=True, slots=True)
class Strength:
    """A component that went well, with the sentence that says so."""

    letter: Letter
    component: str
    name: str
    reason: Reason


@dataclass(frozen=True, slots=True)
class Coaching:
    """At most two strengths and two targets."""

    strengths: tuple[Strength, ...]
    targets: tuple[Target, ...]


def coaching(scorecard: Scorecard) -> Coaching:
    """Strengths are the strongest reasons up, targets the weakest component of the lowest letters.

    Only letters whose evidence carries a score are picked for targets.
    """
    return Coaching(strengths=_strengths(scorecard), targets=_targets(scorecard))


def _strengths(scorecard: Scorecard) -> tuple[Strength, ...]:
    ups = [
        (reason.delta, score, reason)
        for score in scorecard.letters.values()
        if score.state != "not_enough"
        for reason in score.reasons
        if reason.delta > 0
    ]
    ups.sort(key=lambda item: (-item[0], item[1].letter))
    chosen: list[Strength] = []
    for _, score, reason in ups:
        # Two strengths of two letters say more than two of one.
        if len(chosen) < params.STRENGTHS_MAX and all(s.letter != score.letter for s in chosen):
            chosen.append(Strength(score.letter, reason.component, _name(score, reason.component), reason))
    return tuple(chosen)


def _targets(scorecard: Scorecard) -> tuple[Target, ...]:
    scored = [s for s in scorecard.letters.values() if s.state == "scored" and s.value is not None]
    scored.sort(key=lambda s: (s.value if s.value is not None else 0.0, s.letter))
    targets: list[Target] = []
    for score in scored:
        weakest = _weakest(score)
        if weakest is not None and len(targets) < params.TARGETS_MAX:
            reason = _reason_down(score, weakest.id)
            targets.append(Target(score.letter, weakest.id, weakest.name, ACTIONS[weakest.id], reason))
    return tuple(targets)


def _reason_down(score: LetterScore, component: str) -> Reason | None:
    """The reason of this component, or else the one that costs the letter most."""
    downs = [reason for reason in score.reasons if reason.delta < 0]
    return min(downs, key=lambda reason: (reason.component != component, reason.delta), default=None)


def _weakest(score: LetterScore) -> ComponentScore | None:
    """The component that takes most off the letter; None when all are well."""
    costly = [
        (component.weight * component.coverage * (1.0 - component.s), component)
        for component in score.components
        if component.s is not None and component.s < params.COACH_BELOW and component.id in ACTIONS
    ]
    costly = [item for item in costly if item[0] > 0]
    return max(costly, key=lambda item: (item[0], item[1].id))[1] if costly else None


def _name(score: LetterScore, component: str) -> str:
    return next((c.name for c in score.components if c.id == component), component)
