"""A practice session: its path, its cues, its scenario."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path

from perception.pipeline.scoring_setup import scoring_for
from perception.recording.format import SCENARIO_NAME, SessionHeader, StatedFacts, header_from_json, header_to_json
from perception.recording.reader import open_session
from perception.recording.records import CueRecord, ScenarioPoint, StepRecord
from perception.recording.writer import SessionWriter
from perception.types import StatedFeeling, Utterance

STATED = StatedFacts(facts=(("six hours", "down"),), impacts=(("night",), ("auditors", "numbers")), may_promise=True)
HEADER = SessionHeader(
    session_id="trial",
    app_version="0",
    models={},
    started_at="2026-01-01T10:00:00+00:00",
    title="Trial",
    source="practice",
    scenario="outage-closing-day",
    stated=STATED,
)
STEP = StepRecord(
    1.0, "on_hold", "Six hours.", 38.0, 50.0, point=ScenarioPoint("on_hold", 38.0, 50.0, {"on_hold": 1}, 0)
)
CUE = CueRecord(30.0, "E", "Look at the call", "away", {"attend_p": 0.2}, 22.0, {"attend_p": 0.4})


def test_steps_and_cues_come_back_and_the_header_says_what_was_practised(tmp_path: Path) -> None:
    folder = tmp_path / "session"
    writer = SessionWriter(folder, HEADER, video=False, audio=())
    writer.record(STEP)
    writer.record(CUE)
    writer.record(dataclasses.replace(STEP, t_s=40.0, node="the_night"))
    writer.close(reason="done")
    session = open_session(folder)
    assert [step.node for step in session.steps()] == ["on_hold", "the_night"]
    assert session.steps()[0] == STEP
    assert session.cues() == (CUE,)
    assert session.header == HEADER
    assert session.scenario_file() is None
    (folder / SCENARIO_NAME).write_text("id: outage-closing-day\n", encoding="utf-8")
    assert session.scenario_file() == folder / SCENARIO_NAME


def test_an_older_header_and_cue_are_read_as_before() -> None:
    old = {**header_to_json(HEADER)}
    del old["stated"]
    assert header_from_json(json.loads(json.dumps(old))).stated is None
    assert CueRecord(1.0, "E", "Look", "away").limits == {}


def test_a_session_is_scored_again_with_what_its_scenario_states(tmp_path: Path) -> None:
    def promise(header: SessionHeader, name: str) -> float | None:
        folder = tmp_path / name
        writer = SessionWriter(folder, header, video=False, audio=())
        writer.observe(Utterance(1.0, 4.0, "customer", "It was down for six hours. I am furious."))
        writer.observe(StatedFeeling(1.0, 4.0, "anger", "furious", 3, source="scenario"))
        writer.observe(Utterance(5.0, 9.0, "csm", "You are furious. I guarantee it will never happen again."))
        writer.close(reason="done")
        session = open_session(folder)
        engine = scoring_for(session)
        for observation in session.observations():
            engine.observe(observation)
        return engine.scorecard(now_s=60.0).letters["Y"].value

    may = promise(HEADER, "may")
    may_not = promise(dataclasses.replace(HEADER, stated=dataclasses.replace(STATED, may_promise=False)), "may-not")
    assert may is not None
    assert may_not is not None
    assert may > may_not
