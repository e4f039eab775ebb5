"""How a mood is heard: rate, pitch, level and pauses, on top of the persona's own voice. Pure numbers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from app.practice.scenario.model import Mood

SLOWEST, FASTEST = 0.7, 1.35  # of the built-in voice: beyond, it is understood less well


@dataclass(frozen=True, slots=True)
class Manner:
    """rate: 1 as it comes. pitch_st: semitones up (+) or down. level_db: louder (+) or softer. pause_s: between two
    sentences."""

    rate: float
    pitch_st: float
    level_db: float
    pause_s: float


# Directions after the acoustics of emotional speech (Juslin & Laukka 2003: anger fast, loud, high; sadness slow, soft,
# low; fear fast and high); sizes by ear, so that every line stays well understood.
_MOODS: Final[Mapping[Mood, Manner]] = MappingProxyType(
    {
        "neutral": Manner(1.00, 0.0, 0.0, 0.32),
        "warm": Manner(0.97, 0.5, 0.0, 0.34),
        "tense": Manner(1.06, 0.6, 1.5, 0.24),
        "angry": Manner(1.10, 1.4, 4.0, 0.18),
        "low": Manner(0.90, -1.0, -3.0, 0.50),
        "tired": Manner(0.88, -1.2, -3.5, 0.60),
        "worried": Manner(1.05, 0.8, -1.0, 0.28),
        "flat": Manner(0.96, -0.8, -1.5, 0.38),
        "relieved": Manner(0.98, 0.4, 0.0, 0.40),
    }
)
_NEUTRAL: Final = _MOODS["neutral"]
_SHARE: Final = (0.5, 0.75, 1.0, 1.25)  # of the mood, by the intensity of the feeling


def manner_of(mood: Mood, *, intensity: int = 2) -> Manner:
    """How a mood sounds with a feeling of this intensity, 0..3."""
    full, share = _MOODS[mood], _SHARE[min(max(intensity, 0), 3)]
    return Manner(
        rate=_NEUTRAL.rate + share * (full.rate - _NEUTRAL.rate),
        pitch_st=share * full.pitch_st,
        level_db=share * full.level_db,
        pause_s=max(0.12, _NEUTRAL.pause_s + share * (full.pause_s - _NEUTRAL.pause_s)),
    )


# A short natural sound with which somebody begins before they have found their words.
_SOUNDS: Final[Mapping[Mood, tuple[str, ...]]] = MappingProxyType(
    {
        "neutral": ("Mm.", "Okay.", "Right."),
        "warm": ("Mm.", "Okay.", "Yeah."),
        "tense": ("Right.", "Well,", "Okay."),
        "angry": ("Right.", "Well,", "Look,"),
        "low": ("Mm.", "Well,", "Yeah."),
        "tired": ("Mm.", "Well,", "Yeah."),
        "worried": ("Mm.", "Well,", "Okay."),
        "flat": ("Mm.", "Okay.", "Right."),
        "relieved": ("Mm.", "Okay.", "Yeah."),
    }
)


def sounds_of(mood: Mood) -> tuple[str, ...]:
    """What a customer in this mood may begin with."""
    return _SOUNDS[mood]
