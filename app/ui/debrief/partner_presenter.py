"""What the debrief shows of the partner: five answers, one sentence, and when they felt heard. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from app.practice.partner import HIGHEST, QUESTIONS, PartnerMark, PartnerSaid
from app.ui.words import clock
from perception.types import Span

CLIP_BEFORE_S: Final = 8.0  # what made the difference came before the key
CLIP_AFTER_S: Final = 2.0


@dataclass(frozen=True, slots=True)
class PartnerMomentView:
    """A mark. text: "Your partner felt heard at 02:31"."""

    text: str
    mark: str
    clip: Span


@dataclass(frozen=True, slots=True)
class PartnerView:
    """The card. answers: statement and answer as "4 of 5"."""

    answers: tuple[tuple[str, str], ...]
    sentence: str
    moments: tuple[PartnerMomentView, ...]


def present_partner(said: PartnerSaid | None) -> PartnerView | None:
    """The card of what the partner said; None where they said nothing."""
    if said is None or not said.says_something:
        return None
    answers = tuple(
        (words, f"{said.ratings[question]:.0f} of {HIGHEST}")
        for question, words in QUESTIONS.items()
        if question in said.ratings
    )
    return PartnerView(answers, said.sentence, tuple(_moment(mark) for mark in said.marks))


def _moment(mark: PartnerMark) -> PartnerMomentView:
    text = f"Your partner {'felt heard' if mark.heard else 'did not feel heard'} at {clock(mark.t_s)}"
    span = Span(max(0.0, mark.t_s - CLIP_BEFORE_S), mark.t_s + CLIP_AFTER_S)
    return PartnerMomentView(text, "good" if mark.heard else "watch", span)
