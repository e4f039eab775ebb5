"""A line as it sounds: where each word lies, and how the mouth moves. Pure numbers from text and sound."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from perception.character.lips import mouth_curves
from perception.types import Float32Array, FloatArray

_HOP_S: Final = 0.01
_SILENT_DB: Final = 35.0  # below the loudest part
_COMMA_WEIGHT: Final = 3.0  # letters' worth of time for a pause inside a sentence
_WORD_WEIGHT: Final = 1.5
_READING_S: Final = 0.068  # a letter, in a line that is only shown
_SEARCH_S: Final = 0.12  # a boundary between words is looked for this far around its estimate
_LETTERS: Final = re.compile(r"[A-Za-z0-9]")


@dataclass(frozen=True, slots=True)
class SpokenWord:
    """A word and where it lies in the sound of its line, seconds from its beginning."""

    text: str
    start_s: float
    end_s: float


@dataclass(frozen=True, slots=True, eq=False)
class SpokenLine:
    """The sound of a line: mono samples, its words, and the mouth at 50 Hz (opening and rounding, 0..1)."""

    text: str
    samples: Float32Array
    rate_hz: int
    words: tuple[SpokenWord, ...]
    mouth_open: tuple[float, ...]
    mouth_round: tuple[float, ...]
    sentence_starts_s: tuple[float, ...] = (0.0,)

    @property
    def seconds(self) -> float:
        """Its length."""
        return len(self.samples) / self.rate_hz

    def said_until(self, at_s: float) -> tuple[SpokenWord, ...]:
        """The words that were at least half said at this time."""
        return tuple(word for word in self.words if 0.5 * (word.start_s + word.end_s) <= at_s)

    def end_of_word(self, at_s: float) -> float:
        """The end of the word that sounds at this time; the time itself in a pause."""
        return next((word.end_s for word in self.words if word.start_s <= at_s < word.end_s), at_s)


def joined_line(text: str, sentences: Sequence[str], sounds: Sequence[Float32Array], *, rate_hz: int) -> SpokenLine:
    """One line from the sounds of its sentences, each with the pause that follows it."""
    words: list[SpokenWord] = []
    starts: list[float] = []
    at_s = 0.0
    for sentence, sound in zip(sentences, sounds, strict=True):
        starts.append(at_s)
        words += [
            SpokenWord(word.text, at_s + word.start_s, at_s + word.end_s)
            for word in words_in(sentence, sound, rate_hz=rate_hz)
        ]
        at_s += len(sound) / rate_hz
    samples = np.concatenate(list(sounds)) if sounds else np.zeros(0, dtype=np.float32)
    opened, rounded = mouth_curves(samples, rate_hz)
    return SpokenLine(
        text, samples, rate_hz, tuple(words), _rounded(opened), _rounded(rounded), tuple(starts) or (0.0,)
    )


def silent_line(text: str, *, rate_hz: int) -> SpokenLine:
    """A line that can only be read, as long as it would take to say."""
    texts = text.split()
    weights = np.array([_WORD_WEIGHT + len(_LETTERS.findall(word)) for word in texts])
    edges = np.concatenate(([0.0], np.cumsum(weights))) * _READING_S
    words = tuple(SpokenWord(word, float(edges[i]), float(edges[i + 1])) for i, word in enumerate(texts))
    return SpokenLine(text, np.zeros(round(float(edges[-1]) * rate_hz), dtype=np.float32), rate_hz, words, (), ())


def words_in(sentence: str, samples: Float32Array, *, rate_hz: int) -> tuple[SpokenWord, ...]:
    """The words of a sentence laid over its sound by their length; boundaries moved to the quietest place near."""
    texts = sentence.split()
    levels = _levels(samples, rate_hz)
    heard = np.flatnonzero(levels > levels.max(initial=-100.0) - _SILENT_DB)
    if not texts or not len(heard):
        return ()
    first_s, last_s = heard[0] * _HOP_S, (heard[-1] + 1) * _HOP_S
    weights = np.array([_WORD_WEIGHT + len(_LETTERS.findall(text)) for text in texts])
    pauses = np.array([_COMMA_WEIGHT if text.endswith((",", ";", ":", "—", "–")) else 0.0 for text in texts])
    pauses[-1] = 0.0
    ends = np.cumsum(weights + pauses)
    edges = first_s + (last_s - first_s) * np.concatenate(([0.0], ends / ends[-1]))
    inner = [_quiet_near(levels, float(edge)) for edge in edges[1:-1]]
    edges = np.maximum.accumulate(np.array([first_s, *inner, last_s]))
    return tuple(SpokenWord(text, float(edges[i]), float(edges[i + 1])) for i, text in enumerate(texts))


def fade_out(samples: Float32Array, *, rate_hz: int, seconds: float) -> Float32Array:
    """The sound with its last part fading to silence."""
    length = min(len(samples), round(seconds * rate_hz))
    faded = samples.copy()
    if length:
        faded[-length:] *= np.cos(np.linspace(0.0, 0.5 * np.pi, length)).astype(np.float32)
    return faded


def at_level(samples: Float32Array, *, dbfs: float, most: float = 0.89) -> Float32Array:
    """The sound with its louder half at this level (RMS), its peaks below `most` of full scale."""
    loud = np.abs(samples) > 0.01
    if not loud.any():
        return samples
    rms = float(np.sqrt(np.mean(samples[loud].astype(np.float64) ** 2)))
    gain = min(10.0 ** (dbfs / 20.0) / rms, most / float(np.abs(samples).max()))
    return np.asarray(samples * np.float32(gain), dtype=np.float32)


def _levels(samples: Float32Array, rate_hz: int) -> FloatArray:
    hop = round(rate_hz * _HOP_S)
    count = len(samples) // hop
    frames = samples[: count * hop].reshape(count, hop).astype(np.float64)
    return np.asarray(10.0 * np.log10(np.mean(frames**2, axis=1) + 1e-10))


def _quiet_near(levels: FloatArray, at_s: float) -> float:
    first = max(0, round((at_s - _SEARCH_S) / _HOP_S))
    near = levels[first : round((at_s + _SEARCH_S) / _HOP_S) + 1]
    return (first + int(np.argmin(near)) + 0.5) * _HOP_S if len(near) else at_s


def _rounded(values: FloatArray) -> tuple[float, ...]:
    return tuple(round(float(value), 3) for value in values)
