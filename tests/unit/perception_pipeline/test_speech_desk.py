"""What the recogniser hears next."""

from __future__ import annotations

import numpy as np

from perception.pipeline.speech_desk import Question, RecentAnswers, SpeechDesk
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


def test_a_stretch_that_was_asked_about_is_not_heard_again() -> None:
    answers = RecentAnswers()
    answers.note(job(1.0, 2.0), WORDS)
    assert answers.words_of(job(1.1, 2.05)) == WORDS
    assert answers.words_of(job(1.1, 1.0)) is None
    assert answers.words_of(job(2.0, 1.0)) is None
    assert answers.words_of(job(1.0, 2.0, "customer")) is None
