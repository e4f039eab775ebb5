"""A track that holds both people: words of one voice at a time, and whose everything is."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from perception.features.voice_split import VoiceRun, VoiceSplit
from perception.pipeline.shared_track import name_observations, speech_jobs, split_of, stretches_of
from perception.pipeline.voice_chain import TimbreRun
from perception.types import (
    AudioBlock,
    Gap,
    Observation,
    Speaker,
    SpeechSegment,
    Utterance,
    VoiceObservation,
    Word,
)

RUNS = (
    VoiceRun(1.0, 2.0, 0, 5.0),
    VoiceRun(2.3, 3.0, 0, 5.0),
    VoiceRun(3.1, 4.0, 1, 5.0),
    VoiceRun(6.0, 7.0, 1, 5.0),
    VoiceRun(8.0, 8.4, 0, 0.2),
)
SPLIT = VoiceSplit("two", RUNS, 0.8)


def track() -> list[Observation]:
    hops = np.arange(1000)
    voice = VoiceObservation(0.005, 0.01, "csm", 100.0 + hops, np.ones(1000), np.full(1000, -20.0), np.zeros(1000))
    words = [
        Utterance(1.0, 3.0, "csm", "hello there", (Word(1.0, 2.0, "hello", 1.0), Word(2.3, 3.0, "there", 1.0))),
        Utterance(3.1, 4.0, "csm", "yes"),
        Utterance(8.0, 8.4, "csm", "mm"),
    ]
    return [SpeechSegment(1.0, 4.0, "csm"), SpeechSegment(6.0, 7.0, "csm"), voice, *words, Gap(9, 9.5, "audio", "lost")]


def test_stretches_hold_one_voice_and_end_at_pauses() -> None:
    assert stretches_of(RUNS) == [(1.0, 3.0), (3.1, 4.0), (6.0, 7.0), (8.0, 8.4)]


def test_the_sound_of_a_stretch_does_not_reach_into_the_other_voice() -> None:
    rate = 16000
    sound = np.arange(10 * rate, dtype=np.float32)
    blocks = [AudioBlock(k * 0.5, sound[k * 8000 : (k + 1) * 8000], rate) for k in range(20)]
    jobs = list(speech_jobs(stretches_of(RUNS), blocks))
    assert [round(job.t_s, 3) for job in jobs] == [0.8, 3.05, 5.8, 7.8]
    assert [round(len(job.samples) / rate, 3) for job in jobs] == [2.25, 1.15, 1.4, 0.8]
    assert all(job.samples[0] == pytest.approx(job.t_s * rate, abs=1) for job in jobs)


def test_a_recording_that_breaks_off_gives_what_there_is() -> None:
    blocks = [AudioBlock(0.0, np.ones(16000 * 2, dtype=np.float32), 16000)]
    jobs = list(speech_jobs([(1.0, 3.0), (5.0, 6.0)], blocks))
    assert [len(job.samples) for job in jobs] == [round(1.2 * 16000), 0]


@pytest.mark.parametrize(("first", "own"), [("csm", 0), ("customer", 1)])
def test_everything_goes_to_its_speaker(first: Speaker, own: int) -> None:
    made, named = name_observations(track(), SPLIT, first=first)
    names: tuple[Speaker, Speaker] = ("csm", "customer") if own == 0 else ("customer", "csm")
    segments = [o for o in made if isinstance(o, SpeechSegment)]
    assert [s.channel for s in segments] == [names[0], names[0], names[1], names[1], "unknown"]
    assert [o.speaker for o in made if isinstance(o, Utterance)] == [names[0], names[1], "unknown"]
    assert [o for o in made if isinstance(o, Gap)] == [Gap(9, 9.5, "audio", "lost")]
    voices = {o.channel: o for o in made if isinstance(o, VoiceObservation)}
    assert set(voices) == {"csm", "customer"}
    first_voice, second_voice = voices[names[0]], voices[names[1]]
    assert np.isfinite(first_voice.f0_hz[110:290]).all()
    assert np.isnan(first_voice.f0_hz[315:395]).all()
    assert np.isnan(second_voice.f0_hz[110:195]).all()
    assert np.isfinite(second_voice.f0_hz[605:695]).all()
    assert np.isnan(second_voice.f0_hz[805:835]).all()
    assert (first_voice.level_dbfs == -20.0).all()
    assert 0.7 < named.certainty < 0.8


def test_unnamed_voices_leave_nothing_for_anybody() -> None:
    made, named = name_observations(track(), SPLIT, first=None)
    assert named.told == "voices"
    assert {o.channel for o in made if isinstance(o, SpeechSegment | VoiceObservation)} == {"unknown"}
    assert {o.speaker for o in made if isinstance(o, Utterance)} == {"unknown"}


def test_a_single_voice_keeps_its_track_as_it_was() -> None:
    one = VoiceSplit("one", tuple(replace(run, voice=0) for run in RUNS), 1.0)
    before = track()
    made, _ = name_observations(before, one, first=None)
    assert [o for o in made if isinstance(o, VoiceObservation)] == [before[2]]
    assert {o.channel for o in made if isinstance(o, SpeechSegment)} == {"csm"}


def test_voices_are_looked_for_in_what_the_chain_kept() -> None:
    assert split_of([], []).verdict == "silent"
    quiet = TimbreRun(0.02, np.zeros((10, 15), dtype=np.float32))
    assert split_of([], [quiet]).verdict == "silent"
