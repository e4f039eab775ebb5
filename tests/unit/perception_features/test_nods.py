from __future__ import annotations

import math
from collections.abc import Callable, Iterable

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


def lever(pitch: Callable[[float], float], *, cm_per_deg: float = 0.12) -> Callable[[float], float]:
    """How the head's height follows its pitch about the neck."""
    return lambda t: cm_per_deg * pitch(t)


def speech(t: float) -> float:
    """The small pitching of a talking head: syllables of 4 to 5 a second, stressed ones larger, degrees."""
    loud = 1.0 if t % 4.0 < 2.5 else 0.0
    return loud * (0.3 * math.sin(2 * math.pi * 4.6 * t) + 0.45 * math.sin(2 * math.pi * 1.4 * t))


def test_the_first_cycle_gives_the_amplitude() -> None:
    first, rest = burst(start_s=3.0, hz=2.0, cycles=1, size=5.0), burst(start_s=3.5, hz=2.0, cycles=2, size=2.5)
    (nod,) = nods_of(angles(seconds=8, pitch=lambda t: first(t) + rest(t)))
    assert nod.amplitude_deg == pytest.approx(5.0, abs=1.0)
    assert nod.cycles == 3


@pytest.mark.parametrize("level_deg", [-15.0, 8.0])
def test_the_level_of_the_pitch_does_not_matter(level_deg: float) -> None:
    nod = burst(start_s=3.0, hz=2.0, cycles=2, size=3.0)
    at_zero = nods_of(angles(seconds=8, pitch=nod))
    shifted = nods_of(angles(seconds=8, pitch=lambda t: nod(t) + level_deg))
    assert [round(n.start_s, 3) for n in shifted] == [round(n.start_s, 3) for n in at_zero]


@pytest.mark.parametrize("hz", [1.0, 2.0])
def test_a_nod_on_a_sway_is_one_nod(hz: float) -> None:
    nod = burst(start_s=6.0, hz=hz, cycles=2, size=2.5)
    found = nods_of(angles(seconds=14, pitch=lambda t: nod(t) + 3.0 * math.sin(2 * math.pi * 0.15 * t)))
    assert len(found) == 1
    assert found[0].start_s == pytest.approx(6.0, abs=0.4)


def test_the_pitching_of_a_talking_head_is_no_nod_but_the_nod_before_it_is() -> None:
    assert nods_of(angles(seconds=40, pitch=speech, noise_deg=0.1)) == []
    nod = burst(start_s=3.0, hz=2.0, cycles=2, size=2.0)
    found = nods_of(angles(seconds=12, pitch=lambda t: nod(t) + speech(t), y_cm=lever(nod), noise_deg=0.1))
    assert [round(n.start_s) for n in found] == [3]


def test_a_small_movement_is_a_nod_only_when_the_heads_height_follows() -> None:
    small = burst(start_s=3.0, hz=2.0, cycles=2, size=0.9)
    tremble = lambda t: 0.1 * math.sin(2 * math.pi * 1.1 * t)  # noqa: E731
    assert len(nods_of(angles(seconds=8, pitch=small, y_cm=lever(small)))) == 1
    assert nods_of(angles(seconds=8, pitch=small, y_cm=tremble)) == []


def test_rocking_the_trunk_about_the_hips_is_no_nod() -> None:
    rock = burst(start_s=3.0, hz=1.0, cycles=3, size=4.0)
    assert nods_of(angles(seconds=10, pitch=rock, y_cm=lever(rock, cm_per_deg=1.0))) == []


def test_a_glance_down_that_dwells_is_no_nod() -> None:
    def glance(t: float) -> float:
        return -8.0 * min(max(0.0, (t - 4.0) / 0.3), 1.0, max(0.0, (6.5 - t) / 0.3))

    assert nods_of(angles(seconds=10, pitch=glance, y_cm=lever(glance))) == []


def test_what_the_model_does_when_a_face_appears_is_no_nod() -> None:
    settling = lambda t: 5.0 * math.sin(2 * math.pi * 2.0 * t) if t < 0.5 else 0.0  # noqa: E731
    assert nods_of(angles(seconds=5, pitch=settling)) == []


def test_faces_without_angles_are_bridged() -> None:
    nod = burst(start_s=3.0, hz=2.0, cycles=3, size=4.0)
    stream = list(angles(seconds=8, pitch=nod))
    stream[65] = FaceObservation(t_s=stream[65].t_s, found=False)
    stream[66] = FaceObservation(t_s=stream[66].t_s, found=True)
    assert len(nods_of(stream)) == 1


def test_a_bobbing_head_that_does_not_turn_is_no_nod() -> None:
    bob = burst(start_s=3.0, hz=2.0, cycles=3, size=1.5)
    assert nods_of(angles(seconds=8, pitch=lambda _t: 0.0, y_cm=bob, noise_deg=0.1)) == []


def test_a_pitch_against_the_heads_height_is_no_nod() -> None:
    pitch = burst(start_s=3.0, hz=2.0, cycles=1, size=4.0)
    assert nods_of(angles(seconds=8, pitch=pitch, y_cm=lever(pitch, cm_per_deg=-0.1))) == []


def test_a_glance_aside_before_it_hides_no_nod() -> None:
    nod = burst(start_s=4.0, hz=2.0, cycles=1, size=3.0)
    aside = lambda t: 12.0 if 2.0 < t < 3.8 else 0.0  # noqa: E731
    assert len(nods_of(angles(seconds=8, pitch=nod, yaw=aside, y_cm=lever(nod)))) == 1


def test_unrest_before_a_nod_does_not_cut_it() -> None:
    nod = burst(start_s=6.0, hz=2.0, cycles=1, size=-4.0)
    unrest = lambda t: 0.9 * math.sin(2 * math.pi * 1.6 * t) if 2.5 < t < 5.9 else 0.0  # noqa: E731
    found = nods_of(angles(seconds=10, pitch=lambda t: nod(t) + unrest(t), y_cm=lever(nod)))
    assert [n.start_s for n in found] == [pytest.approx(6.0, abs=0.3)]
