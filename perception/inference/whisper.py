"""Words with times by Whisper (faster-whisper, int8 on the processor). English; no file or network is asked for sound
or models: the model folder is given, the sound is an array.
"""

from __future__ import annotations

import math
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np

from perception.errors import InvalidValueError, ModelError
from perception.inference.expected_names import leaves_doubt, with_names
from perception.inference.whisper_window import LONGEST_S, WindowedWhisper
from perception.types import Float32Array, Word

_RATE_HZ: Final = 16000
_SHORTEST_S: Final = 0.1  # shorter runs hold no word and are padded by Whisper into one it invents
# Speech that begins with the sound is heard worse: with this much silence before it, the word errors of stretches of
# speech fell from 4.7 to 4.1 % (FDA, RAVDESS) and from 5.0 to 3.9 % (joined sentences). Up to 1 s may be silent.
_LEAD_S: Final = 0.8
_QUIETEST: Final = 1e-4  # RMS (-80 dBFS): nothing was said
# Whisper writes "Thank you." and the like over silence and noise. What it says of itself gives it away.
_NO_SPEECH_P: Final = 0.6  # with _WEAK_LOGPROB: the rule of the Whisper paper (Radford et al. 2022, 4.5)
_WEAK_LOGPROB: Final = -1.0
_HOPELESS_LOGPROB: Final = -1.6
_REPETITIVE: Final = 2.4  # compression ratio of the text, same source
_WEAK_WORDS_P: Final = 0.25  # mean word probability below this: heard in noise
_WORD_P: Final = (1.4, -0.05)  # slope, offset: mean word probability of the likelihood a token, clean to noisy [C]
_REMEDY: Final = "Install the models again: attune models install."


class WhisperTranscriber:
    """Transcriber. One call at a time; the model is loaded when the object is made."""

    def __init__(self, model_dir: Path, *, threads: int = 1, beam: int = 1) -> None:
        self._model = _load(model_dir, threads)
        self._window = WindowedWhisper(self._model)
        self._beam = beam

    def warm_up(self) -> None:
        """Run the model once on noise too quiet to hold a word."""
        noise = np.random.default_rng(0).standard_normal(_RATE_HZ).astype(np.float32) * 0.01
        self.transcribe(noise, t_s=0.0)

    def transcribe(self, samples: Float32Array, *, t_s: float, hotwords: Sequence[str] = ()) -> tuple[Word, ...]:
        """Words of (n,) float32 16 kHz samples, the first at `t_s`; () when nothing credible was said.

        hotwords: names and terms to expect; where they could help the sound is heard twice. Raises InvalidValueError
        for another shape, ModelError when it fails.
        """
        if samples.ndim != 1:
            raise InvalidValueError(f"Expected mono samples, got {samples.shape}.", recovery="Pick one channel.")
        sound = np.ascontiguousarray(samples, dtype=np.float32)
        if len(sound) < _SHORTEST_S * _RATE_HZ or float(np.sqrt(np.mean(sound**2))) < _QUIETEST:
            return ()
        words = self._hear(sound, t_s, None)
        if hotwords and leaves_doubt(words):
            return with_names(words, self._hear(sound, t_s, " ".join(hotwords)), hotwords)
        return words

    def glance(self, samples: Float32Array, *, t_s: float) -> tuple[Word, ...]:
        """The same words in half the time: their times are guessed from their length, and they share the probability
        of their phrase. For somebody who waits for an answer. Raises ModelError when it fails."""
        sound = np.ascontiguousarray(samples, dtype=np.float32)
        if len(sound) < _SHORTEST_S * _RATE_HZ or float(np.sqrt(np.mean(sound**2))) < _QUIETEST:
            return ()
        inside_s = (t_s, t_s + len(sound) / _RATE_HZ)
        heard = self._quick_segments(sound)
        return tuple(word for segment in heard for word in _spread(segment, t_s - _LEAD_S, inside_s))

    def _quick_segments(self, sound: Float32Array) -> list[Any]:
        if _LEAD_S + len(sound) / _RATE_HZ > LONGEST_S:
            return self._segments(sound, None, word_times=False)
        try:
            heard = self._window.hear(_led_in(sound))
        except (RuntimeError, ValueError) as error:
            raise ModelError("The speech recogniser failed.", recovery=_REMEDY) from error
        return [segment for segment in heard if is_credible(segment, has_words=False)]

    def _hear(self, sound: Float32Array, t_s: float, hotwords: str | None) -> tuple[Word, ...]:
        heard = self._segments(sound, hotwords, word_times=True)
        return _words(heard, t_s - _LEAD_S, (t_s, t_s + len(sound) / _RATE_HZ))

    def _segments(self, sound: Float32Array, hotwords: str | None, *, word_times: bool) -> list[Any]:
        """What was credibly said; times from the beginning of the silence led in with."""
        try:
            segments, _ = self._model.transcribe(
                _led_in(sound),
                language="en",
                task="transcribe",
                beam_size=self._beam,
                temperature=0.0,
                word_timestamps=word_times,
                condition_on_previous_text=False,
                vad_filter=False,
                without_timestamps=False,
                hotwords=hotwords,
            )
            return [segment for segment in segments if is_credible(segment, has_words=word_times)]
        except (RuntimeError, ValueError) as error:
            raise ModelError("The speech recogniser failed.", recovery=_REMEDY) from error


