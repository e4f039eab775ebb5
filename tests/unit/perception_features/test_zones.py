from __future__ import annotations

import pytest

from perception.features.zones import GazeMap, near, pooled_spread, separability
from perception.types import GazeTarget, PersonalBaseline, Zone


def target(zone: Zone, x: float, y: float, spread: float = 1.5) -> GazeTarget:
    return GazeTarget(zone, x, y, spread, spread, 40)


LENS, TILE, NOTES = target("camera", 0.0, 6.0), target("tile", 0.0, -2.0), target("notes", 5.0, -22.0)


def place(x: float, y: float, *targets: GazeTarget):
    return GazeMap(PersonalBaseline(gaze_targets=targets)).place((x, y), centre=(0.0, 0.0))


def test_probability_falls_with_distance() -> None:
    at = [near(distance, 9.0) for distance in (0.0, 6.0, 9.0, 12.0, 300.0)]
    assert at == sorted(at, reverse=True)
    assert at[0] > 0.95
    assert at[2] == pytest.approx(0.5)


@pytest.mark.parametrize(("x", "y", "zone"), [(0.0, 6.0, "camera"), (0.5, -2.0, "tile"), (5.0, -21.0, "notes")])
def test_calibrated_places_are_told_by_name(x: float, y: float, zone: Zone) -> None:
    found = place(x, y, LENS, TILE, NOTES)
    assert found.zone == zone
    assert (found.attend_p > 0.9) == (zone != "notes")


def test_notes_are_not_attending_even_close_to_the_tile() -> None:
    near_notes = target("notes", 0.0, -10.0)
    assert place(0.0, -10.0, TILE, near_notes).attend_p < 0.1
    assert place(0.0, -2.0, TILE, near_notes).attend_p > 0.9
    assert place(0.0, -6.0, TILE, near_notes).attend_p == pytest.approx(0.5, abs=0.05)


def test_between_lens_and_tile_is_attending() -> None:
    apart = target("tile", 0.0, -16.0)
    assert place(0.0, -5.0, LENS, apart).attend_p > 0.9


def test_lens_and_tile_are_only_told_apart_when_they_read_apart() -> None:
    close = target("tile", 0.0, 4.5)
    assert separability(LENS, close) < 1.5
    assert place(0.0, 6.0, LENS, close).zone is None
    assert place(0.0, 6.0, LENS, close).attend_p > 0.9
    assert separability(LENS, TILE) > 1.5


def test_with_one_place_of_the_call_no_name_is_given() -> None:
    assert place(0.0, -2.0, TILE, NOTES).zone is None


def test_far_from_every_place_there_is_none() -> None:
    assert place(60.0, 0.0, LENS, TILE, NOTES).zone is None
    assert place(60.0, 0.0, LENS, TILE, NOTES).attend_p < 0.01


def test_notes_alone_leave_the_call_to_the_centre() -> None:
    assert place(0.0, 0.0, NOTES).attend_p > 0.9
    assert place(5.0, -22.0, NOTES).zone == "notes"


def test_a_known_centre_stands_in_for_places() -> None:
    known = GazeMap(PersonalBaseline(gaze_x_deg=3.0, gaze_y_deg=1.0))
    assert known.home == (3.0, 1.0)
    assert known.place((3.0, 1.0), centre=(3.0, 1.0)).attend_p > 0.95
    assert known.place((15.0, 1.0), centre=(3.0, 1.0)).attend_p < 0.2
    assert GazeMap(PersonalBaseline()).home is None
    assert GazeMap(PersonalBaseline(gaze_targets=(LENS, NOTES))).home == (0.0, 6.0)


def test_spreads_are_pooled_by_samples_and_never_too_small() -> None:
    assert pooled_spread(()) == (2.5, 2.5)
    assert pooled_spread((GazeTarget("tile", 0, 0, 6.0, 0.2, 30), GazeTarget("camera", 0, 0, 6.0, 0.2, 10))) == (
        6.0,
        2.5,
    )
