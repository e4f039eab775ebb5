"""From the face model's readings of one frame to what is seen of the CSM's face."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Final

import numpy as np

from perception.features.attending import Attending, AttendTracker
from perception.features.blinks import LidReader
from perception.features.facial_display import DisplayReader, raw_shapes, shown_well, smile_shown
from perception.features.gaze import Gaze, gaze_of
from perception.features.head_pose import LEFT_EYE_OUTER, RIGHT_EYE_OUTER, HeadPose, OwnLevel, head_pose
from perception.types import Box, FaceObservation, FaceReading, FloatArray, PersonalBaseline

_LEAST_COS: Final = 0.5  # the eye line of a face turned further than 60 degrees says nothing about its size


class FaceInterpreter:
    """Follows one person's face: the largest of each frame is the CSM's. Causal, deterministic, keeps state."""

    def __init__(self, *, baseline: PersonalBaseline) -> None:
        self._level = OwnLevel()
        self._lids = LidReader(baseline)
        self._attend = AttendTracker(baseline)
        self._displays = DisplayReader(baseline)

    def interpret(
        self, readings: tuple[FaceReading, ...], *, t_s: float, speaking: bool = False, listening: bool = False
    ) -> FaceObservation:
        """What is seen at `t_s`; `found` is False when there is no face. Times must not go back.

        speaking: the CSM speaks. listening: the customer speaks and the CSM does not.
        """
        if not readings:
            return FaceObservation(t_s=t_s, found=False)
        reading = readings[0]
        box, raw, read = bounding_box(reading.landmarks), raw_shapes(reading), head_pose(reading)
        if read is None:
            return FaceObservation(t_s=t_s, found=True, box=box, faces=len(readings), blink=raw["eye_blink"], raw=raw)
        gaze = gaze_of(read, reading)
        head = replace(read, pitch_deg=self._level.pitch_deg(read.pitch_deg, t_s=t_s))
        attending = self._read_attending(gaze, head, raw, t_s=t_s, listening=listening)
        return _observation(
            reading,
            head,
            box=box,
            t_s=t_s,
            faces=len(readings),
            gaze=gaze,
            attending=attending,
            displays=self._read_displays(reading, head, raw, box, t_s=t_s, speaking=speaking),
            raw=raw,
        )

    def _read_attending(
        self, gaze: Gaze, head: HeadPose, raw: dict[str, float], *, t_s: float, listening: bool
    ) -> Attending:
        eyes = self._lids.update(raw["eye_blink"], t_s=t_s)
        return self._attend.update(
            gaze,
            eyes=eyes,
            closed_s=self._lids.closed_s(t_s),
            offset_deg=(math.degrees(math.atan(head.offset_x)), math.degrees(math.atan(head.offset_y))),
            listening=listening,
            t_s=t_s,
        )

    def _read_displays(
        self, reading: FaceReading, head: HeadPose, raw: dict[str, float], box: Box, *, t_s: float, speaking: bool
    ) -> dict[str, float]:
        yaw_deg, pitch_deg = head.yaw_deg, head.pitch_deg
        if not shown_well(yaw_deg=yaw_deg, pitch_deg=pitch_deg, face_height_px=box.height):
            seen = smile_shown(yaw_deg=yaw_deg, pitch_deg=pitch_deg, face_height_px=box.height)
            return self._displays.read_smile(raw, speaking=speaking, t_s=t_s) if seen else {}
        look_up = (reading.blendshapes.get("eyeLookUpLeft", 0.0) + reading.blendshapes.get("eyeLookUpRight", 0.0)) / 2.0
        return self._displays.read(raw, look_up=look_up, pitch_deg=pitch_deg, speaking=speaking, t_s=t_s)


def bounding_box(landmarks: FloatArray) -> Box:
    """The rectangle around all landmarks, pixels."""
    left, top = np.min(landmarks[:, :2], axis=0)
    right, bottom = np.max(landmarks[:, :2], axis=0)
    return Box(x=float(left), y=float(top), width=float(right - left), height=float(bottom - top))


def eye_span_px(landmarks: FloatArray, *, yaw_deg: float) -> float:
    """Distance of the outer eye corners over cos(yaw), pixels: the scale of the face (d_f of F3.1)."""
    across = landmarks[LEFT_EYE_OUTER, :2] - landmarks[RIGHT_EYE_OUTER, :2]
    return float(np.hypot(*across)) / max(math.cos(math.radians(yaw_deg)), _LEAST_COS)


def _observation(
    reading: FaceReading,
    head: HeadPose,
    *,
    box: Box,
    t_s: float,
    faces: int,
    gaze: Gaze,
    attending: Attending,
    displays: dict[str, float],
    raw: dict[str, float],
) -> FaceObservation:
    return FaceObservation(
        t_s=t_s,
        found=True,
        box=box,
        faces=faces,
        yaw_deg=head.yaw_deg,
        pitch_deg=head.pitch_deg,
        roll_deg=head.roll_deg,
        gaze_x_deg=gaze.x_deg,
        gaze_y_deg=gaze.y_deg,
        distance_cm=head.distance_cm,
        offset_x=head.offset_x,
        offset_y=head.offset_y,
        eye_span_px=eye_span_px(reading.landmarks, yaw_deg=head.yaw_deg),
        attend_p=attending.attend_p,
        zone=attending.zone,
        eyes=attending.eyes,
        blink=raw["eye_blink"],
        displays=displays,
        raw=raw,
    )
