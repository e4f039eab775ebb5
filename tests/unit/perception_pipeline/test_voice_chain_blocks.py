from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from perception.errors import InvalidValueError
from perception.pipeline.voice_chain import VoiceChain
from perception.types import AudioBlock, SpeechSegment, VoiceObservation


class LoudIsSpeech:
    """A detector for tests: sure of speech where the chunk is loud."""

    chunk_samples = 512
    rate_hz = 16000

    def push(self, chunk) -> float:
        return 0.95 if float(np.sqrt(np.mean(chunk**2))) > 0.02 else 0.01

    def reset(self) -> None:
        pass


def _chain() -> VoiceChain:
    return VoiceChain("customer", detector=LoudIsSpeech())


def _talk(*spans: tuple[float, float], length_s: float) -> np.ndarray:
    t = np.arange(round(length_s * 16000)) / 16000
    voice = 0.1 * sum(np.sin(2 * np.pi * 160 * k * t) / k for k in range(1, 8))
    on = np.zeros(len(t), dtype=bool)
    for start_s, end_s in spans:
        on |= (t >= start_s) & (t < end_s)
    noise = np.random.default_rng(0).standard_normal(len(t)) * 1e-4
    return (voice * on + noise).astype(np.float32)


def _hear(sound: np.ndarray, sizes: list[int], start_s: float = 3.0):
    chain, observations, jobs, place, k = _chain(), [], [], 0, 0
    while place < len(sound):
        piece = sound[place : place + sizes[k % len(sizes)]]
        found = chain.push(AudioBlock(t_s=start_s + place / 16000, samples=piece, rate_hz=16000))
        observations, jobs = observations + found[0], jobs + found[1]
        place, k = place + len(piece), k + 1
    found = chain.flush()
    return observations + found[0], jobs + found[1]


SOUND = _talk((0.5, 1.5), (1.8, 2.5), (3.6, 4.4), length_s=5.3)
WHOLE = _hear(SOUND, [len(SOUND)])


@settings(max_examples=15, deadline=None)
@given(st.lists(st.integers(1, 12000), min_size=1, max_size=6).filter(lambda sizes: sum(sizes) / len(sizes) > 100))
def test_results_do_not_depend_on_the_blocks(sizes):
    observations, jobs = _hear(SOUND, sizes)
    assert len(observations) == len(WHOLE[0])
    for mine, whole in zip(observations, WHOLE[0], strict=True):
        if isinstance(whole, SpeechSegment):
            assert mine == whole
        else:
            assert mine.t_s == pytest.approx(whole.t_s, abs=1e-9)
            for name in ("f0_hz", "voiced_p", "level_dbfs", "tilt_db"):
                assert np.array_equal(getattr(mine, name), getattr(whole, name), equal_nan=True)
    assert [job.t_s for job in jobs] == pytest.approx([job.t_s for job in WHOLE[1]])
    assert all(np.array_equal(a.samples, b.samples) for a, b in zip(jobs, WHOLE[1], strict=True))


def test_segments_jobs_and_their_margins():
    observations, jobs = WHOLE
    segments = [o for o in observations if isinstance(o, SpeechSegment)]
    assert [(s.start_s, s.end_s) for s in segments] == [
        (pytest.approx(start + 3.0, abs=0.07), pytest.approx(end + 3.0, abs=0.07))
        for start, end in ((0.5, 1.5), (1.8, 2.5), (3.6, 4.4))
    ]
    assert {s.channel for s in segments} == {"customer"}
    assert [job.t_s for job in jobs] == pytest.approx([3.3, 6.4], abs=0.07)
    assert [len(job.samples) / 16000 for job in jobs] == pytest.approx([2.4, 1.2], abs=0.14)
    begin = round((jobs[1].t_s - 3.0) * 16000)
    assert np.array_equal(jobs[1].samples, SOUND[begin : begin + len(jobs[1].samples)])


def test_voice_lies_on_one_grid_without_holes():
    voices = [o for o in WHOLE[0] if isinstance(o, VoiceObservation)]
    expected_s = 3.02
    for voice in voices:
        assert voice.t_s == pytest.approx(expected_s)
        expected_s += 0.01 * len(voice.f0_hz)
    assert expected_s == pytest.approx(3.0 + len(SOUND) / 16000, abs=0.05)
    pitch = np.concatenate([voice.f0_hz for voice in voices])
    assert np.nanmedian(pitch) == pytest.approx(160.0, rel=0.01)
    assert np.isnan(pitch[:40]).all()


def test_speaking_and_settled_follow_the_sound():
    chain = _chain()
    sound = _talk((0.5, 2.0), length_s=4.0)
    chain.push(AudioBlock(t_s=0.0, samples=sound[:24000], rate_hz=16000))
    assert chain.speaking
    assert chain.settled_s == pytest.approx(0.5, abs=0.04)
    chain.push(AudioBlock(t_s=1.5, samples=sound[24000:], rate_hz=16000))
    assert not chain.speaking
    assert chain.settled_s > 3.5
    chain.flush()
    assert chain.settled_s == pytest.approx(4.0)


def test_a_hole_ends_what_is_under_way():
    chain = _chain()
    sound = _talk((0.0, 1.0), length_s=1.0)
    chain.push(AudioBlock(t_s=0.0, samples=sound, rate_hz=16000))
    observations, jobs = chain.push(AudioBlock(t_s=10.0, samples=sound, rate_hz=16000))
    segments = [o for o in observations if isinstance(o, SpeechSegment)]
    assert [round(s.start_s, 2) for s in segments] == [0.0]
    assert len(jobs) == 1
    later = [o for o in chain.flush()[0] if isinstance(o, SpeechSegment)]
    assert later[0].start_s == pytest.approx(10.0, abs=0.04)


def test_memory_does_not_grow_in_a_long_silence():
    chain = _chain()
    for k in range(120):
        chain.push(AudioBlock(t_s=k * 0.5, samples=np.zeros(8000, dtype=np.float32), rate_hz=16000))
    assert chain._run is not None
    assert len(chain._run._buffer) < 16000 * 6
    assert len(chain._run._periodicity) < 100


def test_other_rates_are_refused():
    with pytest.raises(InvalidValueError):
        _chain().push(AudioBlock(t_s=0.0, samples=np.zeros(100, dtype=np.float32), rate_hz=8000))


def test_timbre_is_kept_where_it_is_wanted_hop_by_hop():
    chain = VoiceChain("csm", detector=LoudIsSpeech(), keeps_timbre=True)
    observations = []
    for place in range(0, len(SOUND), 7001):
        piece = SOUND[place : place + 7001]
        observations += chain.push(AudioBlock(t_s=3.0 + place / 16000, samples=piece, rate_hz=16000))[0]
    observations += chain.flush()[0]
    (run,) = chain.timbre
    voice = [o for o in observations if isinstance(o, VoiceObservation)]
    assert run.t_s == pytest.approx(voice[0].t_s)
    assert run.timbre.shape == (sum(len(o.f0_hz) for o in voice), 15)
    assert np.isfinite(run.timbre).all()
    assert _chain().timbre == ()
