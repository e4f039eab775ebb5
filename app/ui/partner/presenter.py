"""What practice with a person in the room shows: roles, the timer, what the keys did. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from app.practice.partner import EXTENDS_S, FEELINGS, SOON_OVER_S
from app.practice.scenario.model import Scenario
from app.ui.practice.words_presenter import DIFFICULTIES, SITUATIONS, first_name
from app.ui.words import clock
from perception.types import FeelingFamily

TimerState = Literal["waiting", "running", "soon", "over", "paused"]

NO_SCREEN: Final = "No second screen was found. Connect one and it is offered here, or put the card on paper."
OTHER_SCREEN: Final = "The card and the partner's two large keys open on the other screen, never on yours."
LOOK_AWAY: Final = "You would see it, too. Turn the laptop to your partner first, and look away."
SHARED_WORDS: Final = (
    "One microphone hears both of you: A, T, H and Y are told when the call is over, and no word cues come."
)
ROLES: Final = (
    ("You", "are yourself, in your own job. You see the customer's card, not the secret one."),
    ("Your partner", "plays the customer from a secret card: who they are, how they feel, what helps and what hurts."),
    ("A third person", "may watch, and marks moments with M."),
)
STEPS: Final = (
    "Your partner reads the card. Two minutes are enough.",
    "You call. Your partner marks when they felt heard, and when they did not.",
    "Your partner answers five short questions. Then you say how it went. Then the debrief opens.",
)
SEAT: Final = (
    "Seat your partner behind the laptop, so that their face is just above the camera: looking at them then counts as "
    "eye contact. Not possible? Say so in the set-up, and E is left out."
)


@dataclass(frozen=True, slots=True)
class PartnerBrief:
    """The page before the call."""

    title: str
    about: str
    summary: str
    aim: str
    who: str


@dataclass(frozen=True, slots=True)
class TimerView:
    """What the timer says. text: minutes and seconds left, or over; words: one sentence, or ''."""

    text: str
    state: TimerState
    words: str


def present_partner_brief(scenario: Scenario) -> PartnerBrief:
    """The page before a call with a partner who plays this customer."""
    return PartnerBrief(
        title=scenario.title,
        about=f"{SITUATIONS[scenario.situation]} · {DIFFICULTIES[scenario.difficulty]}",
        summary=scenario.summary,
        aim=scenario.aim,
        who=f"Your partner is {first_name(scenario.persona)}",
    )


def present_timer(now_s: float, minutes: int, extended_s: int, *, begun: bool, paused: bool = False) -> TimerView:
    """The timer at `now_s` of the call. extended_s: what was added to the minutes."""
    left_s = round(minutes * 60 + extended_s - now_s)
    if not begun:
        return TimerView(clock(minutes * 60 + extended_s), "waiting", "It runs when the call begins.")
    if paused:
        return TimerView(clock(abs(left_s)), "paused", "Paused. Nothing is measured.")
    if left_s <= 0:
        return TimerView(f"+{clock(-left_s)}", "over", "Time is up. Finish what you are saying, or go on.")
    if left_s <= SOON_OVER_S:
        return TimerView(clock(left_s), "soon", "The last minute.")
    return TimerView(clock(left_s), "running", "")


def extend_words() -> str:
    """What the button that adds time says."""
    return f"{EXTENDS_S // 60} more minutes"


def marked_words(heard: bool, at_s: float) -> str:
    """What the partner is told after a key."""
    return f"Marked at {clock(at_s)}: {'felt heard' if heard else 'not heard'}."


def stated_words(word: str, at_s: float) -> str:
    """What the partner is told after stating a feeling."""
    return f"Noted at {clock(at_s)}: you feel {word}."


def feeling_of_key(number: int) -> tuple[FeelingFamily, str] | None:
    """The feeling of a number key, None for another number."""
    return FEELINGS[number - 1] if 1 <= number <= len(FEELINGS) else None
