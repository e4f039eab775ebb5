"""One pass over events.jsonl: face, pose and voice straight into columns, everything else as records.

As in `perception.recording.reader`, a line that does not fit its kind is left out and counted, a number that is absent
or null is not measured (NaN), and older formats are upgraded first.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
import orjson

from perception.recording.reader import Session
from perception.recording.records import Record, UnknownKindError, parse_line, to_record
from perception.types import FloatArray

FACE_NUMBERS: Final = ("t_s", "yaw_deg", "pitch_deg", "roll_deg", "attend_p")
BOX_NUMBERS: Final = ("x", "y", "width", "height")
POSE_NUMBERS: Final = ("t_s", "shoulder_span_px", "shoulder_tilt_deg", "lean", "slouch", "motion", "facing")
DISPLAYS: Final = (
    *("smile", "smile_asymmetry", "concern", "scowl", "brow_raise", "brow_lower", "lip_press", "eye_squint"),
    *("eye_roll", "jaw_open"),
)
ZONES: Final = ("", "camera", "tile", "notes", "away")
CHANNELS: Final = ("csm", "customer", "unknown")
EYES: Final = ("open", "blink", "closed")
_ZONE_CODE: Final[Mapping[str | None, int]] = {None: 0} | {zone: code for code, zone in enumerate(ZONES) if zone}
_NUMBERS: Final = frozenset({float, int, type(None)})
_BLOCK: Final = ("f0_hz", "voiced_p", "level_dbfs", "tilt_db")
_FLAGS: Final[Mapping[bool | None, float]] = {True: 1.0, False: 0.0, None: np.nan}

Row = list[Any]


@dataclass(slots=True)
class VoiceBlocks:
    """Blocks of one channel in the order written: time of the first hop's centre, seconds a hop, pitch, level."""

    starts: list[float] = field(default_factory=list)
    hops: list[float] = field(default_factory=list)
    f0: list[FloatArray] = field(default_factory=list)
    level: list[FloatArray] = field(default_factory=list)


@dataclass(slots=True)
class SessionLines:
    """What the lines held. face: FACE_NUMBERS, found, zone (place in ZONES), BOX_NUMBERS, DISPLAYS. pose: POSE_NUMBERS,
    found, arms crossed. records: everything else, in the order written. unreadable: lines that were left out."""

    face: FloatArray
    pose: FloatArray
    voices: dict[str, VoiceBlocks]
    records: tuple[Record, ...]
    unreadable: int


FACE_COLUMNS: Final = (*FACE_NUMBERS, "found", "zone", *BOX_NUMBERS, *DISPLAYS)
POSE_COLUMNS: Final = (*POSE_NUMBERS, "found", "arms_crossed")


def read_lines(session: Session) -> SessionLines:
    """Everything a session's events.jsonl holds. Raises SessionFormatError where it cannot be read at all."""
    face: Row = []
    pose: Row = []
    voices: dict[str, VoiceBlocks] = {}
    records: list[Record] = []
    unreadable = 0
    for line in session.raw_lines():
        try:
            data = session.upgraded(_object(line))
            match data.get("kind"):
                case "face":
                    face += _face(data)
                case "pose":
                    pose += _pose(data)
                case "voice":
                    _voice(data, voices)
                case _:
                    records.append(to_record(data))
        except UnknownKindError:
            continue  # written by a later release of the same format
        except (ValueError, KeyError, TypeError):
            unreadable += 1
    return SessionLines(
        _table(face, len(FACE_COLUMNS)), _table(pose, len(POSE_COLUMNS)), voices, tuple(records), unreadable
    )


def _object(line: bytes) -> dict[str, Any]:
    try:
        data = orjson.loads(line)
    except orjson.JSONDecodeError:
        return parse_line(line)  # text that is no valid Unicode is kept as an escape, which only this one reads
    if not isinstance(data, dict):
        raise ValueError("an object is expected")
    return data


def _face(data: Mapping[str, Any]) -> Row:
    box, shown = data.get("box"), data.get("displays", {})
    if not isinstance(shown, dict):
        raise ValueError("the displays are no object")
    row = [
        *_measured(data, FACE_NUMBERS),
        _found(data),
        _ZONE_CODE[data.get("zone")],
        *((None,) * 4 if box is None else _measured(box, BOX_NUMBERS)),
        *_measured(shown, DISPLAYS),
    ]
    if type(data["t_s"]) not in (float, int):
        raise ValueError("the time is missing")
    return row


def _pose(data: Mapping[str, Any]) -> Row:
    if type(data["t_s"]) not in (float, int):
        raise ValueError("the time is missing")
    return [*_measured(data, POSE_NUMBERS), _found(data), _flag(data.get("arms_crossed"))]


def _voice(data: Mapping[str, Any], voices: dict[str, VoiceBlocks]) -> None:
    channel, start_s, hop_s = data["channel"], data["t_s"], data["hop_s"]
    if channel not in CHANNELS or type(start_s) not in (float, int) or type(hop_s) not in (float, int) or hop_s <= 0:
        raise ValueError("the block does not say where it belongs")
    columns = [data[name] for name in _BLOCK]
    for column in columns:
        if type(column) is not list or not _NUMBERS.issuperset(map(type, column)):
            raise ValueError("a list of numbers is expected")
    f0, level = (np.array(columns[place], dtype=np.float64) for place in (0, 2))
    if len(f0) != len(level):
        raise ValueError("the columns differ in length")
    blocks = voices.setdefault(channel, VoiceBlocks())
    blocks.starts.append(float(start_s))
    blocks.hops.append(float(hop_s))
    blocks.f0.append(f0)
    blocks.level.append(level)


def _measured(data: Mapping[str, Any], names: tuple[str, ...]) -> Row:
    row = list(map(data.get, names))
    if not _NUMBERS.issuperset(map(type, row)):
        raise ValueError("numbers are expected")
    return row


def _found(data: Mapping[str, Any]) -> float:
    found = data["found"]
    if found is not True and found is not False:
        raise ValueError("yes or no is expected")
    return 1.0 if found else 0.0


def _flag(value: object) -> float:
    if value is None or value is True or value is False:
        return _FLAGS[value]
    raise ValueError("yes or no is expected")


def _table(numbers: Row, columns: int) -> FloatArray:
    """Rows of so many numbers, one after the other, as a table in order of time; None becomes NaN."""
    table = np.array(numbers, dtype=np.float64).reshape(-1, columns)
    table = table[np.isfinite(table[:, 0])]
    return table if np.all(np.diff(table[:, 0]) >= 0) else table[np.argsort(table[:, 0], kind="stable")]
