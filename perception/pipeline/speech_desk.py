"""Speech that waits for the recogniser: what somebody waits for comes first, then finished stretches, oldest first."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from perception.pipeline.voice_chain import SpeechJob
from perception.ports import QuickTranscriber, Transcriber
from perception.types import Word


@dataclass(frozen=True, slots=True, eq=False)
class Question:
    """What is said in this sound, wanted at once. `answer` is called from the recogniser's thread."""

    job: SpeechJob
    answer: Callable[[tuple[Word, ...]], None]


class SpeechDesk:
    """Safe from any thread. A newer question takes the place of one that nobody began with."""

    def __init__(self, *, size: int) -> None:
        self._size = size
        self._condition = threading.Condition()
        self._jobs: deque[SpeechJob] = deque()
        self._question: Question | None = None

    def __len__(self) -> int:
        """Stretches that wait."""
        return len(self._jobs)

    def add(self, job: SpeechJob) -> SpeechJob | None:
        """Let a stretch wait; the oldest one, given up because too many wait, or None."""
        with self._condition:
            lost = self._jobs.popleft() if len(self._jobs) >= self._size else None
            self._jobs.append(job)
            self._condition.notify()
            return lost

    def ask(self, question: Question) -> None:
        """Have this heard before anything else."""
        with self._condition:
            self._question = question
            self._condition.notify()

    def take(self, *, timeout_s: float) -> Question | SpeechJob | None:
        """The next, or None when nothing came in time."""
        with self._condition:
            if self._question is None and not self._jobs:
                self._condition.wait(timeout_s)
            if self._question is not None:
                question, self._question = self._question, None
                return question
            return self._jobs.popleft() if self._jobs else None


def quick_words(transcriber: Transcriber, job: SpeechJob) -> tuple[Word, ...]:
    """What is said, as soon as this recogniser can tell it."""
    if isinstance(transcriber, QuickTranscriber):
        return transcriber.glance(job.samples, t_s=job.t_s)
    return transcriber.transcribe(job.samples, t_s=job.t_s)
