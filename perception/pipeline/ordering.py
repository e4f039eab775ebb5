"""The order of observations in a session: by time, ties by kind, so that runs compare line by line."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from perception.types import (
    CustomerSmile,
    FaceObservation,
    Gap,
    Mark,
    Nod,
    Observation,
    PhaseChange,
    PoseObservation,
    SpeechSegment,
    StatedFeeling,
    Utterance,
    VoiceObservation,
)

_KINDS: Final = (
    PhaseChange,
    Gap,
    Mark,
    StatedFeeling,
    FaceObservation,
    PoseObservation,
    CustomerSmile,
    Nod,
    VoiceObservation,
    SpeechSegment,
    Utterance,
)
_RANK: Final = {kind: rank for rank, kind in enumerate(_KINDS)}


def observation_time_s(observation: Observation) -> float:
    """When the observation begins, seconds."""
    if isinstance(observation, FaceObservation | PoseObservation | VoiceObservation | PhaseChange | Mark):
        return observation.t_s
    return observation.start_s


def sort_observations(observations: Iterable[Observation]) -> list[Observation]:
    """Sorted by time; at the same time by kind, then by channel or speaker. Stable."""
    return sorted(observations, key=_key)


def _key(observation: Observation) -> tuple[float, int, str]:
    who = getattr(observation, "channel", "") or getattr(observation, "speaker", "")
    return observation_time_s(observation), _RANK[type(observation)], who
