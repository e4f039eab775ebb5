"""The same recording in the order of a live call and through the offline analysis gives the same letters.

Models are stand-ins that read the picture's number and the sound's loudness, so that the whole is quick and exact;
tests/evaluation/agreement.py plays a real call at real speed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from perception.pipeline.offline import OfflineAnalysis, OfflineParts
from perception.pipeline.utterances import utterance_from_words
from perception.pipeline.vision_chain import FaceChain, PoseChain, VisionChain
from perception.pipeline.voice_chain import SpeechJob, VoiceChain
from perception.ports import CameraInfo
from perception.types import (
    AudioBlock,
    FaceObservation,
    FaceReading,
    Float32Array,
    Nod,
    Observation,
    PersonalBaseline,
    PoseObservation,
    PoseReading,
    Scorecard,
    Speaker,
    SpeechSegment,
    Utterance,
    VideoFrame,
    VoiceObservation,
    Word,
)
from tests.unit.perception_features.vision_streams import burst, face_reading, pose_reading
from tests.unit.perception_pipeline.test_voice_chain_blocks import LoudIsSpeech
from tests.unit.perception_scoring.scoring_streams import run

RATE_HZ = 16000
FPS = 15.0
LENGTH_S = 100.0
LATE_S = 4.3  # a live call's clock begins before its devices
BLOCK = 320  # 20 ms, as a sound card delivers
TURN_S = 5.0
WORDS = {
    "csm": "It sounds like you're frustrated that the export failed. What did it mean for your team?",
    "customer": "I'm really frustrated. The export failed again and we lost the weekend.",
}
SPEAKERS: tuple[Speaker, ...] = ("csm", "customer")


def talks(who: Speaker, t_s: float) -> bool:
    """They take turns of five seconds with a pause of one."""
    turn, inside = divmod(t_s, TURN_S)
    return bool(turn % 2) == (who == "csm") and 0.5 < inside < TURN_S - 0.5


@cache
def sound(who: Speaker) -> Float32Array:
    t = np.arange(round(LENGTH_S * RATE_HZ)) / RATE_HZ
    on = np.repeat([talks(who, k * 0.01) for k in range(round(LENGTH_S * 100))], RATE_HZ // 100)
    pitch = (120.0 if who == "csm" else 190.0) * 2 ** (3 * np.sin(2 * np.pi * 0.7 * t) / 12)
    phase = 2 * np.pi * np.cumsum(pitch) / RATE_HZ
    loud = 0.1 * (1.0 + 0.3 * np.sin(2 * np.pi * 0.11 * t))
    voiced = loud * sum(np.sin(k * phase) / k for k in range(1, 6))
    noise = np.random.default_rng(len(who)).standard_normal(len(t)) * 1e-4
    return (voiced * on + noise).astype(np.float32)


class Face:
    """Looks, smiles and nods by the number of the picture."""

    def detect(self, frame: VideoFrame) -> tuple[FaceReading, ...]:
        t = frame.index / FPS
        nod = sum(burst(start_s=start, hz=2.0, cycles=2, size=5.0)(t) for start in np.arange(3.0, LENGTH_S, 11.0))
        away = 25.0 if t % 13.0 > 10.5 else 0.0
        smile = 0.6 if t % 17.0 < 2.0 else 0.05
        shapes = {"mouthSmileLeft": smile, "mouthSmileRight": smile, "browInnerUp": 0.1 + 0.1 * np.sin(t)}
        shapes |= dict.fromkeys(("eyeBlinkLeft", "eyeBlinkRight"), 0.9 if t % 4.0 < 0.15 else 0.1)
        return (face_reading(t_s=frame.t_s, yaw_deg=away, pitch_deg=float(nod), shapes=shapes),)

    def close(self) -> None:
        pass


class Body:
    """Leans in and back by the number of the picture."""

    def detect(self, frame: VideoFrame) -> PoseReading:
        t = frame.index / FPS
        return pose_reading(t_s=frame.t_s, scale=1.0 + 0.08 * np.sin(0.2 * t), tilt_deg=2.0 * np.sin(0.05 * t))

    def close(self) -> None:
        pass


class Hears:
    """Puts the words of a stretch evenly over its loud part; knows the speaker by pitch."""

    def transcribe(self, samples: Float32Array, *, t_s: float, hotwords=()) -> tuple[Word, ...]:
        loud = np.flatnonzero(np.abs(samples) > 0.02) / RATE_HZ
        if not len(loud):
            return ()
        crossings = np.sum(np.diff(np.signbit(samples)) != 0) / (2 * len(samples) / RATE_HZ)
        words = WORDS["customer" if crossings > 150.0 else "csm"].split()
        # One word list for every run of sound; runs that share a pack are told apart by the silence between them.
        runs = np.split(loud, np.flatnonzero(np.diff(loud) > 0.3) + 1)
        return tuple(word for run in runs for word in spread(words, t_s + run[0], t_s + run[-1]))


def spread(words: list[str], start_s: float, end_s: float) -> list[Word]:
    edges = np.linspace(start_s, end_s, len(words) + 1).tolist()
    return [Word(edges[k], edges[k + 1], word, 0.9) for k, word in enumerate(words)]


class Film:
    """The pictures as a recording delivers them."""

    def __init__(self, wanted) -> None:
        self._frames = (frame for frame in pictures(0.0) if wanted(frame.t_s))

    def open(self) -> CameraInfo:
        return CameraInfo("film", 8, 8, FPS)

    def read(self) -> VideoFrame | None:
        return next(self._frames, None)

    def close(self) -> None:
        pass


def pictures(start_s: float, *, given_up=lambda index: False) -> Iterator[VideoFrame]:
    blank = np.zeros((8, 8, 3), np.uint8)
    for index in range(round(LENGTH_S * FPS)):
        if not given_up(index):
            yield VideoFrame(start_s + index / FPS, blank, index)


def blocks(who: Speaker, start_s: float, size: int) -> Iterator[AudioBlock]:
    whole = sound(who)
    for first in range(0, len(whole), size):
        yield AudioBlock(start_s + first / RATE_HZ, whole[first : first + size], RATE_HZ, who)


def voice_chain(who: Speaker) -> VoiceChain:
    return VoiceChain(who, detector=LoudIsSpeech())


def live(given_up=lambda index: False) -> list[Observation]:
    """Pictures and sound blocks in the order in which they happen, one stretch of speech at a time into words."""
    seen: list[Observation] = []
    voices = {who: voice_chain(who) for who in SPEAKERS}
    vision = VisionChain(face_model=Face(), pose_model=Body(), baseline=PersonalBaseline(), face_fps=15.0)

    def take(observations: list[Observation], jobs: list[SpeechJob]) -> None:
        words = (utterance_from_words(Hears().transcribe(j.samples, t_s=j.t_s), speaker=j.channel) for j in jobs)
        seen.extend([*observations, *filter(None, words)])

    moments = [(block.t_s + block.duration_s, block) for who in SPEAKERS for block in blocks(who, LATE_S, BLOCK)]
    moments += [(frame.t_s, frame) for frame in pictures(LATE_S, given_up=given_up)]
    for _, thing in sorted(moments, key=lambda moment: moment[0]):
        if isinstance(thing, AudioBlock):
            take(*voices[thing.channel].push(thing))
        else:
            seen.extend(vision.process(thing, speaking=voices["csm"].speaking))
    for chain in voices.values():
        take(*chain.flush())
    return [*seen, *vision.flush()]


def offline() -> list[Observation]:
    parts = OfflineParts(
        make_video=Film,
        make_lookers=(
            lambda: FaceChain(model=Face(), baseline=PersonalBaseline(), fps=15.0),
            lambda: PoseChain(model=Body(), baseline=PersonalBaseline()),
        ),
        audio={who: (lambda who=who: blocks(who, 0.0, 4096)) for who in SPEAKERS},
        make_voice=voice_chain,
        make_transcriber=Hears,
        duration_s=LENGTH_S,
    )
    return OfflineAnalysis(parts).run()


def scored(observations: list[Observation], end_s: float) -> Scorecard:
    return run(observations, now_s=end_s, baseline=None)


@pytest.fixture(scope="module")
def recorded() -> list[Observation]:
    return offline()


@pytest.fixture(scope="module")
def played() -> list[Observation]:
    return live()


def of_kind(observations: list[Observation], kind: type) -> list:
    return sorted((one for one in observations if isinstance(one, kind)), key=lambda one: repr(one))


def test_the_letters_are_the_same(played, recorded) -> None:
    one, other = scored(played, LATE_S + LENGTH_S), scored(recorded, LENGTH_S)
    compared = 0
    for letter, score in one.letters.items():
        twin = other.letters[letter]
        assert (score.value is None) == (twin.value is None), letter
        if score.value is not None:
            assert score.value == pytest.approx(twin.value, abs=1.0), letter
            compared += 1
        assert score.coverage == pytest.approx(twin.coverage, abs=0.02), letter
    assert compared >= 6


def test_speech_and_words_are_the_same_later_on_the_clock(played, recorded) -> None:
    for kind in (SpeechSegment, Utterance):
        mine, theirs = of_kind(played, kind), of_kind(recorded, kind)
        assert len(mine) == len(theirs) > 10
    segments = sorted((s.start_s - LATE_S, s.end_s - LATE_S) for s in of_kind(played, SpeechSegment))
    twins = sorted((s.start_s, s.end_s) for s in of_kind(recorded, SpeechSegment))
    assert np.allclose(segments, twins, atol=1e-6)


def test_pitch_and_level_are_the_same(played, recorded) -> None:
    def joined(observations: list[Observation], who: Speaker) -> np.ndarray:
        mine = sorted(
            (o for o in observations if isinstance(o, VoiceObservation) and o.channel == who), key=lambda o: o.t_s
        )
        return np.concatenate([np.stack((o.f0_hz, o.level_dbfs)) for o in mine], axis=1)

    for who in SPEAKERS:
        assert np.allclose(joined(played, who), joined(recorded, who), rtol=1e-6, equal_nan=True)


def test_what_is_seen_is_the_same_but_for_who_is_known_to_speak(played, recorded) -> None:
    def faces(observations: list[Observation], late_s: float) -> list[FaceObservation]:
        found = [o for o in observations if isinstance(o, FaceObservation)]
        return [rounded(o, late_s) for o in sorted(found, key=lambda o: o.t_s)]

    def rounded(o: FaceObservation, late_s: float) -> FaceObservation:
        # The own level of the pitch and the smoothed gaze are filters over times, which differ in their last digits.
        pitch_deg, attend_p = (None if value is None else round(value, 9) for value in (o.pitch_deg, o.attend_p))
        return replace(o, t_s=round(o.t_s - late_s, 6), pitch_deg=pitch_deg, attend_p=attend_p, displays={})

    assert faces(played, LATE_S) == faces(recorded, 0.0)
    for kind in (PoseObservation, Nod):
        assert len([o for o in played if isinstance(o, kind)]) == len([o for o in recorded if isinstance(o, kind)]) > 5


@pytest.mark.parametrize("every", [30, 10])
def test_pictures_that_were_given_up_move_no_letter_far(recorded, every: int) -> None:
    """A busy machine drops one picture in ten; the letters stay."""
    one = scored(live(given_up=lambda index: index % every == 0), LATE_S + LENGTH_S)
    other = scored(recorded, LENGTH_S)
    for letter in "EMP":
        score, twin = one.letters[letter], other.letters[letter]
        if score.value is not None and twin.value is not None:
            assert score.value == pytest.approx(twin.value, abs=5.0), letter
