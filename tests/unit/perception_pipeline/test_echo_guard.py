"""The customer's voice in the microphone, in a recording and live."""

from __future__ import annotations

import numpy as np
import pytest

from perception.pipeline.echo_guard import EchoGuard, without_echo
from perception.types import Observation, Speaker, SpeechSegment, Utterance, VoiceObservation, Word

HOPS = 6000
DELAY = 12


def speaking(turns: list[tuple[int, int]], *, seed: int) -> np.ndarray:
    """Levels of somebody who speaks in these hops, syllable by syllable."""
    rng = np.random.default_rng(seed)
    levels = np.full(HOPS, -75.0) + rng.normal(0, 1, HOPS)
    for first, last in turns:
        syllables = np.repeat(rng.uniform(-38, -14, (last - first) // 12 + 1), 12)[: last - first]
        levels[first:last] = syllables + rng.normal(0, 1.5, last - first)
    return levels


CUSTOMER = speaking([(100, 900), (1500, 2600), (3300, 4300), (4700, 5200)], seed=1)
OWN = speaking([(1000, 1400), (2700, 3200), (4000, 4600)], seed=2)


def with_echo(gain_db: float) -> np.ndarray:
    late = np.concatenate((np.full(DELAY, -90.0), CUSTOMER))[:HOPS] + gain_db
    return np.asarray(10 * np.log10(10 ** (OWN / 10) + 10 ** (late / 10)))


def blocks(levels: np.ndarray, channel: Speaker) -> list[Observation]:
    nothing = np.full(50, 150.0)
    return [
        VoiceObservation(0.005 + 0.01 * k, 0.01, channel, nothing, np.ones(50), levels[k : k + 50], np.zeros(50))
        for k in range(0, HOPS, 50)
    ]


def segments(channel: Speaker, *spans: tuple[float, float]) -> list[Observation]:
    return [SpeechSegment(a, b, channel) for a, b in spans]


def call(microphone: np.ndarray) -> list[Observation]:
    """A microphone whose speech detector takes all it hears for speech."""
    said = [
        Utterance(15.2, 26, "csm", "it broke again", (Word(16, 17, "it", 1), Word(18, 19, "broke", 1))),
        Utterance(27, 32, "csm", "I see", (Word(28, 29, "I", 1), Word(30, 31, "see", 1))),
        Utterance(33, 46, "csm", "no really I do", (Word(35, 36, "no", 1), Word(43.5, 44, "do", 1))),
    ]
    return [
        *blocks(microphone, "csm"),
        *blocks(CUSTOMER, "customer"),
        *segments("csm", (1.1, 9.1), (10, 14), (15.1, 26.1), (27, 32), (33.1, 46), (47.1, 52.1)),
        *segments("customer", (1, 9), (15, 26), (33, 43), (47, 52)),
        *said,
    ]


def own_times(observations: list[Observation]) -> list[tuple[float, float]]:
    return [
        (round(o.start_s, 1), round(o.end_s, 1))
        for o in observations
        if isinstance(o, SpeechSegment) and o.channel == "csm"
    ]


@pytest.mark.parametrize("gain_db", [-10.0, -18.0])
def test_echo_is_no_speech_of_the_csm(gain_db: float) -> None:
    made, path = without_echo(call(with_echo(gain_db)))
    assert path is not None
    assert path.delay_s == pytest.approx(0.12, abs=0.011)
    assert path.gain_db == pytest.approx(gain_db, abs=1.5)
    kept = own_times(made)
    assert (10.0, 14.0) in kept
    assert (27.0, 32.0) in kept
    double_talk = [span for span in kept if span[0] >= 33]
    assert double_talk[0][0] == pytest.approx(40.0, abs=0.35)
    assert double_talk[-1][1] == pytest.approx(46.0, abs=0.1)
    assert all(span[0] > 9.5 and not 15 < span[0] < 26 and span[1] < 47 for span in kept)
    assert len([o for o in made if isinstance(o, SpeechSegment) and o.channel == "customer"]) == 4


def test_words_of_the_echo_go_and_own_words_stay() -> None:
    made, _ = without_echo(call(with_echo(-12.0)))
    assert [o.text for o in made if isinstance(o, Utterance)] == ["I see", "do"]


def test_the_echo_has_no_pitch_in_the_csms_track() -> None:
    made, _ = without_echo(call(with_echo(-12.0)))
    blocks_at = {round(o.t_s, 3): o for o in made if isinstance(o, VoiceObservation) and o.channel == "csm"}
    assert np.isnan(blocks_at[5.005].f0_hz).all()
    assert np.isfinite(blocks_at[12.005].f0_hz).all()


def test_headphones_change_nothing() -> None:
    before = call(OWN)
    made, path = without_echo(before)
    assert path is None
    assert made == before


def told_at(observation: Observation) -> float:
    """Words come about a second after they were said, everything else when it is over."""
    if isinstance(observation, VoiceObservation):
        return observation.t_s + 0.5
    assert isinstance(observation, SpeechSegment | Utterance)
    return observation.end_s + (1.0 if isinstance(observation, Utterance) else 0.2)


def test_live_the_echo_is_left_out_once_it_is_known() -> None:
    guard = EchoGuard()
    counted: list[Observation] = []
    for observation in sorted(call(with_echo(-12.0)), key=told_at):
        counted += guard.push(observation)
    counted += guard.flush()
    assert guard.hears_customer
    kept = own_times(counted)
    assert (27.0, 32.0) in kept
    assert not [span for span in kept if 15 < span[0] < 26 or span[0] > 46]
    assert "it broke again" not in [o.text for o in counted if isinstance(o, Utterance)]
    assert len([o for o in counted if isinstance(o, VoiceObservation)]) == 2 * HOPS // 50


def test_live_a_segment_does_not_wait_for_a_customer_who_is_gone() -> None:
    guard = EchoGuard()
    segment = SpeechSegment(1.0, 2.0, "csm")
    assert guard.push(segment) == []
    pushed = [one for block in blocks(OWN, "csm")[:12] for one in guard.push(block)]
    assert segment in pushed
    assert guard.flush() == []


def live(observations: list[Observation]) -> list[Observation]:
    guard = EchoGuard()
    counted = [one for observation in sorted(observations, key=told_at) for one in guard.push(observation)]
    return counted + guard.flush()


def test_live_the_first_line_of_the_customer_is_not_counted_either() -> None:
    first = [SpeechSegment(1.1, 9.1, "csm"), Utterance(1.1, 9.1, "csm", "it broke", (Word(2, 3, "it", 1),))]
    counted = live([*call(with_echo(-12.0)), *first])
    assert not [span for span in own_times(counted) if span[0] < 9.5]
    assert "it broke" not in [one.text for one in counted if isinstance(one, Utterance)]


def test_live_breaking_in_on_the_first_line_counts_with_headphones() -> None:
    first = [SpeechSegment(3.0, 4.0, "csm"), Utterance(3.0, 4.0, "csm", "wait", (Word(3, 4, "wait", 1),))]
    counted = live([*call(OWN), *first])
    assert (3.0, 4.0) in own_times(counted)
    assert "wait" in [one.text for one in counted if isinstance(one, Utterance)]


def test_words_at_the_edge_of_the_echo_are_echo_too() -> None:
    at_the_edge = Utterance(15.0, 26.2, "csm", "it ends", (Word(14.9, 15.2, "it", 1), Word(26.05, 26.25, "ends", 1)))
    made, _ = without_echo([*call(with_echo(-12.0)), at_the_edge])
    assert [o.text for o in made if isinstance(o, Utterance)] == ["I see", "do"]
