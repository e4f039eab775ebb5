"""How well the models read the drawn person: a table of what is drawn against what is measured.

Each movement is drawn alone, from its least to its most, on every look; a line says how its own measurement
follows, and which other measurement it moves most. `python -m tests.evaluation.drawn_person` prints the table.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from perception.character.draw import draw
from perception.character.looks import LOOKS, Look
from perception.character.rig import RigPose
from perception.devices.raster import rasterize
from perception.features.face import eye_span_px
from perception.features.head_pose import OwnLevel, head_pose
from perception.inference.mediapipe_face import MediaPipeFace
from perception.inference.mediapipe_pose import MediaPipePose
from perception.inference.model_files import default_models_dir
from perception.types import FaceReading, VideoFrame

WIDTH, HEIGHT = 640, 480
Read = Callable[[FaceReading], float]


def angles(reading: FaceReading) -> tuple[float, float, float]:
    """yaw, pitch, roll in degrees as Attune reads them in a picture by itself."""
    pose = head_pose(reading)
    assert pose is not None
    return pose.yaw_deg, OwnLevel().pitch_deg(pose.pitch_deg, t_s=0.0), pose.roll_deg


def bare_angles(reading: FaceReading) -> tuple[float, float, float]:
    """The same straight from the model's matrix, without Attune's corrections."""
    assert reading.matrix is not None
    r = reading.matrix[:3, :3]
    yaw, roll = np.arctan2(r[0, 2], r[2, 2]), -np.arctan2(r[1, 0], r[1, 1])
    return float(np.degrees(yaw)), float(np.degrees(np.arcsin(np.clip(r[1, 2], -1, 1)))), float(np.degrees(roll))


def shape(*names: str) -> Read:
    """Mean of the named blendshapes."""
    return lambda reading: float(np.mean([reading.blendshapes[name] for name in names]))


def pair(name: str) -> Read:
    """Mean of a blendshape's left and right side."""
    return shape(f"{name}Left", f"{name}Right")


# The left eye is at the right of the picture: looking to the right edge turns the left eye out and the right one in.
MEASURES: dict[str, Read] = {
    "yaw": lambda reading: angles(reading)[0],
    "pitch": lambda reading: angles(reading)[1],
    "roll": lambda reading: angles(reading)[2],
    "look right": shape("eyeLookOutLeft", "eyeLookInRight"),
    "look left": shape("eyeLookInLeft", "eyeLookOutRight"),
    "look up": pair("eyeLookUp"),
    "look down": pair("eyeLookDown"),
    "blink": pair("eyeBlink"),
    "squint": pair("eyeSquint"),
    "brow up": shape("browInnerUp", "browOuterUpLeft", "browOuterUpRight"),
    "brow down": pair("browDown"),
    "smile": pair("mouthSmile"),
    "frown": pair("mouthFrown"),
    "press": pair("mouthPress"),
    "roll in": shape("mouthRollLower", "mouthRollUpper"),
    "jaw": shape("jawOpen"),
    "pucker": shape("mouthPucker"),
}
BARE: dict[str, Read] = {
    "bare yaw": lambda reading: bare_angles(reading)[0],
    "bare pitch": lambda reading: bare_angles(reading)[1],
    "bare roll": lambda reading: bare_angles(reading)[2],
}
ANGLES = ("yaw", "pitch", "roll")


@dataclass(frozen=True, slots=True)
class Sweep:
    """One movement of the rig and the measurement that should follow it."""

    field: str
    values: tuple[float, ...]
    measure: str
    expected: tuple[str, ...] = ()


SWEEPS = (
    Sweep("yaw_deg", (-30, -20, -10, 0, 10, 20, 30), "yaw", ("look right", "look left")),
    Sweep("pitch_deg", (-20, -10, 0, 10, 20), "pitch", ("look up", "look down", "blink")),
    Sweep("roll_deg", (-20, -10, 0, 10, 20), "roll"),
    Sweep("gaze_x_deg", (0, 10, 20, 30), "look right"),
    Sweep("gaze_x_deg", (0, -10, -20, -30), "look left"),
    Sweep("gaze_y_deg", (0, 10, 20), "look up"),
    Sweep("gaze_y_deg", (0, -10, -20), "look down", ("blink", "squint")),
    Sweep("lids", (0, 0.5, 1), "blink", ("squint", "look down")),
    Sweep("brow_raise", (0, 0.5, 1), "brow up"),
    Sweep("brow_lower", (0, 0.5, 1), "brow down", ("squint",)),
    Sweep("smile", (0, 0.5, 1), "smile", ("squint",)),
    Sweep("lip_press", (0, 0.5, 1), "press", ("roll in",)),
    Sweep("jaw", (0, 0.25, 0.5, 1), "jaw"),
)


def picture(pose: RigPose, look: Look) -> VideoFrame:
    """The drawn person as a camera would deliver it."""
    shapes = draw(pose, look, width=WIDTH, height=HEIGHT)
    return VideoFrame(0.0, rasterize(shapes, width=WIDTH, height=HEIGHT))


def read_all(reading: FaceReading) -> dict[str, float]:
    """Every measurement of one face."""
    return {name: read(reading) for name, read in (MEASURES | BARE).items()}


