"""A calibration reaches everything a call is made of: what is seen, what is scored, what is kept, what is replayed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import pytest

from app.bootstrap.engine import RealBuilder
from app.engine.messages import StartCalibration, StartCall
from perception.pipeline.clock import SessionClock
from perception.pipeline.replay import replay
from perception.pipeline.scoring_setup import make_scoring, scoring_for
from perception.recording.reader import open_session
from perception.types import PersonalBaseline, Scorecard
from tests.unit.perception_scoring.scoring_streams import FULL, call


class NoModels:
    """Notes which baseline a chain is made for."""

    def __init__(self) -> None:
        self.asked: list[PersonalBaseline | None] = []

    def vision_chain(self, baseline: PersonalBaseline | None) -> object:
        self.asked.append(baseline)
        return object()

    def voice_chain(self, channel: str) -> object:
        return object()

    def transcriber(self, name: str = "tiny.en") -> object:
        return name

    def versions(self) -> dict[str, str]:
        return {}


def fail(error: Exception) -> None:
    raise error


@pytest.fixture
def models() -> NoModels:
    return NoModels()


@pytest.fixture
def builder(models: NoModels) -> RealBuilder:
    return RealBuilder(cast(Any, models))


def command(tmp_path: Path) -> StartCall:
    return StartCall(
        folder=str(tmp_path / "call"),
        title="Trial",
        camera_id="camera:0",
        microphone_id="mic:0",
        customer_audio_id="loop:0",
        baseline=FULL,
        keep_media=False,
    )


def test_eyes_and_posture_are_read_against_it(builder: RealBuilder, models: NoModels, tmp_path: Path) -> None:
    builder.call_parts(command(tmp_path), SessionClock()).make_vision()
    assert models.asked == [FULL]


def test_a_calibration_measures_afresh_and_counts_words(builder: RealBuilder, models: NoModels) -> None:
    parts = builder.calibration_parts(StartCalibration("camera:0", "mic:0", known=FULL), SessionClock())
    parts.make_vision()
    assert models.asked == [None]
    assert parts.make_transcriber is not None
    assert parts.make_transcriber() == "tiny.en"


def test_scores_header_replay_and_a_restarted_call_use_it(builder: RealBuilder, tmp_path: Path) -> None:
    start = command(tmp_path)
    observations, end_s = call()
    recorder = builder.recorder(start, fail)
    scoring = builder.scoring(start)
    for observation in observations:
        recorder.observe(observation)
        scoring.observe(observation)
    recorder.close(reason="test")
    live = scoring.scorecard(now_s=end_s)

    session = open_session(Path(start.folder))
    assert session.header.baseline == FULL
    again = replay(session, scoring_for(session))
    assert letters(again) == pytest.approx(letters(live), abs=0.5)

    restarted = replace(start, segment=1, start_s=end_s)
    resumed = builder.scoring(restarted).scorecard(now_s=end_s)
    assert letters(resumed) == pytest.approx(letters(live), abs=0.5)
    builder.recorder(restarted, fail).close(reason="test")
    assert open_session(Path(start.folder)).header.baseline == FULL

    plain = make_scoring()
    for observation in observations:
        plain.observe(observation)
    assert letters(plain.scorecard(now_s=end_s)) != pytest.approx(letters(live), abs=0.5)


def letters(card: Scorecard) -> dict[str, float]:
    return {letter: score.value if score.value is not None else -1.0 for letter, score in card.letters.items()}
