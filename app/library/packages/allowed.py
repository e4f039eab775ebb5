"""What may go into a package without face: one list of everything that is allowed in. What is not named stays out.

A field that is added to a record later stays out until somebody puts its name here, and a test asks for that decision.
Behaviour may go in (angles, shares, levels, times, words); what a face looks like, what a voice sounds like, and the
names of a person's devices may not.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Mapping
from functools import cache
from typing import Any, Final

from perception.recording.format import SessionHeader
from perception.recording.records import Record, kind_of
from perception.types import Gap, PersonalBaseline

_QUOTED: Final = re.compile(r"“[^”]*”")


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


# The figure is drawn from place, size and angles of head and shoulders. Left out of a face: raw (the bare shapes of
# the face), eye_span_px and distance_cm (its measures). Of a body: head_span_px, ear_shoulder_ratio (its proportions).
RECORDS: Final[Mapping[str, frozenset[str]]] = {
    kind: _names(fields)
    for kind, fields in {
        "part": "number start_s media",
        "face": "t_s found box faces yaw_deg pitch_deg roll_deg gaze_x_deg gaze_y_deg offset_x offset_y attend_p zone "
        "blink eyes displays",
        "pose": "t_s found shoulder_span_px shoulder_tilt_deg facing lean slouch arms_crossed face_touch motion "
        "shoulders_visible framing",
        "nod": "start_s end_s cycles amplitude_deg timed",
        "voice": "t_s hop_s channel f0_hz voiced_p level_dbfs tilt_db",
        "segment": "start_s end_s channel p voice",
        "utterance": "start_s end_s speaker text words p",
        "feeling": "start_s end_s family word intensity kind cause source",
        "customer_smile": "start_s end_s source",
        "phase": "t_s phase",
        "gap": "start_s end_s what reason",
        "mark": "t_s label",
        "score": "t_s letters",
        "cue": "t_s letter text rule numbers since_s limits",
        "step": "t_s node text calm trust manner calm_change trust_change from_node edge because deeds heard heard_s "
        "heard_p interrupted cut_short end sound_after_s answer_after_s point",
        "scorecard": "duration_s letters moments talk_share interruptions flags courses",
        "ended": "t_s reason drops refused recovered",
    }.items()
}
# Left out: devices (people's names stand in them).
HEADER: Final = _names(
    "format_version session_id app_version models started_at title source scenario consent baseline letters params "
    "stated notices customer_words_kept customer_sound_kept live_help"
)
# What scoring again needs. Left out: shapes of the face at rest and posed, its measures, and places on the screen.
BASELINE: Final = _names(
    "calibrated yaw_deg pitch_deg roll_deg gaze_x_deg gaze_y_deg shoulder_tilt_deg motion f0_hz f0_sd_st level_dbfs "
    "level_sd_db tilt_db words_per_minute"
)
# Of these only the names stay, with 0 in place of each measure: scoring asks whether the face was calibrated.
BASELINE_NAMES: Final = frozenset({"display_rest"})


def without_face(record: Record) -> Record | None:
    """The record with what is allowed in, everything else as if it had not been measured; None for a kind unknown."""
    allowed = RECORDS.get(kind_of(record))
    if allowed is None:
        return None
    reduced: Record = _reduced(record, allowed)
    return dataclasses.replace(reduced, reason=unnamed(reduced.reason)) if isinstance(reduced, Gap) else reduced


def unnamed(reason: str) -> str:
    """Why something was not captured, without the name of the device."""
    return _QUOTED.sub("“…”", reason)


def header_without_face(header: SessionHeader) -> SessionHeader:
    """The header with what is allowed in."""
    reduced: SessionHeader = _reduced(header, HEADER)
    own = header.baseline
    if own is None:
        return reduced
    names: dict[str, Any] = {name: dict.fromkeys(getattr(own, name), 0.0) for name in BASELINE_NAMES}
    baseline: PersonalBaseline = _reduced(own, BASELINE)
    return dataclasses.replace(reduced, baseline=dataclasses.replace(baseline, **names))


def _reduced(value: Any, allowed: frozenset[str]) -> Any:
    kind: Any = type(value)
    changes = {name: default for name, default in _defaults(kind).items() if name not in allowed}
    return dataclasses.replace(value, **changes) if changes else value


@cache
def _defaults(kind: type[Any]) -> Mapping[str, Any]:
    """The fields that may be left out, with what they then are. A field without a default cannot be."""
    found: dict[str, Any] = {}
    for field in dataclasses.fields(kind):
        if field.default is not dataclasses.MISSING:
            found[field.name] = field.default
        elif field.default_factory is not dataclasses.MISSING:
            found[field.name] = field.default_factory()
    return found
