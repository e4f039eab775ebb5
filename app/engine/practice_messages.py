"""What crosses between window and engine for a practice call with a written customer, and for live cues.

Values only; they belong to the unions of app/engine/messages.py.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from app.practice.cue_values import Cue
from app.practice.scenario.model import Display, EndKind, Mood, Voice
from app.practice.turns import StatePoint

CustomerDoing = Literal["getting_ready", "speaking", "listening", "thinking", "waiting", "gone"]
MOUTH_HZ = 50.0


@dataclass(frozen=True, slots=True)
class PracticePlan:
    """A written customer for StartCall. file: the scenario's file. seed: which wordings are chosen.

    start: go on from here ("try again from this moment"); None for the beginning. speaker_id: where the voice comes
    out, None for the system's own; 'silent' for captions only. volume: 0..1. rich_voice: where installed.
    thinking_s: how long the CSM may think before a silence counts, added to the usual.
    """

    file: str
    seed: int = 1
    start: StatePoint | None = None
    speaker_id: str | None = None
    volume: float = 0.8
    rich_voice: bool = False
    thinking_s: float = 0.0


@dataclass(frozen=True, slots=True)
class RepeatLine:
    """The customer says the last line again."""


@dataclass(frozen=True, slots=True)
class HideCues:
    """The user hides word cues and strip, or shows them again. While hidden no cue comes and none counts."""

    hidden: bool


@dataclass(frozen=True, slots=True)
class SaySentence:
    """Say something by the built-in voice outside a call: the customer of a drill, or a test of speaker and volume.

    CustomerSpeaks and CustomerStops follow, and Problem 'speaker' where it is not heard. A sentence that is being said
    is cut short; '' only cuts short. mood: carried by rate, level and pitch, as strongly as `intensity` 0..3 asks.
    speaker_id, volume, rich_voice: as in PracticePlan. display: comes back with CustomerSpeaks, for the face.
    """

    text: str
    mood: Mood = "neutral"
    voice: Voice = field(default_factory=Voice)
    speaker_id: str | None = None
    volume: float = 0.8
    intensity: int = 2
    display: Display = "neutral"
    rich_voice: bool = False


@dataclass(frozen=True, slots=True)
class CustomerSpeaks:
    """The customer begins to say something, now. mouth: how it moves meanwhile, one value 0..1 of opening and one of
    rounding at MOUTH_HZ from the first sound on. intensity: 0..3 of what the face shows. lead_s: from now to the
    first sound. kind: as CustomerTurn.kind, or 'sound' for a short "Mm." that is not a turn."""

    t_s: float
    text: str
    display: Display
    mood: Mood
    intensity: int
    seconds: float
    lead_s: float = 0.0
    mouth_open: tuple[float, ...] = ()
    mouth_round: tuple[float, ...] = ()
    kind: Literal["answer", "nudge", "break_in", "repeat", "sound"] = "answer"
    node: str = ""


@dataclass(frozen=True, slots=True)
class CustomerStops:
    """The customer stopped speaking. cut: because the CSM began to speak; `said` is what was said until then."""

    t_s: float
    cut: bool = False
    said: str = ""


@dataclass(frozen=True, slots=True)
class CustomerIs:
    """What the customer does now when not speaking, and what the face shows. nods: a short sign of listening now."""

    t_s: float
    doing: CustomerDoing
    display: Display = "neutral"
    intensity: int = 0
    nods: bool = False


@dataclass(frozen=True, slots=True)
class CustomerLeft:
    """The customer said the last word and the scenario has ended; the window ends the call."""

    t_s: float
    end: EndKind


@dataclass(frozen=True, slots=True)
class CueShown:
    """Show this cue; at most one at a time."""

    cue: Cue


@dataclass(frozen=True, slots=True)
class CueCleared:
    """Take the cue away. done: because it was done, not because its time was over. read: False for one that stood too
    short to be read: it does not count."""

    rule: str
    done: bool
    read: bool = True


PracticeEvent = CustomerSpeaks | CustomerStops | CustomerIs | CustomerLeft | CueShown | CueCleared
