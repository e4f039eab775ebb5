"""The records of a session: what stands in one line of events.jsonl."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, Literal, get_args

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
    """A cue that was shown, with the numbers that fired it. rule: which rule it was. since_s: when its cause began,
    None where that was not kept. limits: what the numbers passed, by the same names."""

    t_s: float
    letter: Letter
    text: str
    rule: str
    numbers: Mapping[str, float] = field(default_factory=dict)
    since_s: float | None = None
    limits: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ScenarioPoint:
    """Where a scenario stands; enough to go on from there. visits: node id to times reached, in the order reached."""

    node: str
    calm: float
    trust: float
    visits: Mapping[str, int] = field(default_factory=dict)
    step: int = 0


@dataclass(frozen=True, slots=True)
class StepRecord:
    """A step of a scenario's path: what the CSM did, why the customer went on as they did, and where that led.

    t_s: when the customer began to say `text`. manner: an answer, words into a silence, breaking in, or the last line
    again. from_node: None for the opening. edge: its place among the node's edges,
    None for opening, nudge and breaking in. deeds: what was found in the CSM's turn (app/practice/scenario/model.py),
    heard: its words as heard, heard_s its length, heard_p how well it was understood. interrupted: it began while the
    customer spoke; cut_short: the customer broke into it. calm, trust: 0..100 after the step. end: how the call ends
    after it, '' when it goes on. sound_after_s, answer_after_s: from the end of the CSM's turn to the first sound and
    to the first word of the answer. point: where the scenario stands after it, for trying again from here.
    """

    t_s: float
    node: str
    text: str
    calm: float
    trust: float
    manner: Literal["answer", "nudge", "break_in", "repeat"] = "answer"
    calm_change: float = 0.0
    trust_change: float = 0.0
    from_node: str | None = None
    edge: int | None = None
    because: str = ""
    deeds: tuple[str, ...] = ()
    heard: str = ""
    heard_s: float = 0.0
    heard_p: float = 1.0
    interrupted: bool = False
    cut_short: bool = False
    end: str = ""
    sound_after_s: float | None = None
    answer_after_s: float | None = None
    point: ScenarioPoint | None = None


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


Record = Observation | Scorecard | PartRecord | ScoreRecord | CueRecord | StepRecord | EndedRecord

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
    "step": StepRecord,
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
