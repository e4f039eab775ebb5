from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from perception.features.calibration_gaze import (
    Look,
    angle_between,
    centre_of,
    fit_per_offset,
    look_of,
    separability,
    target_of,
    unsteadiness,
)
from perception.features.calibration_merge import merged, merged_targets
from perception.types import FaceObservation, GazeTarget, PersonalBaseline
from tests.unit.perception_features.calibration_streams import face

LENS = GazeTarget("camera", 1.0, 3.0, 1.0, 1.0, 27)
TILE = GazeTarget("tile", 1.0, -5.0, 1.0, 1.0, 27)
NOTES = GazeTarget("notes", 20.0, -15.0, 2.0, 2.0, 27)


def looks(
    count: int = 60, *, slope: float = 0.0, reach_deg: float = 6.0, leak: float = 0.0, seed: int = 1
) -> list[Look]:
    """Looks at one place while the head turns and moves, each at its own rhythm."""
    rng = np.random.default_rng(seed)
    t = np.arange(count) / 15.0
    yaw, off = 8.0 * np.sin(2.6 * t), reach_deg * np.sin(1.1 * t)
    x = 2.0 + slope * off + leak * yaw + rng.normal(0.0, 0.5, count)
    y = -4.0 + rng.normal(0.0, 0.5, count)
    return [Look(*row) for row in zip(x, y, yaw, np.zeros(count), off, np.zeros(count), strict=True)]


@given(st.permutations(range(60)))
def test_the_order_of_looks_does_not_matter(order: list[int]) -> None:
    seen = looks()
    assert target_of("lens", [seen[i] for i in order]) == target_of("lens", seen)


def test_a_few_strays_do_not_move_a_place() -> None:
    seen = looks()
    strays = [replace(look, gaze_x_deg=40.0, gaze_y_deg=-40.0) for look in seen[:9]]
    target = target_of("tile", [*strays, *seen[9:]])
    assert (target.x_deg, target.y_deg) == pytest.approx((2.0, -4.0), abs=0.4)
    assert target.spread_x_deg < 1.2
    assert target.zone == "tile"


def test_spreads_have_a_floor() -> None:
    assert target_of("lens", looks(1)).spread_x_deg == 0.5


@pytest.mark.parametrize("slope", [-1.0, -0.4, 0.5])
def test_the_effect_of_the_heads_place_is_fitted(slope: float) -> None:
    across, up = fit_per_offset([looks(slope=slope, leak=-0.4), looks(slope=slope, leak=-0.4, seed=2)])
    assert across == pytest.approx(slope, abs=0.15)
    assert up is None


def test_without_movement_nothing_is_fitted() -> None:
    assert fit_per_offset([looks(slope=-1.0, reach_deg=0.8)]) == (None, None)
    assert fit_per_offset([looks(20, slope=-1.0)]) == (None, None)
    assert fit_per_offset([]) == (None, None)
    assert fit_per_offset([[]]) == (None, None)


def test_a_wild_fit_is_kept_within_reason() -> None:
    assert fit_per_offset([looks(slope=-9.0)])[0] == -1.5


def test_a_head_turn_is_not_unsteady_and_a_wandering_eye_is() -> None:
    assert unsteadiness(looks(leak=-0.6)) < 1.0
    wandering = [replace(look, gaze_x_deg=15.0 * (i % 3)) for i, look in enumerate(looks())]
    assert unsteadiness(wandering) > 5.0


def test_separability_is_the_distance_in_spreads() -> None:
    assert angle_between(LENS, TILE) == 8.0
    assert separability(LENS, TILE) == pytest.approx(8.0)
    vague = replace(TILE, spread_y_deg=8.0)
    assert separability(LENS, vague) == pytest.approx(8.0 / np.sqrt(32.5))
    assert separability(LENS, LENS) == 0.0


def test_a_face_without_gaze_is_no_look() -> None:
    assert look_of(FaceObservation(0.0, found=True, yaw_deg=1.0, pitch_deg=1.0)) is None
    assert look_of(FaceObservation(0.0, found=False)) is None
    seen = look_of(face(0.0, offset_x=0.1))
    assert seen is not None
    assert seen.offset_x_deg == pytest.approx(5.71, abs=0.01)


def test_the_middle_of_the_call_is_between_lens_and_tile() -> None:
    assert centre_of((LENS, TILE, NOTES)) == (1.0, -1.0)
    assert centre_of((TILE,)) == (1.0, -5.0)
    assert centre_of((NOTES,)) is None


def test_known_places_move_along() -> None:
    moved = replace(TILE, x_deg=4.0, y_deg=-7.0)
    new = merged_targets((LENS, TILE, NOTES), (moved,))
    assert new == (moved, replace(LENS, x_deg=4.0, y_deg=1.0), replace(NOTES, x_deg=23.0, y_deg=-17.0))


def test_without_a_shared_place_only_the_new_ones_hold() -> None:
    assert merged_targets((LENS,), (NOTES,)) == (NOTES,)
    assert merged_targets((LENS, TILE), ()) == (LENS, TILE)
    assert merged_targets((), (LENS,)) == (LENS,)


def test_merging_keeps_what_was_not_measured_and_moves_traits_a_little() -> None:
    known = PersonalBaseline(calibrated="full", f0_hz=100.0, motion=0.2, level_dbfs=-40.0, display_rest={"a": 0.1})
    new = PersonalBaseline(calibrated="full", f0_hz=110.0, level_dbfs=-30.0, display_rest={"a": 0.2, "b": 0.3})
    both = merged(known, new)
    assert (both.f0_hz, both.motion, both.level_dbfs) == (pytest.approx(103.0), 0.2, -30.0)
    assert both.display_rest == {"a": pytest.approx(0.13), "b": 0.3}
