"""What is known at one moment of a running call, as far as the live cues need it: values only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from app.practice.turns import ReadTurn
from perception.types import FeelingFamily, Letter, LiveLetter, Phase


@dataclass(frozen=True, slots=True)
class HeardTurn:
    """A finished turn of the CSM. answered: intensity 0..3 of the customer's feeling it answered, 0 for none.

    phase: of the customer's turn it answered.
    """

    read: ReadTurn
    start_s: float
    end_s: float
    answered: int = 0
    phase: Phase | None = None


@dataclass(frozen=True, slots=True)
class CueView:
    """One moment of a call. Every None is "not known now" and never counts against anybody.

    csm_since_s, customer_since_s: since when who speaks now has been speaking, with short pauses bridged.
    feeling_s: when the customer last began to voice a feeling. feeling, intensity (0..3): which, as long as it is
    taken to last. turn: the CSM's last finished turn.
    attend_p: 0..1, looks at the call. smile: activation 0..1. lean, slouch: as in PoseObservation.
    level_db, pitch_st: over the own usual, of the voice in the last 3 s. words_per_minute: of the present turn.
    """

    letters: Mapping[str, LiveLetter] = field(default_factory=dict)
    csm_since_s: float | None = None
    customer_since_s: float | None = None
    feeling_s: float | None = None
    feeling: FeelingFamily | None = None
    intensity: int = 0
    turn: HeardTurn | None = None
    attend_p: float | None = None
    smile: float | None = None
    lean: float | None = None
    slouch: float | None = None
    level_db: float | None = None
    pitch_st: float | None = None
    words_per_minute: float | None = None


@dataclass(frozen=True, slots=True)
class CueOver:
    """The cue that is shown goes away. done: because it was done. read: it stood long enough to count."""

    rule: str
    letter: Letter
    t_s: float
    done: bool
    read: bool = True
