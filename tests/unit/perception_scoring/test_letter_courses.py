"""The letters over the time of a session: the scorecard's rules on a window that moves along."""

from __future__ import annotations

import pytest

from perception.recording.codec import decode, encode
from perception.scoring import params
from perception.types import LETTERS, LetterCourse, Scorecard, SpeechSegment
from tests.unit.perception_scoring.scoring_streams import call, faces, run


def course(card: Scorecard, letter: str) -> LetterCourse:
    return next(one for one in card.courses if one.letter == letter)


def listened(end_s: float) -> list[SpeechSegment]:
    """The customer speaks most of every ten seconds."""
    return [SpeechSegment(float(t), t + 8.0, "customer") for t in range(0, int(end_s), 10)]


def test_every_letter_has_a_course_whose_values_lie_in_their_interval() -> None:
    observations, end = call()
    card = run(observations, now_s=end)
    assert [one.letter for one in card.courses] == list(LETTERS)
    for one in card.courses:
        assert len(one.t_s) == len(one.value) == len(one.low) == len(one.high)
        assert one.t_s[-1] == end
        assert any(value is not None for value in one.value)
        for value, low, high in zip(one.value, one.low, one.high, strict=True):
            assert (value is None) == (low is None) == (high is None)
            assert value is None or 0.0 <= low <= value <= high <= 100.0


def test_the_same_evidence_gives_the_same_course() -> None:
    observations, end = call()
    assert run(observations, now_s=end).courses == run(observations, now_s=end).courses


def test_steady_behaviour_is_a_level_line_at_the_score() -> None:
    share = [1.0, 1.0, 1.0, 0.0]  # looks away for a quarter of every two seconds
    observations = [*faces(0.0, 240.0, attend=lambda t: share[int(2 * t) % 4]), *listened(240.0)]
    card = run(observations, now_s=240.0)
    settled = [value for value in course(card, "E").value[6:] if value is not None]
    assert len(settled) == 18
    assert max(settled) - min(settled) < 1.0
    assert settled[-1] == pytest.approx(card.letters["E"].value, abs=2.0)


def test_a_change_shows_after_the_window_has_passed_and_not_before() -> None:
    observations = [*faces(0.0, 300.0, attend=lambda t: float(t < 150.0)), *listened(300.0)]
    one = course(run(observations, now_s=300.0), "E")
    at = dict(zip(one.t_s, one.value, strict=True))
    assert at[150.0] is not None
    assert at[220.0] is not None
    assert at[150.0] - at[220.0] > 40.0
    assert at[180.0] is not None
    assert at[220.0] < at[180.0] < at[150.0]


def test_what_was_not_seen_has_no_value_and_no_interval() -> None:
    observations = [*faces(0.0, 200.0), *faces(200.0, 300.0, found=False), *listened(300.0)]
    one = course(run(observations, now_s=300.0), "E")
    seen = {t_s: value is not None for t_s, value in zip(one.t_s, one.value, strict=True)}
    assert seen[180.0]
    assert not any(seen[t_s] for t_s in one.t_s if t_s > 200.0 + params.COURSE_WINDOW_S)


def test_a_letter_without_enough_evidence_has_no_value_anywhere() -> None:
    card = run(listened(120.0), now_s=120.0)
    assert card.letters["E"].state == "not_enough"
    assert set(course(card, "E").value) == {None}
    assert len(course(card, "E").t_s) == 12


def test_looking_all_the_time_is_not_too_much_in_a_minute() -> None:
    card = run([*faces(0.0, 240.0), *listened(240.0)], now_s=240.0)
    assert course(card, "E").value[-1] > card.letters["E"].value


def test_few_blocks_have_the_wide_interval_of_few_blocks() -> None:
    one = course(run([*faces(0.0, 60.0), *listened(60.0)], now_s=60.0), "E")
    first = next(i for i, value in enumerate(one.value) if value is not None)
    assert first < params.FEW_BLOCKS
    assert one.high[first] - one.low[first] >= params.FEW_BLOCKS_HALF_WIDTH


@pytest.mark.parametrize("end_s", [0.0, 3.0, 10.0])
def test_very_short_sessions_are_allowed(end_s) -> None:
    card = run(listened(end_s), now_s=end_s)
    assert all(len(one.t_s) == (1 if end_s else 0) for one in card.courses)


def test_lines_without_real_times_have_no_course() -> None:
    observations, end = call()
    assert run(observations, now_s=end, text_only=True).courses == ()


def test_a_course_is_kept_exactly() -> None:
    observations, end = call()
    card = run(observations, now_s=end)
    assert decode(Scorecard, encode(card)) == card
