from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from perception.features.calibration_voice import SpeechEvidence, gain_moves, sound_problems, usual_pace, usual_voice
from perception.types import FloatArray, SpeechSegment, Utterance, VoiceObservation
from tests.unit.perception_features.calibration_streams import voice


def phrases(count: int, *, room_db_s: float = 0.0, echo_db: float = 0.0, breath_db: float = 0.0) -> VoiceObservation:
    """Phrases of 1 s with pauses of 1 s in which the room comes up by so many dB a second."""
    hops = np.arange(200 * count)
    within_s = (hops % 200) / 100.0
    voiced = within_s < 1.0
    paused_s = within_s - 1.0
    room = -60.0 + room_db_s * paused_s + echo_db * np.exp(-np.maximum(paused_s, 0.0) / 0.1)
    room = room + np.where(paused_s > 0.8, breath_db, 0.0)
    return VoiceObservation(
        t_s=0.0,
        hop_s=0.01,
        channel="csm",
        f0_hz=np.where(voiced, 120.0, np.nan),
        voiced_p=np.where(voiced, 0.9, 0.1),
        level_dbfs=np.where(voiced, -28.0, room),
        tilt_db=np.where(voiced, 10.0, np.nan),
    )


def heard(observation: VoiceObservation) -> SpeechEvidence:
    evidence = SpeechEvidence(begun_s=0.0)
    evidence.hear(observation)
    return evidence


def hops(observation: VoiceObservation) -> FloatArray:
    return heard(observation).hops()


def test_a_room_that_comes_up_in_every_pause_is_a_moving_gain() -> None:
    assert gain_moves(hops(phrases(8, room_db_s=14.0)))
    assert sound_problems(heard(phrases(8, room_db_s=14.0)), clipping=False) == {"gain_control"}


@pytest.mark.parametrize("how", [{}, {"echo_db": 20.0}, {"breath_db": 25.0}, {"room_db_s": 4.0}, {"room_db_s": -20.0}])
def test_echo_breath_and_a_steady_room_are_none(how: dict[str, float]) -> None:
    assert not gain_moves(hops(phrases(8, **how)))


def test_few_pauses_tell_nothing_about_the_gain() -> None:
    assert not gain_moves(hops(phrases(3, room_db_s=14.0)))
    assert not gain_moves(np.zeros((0, 4)))


def test_a_second_of_voice_is_needed() -> None:
    assert usual_voice([]) is None
    short = voice(0.0)
    assert usual_voice([heard(short)]) is None
    assert usual_voice([heard(phrases(1))]) is not None


def test_octave_errors_and_loud_knocks_do_not_move_the_voice() -> None:
    clean = phrases(10)
    f0, level = clean.f0_hz.copy(), clean.level_dbfs.copy()
    f0[5:1000:50] = 380.0
    level[5:1000:50] = -3.0
    usual = usual_voice([heard(replace(clean, f0_hz=f0, level_dbfs=level))])
    assert usual is not None
    assert (usual.f0_hz, usual.level_dbfs, usual.tilt_db) == (120.0, -28.0, 10.0)


def test_the_spread_of_pitch_is_in_semitones_whatever_the_voice() -> None:
    low, high = (usual_voice([heard(voice(t / 2, f0_hz=f0)) for t in range(20)]) for f0 in (100.0, 200.0))
    assert low is not None
    assert high is not None
    assert low.f0_sd_st == pytest.approx(high.f0_sd_st)
    assert high.f0_hz == pytest.approx(2 * low.f0_hz)


def test_pace_uses_the_sound_inside_an_utterance() -> None:
    said = Utterance(0.0, 12.0, "csm", " ".join(["word"] * 20))
    segments = [SpeechSegment(1.0, 4.0, "csm"), SpeechSegment(5.0, 11.0, "csm"), SpeechSegment(0.0, 12.0, "customer")]
    assert usual_pace([said], segments, [(0.0, 30.0)]) == pytest.approx(120.0)
    assert usual_pace([said], [], [(0.0, 30.0)]) == pytest.approx(100.0)
    assert usual_pace([said], segments, [(20.0, 30.0)]) is None
    assert usual_pace([replace(said, text="too few words")], segments, [(0.0, 30.0)]) is None


def test_sound_from_before_the_step_is_left_out() -> None:
    late = SpeechEvidence(begun_s=5.0)
    late.hear(voice(4.0))
    assert late.seconds == 0.0
    assert late.hops().shape == (0, 4)
    late.hear(voice(4.8))
    assert 0.0 < late.seconds < 0.3
