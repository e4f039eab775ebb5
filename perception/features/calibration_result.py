"""From the evidence of the finished steps to a personal baseline: medians, spreads and ranges, nothing else."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, TypeVar

import numpy as np

from perception.features.calibration_evidence import (
    FramingEvidence,
    GazeEvidence,
    PosedEvidence,
    RestEvidence,
    shapes_at_rest,
)
from perception.features.calibration_gaze import (
    Look,
    angle_between,
    centre_of,
    fit_per_offset,
    target_in,
    target_of,
)
from perception.features.calibration_merge import merged
from perception.features.calibration_steps import GAZE_STEPS, CalibrationStep
from perception.features.calibration_voice import SpeechEvidence, usual_pace, usual_voice
from perception.features.zones import parts_lens_and_tile
from perception.types import FaceObservation, PersonalBaseline, PoseObservation, SpeechSegment, Utterance

LEAST_FACES: Final = 30  # pictures, 2 s; below, a resting or speaking face stays unknown [D]
LEAST_BODIES: Final = 15  # poses, 3 s [D]
MOTION_PERCENTILE: Final = 90.0  # F3.7

T = TypeVar("T")
Evidence = FramingEvidence | GazeEvidence | RestEvidence | PosedEvidence | SpeechEvidence


@dataclass(frozen=True, slots=True)
class Heard:
    """What was recognised while the voice steps ran, and when each of them ran."""

    utterances: tuple[Utterance, ...] = ()
    segments: tuple[SpeechSegment, ...] = ()
    spans: tuple[tuple[float, float], ...] = ()


@dataclass(frozen=True, slots=True)
class CalibrationFound:
    """What a calibration found. measured: the steps it rests on. lens_tile_deg: degrees between looking at the lens
    and at the tile, None when either is unknown. separable: whether the two can be told apart (F1.4)."""

    baseline: PersonalBaseline
    measured: tuple[CalibrationStep, ...]
    lens_tile_deg: float | None
    separable: bool


def put_together(
    steps: Mapping[CalibrationStep, Evidence], heard: Heard, *, known: PersonalBaseline | None
) -> CalibrationFound:
    """The baseline of the finished steps over what was known before; whatever was not measured stays unknown."""
    # What is seen at rest stands over what was seen while a place was looked at.
    found = _place(steps) | _looks(steps) | _rest(steps) | _voice(steps, heard) | {"display_full": _full(steps)}
    new = replace(PersonalBaseline(calibrated="full" if set(steps) - {"framing"} else "none"), **found)
    baseline = new if known is None else merged(known, new) if steps else known
    lens, tile = target_in(baseline.gaze_targets, "camera"), target_in(baseline.gaze_targets, "tile")
    return CalibrationFound(
        baseline=baseline,
        measured=tuple(steps),
        lens_tile_deg=angle_between(lens, tile) if lens and tile else None,
        separable=parts_lens_and_tile(baseline.gaze_targets),
    )


def _place(steps: Mapping[CalibrationStep, Evidence]) -> dict[str, Any]:
    """Size and distance of the face, from rest or else from framing."""
    for name in ("neutral", "framing"):
        evidence = steps.get(name)
        if isinstance(evidence, RestEvidence | FramingEvidence) and evidence.faces:
            return {
                "eye_span_px": _median_of(evidence.faces, lambda face: face.eye_span_px),
                "distance_cm": _median_of(evidence.faces, lambda face: face.distance_cm),
            }
    return {}


def _looks(steps: Mapping[CalibrationStep, Evidence]) -> dict[str, Any]:
    """The places looked at and from where, the middle of attending, the head meanwhile, what moving the head does."""
    seen = {step: one.looks for step in GAZE_STEPS if isinstance(one := steps.get(step), GazeEvidence)}
    targets = tuple(target_of(step, looks) for step, looks in seen.items())
    across, up = fit_per_offset(list(seen.values()))
    found: dict[str, Any] = {"gaze_targets": targets, "yaw_per_offset": across, "pitch_per_offset": up}
    if seen:
        found |= _seat([look for looks in seen.values() for look in looks])
    centre = centre_of(targets)
    if centre is not None:
        found |= {"gaze_x_deg": centre[0], "gaze_y_deg": centre[1]}
        head = seen.get("tile") or seen["lens"]
        found |= {
            "yaw_deg": float(np.median([look.yaw_deg for look in head])),
            "pitch_deg": float(np.median([look.pitch_deg for look in head])),
        }
    return found


def _seat(looks: Sequence[Look]) -> dict[str, float]:
    """The usual place of the face while it looked at the places, in the units of FaceObservation."""
    across_deg, up_deg = (
        np.median([getattr(look, name) for look in looks]) for name in ("offset_x_deg", "offset_y_deg")
    )
    return {"offset_x": math.tan(math.radians(across_deg)), "offset_y": math.tan(math.radians(up_deg))}


def _rest(steps: Mapping[CalibrationStep, Evidence]) -> dict[str, Any]:
    """The listening face and body."""
    rest = steps.get("neutral")
    if not isinstance(rest, RestEvidence):
        return {}
    found: dict[str, Any] = {"display_rest": shapes_at_rest(rest.faces, least=LEAST_FACES)}
    if len(rest.faces) >= LEAST_FACES:
        found |= {
            "yaw_deg": _median_of(rest.faces, lambda face: face.yaw_deg),
            "pitch_deg": _median_of(rest.faces, lambda face: face.pitch_deg),
            "roll_deg": _median_of(rest.faces, lambda face: face.roll_deg),
            "eyes_open_blink": _median_of(rest.faces, lambda face: face.blink),
        }
    return found | (_body(rest.bodies) if len(rest.bodies) >= LEAST_BODIES else {})


def _body(bodies: Sequence[PoseObservation]) -> dict[str, Any]:
    motion = [pose.motion for pose in bodies if pose.motion is not None]
    return {
        "shoulder_span_px": _median_of(bodies, lambda pose: pose.shoulder_span_px),
        "head_span_px": _median_of(bodies, lambda pose: pose.head_span_px),
        "ear_shoulder_ratio": _median_of(bodies, lambda pose: pose.ear_shoulder_ratio),
        "shoulder_tilt_deg": _median_of(bodies, lambda pose: pose.shoulder_tilt_deg),
        "motion": float(np.percentile(motion, MOTION_PERCENTILE)) if len(motion) >= LEAST_BODIES else None,
    }


def _full(steps: Mapping[CalibrationStep, Evidence]) -> dict[str, float]:
    full: dict[str, float] = {}
    for evidence in steps.values():
        if isinstance(evidence, PosedEvidence):
            full |= evidence.full()
    return full


def _voice(steps: Mapping[CalibrationStep, Evidence], heard: Heard) -> dict[str, Any]:
    """The voice, the pace and the face while speaking."""
    spoken = [evidence for evidence in steps.values() if isinstance(evidence, SpeechEvidence)]
    voice = usual_voice(spoken)
    if voice is None:
        return {}
    faces: list[FaceObservation] = [face for evidence in spoken for face in evidence.speaking_faces()]
    return {
        "f0_hz": voice.f0_hz,
        "f0_sd_st": voice.f0_sd_st,
        "level_dbfs": voice.level_dbfs,
        "level_sd_db": voice.level_sd_db,
        "tilt_db": voice.tilt_db,
        "words_per_minute": usual_pace(heard.utterances, heard.segments, heard.spans),
        "display_rest_speaking": shapes_at_rest(faces, least=LEAST_FACES),
    }


def _median_of(items: Iterable[T], value: Callable[[T], float | None]) -> float | None:
    """Median of the values that are known; None where none is."""
    values = [number for item in items if (number := value(item)) is not None]
    return float(np.median(values)) if values else None
