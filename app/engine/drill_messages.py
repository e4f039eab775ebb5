"""What crosses between window and engine for drills; these values belong to the unions of app/engine/messages.py."""

from __future__ import annotations

from dataclasses import dataclass

from app.practice.drills.answers import Judged
from app.practice.drills.live import LiveReading
from perception.types import PersonalBaseline


@dataclass(frozen=True, slots=True)
class StartDrill:
    """Open the devices for a drill: preview pictures and DrillReading events begin. None = off. Nothing is recorded."""

    camera_id: str | None
    microphone_id: str | None
    baseline: PersonalBaseline | None = None


@dataclass(frozen=True, slots=True)
class StopDrill:
    """Close the devices of the drill."""


@dataclass(frozen=True, slots=True)
class JudgeAnswer:
    """Read a written answer. Answered by AnswerJudged with the same number; of those that wait only the newest is."""

    said: str
    heard: str
    number: int = 0


DrillCommand = StartDrill | StopDrill | JudgeAnswer


@dataclass(frozen=True, slots=True)
class DrillReading:
    """About ten times a second during a drill."""

    reading: LiveReading


@dataclass(frozen=True, slots=True)
class AnswerJudged:
    """What was made of a written answer; None when it could not be read (a Problem says why)."""

    number: int
    judged: Judged | None


DrillEvent = DrillReading | AnswerJudged
