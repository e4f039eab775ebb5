"""What the tracks of a review show, as values: axis, thinning, lanes and words."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.library.review.series import Happening, LetterSeries, SessionSeries, Stretch
from app.ui.review.tracks.presenters.envelope import Envelope
from app.ui.review.tracks.presenters.lanes import (
    Band,
    Comments,
    Lane,
    Locked,
    Names,
    Points,
    Rows,
    lanes_of,
    shown_lanes,
    with_comments,
)
from app.ui.review.tracks.presenters.time_scale import FINEST_PX_A_S, TimeScale
from app.ui.review.tracks.presenters.words import comment_at, words_at
from perception.recording.review_notes import Comment
from perception.types import LETTERS, Span

sys.path.insert(0, str(Path(__file__).parents[2] / "gui"))
import itertools

from review_examples import COMMENTS, review_series

GAP = Stretch(160.0, 166.0, "gap", "No picture: The camera was unplugged.")


def lanes(**given) -> tuple[Lane, ...]:
    series = review_series()
    return lanes_of(series, given.get("names", Names()), letters=given.get("letters", series.letters))


def lane(ident: str, **given) -> Lane:
    return next(one for one in lanes(**given) if one.id == ident)


# ---------------------------------------------------------------- the axis


def test_the_whole_call_fills_the_window() -> None:
    scale = TimeScale.whole(1800.0, 900)
    assert (scale.start_s, scale.end_s) == (0.0, 1800.0)
    assert scale.is_whole
    assert scale.x(900.0) == 450.0
    assert scale.zoomed(0.2, 100.0).is_whole
    assert scale.at(500) == scale


def test_zooming_keeps_the_time_under_the_mouse() -> None:
    scale = TimeScale.whole(1800.0, 900)
    before = scale.t(300.0)
    for _ in range(6):
        scale = scale.zoomed(1.5, 300.0)
        assert scale.t(300.0) == pytest.approx(before, abs=3.0 / scale.px_per_s)
    assert scale.zoomed(1e9, 300.0).px_per_s == FINEST_PX_A_S


def test_around_a_time_and_paging_to_it() -> None:
    scale = TimeScale.whole(1800.0, 900).around(600.0, 30.0)
    assert scale.start_s == pytest.approx(585.0, abs=0.1)
    assert scale.end_s == pytest.approx(615.0, abs=0.1)
    assert scale.showing(610.0) is scale
    turned = scale.showing(616.0)
    assert turned.start_s < 616.0 < turned.start_s + 5.0
    assert scale.around(0.0, 30.0).start_s == 0.0
    assert scale.around(1800.0, 30.0).end_s == pytest.approx(1800.0, abs=0.1)


def test_a_window_of_another_width_keeps_the_whole_whole_and_a_zoom_close() -> None:
    whole = TimeScale.whole(1800.0, 900)
    assert whole.resized(1200).is_whole
    near = whole.around(600.0, 30.0)
    assert near.resized(1200).px_per_s == near.px_per_s
    assert near.resized(1200).start_s == pytest.approx(near.start_s, abs=0.05)


def test_an_empty_session_has_an_axis() -> None:
    scale = TimeScale.whole(0.0, 0)
    assert scale.t(5.0) == 0.5
    assert [tick.text for tick in scale.ticks(80.0)][:1] == ["00:00"] or list(scale.ticks(80.0))


def test_the_ruler_has_round_times_that_do_not_touch() -> None:
    ticks = list(TimeScale.whole(240.0, 1200).ticks(100.0))
    assert [tick.text for tick in ticks][:4] == ["00:00", "00:30", "01:00", "01:30"]
    near = list(TimeScale.whole(240.0, 1200).around(132.4, 1.0).ticks(100.0))
    assert "02:12.0" in [tick.text for tick in near]
    assert all(b.x - a.x >= 100.0 for a, b in itertools.pairwise(near))


@given(st.floats(1.0, 7200.0), st.integers(50, 3000), st.lists(st.tuples(st.floats(0.2, 5.0), st.floats(0.0, 1.0))))
def test_no_zoom_leaves_the_session(duration_s, width, steps) -> None:
    scale = TimeScale.whole(duration_s, width)
    for factor, share in steps:
        scale = scale.zoomed(factor, share * width)
        assert 0 <= scale.offset_px <= scale.total_px - scale.width_px
        assert scale.px_per_s >= width / max(duration_s, 0.5) - 1e-9


# ---------------------------------------------------------------- thinning


@given(
    st.lists(st.one_of(st.floats(-100, 100), st.just(float("nan"))), min_size=1, max_size=2000),
    st.integers(1, 120),
)
def test_thinning_loses_and_invents_nothing(values, count) -> None:
    numbers = np.array(values)
    low, high = Envelope(np.arange(len(values)) * 0.01, numbers).columns(0.0, count / (0.01 * len(values)), count)
    known = ~np.isnan(numbers)
    assert np.array_equal(np.isnan(low), np.isnan(high))
    if not known.any():
        assert np.isnan(low).all()
        return
    shown = ~np.isnan(low)
    assert np.all(low[shown] <= high[shown])
    assert low[shown].min() == numbers[known].min()
    assert high[shown].max() == numbers[known].max()


def test_without_thinning_every_pixel_is_exact() -> None:
    t_s = np.arange(1000) * 0.01
    values = np.sin(t_s * 7.0)
    low, high = Envelope(t_s, values).columns(0.0, 50.0, 500)
    assert low == pytest.approx(np.minimum(values[0::2], values[1::2]))
    assert high == pytest.approx(np.maximum(values[0::2], values[1::2]))


def test_a_peak_is_seen_at_every_zoom() -> None:
    t_s = np.arange(180_000) * 0.01
    values = np.zeros(len(t_s))
    values[90_000] = 9.0
    thinned = Envelope(t_s, values)
    for seconds in (1800.0, 300.0, 20.0):
        _, high = thinned.columns(900.0 - seconds / 2, 512 / seconds, 512)
        assert np.nanmax(high) == 9.0


def test_what_was_not_measured_stays_empty() -> None:
    t_s = np.concatenate((np.arange(100) * 0.01, 5.0 + np.arange(100) * 0.01))
    thinned = Envelope(t_s, np.ones(200))
    low, _ = thinned.columns(0.0, 10.0, 60)
    assert np.isnan(low[12:49]).all()
    assert not np.isnan(low[:9]).any()
    assert np.isnan(thinned.value(3.0, within_s=0.05))
    assert thinned.value(0.5, within_s=0.05) == 1.0
    empty = Envelope(np.empty(0), np.empty(0))
    assert np.isnan(empty.columns(0.0, 10.0, 5)[0]).all()
    assert empty.range(1.0, 99.0) is None


# ---------------------------------------------------------------- lanes


def test_the_lanes_from_top_to_bottom() -> None:
    assert [one.id for one in lanes()] == [
        *("customer", "csm", "moments", "comments", *LETTERS, "gaze", "displays", "posture", "nods"),
        *("voice_csm", "voice_customer", "cues", "marks"),
    ]
    assert lane("csm").name == "You speak"
    assert lane("csm", names=Names("Alex", "Dana")).name == "Alex speaks"
    assert lane("customer", names=Names("Alex", "Dana")).name == "Dana speaks"


def test_a_signal_that_was_not_there_has_no_lane() -> None:
    bare = lanes_of(SessionSeries(10.0), Names(), letters={})
    assert [one.id for one in bare] == ["customer", "csm", "moments", "comments"]


def test_what_tells_the_machines_judgement_waits_for_the_coach() -> None:
    shown = shown_lanes(lanes(), locked=True, hidden=frozenset())
    idents = [one.id for one in shown]
    assert not set(idents) & {*LETTERS, "moments", "cues", "steps"}
    assert idents.count("locked") == 1
    told = next(one for one in shown if one.id == "locked")
    assert told.content == Locked("Unlocks when you have rated the seven letters")
    assert "locked" not in [one.id for one in shown_lanes(lanes(), locked=False, hidden=frozenset())]


def test_lanes_can_be_switched_off_and_letters_are_lanes_too() -> None:
    shown = shown_lanes(lanes(), locked=False, hidden=frozenset({"nods", "gaze", *"EMPHY"}))
    idents = [one.id for one in shown]
    assert "nods" not in idents
    assert [one for one in idents if one in LETTERS] == ["A", "T"]


def test_letters_that_follow_have_their_lanes_already() -> None:
    assert words_at(lane("E", letters=None), 10.0, slack_s=1.0) == "Eye contact at 00:10: Being worked out"


def test_rows_of_the_face_are_always_in_the_same_order() -> None:
    content = lane("displays").content
    assert isinstance(content, Rows)
    assert [label for label, _ in content.rows] == ["smile", "brows up", "brows lowered"]


def test_comments_about_the_whole_session_have_no_place_on_the_axis() -> None:
    placed = next(one for one in with_comments(lanes(), COMMENTS) if one.id == "comments").content
    assert isinstance(placed, Comments)
    assert [one.id for one in placed.comments] == ["c1", "c2"]


# ---------------------------------------------------------------- words


def test_words_for_every_kind_of_lane() -> None:
    commented = next(one for one in with_comments(lanes(), COMMENTS) if one.id == "comments")
    told = [
        (lane("csm"), 130.0, "You speak at 02:10: nothing"),
        (lane("csm"), 141.5, "You speak at 02:21: 02:21 to 02:29, 8.0 s, both speak"),
        (lane("gaze"), 58.0, "Looks at 00:58: to the notes, 00:54 to 01:02, 8.0 s"),
        (lane("displays"), 91.0, "Face shows at 01:31: smile, 01:30 to 01:33, 3.0 s; brows up, 01:24 to 01:32, 8.0 s"),
        (lane("moments"), 58.4, "Feeling moments at 00:58: “let down” missed (00:58)"),
        (lane("moments"), 80.0, "Feeling moments at 01:20: nothing"),
        (lane("cues"), 64.0, "Cues shown at 01:04: H: Ask an open question (01:04)"),
        (commented, 132.0, "Comments at 02:12: Coach: Stay with it for one more breath."),
        (commented, 190.0, "Comments at 03:10: Coach: Lovely, this whole part."),
        (lane("gaze"), 185.0, "Looks at 03:05: nothing"),
    ]
    for one, t_s, words in told:
        assert words_at(one, t_s, slack_s=1.0) == words


def test_a_gap_is_told_where_nothing_else_stands() -> None:
    gaze = Lane("gaze", "Looks", lane("nods").content)
    assert words_at(gaze, 162.0, slack_s=1.0, gaps=[GAP]) == f"Looks at 02:42: {GAP.label}"


def test_a_letter_is_told_with_its_interval_and_never_as_zero() -> None:
    series = LetterSeries(
        "T", np.array([10.0, 20.0]), np.array([np.nan, 61.2]), np.array([np.nan, 49.0]), np.array([np.nan, 72.6]), 60.0
    )
    tone = Lane("T", "Tone", Band(series), letter="T")
    assert words_at(tone, 5.0, slack_s=1.0) == "Tone at 00:05: not enough was measured"
    assert words_at(tone, 12.0, slack_s=1.0) == "Tone at 00:12: not enough was measured"
    assert words_at(tone, 21.0, slack_s=1.0) == ("Tone at 00:21: about 60, between 50 and 75, looking back 60 seconds")
    assert words_at(tone, 60.0, slack_s=1.0) == "Tone at 01:00: not enough was measured"


def test_a_voice_is_told_in_hertz_and_decibels() -> None:
    words = words_at(lane("voice_csm"), 30.0, slack_s=1.0)
    assert words.startswith("Your voice at 00:30: ")
    assert "dB" in words


def test_of_two_comments_the_nearest_moment_counts_and_then_the_shorter_span() -> None:
    def at(ident: str, t_s: float, end_s: float | None = None) -> Comment:
        return Comment(ident, "Coach", "coach", "2026", "x", t_s=t_s, end_s=end_s)

    several = (at("a", 10.0), at("b", 11.0), at("c", 5.0, 30.0), at("d", 15.0, 25.0))
    assert comment_at(several, 10.8, slack_s=1.0) == several[1]
    assert comment_at(several, 20.0, slack_s=1.0) == several[3]
    assert comment_at(several, 40.0, slack_s=1.0) is None


def test_points_with_equal_times_are_all_kept() -> None:
    series = SessionSeries(10.0, happenings=(Happening(1.0, "nod", "a"), Happening(1.0, "nod", "b")))
    nods = next(one for one in lanes_of(series, Names(), letters={}) if one.id == "nods")
    assert isinstance(nods.content, Points)
    assert len(nods.content.points) == 2


def test_overlaps_are_on_both_sides() -> None:
    assert review_series().overlaps == (Span(55.0, 56.0), Span(141.0, 142.0))
