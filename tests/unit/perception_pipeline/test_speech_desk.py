"""What the recogniser hears next."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from perception.pipeline.speech_desk import Question, SpeechDesk, quick_words
from perception.pipeline.voice_chain import SpeechJob
from perception.types import Speaker, Word

WORDS = (Word(1.0, 1.4, "Yes.", 0.9),)


def job(t_s: float, seconds: float = 1.0, channel: Speaker = "csm") -> SpeechJob:
    return SpeechJob(channel, t_s, np.zeros(round(16_000 * seconds), dtype=np.float32))


def test_a_question_comes_before_what_waits_and_the_newest_takes_its_place() -> None:
    desk = SpeechDesk(size=4)
    first, second = job(1.0), job(2.0)
    desk.add(first)
    desk.add(second)
    old, new = Question(job(3.0), print), Question(job(4.0), print)
    desk.ask(old)
    desk.ask(new)
    assert [desk.take(timeout_s=0.0) for _ in range(4)] == [new, first, second, None]


def test_too_many_stretches_give_up_the_oldest() -> None:
    desk = SpeechDesk(size=2)
    jobs = [job(float(k)) for k in range(3)]
    assert [desk.add(one) for one in jobs] == [None, None, jobs[0]]
    assert len(desk) == 2


class Thorough:
    """Hears everything with times."""

    def transcribe(self, samples: np.ndarray, *, t_s: float, hotwords: Sequence[str] = ()) -> tuple[Word, ...]:
        return WORDS


class Quick(Thorough):
    """Can tell the words sooner."""

    def glance(self, samples: np.ndarray, *, t_s: float) -> tuple[Word, ...]:
        return (Word(t_s, t_s + 1.0, "Soon.", 0.8),)


def test_whoever_waits_is_told_by_the_quicker_way_where_there_is_one() -> None:
    assert quick_words(Thorough(), job(1.0)) == WORDS
    assert [word.text for word in quick_words(Quick(), job(1.0))] == ["Soon."]