def is_credible(segment: Any, *, has_words: bool = True) -> bool:
    """Whether a segment of the recogniser was spoken rather than made up over noise or silence."""
    if segment.avg_logprob < _HOPELESS_LOGPROB or segment.compression_ratio > _REPETITIVE:
        return False
    if segment.no_speech_prob > _NO_SPEECH_P and segment.avg_logprob < _WEAK_LOGPROB:
        return False
    if not has_words:
        return bool(segment.text.strip()) and _likely(segment.avg_logprob) >= _WEAK_WORDS_P
    words = segment.words or ()
    return bool(words) and float(np.mean([word.probability for word in words])) >= _WEAK_WORDS_P


def _words(segments: Sequence[Any], zero_s: float, inside_s: tuple[float, float]) -> tuple[Word, ...]:
    """Words on the session clock (`zero_s` is where the model's begins), inside the run, times never going back."""
    words: list[Word] = []
    floor_s, end_s = inside_s
    for segment in segments:
        for word in segment.words:
            text = word.word.strip()
            if not text:
                continue
            first_s = min(max(zero_s + float(word.start), floor_s), end_s)
            last_s = min(max(zero_s + float(word.end), first_s), end_s)
            words.append(Word(start_s=first_s, end_s=last_s, text=text, p=min(1.0, max(0.0, float(word.probability)))))
            floor_s = first_s
    return tuple(words)


def _led_in(sound: Float32Array) -> Float32Array:
    """With silence before it."""
    return np.concatenate((np.zeros(round(_LEAD_S * _RATE_HZ), dtype=np.float32), sound))


def _likely(avg_logprob: float) -> float:
    """About the mean word probability of a segment whose words were not looked at one by one."""
    slope, offset = _WORD_P
    return min(1.0, max(0.0, slope * math.exp(avg_logprob) + offset))


def _spread(segment: Any, zero_s: float, inside_s: tuple[float, float]) -> list[Word]:
    """The words of a segment laid over it by their length."""
    texts = segment.text.split()
    start_s, end_s = (min(max(zero_s + float(at), inside_s[0]), inside_s[1]) for at in (segment.start, segment.end))
    lengths = np.cumsum([0, *(len(text) + 1 for text in texts)])
    edges = start_s + (end_s - start_s) * lengths / max(int(lengths[-1]), 1)
    p = _likely(segment.avg_logprob)
    return [Word(float(edges[i]), float(edges[i + 1]), text, p) for i, text in enumerate(texts)]


def _load(model_dir: Path, threads: int) -> Any:
    if not (model_dir / "model.bin").is_file():
        raise ModelError(f"The speech recogniser “{model_dir.name}” is missing.", recovery=_REMEDY)
    # The library behind faster-whisper asks the network for what it misses; with this it cannot.
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    from faster_whisper import WhisperModel

    try:
        return WhisperModel(
            str(model_dir), device="cpu", compute_type="int8", cpu_threads=threads, num_workers=1, local_files_only=True
        )
    except (RuntimeError, ValueError, OSError) as error:
        raise ModelError(f"The speech recogniser “{model_dir.name}” is damaged.", recovery=_REMEDY) from error
