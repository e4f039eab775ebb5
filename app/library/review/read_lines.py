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
_ZONE_CODE: Final[Mapping[str | None, int]] = {None: 0} | {zone: code for code, zone in enumerate(ZONES) if zone}
_NUMBERS: Final = frozenset({float, int, type(None)})
_MEASURED: Final = frozenset({"face", "pose", "voice"})
_TIMES: Final = frozenset({float, int})
_NO_BOX: Final = (None,) * len(BOX_NUMBERS)
_FLAGS: Final[Mapping[bool | None, float]] = {True: 1.0, False: 0.0, None: np.nan}

Row = list[Any]


@dataclass(slots=True)
class VoiceBlocks:
    """Blocks of one channel in the order written: time of the first hop's centre, seconds a hop, how many hops, and
    pitch and level of all hops one after the other (None: not measured)."""

    starts: list[float] = field(default_factory=list)
    hops: list[float] = field(default_factory=list)
    counts: list[int] = field(default_factory=list)
    f0: Row = field(default_factory=list)
    level: Row = field(default_factory=list)


@dataclass(slots=True)
class SessionLines:
    """What the lines held: tables of FACE_COLUMNS (zone: place in ZONES) and POSE_COLUMNS, NaN where not measured.

    records: everything else, in the order written. unreadable: lines that were left out.
    """

    face: FloatArray
    pose: FloatArray
    voices: dict[str, VoiceBlocks]
    records: tuple[Record, ...]
    unreadable: int


FACE_COLUMNS: Final = (*FACE_NUMBERS, *BOX_NUMBERS, *DISPLAYS, "found", "zone")
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
        data = parse_line(line)  # text that is no valid Unicode is kept as an escape, which only this one reads
        if data.get("kind") in _MEASURED:
            raise  # nothing said is in these
        return data
    if not isinstance(data, dict):
        raise ValueError("an object is expected")
    return data


def _face(data: Mapping[str, Any]) -> Row:
    box, shown = data.get("box"), data.get("displays", {})
    if type(shown) is not dict or (box is not None and type(box) is not dict):
        raise ValueError("an object is expected")
    row = [
        *map(data.get, FACE_NUMBERS),
        *(_NO_BOX if box is None else map(box.get, BOX_NUMBERS)),
        *map(shown.get, DISPLAYS),
    ]
    _check(row)
    row += (_found(data), _ZONE_CODE[data.get("zone")])
    return row


def _pose(data: Mapping[str, Any]) -> Row:
    row = list(map(data.get, POSE_NUMBERS))
    _check(row)
    row += (_found(data), _flag(data.get("arms_crossed")))
    return row


def _voice(data: Mapping[str, Any], voices: dict[str, VoiceBlocks]) -> None:
    channel, start_s, hop_s, f0, level = (data[name] for name in ("channel", "t_s", "hop_s", "f0_hz", "level_dbfs"))
    if channel not in CHANNELS or type(start_s) not in _TIMES or type(hop_s) not in _TIMES or hop_s <= 0:
        raise ValueError("the block does not say where it belongs")
    for column in (f0, level):
        if type(column) is not list or not _NUMBERS.issuperset(map(type, column)):
            raise ValueError("a list of numbers is expected")
    if len(f0) != len(level):
        raise ValueError("the columns differ in length")
    blocks = voices.setdefault(channel, VoiceBlocks())
    blocks.starts.append(float(start_s))
    blocks.hops.append(float(hop_s))
    blocks.counts.append(len(f0))
    blocks.f0 += f0
    blocks.level += level


def _check(row: Row) -> None:
    """Numbers or nothing, and a time first."""
    if type(row[0]) not in _TIMES or not _NUMBERS.issuperset(map(type, row)):
        raise ValueError("numbers are expected")


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
