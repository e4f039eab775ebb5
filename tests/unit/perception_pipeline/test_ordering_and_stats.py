from __future__ import annotations

import random

from perception.pipeline.clock import SessionClock
from perception.pipeline.ordering import observation_time_s, sort_observations
from perception.pipeline.stats import LatencyMeter, RateMeter
from perception.pipeline.utterances import utterance_from_words
from perception.types import (
    CustomerSmile,
    FaceObservation,
    Gap,
    Mark,
    Nod,
    PoseObservation,
    SpeechSegment,
    Utterance,
    Word,
)


def test_order_is_the_same_whatever_the_arrival() -> None:
    observations = [
        FaceObservation(t_s=1.0, found=False),
        PoseObservation(t_s=1.0, found=False),
        SpeechSegment(1.0, 2.0, "csm"),
        SpeechSegment(1.0, 1.5, "customer"),
        Utterance(1.0, 2.0, "csm", "Hello."),
        Nod(0.5, 1.0, 2, 3.0),
        CustomerSmile(0.7, 1.5),
        Gap(0.0, 0.4, "video", "covered"),
        Mark(3.0, "here"),
    ]
    expected = sort_observations(observations)
    for seed in range(10):
        shuffled = list(observations)
        random.Random(seed).shuffle(shuffled)
        assert sort_observations(shuffled) == expected
    assert [observation_time_s(observation) for observation in expected] == [
        0.0,
        0.5,
        0.7,
        1.0,
        1.0,
        1.0,
        1.0,
        1.0,
        3.0,
    ]


def test_rate_forgets_what_is_old() -> None:
    meter = RateMeter(window_s=2.0)
    for index in range(30):
        meter.tick(index / 15)
    assert 14 <= meter.rate(2.0) <= 16.5
    assert meter.rate(10.0) == 0.0


def test_latency_is_the_median_in_milliseconds() -> None:
    meter = LatencyMeter()
    assert meter.median_ms() == 0.0
    for delay_s in (0.01, 0.02, 0.5):
        meter.add(delay_s)
    assert meter.median_ms() == 20.0


def test_clock_counts_from_its_start() -> None:
    times = iter([100.0, 103.5])
    clock = SessionClock(start_s=10.0, source=lambda: next(times))
    assert clock.now_s() == 13.5


def test_utterance_joins_words() -> None:
    words = (Word(1.0, 1.2, " Hello", 0.9), Word(1.3, 1.6, "there.", 0.7))
    utterance = utterance_from_words(words, speaker="customer")
    assert utterance is not None
    assert utterance.text == "Hello there."
    assert (utterance.start_s, utterance.end_s) == (1.0, 1.6)
    assert abs(utterance.p - 0.8) < 1e-9
    assert utterance_from_words((), speaker="csm") is None
