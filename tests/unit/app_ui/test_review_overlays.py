"""What the records say about the picture of a moment, and the figure drawn from them."""

from __future__ import annotations

import numpy as np
import pytest

from app.library.review.series import FaceSeries, PoseSeries, SessionSeries
from app.ui.review.picture.mapping_presenter import Rect
from app.ui.review.picture.overlay_presenter import (
    face_at,
    figure_at,
    levels_around,
    posture_words,
    reach_of,
)
from app.ui.review.picture.switches_presenter import Switches, switches_of


def faces(**changes) -> FaceSeries:
    columns = {
        "t_s": np.array([1.0, 2.0, 3.0]),
        "found": np.array([True, True, False]),
        "box": np.array([[100.0, 50.0, 80.0, 90.0], [110.0, 52.0, 80.0, 90.0], [np.nan] * 4]),
        "yaw_deg": np.array([0.0, 30.0, np.nan]),
        "pitch_deg": np.array([0.0, -30.0, np.nan]),
        "roll_deg": np.array([0.0, 5.0, np.nan]),
        "attend_p": np.array([0.9, 0.2, np.nan]),
        "zone": ("camera", "notes", ""),
        "displays": {"smile": np.array([0.0, 0.6, np.nan]), "brow_lower": np.array([0.5, 0.0, np.nan])},
    }
    return FaceSeries(**{**columns, **changes})


def bodies(**changes) -> PoseSeries:
    columns = {name: np.array([0.0]) for name in ("shoulder_span_px", "shoulder_tilt_deg", "lean", "motion")}
    columns |= {"t_s": np.array([2.0]), "found": np.array([True]), "slouch": np.array([1.0])}
    return PoseSeries(**{**columns, "arms_crossed": np.array([0.0]), **changes})


def test_the_nearest_face_is_drawn_with_where_it_points():
    view = face_at(SessionSeries(10.0, face=faces()), 2.1)
    assert view is not None
    assert view.box == Rect(110.0, 52.0, 80.0, 90.0)
    assert view.nose == pytest.approx((0.5, 0.5))  # to the right edge and down
    assert (view.zone, view.mark) == ("at notes", "watch")


@pytest.mark.parametrize("t_s", [2.6, 3.0, 9.0])
def test_no_face_is_drawn_where_none_was_found_near(t_s):
    assert face_at(SessionSeries(10.0, face=faces()), t_s) is None


def test_no_face_is_drawn_without_records():
    assert face_at(SessionSeries(10.0), 2.0) is None


def test_the_figure_turns_smiles_and_says_so():
    view = figure_at(SessionSeries(10.0, face=faces(), pose=bodies(lean=np.array([0.05]))), 2.0)
    assert view.turn == pytest.approx(0.5)
    assert view.nod == pytest.approx(-0.5)
    assert view.smile == 0.6
    assert view.words == "looks at notes, smile, leans forward"


def test_lowered_brows_are_told_as_what_is_seen():
    view = figure_at(SessionSeries(10.0, face=faces()), 1.0)
    assert view.brow == -0.5
    assert view.words == "looks at the camera, brows lowered"


def test_what_was_not_measured_stays_open():
    view = figure_at(SessionSeries(10.0), 1.0)
    assert view.turn is None
    assert view.shoulders_deg is None
    assert view.words == ""


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({}, ""),
        ({"lean": np.array([-0.05])}, "leans back"),
        ({"slouch": np.array([0.8])}, "slouches"),
        ({"shoulder_tilt_deg": np.array([-9.0])}, "shoulders tilted"),
        ({"arms_crossed": np.array([1.0])}, "arms crossed"),
        ({"found": np.array([False]), "slouch": np.array([0.5])}, ""),
        ({"lean": np.array([np.nan]), "slouch": np.array([np.nan])}, ""),
    ],
)
def test_posture_is_told_in_plain_words(changes, words):
    assert posture_words(bodies(**changes), 2.0) == words


def test_how_far_faces_reach_leaves_out_hardly_any():
    assert reach_of(faces()) == pytest.approx((189.5, 141.9))
    assert reach_of(None) == (0.0, 0.0)


def test_loudness_around_a_moment_has_no_height_where_nothing_was_measured():
    t_s, level = np.arange(0.0, 2.0, 0.1), np.full(20, -20.0)
    heights = levels_around(t_s, level, 1.0, half_s=2.0, columns=4)
    assert list(heights) == pytest.approx([0.0, 0.8, 0.8, 0.0])
    assert not levels_around(np.zeros(0), np.zeros(0), 1.0, half_s=2.0, columns=4).any()


def test_switches_are_kept_as_words():
    chosen = Switches().switched("gaze").switched("mesh").next_part()
    assert chosen.as_text() == "you gaze mesh"
    assert switches_of(chosen.as_text()) == chosen
    assert switches_of("nonsense customer posture") == Switches(frozenset({"posture"}), "customer")
    assert chosen.switched("gaze").on == {"mesh"}
    assert chosen.next_part().next_part().part == "both"
