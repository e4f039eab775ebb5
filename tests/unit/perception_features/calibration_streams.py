"""A person in front of a calibrator: pictures, poses and sound at their usual rates, without any model."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal

import numpy as np

from perception.features.calibration import Calibrator, StepResult
from perception.features.calibration_steps import CalibrationAdvice, CalibrationStep
from perception.types import Box, FaceObservation, PoseObservation, SpeechSegment, VoiceObservation

REST = {
    "mouth_smile": 0.05,
    "smile_asymmetry": 0.02,
    "brow_inner_up": 0.10,
    "brow_outer_up": 0.08,
    "brow_down": 0.04,
    "mouth_press": 0.03,
    "eye_blink": 0.10,
    "eye_squint": 0.35,
    "jaw_open": 0.02,
    "eye_look_x": 0.0,
    "eye_look_y": 0.0,
}
FaceAt = Callable[[float], FaceObservation]


def face(
    t_s: float,
    *,
    gaze: tuple[float, float] = (0.0, -1.0),
    yaw_deg: float = 0.0,
    blink: float = 0.1,
    eyes: Literal["open", "blink", "closed"] = "open",
    faces: int = 1,
    offset_x: float = 0.0,
    **shapes: float,
) -> FaceObservation:
    """A face that looks there; `shapes` are added to the resting ones."""
    raw = {**REST, **{name: REST[name] + more for name, more in shapes.items()}, "eye_blink": blink}
    return FaceObservation(
        t_s=t_s,
        found=True,
        box=Box(200, 100, 160, 220),
        faces=faces,
        yaw_deg=yaw_deg,
        pitch_deg=1.0,
        roll_deg=-0.5,
        gaze_x_deg=gaze[0],
        gaze_y_deg=gaze[1],
        distance_cm=62.0,
        offset_x=offset_x,
        offset_y=0.0,
        eye_span_px=90.0,
        blink=blink,
        eyes=eyes,
        raw=raw,
    )


def body(t_s: float, *, framing: str = "ok", motion: float = 0.1) -> PoseObservation:
    """A seated body."""
    return PoseObservation(
        t_s=t_s,
        found=True,
        shoulder_span_px=260.0,
        head_span_px=80.0,
        ear_shoulder_ratio=0.55,
        shoulder_tilt_deg=1.5,
        motion=motion,
        shoulders_visible=framing != "head_only",
        framing=framing,
    )


def voice(t_s: float, *, f0_hz: float = 120.0, level_dbfs: float = -30.0, room_dbfs: float = -60.0) -> VoiceObservation:
    """Half a second of speech: syllables of 300 ms with 200 ms of consonants and pauses; f0_hz 0 for a pause."""
    hops = np.arange(50)
    voiced = (hops < 30) & (f0_hz > 0)
    wave = f0_hz * 2.0 ** (np.sin(2 * np.pi * (t_s + hops / 100)) * 2.0 / 12.0)
    return VoiceObservation(
        t_s=t_s,
        hop_s=0.01,
        channel="csm",
        f0_hz=np.where(voiced, wave, np.nan),
        voiced_p=np.where(voiced, 0.9, 0.1),
        level_dbfs=np.where(voiced, level_dbfs, room_dbfs),
        tilt_db=np.where(voiced, 12.0, np.nan),
    )


@dataclass
class Sitting:
    """Time goes on only by `run`."""

    calibrator: Calibrator
    now_s: float = 0.0
    shown: list[CalibrationAdvice] = field(default_factory=list)

    def run(
        self,
        step: CalibrationStep,
        *,
        look: FaceAt | None = face,
        sit: Callable[[float], PoseObservation] | None = body,
        speak: Callable[[float], VoiceObservation] | None = None,
        longest_s: float = 90.0,
        fps: float = 15.0,
    ) -> StepResult | None:
        """Begin a step and let it go on until it is over; None when it is not after `longest_s`."""
        self.calibrator.begin(step, t_s=self.now_s)
        return self.go_on(look=look, sit=sit, speak=speak, longest_s=longest_s, fps=fps)

    def go_on(
        self,
        *,
        look: FaceAt | None = face,
        sit: Callable[[float], PoseObservation] | None = body,
        speak: Callable[[float], VoiceObservation] | None = None,
        longest_s: float = 90.0,
        fps: float = 15.0,
    ) -> StepResult | None:
        """The step under way, `longest_s` at most."""
        due = {"face": self.now_s, "body": self.now_s, "voice": self.now_s}
        end_s = self.now_s + longest_s
        while self.now_s < end_s:
            self.now_s += 0.1
            while look is not None and due["face"] <= self.now_s:
                self.calibrator.observe(look(due["face"]))
                due["face"] += 1.0 / fps
            while sit is not None and due["body"] <= self.now_s:
                self.calibrator.observe(sit(due["body"]))
                due["body"] += 0.2
            while speak is not None and due["voice"] + 0.5 <= self.now_s:
                self._speak(speak(due["voice"]))
                due["voice"] += 0.5
            result = self.calibrator.advance(self.now_s)
            self.shown.append(self.calibrator.progress.advice)
            if result is not None:
                return result
        return None

    def _speak(self, heard: VoiceObservation) -> None:
        self.calibrator.observe(heard)
        if np.isfinite(heard.f0_hz).any():
            self.calibrator.observe(SpeechSegment(heard.t_s, heard.t_s + 0.5, "csm"))

    def said(self) -> set[CalibrationAdvice]:
        """The advice shown so far; forgotten afterwards."""
        said, self.shown = {code for code in self.shown if code}, []
        return said


def at(gaze: tuple[float, float], **more: float) -> FaceAt:
    """Looks there all the time, with two degrees of noise."""

    def look(t_s: float) -> FaceObservation:
        rng = np.random.default_rng(round(t_s * 1000))
        return face(t_s, gaze=(gaze[0] + rng.normal(0, 1.0), gaze[1] + rng.normal(0, 1.0)), **more)  # type: ignore[arg-type]

    return look


def showing(shapes: Mapping[str, float]) -> FaceAt:
    """Shows these shapes over rest all the time."""
    return lambda t_s: face(t_s, **shapes)
