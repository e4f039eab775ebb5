"""The richer voices: Kokoro v1.0 (int8), one model for all and a file of style vectors for each speaker.

Optional: “attune models install voice-rich”. Words become phonemes in the package of the built-in voice, which writes
the same alphabet. A sentence takes thirty times as long to make as in the built-in voice, so a call uses these only
where they keep up (app/engine/practice/voice_choice.py).
"""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any, Final

import numpy as np

from perception.errors import InvalidValueError, ModelError
from perception.types import Float32Array

RATE_HZ: Final = 24_000
_SLOWEST, _FASTEST = 0.5, 2.0  # what the voice was made for
_LENGTHS, _STYLE = 510, 256  # one style vector for each length of a sentence, in phonemes
_AGAIN: Final = "Run “attune models install voice-rich”, or go without the richer voice."


class KokoroModel:
    """The model that all richer voices share. May be shared by threads: one sentence is made at a time.

    threads: of one sentence; more than two gain little. Loaded at the first sentence, or by `warm_up`.
    """

    def __init__(self, path: Path, *, threads: int = 2) -> None:
        self._path = path
        self._threads = threads
        self._lock = threading.Lock()
        self._session: Any = None
        self._phonemizers: dict[bool, Any] = {}

    def warm_up(self) -> None:
        """Load now, about a second. Raises ModelError."""
        with self._lock:
            self._load()

    def sentences(self, text: str, *, british: bool) -> list[list[int]]:
        """The phonemes of a text, sentence by sentence; empty for empty text. Raises ModelError."""
        with self._lock:
            phonemizer = self._phonemizer(british)
            return [ids for ids in map(phonemizer.ids, phonemizer.phonemize(text)) if len(ids) > 2]  # pauses around

    def sound(self, ids: list[int], style: Float32Array, *, speed: float) -> Float32Array:
        """One sentence, mono. style: (1, 256). Raises ModelError."""
        feed = {"tokens": np.asarray([ids], np.int64), "style": style, "speed": np.asarray([speed], np.float32)}
        with self._lock:
            session = self._load()
            try:
                (made,) = session.run(None, feed)
            except (RuntimeError, ValueError) as error:
                raise ModelError("The richer voice could not speak a sentence.", recovery=_AGAIN) from error
        return np.asarray(made, dtype=np.float32).reshape(-1)

    def _load(self) -> Any:
        if self._session is None:
            import onnxruntime

            options = onnxruntime.SessionOptions()
            options.intra_op_num_threads, options.inter_op_num_threads = self._threads, 1
            options.log_severity_level = 3
            # Waiting threads sleep: the call's own workers need the processor more.
            options.add_session_config_entry("session.intra_op.allow_spinning", "0")
            try:
                self._session = onnxruntime.InferenceSession(
                    str(self._path), options, providers=["CPUExecutionProvider"]
                )
            except Exception as error:  # the library's errors have no common class of their own
                raise ModelError("The model of the richer voice cannot be loaded.", recovery=_AGAIN) from error
        return self._session

    def _phonemizer(self, british: bool) -> Any:
        if british not in self._phonemizers:
            try:
                from hibari import Hibari
                from hibari.g2p import G2P

                self._phonemizers[british] = Hibari(g2p=G2P(british=british))
            except (ImportError, OSError, RuntimeError) as error:
                raise ModelError("The built-in voice is missing.", recovery="Run the set-up again.") from error
        return self._phonemizers[british]


class KokoroVoice:
    """Speaks English as one speaker. The interface of HibariVoice; may be shared by threads.

    style: the speaker's file. british: which English the words are pronounced in.
    """

    rate_hz: int = RATE_HZ

    def __init__(self, model: KokoroModel, style: Path, *, british: bool = False) -> None:
        self._model = model
        self._british = british
        try:
            self._styles = np.fromfile(style, dtype="<f4").reshape(_LENGTHS, 1, _STYLE).astype(np.float32)
        except (OSError, ValueError) as error:
            raise ModelError(f"The voice file {style} cannot be used.", recovery=_AGAIN) from error

    def warm_up(self) -> None:
        """Load the voice now instead of at the first sentence. Raises ModelError."""
        self._model.warm_up()
        self._model.sentences("Ready.", british=self._british)

    def speak(self, text: str, *, speed: float = 1.0, pitch_st: float = 0.0) -> Float32Array:
        """The text as mono sound at `rate_hz`, within -1..1; empty for empty text.

        speed: 1 as it comes, 0.5 to 2. pitch_st is not followed: this voice has no pitch to set, and moving the pitch
        of finished sound makes it worse; the mood stays with pace, level and pauses.
        Raises InvalidValueError, ModelError.
        """
        del pitch_st
        if not _SLOWEST <= speed <= _FASTEST:
            raise InvalidValueError(f"A speed of {speed} is outside 0.5 to 2.", recovery="Choose one inside.")
        parts = [
            self._model.sound(ids, self._styles[min(len(ids) - 2, _LENGTHS) - 1], speed=speed)
            for ids in self._model.sentences(text, british=self._british)
        ]
        sound = np.concatenate(parts) if parts else np.zeros(0, dtype=np.float32)
        return np.asarray(np.clip(sound, -1.0, 1.0), dtype=np.float32)
