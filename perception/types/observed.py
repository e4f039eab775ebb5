"""What happened to the session itself, and everything that can be observed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from perception.types.basics import Phase
from perception.types.heard import SpeechSegment, StatedFeeling, Utterance, VoiceObservation
from perception.types.seen import CustomerSmile, FaceObservation, Nod, PoseObservation


@dataclass(frozen=True, slots=True)
class PhaseChange:
    """From `t_s` on the call is in this phase (from the scenario, or derived from the words)."""

    t_s: float
    phase: Phase


@dataclass(frozen=True, slots=True)
class Gap:
    """A span in which something was not captured; it is 'not measured', never scored low."""

    start_s: float
    end_s: float
    what: Literal["video", "audio", "all"]
    reason: str


@dataclass(frozen=True, slots=True)
class Mark:
    """A moment marked by hand."""

    t_s: float
    label: str


Observation = (
    FaceObservation
    | PoseObservation
    | Nod
    | VoiceObservation
    | SpeechSegment
    | Utterance
    | StatedFeeling
    | CustomerSmile
    | PhaseChange
    | Gap
    | Mark
)
