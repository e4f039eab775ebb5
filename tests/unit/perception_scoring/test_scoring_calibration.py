"""What was skipped in a calibration lowers coverage, and the letter says what it was."""

from __future__ import annotations

from dataclasses import replace

import pytest

from perception.scoring.reasons import NOT_CALIBRATED, UNCALIBRATED
from perception.types import LETTERS, PersonalBaseline, Scorecard
from tests.unit.perception_scoring.scoring_streams import FULL, call, run

SKIPPED = {
    "E": replace(FULL, gaze_x_deg=None, gaze_y_deg=None),
    "M": replace(FULL, display_rest={}),
    "T": replace(FULL, f0_hz=None, level_dbfs=None, tilt_db=None, words_per_minute=None),
}


def scored(baseline: PersonalBaseline | None) -> Scorecard:
    observations, end_s = call()
    return run(observations, now_s=end_s, baseline=baseline)


def test_a_whole_calibration_leaves_no_note() -> None:
    card = scored(FULL)
    assert {letter: card.letters[letter].note for letter in LETTERS} == dict.fromkeys(LETTERS, "")


@pytest.mark.parametrize("letter", ["E", "M", "T"])
def test_what_was_skipped_lowers_coverage_and_is_said(letter: str) -> None:
    whole, part = scored(FULL), scored(SKIPPED[letter])
    assert part.letters[letter].coverage < whole.letters[letter].coverage
    assert part.letters[letter].note == NOT_CALIBRATED[letter]  # type: ignore[index]
    for other in set(LETTERS) - {letter}:
        assert part.letters[other].note == ""


def test_who_never_calibrated_is_told_once() -> None:
    card = scored(None)
    assert [letter for letter in LETTERS if card.letters[letter].note] == ["E"]
    assert card.letters["E"].note == UNCALIBRATED


def test_values_without_a_calibration_are_none() -> None:
    session = scored(replace(FULL, calibrated="none"))
    assert session.letters["E"].note == UNCALIBRATED
    assert session.letters["E"].coverage <= 0.5
    assert session.letters["T"].coverage < scored(FULL).letters["T"].coverage
