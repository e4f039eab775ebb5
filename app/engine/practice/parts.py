"""What a practice call is made of; app/bootstrap/practice.py makes it of real parts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from app.engine.practice.voice_choice import ChosenVoice
from app.practice.ports import Director
from app.practice.scenario.model import Scenario
from perception.pipeline.ear import Resampler
from perception.ports import SoundOutput, SpeechDetector


@dataclass(frozen=True, slots=True)
class PracticeParts:
    """The makers run before the call begins, so that nothing is loaded while somebody waits for an answer."""

    scenario: Scenario
    director: Director
    make_voice: Callable[[], ChosenVoice]
    make_output: Callable[[], SoundOutput]
    make_detector: Callable[[], SpeechDetector]
    make_resampler: Callable[[], Resampler]
