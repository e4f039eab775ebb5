"""Turns are read in a process of their own; where that dies the word rules go on."""

from __future__ import annotations

from concurrent.futures.process import BrokenProcessPool

import pytest

from app.bootstrap import reading_elsewhere
from app.bootstrap.reading_elsewhere import ReaderElsewhere
from app.practice.play import written_turn
from app.practice.turns import StatePoint
from tests.unit.app_practice.small_scenario import small

POINT = StatePoint("complains", 40, 50)
HEARD = "The report came two days late. I'm angry."
SAID = written_turn("You sound angry that it was two days late.")


def test_a_turn_is_read_in_another_process():
    try:
        read = ReaderElsewhere(small()).read(SAID, heard=HEARD, point=POINT)
    finally:
        reading_elsewhere._pool().shutdown()
        reading_elsewhere._pool.cache_clear()
    assert "named_feeling" in read.deeds
    assert read.response is not None


class Broken:
    def submit(self, *_given):
        raise BrokenProcessPool("it ended")


@pytest.mark.expects_log
def test_the_word_rules_go_on_where_the_process_dies(monkeypatch):
    def pool():
        return Broken()

    pool.cache_clear = lambda: None
    monkeypatch.setattr(reading_elsewhere, "_pool", pool)
    assert "named_feeling" in ReaderElsewhere(small()).read(SAID, heard=HEARD, point=POINT).deeds
