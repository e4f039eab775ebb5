from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perception.features.speech_segments import CHUNK_S, SpeechSegmenter, UtteranceCutter
from perception.types import SpeechSegment


def _segments(chunks: list[tuple[float, float, float | None]], *, zero_s: float = 0.0) -> list[SpeechSegment]:
    segmenter = SpeechSegmenter("csm")
    found = [segment for k, chunk in enumerate(chunks) for segment in segmenter.push(zero_s + k * CHUNK_S, *chunk)]
    return found + segmenter.flush()


def _sure(count: int) -> list[tuple[float, float, float | None]]:
    return [(0.9, -25.0, 0.9)] * count


def _quiet(count: int) -> list[tuple[float, float, float | None]]:
    return [(0.0, -70.0, 0.0)] * count


def test_speech_is_one_segment_with_its_times():
    found = _segments([*_quiet(10), *_sure(20), *_quiet(20)], zero_s=5.0)
    assert [(s.start_s, s.end_s) for s in found] == [
        (pytest.approx(5.0 + 10 * CHUNK_S), pytest.approx(5.0 + 30 * CHUNK_S))
    ]


@pytest.mark.parametrize(("pause", "segments"), [(5, 1), (6, 2), (20, 2)])
def test_pauses_shorter_than_the_hangover_stay_inside(pause, segments):
    assert len(_segments([*_sure(10), *_quiet(pause), *_sure(10)])) == segments


@pytest.mark.parametrize(("length", "segments"), [(3, 0), (4, 1)])
def test_short_sounds_are_not_speech(length, segments):
    assert len(_segments([*_quiet(5), *_sure(length), *_quiet(20)])) == segments


def test_hysteresis_keeps_weak_speech_and_does_not_start_with_it():
    weak = [(0.4, -60.0, 0.0)] * 10
    assert _segments([*_quiet(5), *weak, *_quiet(10)]) == []
    found = _segments([*_sure(5), *weak, *_quiet(10)])
    assert found[0].end_s == pytest.approx(15 * CHUNK_S)


def test_loud_periodic_sound_the_model_half_sees_is_speech():
    telephone = [(0.1, -35.0, 0.8)] * 20
    assert len(_segments([*_quiet(40), *telephone, *_quiet(20)])) == 1


@pytest.mark.parametrize("noise", [(0.0, -30.0, 0.9), (0.1, -30.0, 0.2), (0.1, -62.0, 0.9)])
def test_noise_is_not_speech(noise):
    """A hum the model does not see; hiss; a sound hardly above the noise floor."""
    assert _segments([*_quiet(40), *[noise] * 60]) == []


def test_long_speech_is_cut_at_its_weakest_point():
    chunks = _sure(700)
    chunks[400] = (0.36, -25.0, 0.0)
    found = _segments(chunks)
    assert [round(s.end_s / CHUNK_S) for s in found] == [400, 700]
    assert found[1].start_s == found[0].end_s


def test_state_while_speech_is_under_way():
    segmenter = SpeechSegmenter("csm")
    for k, chunk in enumerate([*_quiet(10), *_sure(3)]):
        segmenter.push(k * CHUNK_S, *chunk)
    assert segmenter.open_since is None
    assert segmenter.run_since == pytest.approx(10 * CHUNK_S)
    segmenter.push(13 * CHUNK_S, *_sure(1)[0])
    assert segmenter.open_since == pytest.approx(10 * CHUNK_S)
    assert segmenter.settled_s == pytest.approx(10 * CHUNK_S)


def test_a_flush_lets_time_jump():
    segmenter = SpeechSegmenter("customer")
    for k in range(10):
        segmenter.push(k * CHUNK_S, *_sure(1)[0])
    assert len(segmenter.flush()) == 1
    for k in range(10):
        segmenter.push(100.0 + k * CHUNK_S, *_sure(1)[0])
    assert segmenter.flush()[0].start_s == pytest.approx(100.0)


@given(st.lists(st.tuples(st.floats(0, 1), st.floats(-100, 0), st.one_of(st.none(), st.floats(0, 1))), max_size=200))
def test_segments_are_ordered_apart_and_long_enough(chunks):
    found = _segments(chunks)
    for segment in found:
        assert segment.end_s - segment.start_s >= 4 * CHUNK_S - 1e-9
    for a, b in pairwise(found):
        assert a.end_s <= b.start_s + 1e-9


def _run(*spans: tuple[float, float]) -> list[tuple[float, float]]:
    cutter = UtteranceCutter()
    out: list[tuple[float, float]] = []
    for start_s, end_s in spans:
        out += cutter.add(SpeechSegment(start_s, end_s, "csm"))
    return out + cutter.flush()


def test_utterances_end_at_long_pauses():
    assert _run((0, 1), (1.3, 2), (2.6, 3)) == [(0, 2), (2.6, 3)]


def test_long_utterances_are_cut_at_the_longest_pause():
    assert _run((0, 5), (5.5, 9), (9.3, 16)) == [(0, 5), (5.5, 16)]


def test_silence_ends_an_utterance_in_time():
    cutter = UtteranceCutter()
    cutter.add(SpeechSegment(0.0, 1.0, "csm"))
    assert cutter.pending_since == 0.0
    assert cutter.advance(1.5, open_since=None) == []
    assert cutter.advance(1.7, open_since=1.3) == []
    assert cutter.advance(1.6, open_since=None) == [(0.0, 1.0)]
    assert cutter.advance(9.0, open_since=None) == []


@given(st.lists(st.tuples(st.floats(0.2, 3.0), st.floats(0.13, 14.0)), max_size=40))
def test_no_speech_is_lost_between_utterances(gaps):
    spans, now_s = [], 0.0
    for pause_s, length_s in gaps:
        spans.append((now_s + pause_s, now_s + pause_s + length_s))
        now_s = spans[-1][1]
    stretches = _run(*spans)
    assert all(any(a <= start and end <= b for a, b in stretches) for start, end in spans)
    assert all(b - a <= 15.0 for a, b in stretches if not any(a <= s and e <= b and e - s > 14.99 for s, e in spans))


def test_breath_and_room_after_loud_speech_are_no_speech():
    """The model stays sure for a while; what is 30 dB below the voice is none of it."""
    breath = [(0.8, -58.0, 0.1)] * 12
    found = _segments([*_quiet(5), *_sure(40), *breath, *_sure(20), *_quiet(10)])
    assert [round(s.end_s - s.start_s, 2) for s in found] == [round(40 * CHUNK_S, 2), round(20 * CHUNK_S, 2)]


def test_soft_speech_is_speech_while_nothing_louder_was_heard():
    assert len(_segments([*_quiet(5), *[(0.9, -58.0, 0.9)] * 30, *_quiet(10)])) == 1
