"""The records of a session: what stands in one line of events.jsonl."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, get_args

from perception.recording.codec import decode, encode
from perception.types import (
    CustomerSmile,
    FaceObservation,
    Gap,
    Letter,
    LiveLetter,
    Mark,
    Nod,
    Observation,
    PhaseChange,
    PoseObservation,
    Scorecard,
    SpeechSegment,
    StatedFeeling,
    Utterance,
    VoiceObservation,
)


@dataclass(frozen=True, slots=True)
class PartRecord:
    """A part of the session begins: the first, or another after the engine was restarted.

    number: 0 for the first. start_s: session time. media: name of the part's media file, None when none is kept.
    """

    number: int
    start_s: float
    media: str | None = None


@dataclass(frozen=True, slots=True)
class ScoreRecord:
    """The letters as they were shown at one moment of the call."""

    t_s: float
    letters: Mapping[str, LiveLetter]


@dataclass(frozen=True, slots=True)
class CueRecord:
    """A cue that was shown, with the numbers that fired it. rule: which rule it was."""

    t_s: float
    letter: Letter
    text: str
    rule: str
    numbers: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class EndedRecord:
    """The last record. reason: plain words. drops: pictures and sound blocks that could not be kept in time.

    refused: records and pictures whose time went back. recovered: written at a later start, not by the recorder.
    """

    t_s: float
    reason: str
    drops: int = 0
    refused: int = 0
    recovered: bool = False


Record = Observation | Scorecard | PartRecord | ScoreRecord | CueRecord | EndedRecord

OBSERVATION_TYPES: Final[tuple[type, ...]] = get_args(Observation)
KINDS: Final[Mapping[str, type]] = {
    "face": FaceObservation,
    "pose": PoseObservation,
    "nod": Nod,
    "voice": VoiceObservation,
    "segment": SpeechSegment,
    "utterance": Utterance,
    "feeling": StatedFeeling,
    "customer_smile": CustomerSmile,
    "phase": PhaseChange,
    "gap": Gap,
    "mark": Mark,
    "part": PartRecord,
    "score": ScoreRecord,
    "cue": CueRecord,
    "scorecard": Scorecard,
    "ended": EndedRecord,
}
_KIND_OF: Final = {kind: name for name, kind in KINDS.items()}


class UnknownKindError(ValueError):
    """A well-formed record of a kind this version does not know."""


def kind_of(record: Record) -> str:
    """The name of a record's kind."""
    return _KIND_OF[type(record)]


def to_line(record: Record) -> bytes:
    """One line of events.jsonl with its newline, UTF-8. `kind` always stands first."""
    data = {"kind": kind_of(record), **encode(record)}
    return dump_line(data)


def dump_line(data: Mapping[str, Any]) -> bytes:
    """Compact JSON with a newline. Text that is not valid Unicode is kept as an escape."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return text.encode("utf-8", errors="backslashreplace") + b"\n"


def append_lines(path: Path, objects: Iterable[Mapping[str, Any]]) -> None:
    """Add objects to a file of lines in one go. Raises OSError."""
    with path.open("a+b") as file:
        # A line cut short by a crash must not swallow the next one.
        if file.seek(0, 2) and (file.seek(-1, 2), file.read(1))[1] != b"\n":
            file.write(b"\n")
        file.write(b"".join(dump_line(one) for one in objects))


def parse_line(line: bytes) -> dict[str, Any]:
    """The JSON object of a line. Raises ValueError for anything else."""
    try:
        data = json.loads(line.decode("utf-8"), parse_constant=_refuse_constant)
    except RecursionError as error:
        raise ValueError("nested too deeply") from error
    if not isinstance(data, dict):
        raise ValueError("an object is expected")
    return data


def to_record(data: Mapping[str, Any]) -> Record:
    """The record of a parsed line. Raises UnknownKindError, ValueError."""
    name = data.get("kind")
    if not isinstance(name, str):
        raise ValueError("the record has no kind")
    kind = KINDS.get(name)
    if kind is None:
        raise UnknownKindError(name)
    try:
        record: Record = decode(kind, data)
    except OverflowError as error:
        raise ValueError("a number is too large") from error
    return record


def time_of(record: Record) -> float:
    """The latest session time a record speaks of, seconds; NaN when it has none."""
    if isinstance(record, VoiceObservation):
        return record.t_s + record.hop_s * len(record.f0_hz)
    if isinstance(record, Scorecard):
        return record.duration_s
    if isinstance(record, PartRecord):
        return record.start_s
    if isinstance(record, Nod | SpeechSegment | Utterance | StatedFeeling | CustomerSmile | Gap):
        return record.end_s
    return record.t_s


def _refuse_constant(name: str) -> float:
    raise ValueError(f"{name} is not JSON")
