from __future__ import annotations

import math

import numpy as np
import pytest

from perception.features.lean import LeanJoiner
from perception.pipeline.ordering import sort_observations
from perception.pipeline.vision_chain import FACE_FPS, FaceChain, Pace, PoseChain, VisionChain
from perception.types import (
    FaceObservation,
    FaceReading,
    Nod,
    Observation,
    PersonalBaseline,
    PoseObservation,
    PoseReading,
    VideoFrame,
)
from tests.unit.perception_features.vision_streams import burst, face_reading, pose_reading

NOD = burst(start_s=2.0, hz=2.0, cycles=3, size=4.0)


class FakeFace:
    def __init__(self) -> None:
        self.times: list[float] = []
        self.closed = False

    def detect(self, frame: VideoFrame) -> tuple[FaceReading, ...]:
        self.times.append(frame.t_s)
        return (face_reading(t_s=frame.t_s, pitch_deg=NOD(frame.t_s)),)

    def close(self) -> None:
        self.closed = True


class FakePose:
    def __init__(self) -> None:
        self.times: list[float] = []
        self.closed = False

    def detect(self, frame: VideoFrame) -> PoseReading | None:
        self.times.append(frame.t_s)
        return pose_reading(t_s=frame.t_s)

    def close(self) -> None:
        self.closed = True


def frames(*, fps: float, seconds: float) -> list[VideoFrame]:
    picture = np.zeros((48, 64, 3), np.uint8)
    return [VideoFrame(index / fps, picture, index) for index in range(int(fps * seconds))]


@pytest.mark.parametrize(
    ("source_fps", "wanted", "got"), [(30, 20, 20), (25, 20, 20), (60, 20, 20), (15, 20, 15), (30, 5, 5)]
)
def test_pace_keeps_the_rate_and_drops_nothing_from_slow_sources(source_fps: int, wanted: float, got: float) -> None:
    pace = Pace(wanted)
    taken = sum(pace.due(index / source_fps) for index in range(source_fps * 20))
    assert taken / 20 == pytest.approx(got, rel=0.04)


def test_pace_goes_on_after_a_pause_and_when_the_source_begins_again() -> None:
    pace = Pace(5.0)
    assert [pace.due(t_s) for t_s in (0.0, 0.1, 50.0, 50.1, 50.2, 0.0)] == [True, False, True, False, True, True]


def test_jittering_pictures_keep_the_rate() -> None:
    random = np.random.default_rng(3)
    times = np.sort(np.arange(0, 20, 1 / 30) + random.uniform(-0.01, 0.01, 600))
    pace = Pace(20.0)
    assert sum(pace.due(float(t_s)) for t_s in times) / 20 == pytest.approx(20, rel=0.06)


def test_a_call_gives_faces_bodies_and_nods() -> None:
    face, pose = FakeFace(), FakePose()
    chain = VisionChain(face_model=face, pose_model=pose, baseline=PersonalBaseline())
    seen = [observation for frame in frames(fps=30, seconds=6) for observation in chain.process(frame)]
    seen += chain.flush()
    chain.close()
    assert sum(isinstance(item, FaceObservation) for item in seen) / 6 == pytest.approx(FACE_FPS, rel=0.05)
    assert sum(isinstance(item, PoseObservation) for item in seen) / 6 == pytest.approx(5, rel=0.1)
    assert [nod.cycles for nod in seen if isinstance(nod, Nod)] == [3]
    assert face.closed
    assert pose.closed


def test_a_chain_without_a_body_model_still_sees_the_face() -> None:
    chain = VisionChain(face_model=FakeFace(), pose_model=None, baseline=PersonalBaseline())
    seen = [observation for frame in frames(fps=10, seconds=1) for observation in chain.process(frame)]
    assert {type(item) for item in seen} == {FaceObservation}
    assert len(seen) == 10


def test_two_threads_of_chains_see_the_same_as_one() -> None:
    def alone(chain: FaceChain | PoseChain) -> list[Observation]:
        seen = [obs for frame in frames(fps=30, seconds=5) if chain.due(frame.t_s) for obs in chain.process(frame)]
        return seen + chain.flush()

    apart = alone(FaceChain(model=FakeFace(), baseline=PersonalBaseline()))
    apart += alone(PoseChain(model=FakePose(), baseline=PersonalBaseline()))
    chain = VisionChain(face_model=FakeFace(), pose_model=FakePose(), baseline=PersonalBaseline())
    together = [obs for frame in frames(fps=30, seconds=5) for obs in chain.process(frame)] + chain.flush()
    leans = LeanJoiner(PersonalBaseline())
    joined = [leans.join(observation) for observation in sort_observations(apart)]
    assert sorted(map(repr, joined)) == sorted(map(repr, together))


def test_speaking_is_handed_to_the_displays() -> None:
    chain = FaceChain(model=FakeFace(), baseline=PersonalBaseline())
    silent, speaking = (
        chain.process(VideoFrame(t_s, np.zeros((4, 4, 3), np.uint8)), speaking=talks)[0]
        for t_s, talks in ((0.0, False), (0.05, True))
    )
    assert isinstance(silent, FaceObservation)
    assert isinstance(speaking, FaceObservation)
    assert "lip_press" in silent.displays
    assert "lip_press" not in speaking.displays
    assert math.isfinite(silent.displays["smile"])
