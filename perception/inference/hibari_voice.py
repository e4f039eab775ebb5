"""The built-in voice: text to speech by the package hibari, with pitch and size of the speaker to choose.

The package carries one voice. A second speaker is made from it inside the synthesiser: the pitch curve is moved and the
spectral envelope stretched, as a longer or shorter vocal tract would do. That sounds like another person and stays as
well understood as the original, which resampling the finished sound does not.
"""

from __future__ import annotations

import threading
from typing import Any, Final

import numpy as np

from perception.errors import InvalidValueError, ModelError
from perception.types import Float32Array, FloatArray

RATE_HZ: Final = 24_000
_SLOWEST, _FASTEST = 0.5, 2.0  # what the voice was made for
_KNEE: Final = 0.7  # of full scale
_SEED: Final = 0  # of the breath noise: the same text gives the same sound


class HibariVoice:
    """Speaks English. May be shared by threads: one sentence is made at a time.

    pitch_st: semitones above (+) or below (-) the voice as it comes, about 200 Hz. tract: length of the vocal tract,
    1 as it comes, below 1 deeper resonances (an envelope stretched to `tract` times its frequencies).
    Raises ModelError when the package or its model is missing or unusable.
    """

    rate_hz: int = RATE_HZ

    def __init__(self, *, pitch_st: float = 0.0, tract: float = 1.0) -> None:
        if not 0.6 <= tract <= 1.5:
            raise InvalidValueError(f"A vocal tract of {tract} is outside 0.6 to 1.5.", recovery="Choose one inside.")
        self._pitch_st = pitch_st
        self._tract = tract
        self._lock = threading.Lock()
        self._tts: Any = None

    def warm_up(self) -> None:
        """Load the voice now (about half a second) instead of at the first sentence. Raises ModelError."""
        with self._lock:
            self._load()

    def speak(self, text: str, *, speed: float = 1.0, pitch_st: float = 0.0) -> Float32Array:
        """The text as mono sound at `rate_hz`, within -1..1; empty for empty text.

        speed: 1 as it comes, 0.5 to 2. pitch_st: semitones on top of the speaker's own pitch, for raised speech.
        Raises InvalidValueError, ModelError.
        """
        if not _SLOWEST <= speed <= _FASTEST:
            raise InvalidValueError(f"A speed of {speed} is outside 0.5 to 2.", recovery="Choose one inside.")
        with self._lock:
            tts = self._load()
            rng = np.random.default_rng(_SEED)
            try:
                parts = [self._sentence(tts, ids, speed, pitch_st, rng) for ids in map(tts.ids, tts.phonemize(text))]
            except (RuntimeError, ValueError, KeyError) as error:
                raise ModelError(
                    "The built-in voice could not speak a sentence.", recovery="Install Attune again."
                ) from error
        sound = np.concatenate(parts) if parts else np.zeros(0)
        return np.asarray(_within_full_scale(sound), dtype=np.float32)

    def _load(self) -> Any:
        if self._tts is None:
            try:
                from hibari import Hibari

                tts = Hibari()
                tts.phonemize("Ready.")
            except (ImportError, OSError, RuntimeError) as error:
                raise ModelError("The built-in voice is missing.", recovery="Run the set-up again.") from error
            self._tts = tts
        return self._tts

    def _sentence(
        self, tts: Any, ids: list[int], speed: float, pitch_st: float, rng: np.random.Generator
    ) -> FloatArray:
        from hibari import dsp

        feed = {"ids": np.asarray([ids], np.int64), "speed": np.asarray([speed], np.float32)}
        # log envelope and phase of the voiced part, log envelope of the breath, remainder and its phase, pitch
        voiced, phase, breath, rest, rest_phase, f0_hz = (part[0] for part in tts.sess.run(None, feed))
        pitched = f0_hz * np.float32(2.0 ** ((self._pitch_st + pitch_st) / 12.0))
        if self._tract != 1.0:
            voiced, breath, rest = (stretch(part, factor=self._tract) for part in (voiced, breath, rest))
            phase, rest_phase = (stretch(part, factor=self._tract, nearest=True) for part in (phase, rest_phase))
        sound = dsp.synth(voiced, phase, breath, rest, rest_phase, pitched, rng)
        # Every harmonic comes at the same strength, so a lower voice has more of them and would be louder.
        return np.asarray(sound * min(1.0, 2.0 ** (self._pitch_st / 12.0)), dtype=np.float64)


def _within_full_scale(sound: FloatArray) -> FloatArray:
    """Rare peaks above the knee are bent softly instead of cut."""
    size = np.abs(sound)
    bent = _KNEE + (1.0 - _KNEE) * np.tanh((size - _KNEE) / (1.0 - _KNEE))
    return np.where(size > _KNEE, np.sign(sound) * bent, sound)


def stretch(envelope: Float32Array, *, factor: float, nearest: bool = False) -> Float32Array:
    """Move what stands at frequency bin k of (bins, frames) to k * factor; above the last bin its value is kept."""
    last = envelope.shape[0] - 1
    place = np.minimum(np.arange(envelope.shape[0]) / factor, last)
    if nearest:  # phases must not be averaged: they turn over at pi
        return np.ascontiguousarray(envelope[np.round(place).astype(np.intp)])
    low = np.minimum(place.astype(np.intp), last - 1)
    share = (place - low)[:, None].astype(np.float32)
    mixed: Float32Array = (envelope[low] * (1 - share) + envelope[low + 1] * share).astype(np.float32)
    return mixed
