"""Which voice a written customer gets: the richer one where it is wanted, here and quick enough, else the light one."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from app.engine.messages import Problem
from app.engine.practice.lines import Voice
from perception.errors import PerceptionError

# Seconds of work for a second of speech. Lines are made while others speak, and a call needs the processor, too.
SLOWEST_RTF: Final = 0.7
_TRIAL: Final = "One moment, please."  # about 2 s
# The first sentence after loading is slower, and so is one that something else comes between: then it is tried again.
_HOPELESS_RTF: Final = 3 * SLOWEST_RTF
_KEPT: Final = "The customer speaks with the built-in voice."
_TOO_SLOW: Final = Problem(
    "model",
    "The richer voice is too slow on this computer at the moment.",
    "Close other programmes, or switch “Richer voice” off in the settings.",
    "notice",
    _KEPT,
)


@dataclass(frozen=True, slots=True)
class ChosenVoice:
    """A voice. why_light: what to tell where the richer one was wanted and is not used; None where all is as wished."""

    voice: Voice
    why_light: Problem | None = None


def choose_voice(
    *,
    light: Callable[[], Voice],
    rich: Callable[[], Voice] | None,
    seconds: Callable[[], float] = time.perf_counter,
) -> ChosenVoice:
    """rich: loads the richer voice and may raise ModelError; None where it is not wanted. It is tried, which takes a
    few seconds. seconds: a clock."""
    if rich is None:
        return ChosenVoice(light())
    try:
        voice = rich()
        rtf = _rtf(voice, seconds)
        if SLOWEST_RTF < rtf < _HOPELESS_RTF:
            rtf = _rtf(voice, seconds)
    except PerceptionError as error:
        return ChosenVoice(light(), Problem("model", error.message, error.recovery, "notice", _KEPT))
    return ChosenVoice(voice) if rtf <= SLOWEST_RTF else ChosenVoice(light(), _TOO_SLOW)


def _rtf(voice: Voice, seconds: Callable[[], float]) -> float:
    """Seconds of work for a second of speech, of the trial sentence; infinite for no sound."""
    began_s = seconds()
    spoken_s = len(voice.speak(_TRIAL)) / voice.rate_hz
    return (seconds() - began_s) / spoken_s if spoken_s > 0 else float("inf")
