"""Letters over time of sessions whose result does not hold them yet."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.bootstrap import review_letters
from app.library.review.read_series import read_for_review
from perception.recording.format import EVENTS_NAME, SessionHeader, write_header
from perception.recording.records import to_line
from perception.types import LETTERS
from tests.unit.perception_scoring.scoring_streams import call, run

HEADER = SessionHeader("1d", "0", {}, "2026-03-02T09:30:00+00:00", "A call", "live")


@pytest.fixture
def scored(tmp_path):
    """A session with a result from before, and what it is scored as now."""
    observations, end = call()
    now = run(observations, now_s=end)

    def make(**header):
        write_header(tmp_path, replace(HEADER, **header))
        (tmp_path / EVENTS_NAME).write_bytes(b"".join(map(to_line, observations)) + to_line(replace(now, courses=())))
        return tmp_path, now

    return make


def test_letters_that_are_missing_are_worked_out_again(scored, monkeypatch) -> None:
    folder, now = scored()
    monkeypatch.setattr(review_letters, "score_again", lambda _session: now)
    assert read_for_review(folder).letters_missing
    letters = review_letters.letters_over_time(folder)
    assert list(letters) == list(LETTERS)
    assert letters["E"].t_s[-1] == now.duration_s


def test_a_result_that_rests_on_what_was_not_kept_is_not_worked_out_again(scored, monkeypatch) -> None:
    folder, _ = scored(customer_words_kept=False)
    monkeypatch.setattr(review_letters, "score_again", lambda _session: pytest.fail("it cannot be computed again"))
    assert review_letters.letters_over_time(folder) == {}
