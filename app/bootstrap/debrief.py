"""Why a cue came: what was recorded around it, for the debrief."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final

from app.practice.cue_trace import VOICE_S, CueTrace, around, trace_of
from perception.recording.records import OBSERVATION_TYPES, CueRecord, time_of

if TYPE_CHECKING:
    from perception.recording.reader import Session
    from perception.types import Observation

_MEASURED: Final = ("face", "pose", "voice")
_LATE_S: Final = 5.0  # records of one moment lie that near each other in the file
_TURN_S: Final = 120.0  # how far back a running turn may have begun


def trace_of_cue(folder: Path, cue: CueRecord) -> CueTrace | None:
    """The number that fired a cue, around it; None where there is nothing to draw. Raises SessionFormatError."""
    from perception.recording.reader import open_session

    return trace_of(cue, sorted(_around(open_session(folder), cue), key=time_of))


def _around(session: Session, cue: CueRecord) -> Iterator[Observation]:
    """What was observed near a cue; stops reading where the rest is later."""
    span = around(cue)
    for record in session.records(_MEASURED):
        t_s = time_of(record)
        if t_s > span.end_s + _LATE_S:
            break
        if isinstance(record, OBSERVATION_TYPES) and span.start_s - VOICE_S - 1.0 <= t_s:
            yield record  # type: ignore[misc]
    for said in session.utterances():
        if cue.t_s - _TURN_S <= said.end_s and said.start_s <= span.end_s:
            yield said
