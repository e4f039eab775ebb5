"""Whose the voices are: by the mouth in the picture, by a word of the user, or nobody's."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from perception.features.mouth_talk import MouthTrack, mouth_track
from perception.features.speaker_names import NamedSpeech, name_speakers
from perception.features.voice_split import VoiceRun, VoiceSplit
from perception.types import FaceObservation, Speaker

RUNS = tuple(VoiceRun(3.0 * k, 3.0 * k + 2.5, k % 2, 5.0) for k in range(20))
TWO = VoiceSplit("two", RUNS, 0.9)
ALL_ONE = tuple(VoiceRun(run.start_s, run.end_s, 0, 0.0) for run in RUNS)
NOBODY = mouth_track(())


def mouth(talks: Callable[[float], bool], *, talking: float = 0.02, silent: float = 0.005, seed: int = 1) -> MouthTrack:
    """Fifteen pictures a second of lips that move a lot while `talks`, else a little."""
    rng = np.random.default_rng(seed)
    place, faces = 0.05, []
    for k in range(15 * 60):
        t_s = k / 15.0
        step = (talking if talks(t_s) else silent) * float(rng.uniform(0.3, 1.7))
        place += step if place < 0.05 else -step
        faces.append(FaceObservation(t_s, found=True, raw={"lips_apart": place}))
    return mouth_track(faces)


def of_voice(voice: int) -> Callable[[float], bool]:
    return lambda t_s: any(r.start_s <= t_s < r.end_s for r in RUNS if r.voice == voice)


def whose(named: NamedSpeech) -> list[Speaker]:
    return [segment.channel for segment in named.segments]


@pytest.mark.parametrize("own", [0, 1])
def test_the_mouth_names_the_voices(own: int) -> None:
    named = name_speakers(TWO, mouth(of_voice(own)))
    assert named.told == "mouth"
    assert whose(named) == ["csm" if run.voice == own else "customer" for run in RUNS]
    assert named.certainty == pytest.approx(0.9)
    assert all(segment.p > 0.98 for segment in named.segments)


def test_without_a_picture_the_voices_stay_a_and_b() -> None:
    named = name_speakers(TWO, NOBODY)
    assert (named.told, named.certainty) == ("voices", 0.0)
    assert set(whose(named)) == {"unknown"}
    assert [segment.voice for segment in named.segments[:3]] == ["A", "B", "A"]


def test_a_mouth_that_moves_with_both_names_nobody() -> None:
    assert name_speakers(TWO, mouth(lambda _: True)).told == "voices"
    assert name_speakers(TWO, mouth(lambda t_s: t_s % 6.0 < 3.0, talking=0.006)).told == "voices"


@pytest.mark.parametrize(("first", "who"), [("csm", ["csm", "customer"]), ("customer", ["customer", "csm"])])
def test_who_is_first_names_the_voices(first: Speaker, who: list[Speaker]) -> None:
    named = name_speakers(TWO, NOBODY, first=first)
    assert named.told == "hint"
    assert whose(named)[:2] == who


def test_the_word_of_the_user_counts_more_than_the_mouth() -> None:
    named = name_speakers(TWO, mouth(of_voice(0)), first="customer")
    assert whose(named)[:2] == ["customer", "csm"]


def test_a_run_that_neither_voice_nor_mouth_tells_is_nobodys() -> None:
    runs = (*RUNS[:-1], VoiceRun(RUNS[-1].start_s, RUNS[-1].end_s, 1, 0.4))
    named = name_speakers(VoiceSplit("two", runs, 1.0), NOBODY, first="csm")
    assert whose(named)[-1] == "unknown"
    assert named.segments[-1].p == pytest.approx(0.6, abs=0.01)
    assert named.certainty == pytest.approx(19 / 20)


def test_the_mouth_decides_where_the_voice_is_not_sure() -> None:
    runs = (*RUNS[:-1], VoiceRun(RUNS[-1].start_s, RUNS[-1].end_s, 1, 0.4))
    talks = of_voice(0)
    last = RUNS[-1].start_s
    named = name_speakers(VoiceSplit("two", runs, 1.0), mouth(lambda t_s: talks(t_s) or t_s >= last))
    assert whose(named)[-1] == "csm"


def test_a_single_voice_is_the_csms_unless_the_mouth_stands_still() -> None:
    one = VoiceSplit("one", ALL_ONE, 1.0)
    for track in (NOBODY, mouth(lambda _: True)):
        named = name_speakers(one, track)
        assert (set(whose(named)), named.told, named.certainty) == ({"csm"}, "alone", 1.0)
    assert set(whose(name_speakers(one, mouth(lambda _: False)))) == {"customer"}


@pytest.mark.parametrize("verdict", ["many", "unclear"])
def test_what_cannot_be_told_apart_is_nobodys(verdict: str) -> None:
    split = VoiceSplit(verdict, ALL_ONE, 0.0)  # type: ignore[arg-type]
    named = name_speakers(split, NOBODY)
    assert (set(whose(named)), named.told, named.certainty) == ({"unknown"}, "nothing", 0.0)
    assert name_speakers(split, mouth(of_voice(0))).told == "nothing"


def test_a_noisy_recording_of_a_talking_mouth_is_the_csms() -> None:
    named = name_speakers(VoiceSplit("unclear", ALL_ONE, 0.0), mouth(lambda _: True))
    assert (set(whose(named)), named.told) == ({"csm"}, "mouth")
    assert name_speakers(VoiceSplit("many", ALL_ONE, 0.0), mouth(lambda _: True)).told == "nothing"


def test_silence_names_nobody() -> None:
    assert name_speakers(VoiceSplit("silent", (), 0.0), NOBODY) == NamedSpeech((), "alone", 1.0)


def test_lips_that_were_not_seen_have_no_motion() -> None:
    faces = [FaceObservation(0.1 * k, found=k % 2 == 0, raw={"lips_apart": 0.01 * k}) for k in range(4)]
    faces += [FaceObservation(5.0 + 0.1 * k, found=True, raw={"lips_apart": 0.02 * k}) for k in range(3)]
    track = mouth_track(faces)
    assert track.seen
    assert track.between(4.0, 6.0).steps == 2
    assert track.between(4.0, 6.0).motion == pytest.approx(0.02)
    assert track.between(1.0, 4.0) == type(track.between(1.0, 4.0))(0.0, 0)
    assert not NOBODY.seen
