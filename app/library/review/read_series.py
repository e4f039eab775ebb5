"""Reads a session folder for the review: what was measured as columns, and every other record, in one pass. No Qt."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from app.library.review.happenings import happenings_of
from app.library.review.letters import letters_of
from app.library.review.read_lines import (
    BOX_NUMBERS,
    DISPLAYS,
    FACE_COLUMNS,
    POSE_COLUMNS,
    ZONES,
    SessionLines,
    VoiceBlocks,
    read_lines,
)
from app.library.review.series import FaceSeries, PoseSeries, SessionSeries, Stretch, VoiceSeries
from app.library.review.stretches import (
    display_stretches,
    gap_stretches,
    gaze_stretches,
    overlaps_of,
    posture_stretches,
    smile_stretches,
    speech_of,
    speech_stretches,
)
from perception.recording.corrections import TranscriptLine as TranscriptLine
from perception.recording.corrections import corrected, lines_of
from perception.recording.reader import Session, open_session
from perception.recording.records import EndedRecord, Record, time_of
from perception.types import CustomerSmile, FloatArray, Gap, Scorecard, Speaker, SpeechSegment, Utterance

_FACE = {name: place for place, name in enumerate(FACE_COLUMNS)}
_POSE = {name: place for place, name in enumerate(POSE_COLUMNS)}
_FIRST_BOX = _FACE[BOX_NUMBERS[0]]
_SPEAKERS: tuple[Speaker, ...] = ("csm", "customer", "unknown")


@dataclass(frozen=True, slots=True, eq=False)
class ReadSession:
    """A session as the review needs it. records: all but face, pose and voice, in the order written.

    lines: the transcript as recorded and as it reads now. scorecard: the newest result, None without one. unreadable:
    lines of the recording that are damaged and were left out.
    """

    session: Session
    series: SessionSeries
    records: tuple[Record, ...]
    lines: tuple[TranscriptLine, ...]
    scorecard: Scorecard | None
    unreadable: int

    @property
    def letters_missing(self) -> bool:
        """Whether the result was computed before letters were followed over time, or there is none."""
        return self.scorecard is None or not self.scorecard.courses


def read_for_review(folder: Path) -> ReadSession:
    """The whole session in one pass over its records. Raises SessionFormatError."""
    session = open_session(folder)
    read = read_lines(session)
    corrections = session.corrections()
    scorecard = _scorecard(session, read.records)
    own = session.header.baseline
    said = [record for record in read.records if isinstance(record, Utterance)]
    heard = [record for record in read.records if isinstance(record, Utterance | SpeechSegment)]
    speech: Sequence[SpeechSegment | Utterance] = list(corrected(heard, corrections))  # type: ignore[arg-type]
    return ReadSession(
        session=session,
        series=_series(read, speech, scorecard, own.shoulder_tilt_deg if own is not None else None),
        records=read.records,
        lines=lines_of(said, corrections),
        scorecard=scorecard,
        unreadable=read.unreadable,
    )


def _scorecard(session: Session, records: Iterable[Record]) -> Scorecard | None:
    """The result that counts: with the corrections taken in, else the last one recorded."""
    again = session.rescored()
    if again is not None:
        return again
    return next((one for one in reversed(list(records)) if isinstance(one, Scorecard)), None)


def _series(
    read: SessionLines,
    speech: Sequence[SpeechSegment | Utterance],
    scorecard: Scorecard | None,
    usual_tilt_deg: float | None,
) -> SessionSeries:
    face, pose = _face(read.face), _pose(read.pose)
    voices: dict[str, VoiceSeries] = {
        name: _voice(name, read.voices[name]) for name in _SPEAKERS if name in read.voices
    }
    duration_s = _duration(read, voices.values())
    csm, customer = speech_of(speech, "csm"), speech_of(speech, "customer")
    stretches: list[Stretch] = speech_stretches(speech)
    stretches += gap_stretches(one for one in read.records if isinstance(one, Gap))
    stretches += smile_stretches(one for one in read.records if isinstance(one, CustomerSmile))
    if face is not None:
        stretches += gaze_stretches(face, duration_s) + display_stretches(face, csm, duration_s)
    if pose is not None:
        facing = read.pose[:, _POSE["facing"]]
        stretches += posture_stretches(pose, facing, duration_s, usual_tilt_deg=usual_tilt_deg)
    return SessionSeries(
        duration_s=duration_s,
        face=face,
        pose=pose,
        voices=voices,
        letters=letters_of(scorecard),
        stretches=tuple(sorted(stretches, key=lambda one: (one.start_s, one.end_s))),
        happenings=happenings_of(read.records, scorecard),
        overlaps=overlaps_of(csm, customer),
    )


def _face(table: FloatArray) -> FaceSeries | None:
    if not len(table):
        return None
    zones = table[:, _FACE["zone"]].astype(np.int64).tolist()
    return FaceSeries(
        t_s=table[:, 0],
        found=table[:, _FACE["found"]] > 0,
        box=table[:, _FIRST_BOX : _FIRST_BOX + len(BOX_NUMBERS)],
        yaw_deg=table[:, _FACE["yaw_deg"]],
        pitch_deg=table[:, _FACE["pitch_deg"]],
        roll_deg=table[:, _FACE["roll_deg"]],
        attend_p=table[:, _FACE["attend_p"]],
        zone=tuple(ZONES[code] for code in zones),
        displays={name: table[:, _FACE[name]] for name in DISPLAYS},
    )


def _pose(table: FloatArray) -> PoseSeries | None:
    if not len(table):
        return None
    columns = {name: table[:, place] for name, place in _POSE.items() if name not in ("found", "facing")}
    return PoseSeries(found=table[:, _POSE["found"]] > 0, **columns)


def _voice(speaker: Speaker, blocks: VoiceBlocks) -> VoiceSeries:
    counts = np.array(blocks.counts)
    first = np.repeat(np.cumsum(counts) - counts, counts)
    within = np.arange(len(first)) - first
    t_s = np.repeat(np.array(blocks.starts), counts) + within * np.repeat(np.array(blocks.hops), counts)
    f0, level = (np.array(column, dtype=np.float64) for column in (blocks.f0, blocks.level))
    if len(t_s) and np.any(np.diff(t_s) < 0):
        order = np.argsort(t_s, kind="stable")
        t_s, f0, level = t_s[order], f0[order], level[order]
    return VoiceSeries(speaker, t_s, f0, level)


def _duration(read: SessionLines, voices: Iterable[VoiceSeries]) -> float:
    """To the end of the recording: where it says so, else the latest time that anything speaks of."""
    ended = [one.t_s for one in read.records if isinstance(one, EndedRecord)]
    times = [time for record in read.records if (time := time_of(record)) == time]
    times += [float(table[-1, 0]) for table in (read.face, read.pose) if len(table)]
    times += [float(voice.t_s[-1]) for voice in voices if len(voice.t_s)]
    return max([*times, *ended, 0.0])
