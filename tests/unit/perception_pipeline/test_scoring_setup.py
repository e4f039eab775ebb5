"""The parts that every scoring engine is built from."""

from __future__ import annotations

import logging
from collections.abc import Iterator

import pytest

from perception.errors import ModelError
from perception.pipeline import scoring_setup


@pytest.fixture(autouse=True)
def _anew() -> Iterator[None]:
    scoring_setup.reader_if_there.cache_clear()
    yield
    scoring_setup.reader_if_there.cache_clear()


@pytest.mark.expects_log
def test_a_missing_sentence_reader_is_logged_once_and_the_rules_go_on(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def missing() -> None:
        raise ModelError("The sentence reader is missing.", recovery="Install Attune again.")

    monkeypatch.setattr(scoring_setup, "load_sentence_reader", missing)
    with caplog.at_level(logging.WARNING):
        for _ in range(2):
            assert scoring_setup.make_scoring().scorecard(now_s=1.0).letters
    assert [record.message for record in caplog.records] == ["The sentence reader is missing. Install Attune again."]
