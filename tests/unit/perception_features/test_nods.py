from __future__ import annotations

import math
from collections.abc import Iterable

import pytest

from perception.features.nods import NodDetector
from perception.types import FaceObservation, Nod
from tests.unit.perception_features.vision_streams import angles, burst


def nods_of(stream: Iterable[FaceObservation]) -> list[Nod]:
    detector = NodDetector()
    found = [nod for face in stream for nod in detector.push(face)]
    return found + detector.flush()


@pytest.mark.parametrize("fps", [15.0, 20.0, 30.0])
@pytest.mark.parametrize("noise_deg", [0.0, 0.3])
def test_three_cycles_at_2_hz_are_one_nod(fps: float, noise_deg: float) -> None:
    pitch = burst(start_s=3.0, hz=2.0, cycles=3, size=4.0)
    found = nods_of(angles(seconds=8, pitch=pitch, fps=fps, noise_deg=noise_deg))
    assert len(found) == 1
    assert abs(found[0].cycles - 3) <= 1
    assert found[0].start_s == pytest.approx(3.0, abs=0.3)
    assert found[0].end_s == pytest.approx(4.5, abs=0.3)
    assert found[0].amplitude_deg == pytest.approx(4.0, abs=1.0)


@pytest.mark.parametrize("hz", [1.0, 2.0, 3.0, 4.0])
def test_slow_and_fast_nods_count(hz: float) -> None:
    assert len(nods_of(angles(seconds=9, pitch=burst(start_s=3.0, hz=hz, cycles=2, size=3.0)))) == 1


def test_two_nods_apart_are_two() -> None:
    first, second = (burst(start_s=at, hz=2.0, cycles=2, size=4.0) for at in (3.0, 6.0))
    assert len(nods_of(angles(seconds=10, pitch=lambda t: first(t) + second(t)))) == 2


def test_a_slow_sway_is_no_nod() -> None:
    assert nods_of(angles(seconds=30, pitch=lambda t: 10 * math.sin(2 * math.pi * 0.2 * t))) == []


def test_shaking_the_head_is_no_nod() -> None:
    shake = burst(start_s=3.0, hz=2.0, cycles=3, size=6.0)
    assert nods_of(angles(seconds=8, pitch=lambda _t: 0.0, yaw=shake)) == []
    assert nods_of(angles(seconds=8, pitch=lambda t: shake(t) / 2, yaw=shake)) == []


def test_looking_down_and_up_again_later_is_no_nod() -> None:
    assert nods_of(angles(seconds=10, pitch=lambda t: -12.0 if 4 < t < 7 else 0.0)) == []


def test_jitter_is_no_nod() -> None:
    assert nods_of(angles(seconds=60, pitch=lambda _t: 0.0, noise_deg=0.4)) == []


def test_bobbing_with_the_whole_body_is_no_nod() -> None:
    bob = burst(start_s=3.0, hz=2.0, cycles=3, size=4.0)
    assert nods_of(angles(seconds=8, pitch=bob, y_cm=bob)) == []


def test_a_nod_broken_off_by_a_lost_face_is_told_at_the_gap() -> None:
    detector = NodDetector()
    pitch = burst(start_s=1.0, hz=2.0, cycles=3, size=4.0)
    for face in angles(seconds=2.6, pitch=pitch):
        assert detector.push(face) == []
    assert len(detector.push(FaceObservation(t_s=3.2, found=False))) == 1
    assert detector.flush() == []


def test_long_nodding_is_cut_into_nods_of_at_most_three_seconds() -> None:
    found = nods_of(angles(seconds=14, pitch=burst(start_s=3.0, hz=2.0, cycles=14, size=3.0)))
    assert len(found) >= 2
    assert all(nod.end_s - nod.start_s <= 3.0 + 1e-9 for nod in found)
    assert sum(nod.cycles for nod in found) == pytest.approx(14, abs=2)