def measure_sweep(model: MediaPipeFace, sweep: Sweep, look: Look) -> list[dict[str, float] | None]:
    """All measurements at each value of the sweep; None where no face was found."""
    rows: list[dict[str, float] | None] = []
    for value in sweep.values:
        faces = model.detect(picture(replace(RigPose(), **{sweep.field: value}), look))
        rows.append(read_all(faces[0]) if faces else None)
    return rows


def cross_talk(sweep: Sweep, rows: list[dict[str, float]]) -> tuple[str, float]:
    """The other measurement that moves most (angles in units of 60 degrees), and by how much."""
    moved: dict[str, float] = {}
    for name in MEASURES:
        if name != sweep.measure and name not in sweep.expected:
            values = [row[name] for row in rows]
            moved[name] = (max(values) - min(values)) / (60.0 if name in ANGLES else 1.0)
    worst = max(moved, key=lambda name: moved[name])
    return worst, moved[worst]


def report_look(model: MediaPipeFace, look: Look) -> list[str]:
    """The table's lines of one look."""
    lines = [f"\n{look.name}: drawn -> measured"]
    for sweep in SWEEPS:
        rows = measure_sweep(model, sweep, look)
        found = [(value, row) for value, row in zip(sweep.values, rows, strict=True) if row is not None]
        digits = 0 if sweep.measure in ANGLES else 2
        cells = " ".join("-" if row is None else f"{row[sweep.measure]:.{digits}f}" for row in rows)
        drawn = " ".join(f"{value:g}" for value in sweep.values)
        other, size = cross_talk(sweep, [row for _, row in found])
        extra = ""
        if sweep.measure in ANGLES:
            extra = _fit(found, sweep.measure) + ";" + _fit(found, f"bare {sweep.measure}")
        lines.append(f"  {sweep.field:11s} {drawn:24s} {sweep.measure:10s} {cells:30s}{extra} also {other} {size:.2f}")
    return lines


def _fit(found: list[tuple[float, dict[str, float]]], measure: str) -> str:
    """Slope, reading at rest, and median error once the reading at rest is taken off, as Attune does."""
    x, y = np.array([value for value, _ in found]), np.array([row[measure] for _, row in found])
    slope, rest = np.polyfit(x, y, 1)
    return f" {measure}: slope {slope:.2f} rest {rest:+.1f} error {np.median(np.abs(y - rest - x)):.1f}"


def report_body(pose_model: MediaPipePose, face_model: MediaPipeFace, look: Look) -> list[str]:
    """Lean, slouch, shoulder tilt and rolling in, in the units of F3.1 to F3.3."""
    lines = [f"{look.name}: body"]
    rest = _body(pose_model, face_model, RigPose(), look)
    for field, values in BODY_SWEEPS:
        for value in values:
            seen = _body(pose_model, face_model, replace(RigPose(), **{field: value}), look)
            if rest is None or seen is None:
                lines.append(f"  {field:18s}{value:6g}  no body found")
                continue
            approach = float(np.log(seen.span / rest.span))
            hinge = float(np.log(seen.face / rest.face)) - approach
            lines.append(
                f"  {field:18s}{value:6g}  approach {approach:+.3f} hinge {hinge:+.3f} "
                f"slouch ratio {seen.ratio / rest.ratio:.2f} tilt {seen.tilt - rest.tilt:+.1f} "
                f"visible {seen.visible:.2f}"
            )
    return lines


BODY_SWEEPS = (
    ("lean", (-1, 0.5, 1)),
    ("sway_z_cm", (6,)),
    ("slouch", (0.5, 1)),
    ("shoulder_tilt_deg", (-8, 8)),
    ("yaw_deg", (20,)),
)


@dataclass(frozen=True, slots=True)
class Body:
    """Shoulder span and face scale in pixels, ear-shoulder ratio, tilt in degrees, visibility of the shoulders."""

    span: float
    face: float
    ratio: float
    tilt: float
    visible: float


def _body(pose_model: MediaPipePose, face_model: MediaPipeFace, pose: RigPose, look: Look) -> Body | None:
    frame = picture(pose, look)
    seen, faces = pose_model.detect(frame), face_model.detect(frame)
    if seen is None or not faces:
        return None
    p = seen.landmarks
    left, right = p[12], p[11]  # the person's right shoulder is at the left of the picture
    span = float(np.hypot(*(right - left)[:2]))
    return Body(
        span=span,
        face=eye_span_px(faces[0].landmarks, yaw_deg=angles(faces[0])[0]),
        ratio=float((p[11:13, 1].mean() - p[7:9, 1].mean()) / span),
        tilt=float(np.degrees(np.arctan2(right[1] - left[1], right[0] - left[0]))),
        visible=float(seen.visibility[11:13].min()),
    )


def main(names: tuple[str, ...] = ("robin", "dana", "amara", "joseph")) -> None:
    """Print the table for the named looks."""
    face = MediaPipeFace(default_models_dir() / "face_landmarker.task", mode="image", max_faces=1)
    pose = MediaPipePose(default_models_dir() / "pose_landmarker_full.task", mode="image")
    try:
        for name in names:
            lines = report_look(face, LOOKS[name]) + report_body(pose, face, LOOKS[name])
            sys.stdout.write("\n".join(lines) + "\n")
    finally:
        face.close()
        pose.close()


if __name__ == "__main__":
    main(tuple(sys.argv[1:]) or ("robin", "dana", "amara", "joseph"))
