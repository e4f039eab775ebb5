"""The written demo call: what is said, when, and what the CSM is seen to do."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal, cast, get_args

from perception.errors import InvalidValueError
from perception.types import FeelingFamily, Phase, Speaker

DeedKind = Literal["smile", "nod", "look_away", "lean", "tilt", "brow_raise", "brow_lower", "lip_press"]
NOD_HZ: Final = 2.0
_DEED_FIELDS: Final = {"what", "at_s", "for_s", "level", "cycles"}
_LINE_FIELDS: Final = {
    "speaker",
    "text",
    "phase",
    "pause_s",
    "overlap_s",
    "inside",
    "speed",
    "pitch_st",
    "gain_db",
    "feeling",
    "do",
}


@dataclass(frozen=True, slots=True)
class Deed:
    """Something the CSM is seen to do. at_s from the start of its line. level: degrees for nod and tilt, else 0..1
    (lean -1..1). cycles: of a nod, two a second."""

    kind: DeedKind
    at_s: float
    for_s: float
    level: float
    cycles: int = 0


@dataclass(frozen=True, slots=True)
class Feeling:
    """What the customer feels while saying a line."""

    family: FeelingFamily
    word: str
    intensity: int
    cause: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """One run of speech. Exactly one of pause_s, overlap_s and inside places it (see assets/demo/call.toml)."""

    speaker: Speaker
    text: str
    phase: Phase | None = None
    pause_s: float = 0.0
    overlap_s: float | None = None
    inside: float | None = None
    speed: float = 1.0
    pitch_st: float = 0.0
    gain_db: float = 0.0
    feeling: Feeling | None = None
    deeds: tuple[Deed, ...] = ()


@dataclass(frozen=True, slots=True)
class Script:
    """The whole call. csm_speed, customer_speed: how fast each usually speaks, 1 as the voice comes."""

    title: str
    csm: str
    csm_look: str
    customer: str
    customer_role: str
    csm_speed: float
    customer_speed: float
    seed: int
    lines: tuple[Line, ...]


def parse_script(text: str) -> Script:
    """Read and check a script. Raises InvalidValueError that names the line and the field."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise _fault("The file", f"is not valid TOML ({error})") from error
    call = data.get("call", {})
    rows = data.get("line", [])
    if not rows:
        raise _fault("The call", "has no lines")
    lines = tuple(_line(row, f"Line {i}") for i, row in enumerate(rows, start=1))
    if lines[0].overlap_s is not None or lines[0].inside is not None:
        raise _fault("Line 1", "cannot overlap a line before it")
    names = {key: _word(call, key, "The call") for key in ("title", "csm", "csm_look", "customer", "customer_role")}
    return Script(
        csm_speed=_number(call, "csm_speed", "The call", low=0.6, high=1.5, default=1.0),
        customer_speed=_number(call, "customer_speed", "The call", low=0.6, high=1.5, default=1.0),
        seed=int(call.get("seed", 1)),
        lines=lines,
        **names,
    )


def _line(row: Mapping[str, Any], where: str) -> Line:
    _only(row, _LINE_FIELDS, where)
    speaker = _word(row, "speaker", where)
    if speaker not in ("csm", "customer"):
        raise _fault(where, f"has the unknown speaker {speaker!r}")
    if sum(key in row for key in ("pause_s", "overlap_s", "inside")) > 1:
        raise _fault(where, "is placed twice: give one of pause_s, overlap_s and inside")
    phase = row.get("phase")
    if phase is not None and phase not in get_args(Phase):
        raise _fault(where, f"has the unknown phase {phase!r}")
    if "feeling" in row and speaker != "customer":
        raise _fault(where, "states a feeling of the CSM; only the customer's are stated")
    inside = None if "inside" not in row else _number(row, "inside", where, low=0.0, high=1.0)
    return Line(
        speaker=cast("Speaker", speaker),
        text=_word(row, "text", where),
        phase=cast("Phase | None", phase),
        pause_s=_number(row, "pause_s", where, low=0.0, high=20.0),
        overlap_s=None if "overlap_s" not in row else _number(row, "overlap_s", where, low=0.0, high=10.0),
        inside=inside,
        speed=_number(row, "speed", where, low=0.5, high=2.0, default=1.0),
        pitch_st=_number(row, "pitch_st", where, low=-12.0, high=12.0),
        gain_db=_number(row, "gain_db", where, low=-30.0, high=20.0),
        feeling=_feeling(row["feeling"], where) if "feeling" in row else None,
        deeds=tuple(_deed(item, where) for item in row.get("do", ())),
    )


def _feeling(row: Mapping[str, Any], where: str) -> Feeling:
    _only(row, {"family", "word", "intensity", "cause"}, where)
    family = _word(row, "family", where)
    if family not in get_args(FeelingFamily):
        raise _fault(where, f"has the unknown feeling family {family!r}")
    intensity = int(_number(row, "intensity", where, low=1, high=3, default=2))
    cause = tuple(str(item) for item in row.get("cause", ()))
    return Feeling(cast("FeelingFamily", family), _word(row, "word", where), intensity, cause)


def _deed(row: Mapping[str, Any], where: str) -> Deed:
    _only(row, _DEED_FIELDS, where)
    kind = _word(row, "what", where)
    if kind not in get_args(DeedKind):
        raise _fault(where, f"has the unknown deed {kind!r}")
    at_s = _number(row, "at_s", where, low=-10.0, high=600.0)
    if kind == "nod":
        cycles = int(_number(row, "cycles", where, low=1, high=10, default=1))
        level = _number(row, "level", where, low=0.5, high=20.0, default=6.0)
        return Deed("nod", at_s, cycles / NOD_HZ, level, cycles)
    if "cycles" in row:
        raise _fault(where, f"gives cycles to a {kind}; only a nod has them")
    for_s = _number(row, "for_s", where, low=0.1, high=600.0, default=2.0)
    limit = 30.0 if kind == "tilt" else 1.0
    lowest = -limit if kind in ("tilt", "lean") else 0.0
    return Deed(cast("DeedKind", kind), at_s, for_s, _number(row, "level", where, low=lowest, high=limit, default=1.0))


def _word(row: Mapping[str, Any], key: str, where: str) -> str:
    value = row.get(key)
    if not isinstance(value, str) or not value.strip():
        raise _fault(where, f"has no {key}")
    return value.strip()


def _number(row: Mapping[str, Any], key: str, where: str, *, low: float, high: float, default: float = 0.0) -> float:
    value = row.get(key, default)
    if isinstance(value, bool) or not isinstance(value, int | float) or not low <= value <= high:
        raise _fault(where, f"needs {key} between {low:g} and {high:g}, not {value!r}")
    return float(value)


def _only(row: Mapping[str, Any], known: set[str], where: str) -> None:
    unknown = sorted(set(row) - known)
    if unknown:
        raise _fault(where, f"has the unknown field {unknown[0]!r}")


def _fault(where: str, what: str) -> InvalidValueError:
    return InvalidValueError(f"{where} of the demo script {what}.", recovery="Correct the script.")
