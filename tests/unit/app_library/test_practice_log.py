"""What is remembered of practice calls."""

from __future__ import annotations

from datetime import datetime
from typing import get_args

import pytest

from app.library.practice_log import ENDS, PlayedScenario, PracticeLog
from app.practice.scenario.model import EndKind

MONDAY = datetime(2026, 11, 23, 9, 0)
TUESDAY = datetime(2026, 11, 24, 9, 0)


@pytest.fixture
def log(tmp_path) -> PracticeLog:
    return PracticeLog(tmp_path / "Ünïcode folder" / "practice.json")


def test_nothing_was_played_yet(log):
    assert log.all() == {}


def test_the_newest_time_and_the_best_end_are_kept(log):
    log.note("outage", "calmed", MONDAY)
    log.note("outage", "left", TUESDAY)
    log.note("renewal", None, TUESDAY)
    assert log.all() == {
        "outage": PlayedScenario(2, TUESDAY, "calmed"),
        "renewal": PlayedScenario(1, TUESDAY, None),
    }
    log.note("outage", "resolved", TUESDAY)
    assert log.all()["outage"].best == "resolved"


def test_every_end_of_a_scenario_has_its_place():
    assert set(ENDS) == set(get_args(EndKind))


@pytest.mark.expects_log
@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        '{"scenarios": 3}',
        '{"scenarios": {"a": {}}}',
        '{"scenarios": {"a": {"times": 1, "last": "monday"}}}',
        "[" * 100_000,
    ],
)
def test_a_damaged_file_starts_fresh(log, text):
    log.path.parent.mkdir()
    log.path.write_text(text, encoding="utf-8")
    assert log.all() == {}
    log.note("outage", "open", MONDAY)
    assert log.all() == {"outage": PlayedScenario(1, MONDAY, "open")}


def test_an_unknown_end_is_no_end(log):
    log.note("outage", "fireworks", MONDAY)
    assert log.all()["outage"].best is None
