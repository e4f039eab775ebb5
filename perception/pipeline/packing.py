"""Several short stretches of speech for one call of the recogniser.

Whisper always looks at 30 s, however short the speech: a recording is put into words faster when short stretches share
them, and each word is heard in what was said around it. Live, each stretch goes by itself, because it must not wait for
the next.

In a pack Whisper now and then passes over some words, or all of it is refused because a sentence stands in it twice. A
stretch in which words seem to be missing is therefore heard again by itself.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from perception.pipeline.voice_chain import MARGIN_S, SpeechJob
from perception.types import Float32Array, Word

_RATE_HZ: Final = 16000
# Half of Whisper's window: in packs of 20 to 28 s it loses words towards the end (office questions: 4.5 to 5.4 % word
# errors against 3.0 to 4.0), and hearing stretches again takes the time that fuller packs save.
_WINDOW_S: Final = 15.0
_SILENCE_S: Final = 1.0  # between stretches: with .6 s it joins sentences and loses words at the seam
_LONGEST_WORD_S: Final = 1.0
_WORDLESS_S: Final = 1.5  # speech without a word for as long misses some; pauses inside a stretch are shorter


@dataclass(frozen=True, slots=True, eq=False)
class Pack:
    """Stretches of one channel one after another, with the sample each begins at."""

    jobs: tuple[SpeechJob, ...]
    starts: tuple[int, ...]
    samples: Float32Array

    def unpack(self, words: Sequence[Word]) -> list[tuple[SpeechJob, tuple[Word, ...]]]:
        """The words of each stretch, on the session clock; `words` have times from the start of the pack."""
        shares: list[list[Word]] = [[] for _ in self.jobs]
        for word in words:
            middle = 0.5 * (word.start_s + word.end_s) * _RATE_HZ
            index = max(0, int(np.searchsorted(self.starts, middle, side="right")) - 1)
            shares[index].append(self._on_session_clock(word, index))
        return [(job, tuple(share)) for job, share in zip(self.jobs, shares, strict=True)]

    def _on_session_clock(self, word: Word, index: int) -> Word:
        job, start_s = self.jobs[index], self.starts[index] / _RATE_HZ
        end_s = job.t_s + len(job.samples) / _RATE_HZ
        begin = min(max(job.t_s + word.start_s - start_s, job.t_s), end_s)
        end = min(max(job.t_s + word.end_s - start_s, begin), end_s)
        return dataclasses.replace(word, start_s=begin, end_s=end)


def words_seem_missing(job: SpeechJob, words: Sequence[Word]) -> bool:
    """Whether part of a stretch of speech was left without words."""
    end_s = job.t_s + len(job.samples) / _RATE_HZ
    if not words:
        return True
    # The recogniser stretches a word over those it passed over after it.
    ends = [job.t_s + MARGIN_S, *(min(word.end_s, word.start_s + _LONGEST_WORD_S) for word in words)]
    starts = [*(word.start_s for word in words), end_s - MARGIN_S]
    return any(start - end > _WORDLESS_S for end, start in zip(ends, starts, strict=True))


class JobPacker:
    """Collects the stretches of one channel until they fill a window."""

    def __init__(self) -> None:
        self._jobs: list[SpeechJob] = []
        self._length = 0

    def add(self, job: SpeechJob) -> Pack | None:
        """Take a stretch in; the pack that became full with it, if any."""
        silence = int(_SILENCE_S * _RATE_HZ)
        full = None
        if self._jobs and self._length + silence + len(job.samples) > int(_WINDOW_S * _RATE_HZ):
            full = self.flush()
        self._length += len(job.samples) + (silence if self._jobs else 0)
        self._jobs.append(job)
        return full

    def flush(self) -> Pack | None:
        """What has been collected so far."""
        if not self._jobs:
            return None
        silence = np.zeros(int(_SILENCE_S * _RATE_HZ), dtype=np.float32)
        parts: list[Float32Array] = []
        starts: list[int] = []
        length = 0
        for job in self._jobs:
            if parts:
                parts.append(silence)
                length += len(silence)
            starts.append(length)
            parts.append(job.samples)
            length += len(job.samples)
        pack = Pack(tuple(self._jobs), tuple(starts), np.concatenate(parts))
        self._jobs, self._length = [], 0
        return pack
