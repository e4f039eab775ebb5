"""A session folder of a practice call as the engine leaves it, played from written lines through the real recorder."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from app.engine.practice.told import step_record
from app.practice.play import Played, csm_lines, observations_of, play
from app.practice.scenario.loader import load_scenario
from app.practice.text_clock import TextClock
from perception.inference.asset_files import assets_dir
from perception.inference.lexicon_files import load_lexicon
from perception.recording.format import SCENARIO_NAME
from perception.recording.notes import Note, append_note
from perception.recording.records import CueRecord, StepRecord, time_of
from perception.recording.writer import SessionWriter
from perception.types import FaceObservation, Observation, VoiceObservation
from tests.unit.perception_recording import session_samples

SCENARIO = assets_dir() / "scenarios" / "outage-closing-day.yaml"


def sample(name: str) -> tuple[str, ...]:
    """A written script of the scenario: 'empathic', 'sympathetic', 'dismissive'."""
    return csm_lines((SCENARIO.parent / "samples" / SCENARIO.stem / f"{name}.txt").read_text(encoding="utf-8"))


# A call that begins badly and turns.
TURNING = (sample("dismissive")[0], *sample("empathic"))


def steps_of(played: Played) -> list[StepRecord]:
    """The steps as they are kept, with the times of written lines."""
    clock, kept = TextClock(), []
    for step in played.steps:
        if step.read is not None:
            clock.span(step.read.turn.text)
        start_s, _ = clock.span(step.customer.text)
        kept.append(step_record(step, t_s=start_s, sound_after_s=0.6, answer_after_s=1.0))
    return kept


def cues_of(steps: Sequence[StepRecord]) -> list[CueRecord]:
    """One cue about the eyes while the customer speaks, one about the voice, one about two turns."""
    second, third = steps[1].t_s, steps[2].t_s
    away = CueRecord(
        second + 7.0,
        "E",
        "Look into the camera",
        "look_away",
        {"attend_p": 0.2, "lasted_s": 4.2, "low_s": 9.0, "level": 31.0},
        since_s=second + 2.8,
        limits={"attend_p": 0.5, "lasted_s": 4.0, "low_s": 8.0, "level": 40.0},
    )
    loud = CueRecord(
        third - 3.0,
        "T",
        "Lower your voice a little",
        "raised_voice",
        {"level_db": 7.5, "pitch_st": 3.1, "lasted_s": 2.1},
        since_s=third - 5.1,
        limits={"level_db": 6.0, "pitch_st": 2.5, "lasted_s": 2.0},
    )
    passed = CueRecord(
        third + 12.0,
        "A",
        "Name what you hear",
        "feeling_passed_over",
        {"turns": 2.0, "low_s": 3.0},
        since_s=second,
        limits={"turns": 2.0, "low_s": 8.0},
    )
    return [away, loud, passed]


def seen_around(cues: Iterable[CueRecord]) -> list[Observation]:
    """What was seen and heard around the cues: eyes that wander off, a voice that rises."""
    found: list[Observation] = []
    for cue in cues:
        times = np.arange(max(0.0, cue.t_s - 12.0), cue.t_s + 3.0, 0.1)
        if cue.rule == "look_away":
            since_s = cue.since_s or cue.t_s
            shares = [0.15 if since_s <= t_s <= cue.t_s + 1.0 else 0.9 for t_s in times]
            found += [
                FaceObservation(float(t_s), True, attend_p=share + 0.05 * float(np.sin(t_s * 5)))
                for t_s, share in zip(times, shares, strict=True)
            ]
        if cue.rule == "raised_voice":
            for t_s in times:
                level = -30.0 + 9.0 / (1.0 + float(np.exp(-(t_s - (cue.since_s or cue.t_s)) * 1.5)))
                hops = np.full(10, level)
                pitch = np.full(10, 180.0)
                found.append(VoiceObservation(float(t_s), 0.01, "csm", pitch, np.ones(10), hops, np.zeros(10)))
    return found


def practice_session(folder: Path, lines: Sequence[str] = TURNING, *, seed: int = 1, checked: bool = True) -> Played:
    """Play the lines and record them into a new folder, with cues; checked: with a self-check, too."""
    played = play(load_scenario(SCENARIO).scenario, lines, lexicon=load_lexicon(), seed=seed)
    steps = steps_of(played)
    cues = cues_of(steps) if len(steps) > 2 else []
    observations, _ = observations_of(played.steps)
    header = replace(
        session_samples.header(title=played.scenario.title), scenario=played.scenario.id, letters=("A", "H", "Y")
    )
    writer = SessionWriter(folder, header, video=False, audio=())
    for record in sorted([*observations, *seen_around(cues), *steps, *cues], key=time_of):
        writer.record(record)
    writer.write_scorecard(played.scorecard)
    writer.close(reason="done")
    shutil.copyfile(SCENARIO, folder / SCENARIO_NAME)
    if checked:
        ratings = {"A": 70.0, "H": 60.0, "Y": 50.0}
        append_note(
            folder, Note("self_check", "learner", "2026-11-23T15:30:00+01:00", "I was too quick.", ratings=ratings)
        )
    return played
