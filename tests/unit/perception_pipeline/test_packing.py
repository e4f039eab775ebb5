from __future__ import annotations

import numpy as np

from perception.pipeline.packing import JobPacker, words_seem_missing
from perception.pipeline.voice_chain import SpeechJob
from perception.types import Word

RATE = 16000


def job(t_s: float, length_s: float, value: float = 0.1) -> SpeechJob:
    return SpeechJob("csm", t_s, np.full(int(length_s * RATE), value, dtype=np.float32))


def test_stretches_share_a_window_until_it_is_full() -> None:
    packer = JobPacker()
    assert packer.add(job(0.0, 6.0)) is None
    assert packer.add(job(20.0, 6.0)) is None
    full = packer.add(job(40.0, 6.0))
    assert full is not None
    assert [one.t_s for one in full.jobs] == [0.0, 20.0]
    rest = packer.flush()
    assert rest is not None
    assert [one.t_s for one in rest.jobs] == [40.0]
    assert packer.flush() is None


def test_a_stretch_longer_than_the_window_goes_by_itself() -> None:
    packer = JobPacker()
    assert packer.add(job(0.0, 40.0)) is None
    full = packer.add(job(50.0, 1.0))
    assert full is not None
    assert len(full.jobs) == 1


def test_words_return_to_their_stretch_and_to_the_session_clock() -> None:
    packer = JobPacker()
    packer.add(job(10.0, 2.0))
    packer.add(job(30.0, 3.0))
    pack = packer.flush()
    assert pack is not None
    assert pack.starts == (0, int(3.0 * RATE))
    words = [Word(0.5, 0.9, "first", 0.9), Word(3.1, 3.4, "second", 0.8), Word(5.7, 6.9, "last", 0.7)]
    (one, his), (two, hers) = pack.unpack(words)
    assert (one.t_s, two.t_s) == (10.0, 30.0)
    assert [(word.text, round(word.start_s, 2), round(word.end_s, 2)) for word in his] == [("first", 10.5, 10.9)]
    assert [round(word.start_s, 2) for word in hers] == [30.1, 32.7]
    assert hers[-1].end_s == 33.0  # never later than the stretch itself


def test_speech_without_words_is_noticed_at_the_start_in_the_middle_and_at_the_end() -> None:
    stretch = job(10.0, 6.0)
    whole = [Word(10.2, 11.5, "one", 0.9), Word(12.5, 14.0, "two", 0.9), Word(14.4, 15.8, "three", 0.9)]
    assert not words_seem_missing(stretch, whole)
    for missing in range(3):
        assert words_seem_missing(stretch, whole[:missing] + whole[missing + 1 :])
    assert words_seem_missing(stretch, [])
    assert words_seem_missing(stretch, [*whole[:1], Word(12.5, 15.8, "two", 0.9)])  # stretched over what was lost
