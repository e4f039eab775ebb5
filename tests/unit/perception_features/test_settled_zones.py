from __future__ import annotations

from collections.abc import Sequence

from perception.features.settled_zones import settled_zones
from perception.types import FaceObservation, Zone

FPS = 25.0


def stream(*frames: tuple[float | None, Zone | None]) -> list[FaceObservation]:
    return [FaceObservation(k / FPS, found=True, attend_p=p, zone=zone) for k, (p, zone) in enumerate(frames)]


def zones(faces: Sequence[FaceObservation]) -> list[Zone | None]:
    return [face.zone for face in settled_zones(faces)]


def test_a_look_away_counts_from_its_first_frame() -> None:
    seen = stream(*[(0.9, None)] * 4, *[(0.1, None)] * 5, *[(0.1, "away")] * 4)
    assert zones(seen) == [None] * 4 + ["away"] * 9


def test_so_does_the_look_back() -> None:
    seen = stream(*[(0.1, "away")] * 4, *[(0.9, "away")] * 5, *[(0.9, None)] * 4)
    assert zones(seen) == ["away"] * 4 + [None] * 9


def test_no_further_back_than_a_look_takes_to_be_noticed() -> None:
    seen = stream(*[(0.45, None)] * 20, *[(0.1, "away")] * 2)
    assert zones(seen).count("away") == 2 + 7


def test_frames_without_eyes_and_short_looks_stay() -> None:
    seen = stream((0.1, None), (None, None), (0.1, None), (0.1, "away"), (0.1, "away"))
    assert zones(seen) == [None, None, "away", "away", "away"]
    short = stream((0.9, None), (0.1, None), (0.1, None), (0.9, None))
    assert zones(short) == [None] * 4
    assert settled_zones([]) == []


def test_nothing_else_changes() -> None:
    seen = stream((0.9, None), (0.1, None), (0.1, "away"))
    assert [(face.t_s, face.attend_p) for face in settled_zones(seen)] == [(face.t_s, face.attend_p) for face in seen]
