"""How well the models read the drawn person: a table of what is drawn against what is measured.

Each movement is drawn alone, from its least to its most, on every look; a line says how its own measurement
follows, and which other measurement it moves most. `python -m tests.evaluation.drawn_person` prints the table.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import platformdirs

from perception.character.draw import draw
from perception.character.looks import LOOKS, Look
from perception.character.rig import RigPose
from perception.devices.raster import rasterize
from perception.inference.mediapipe_face import MediaPipeFace
from perception.inference.mediapipe_pose import MediaPipePose
from perception.types import FaceReading, PoseReading, VideoFrame

WIDTH, HEIGHT = 640, 480
MODELS = Path(platformdirs.user_data_dir("attune", appauthor=False)) / "models"
Read = Callable[[FaceReading], float]


def angles(reading: FaceReading) -> tuple[float, float, float]:
    """yaw, pitch, roll in degrees with the signs of FaceObservation."""
    assert reading.matrix is not None
    r = reading.matrix[:3, :3]
    yaw = np.degrees(np.arctan2(r[0, 2], r[2, 2]))
    pitch = np.degrees(np.arcsin(np.clip(-r[1, 2], -1, 1)))
    roll = np.degrees(np.arctan2(r[1, 0], r[1, 1]))
    return float(yaw), float(-pitch), float(-roll)


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
    return {name: read(reading) for name, read in MEASURES.items()}


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
            x, y = np.array([v for v, _ in found]), np.array([row[sweep.measure] for _, row in found])
            slope, base = np.polyfit(x, y, 1)
            extra = f" slope {slope:.2f} at rest {base:+.1f} median error {np.median(np.abs(y - x)):.1f}"
        lines.append(f"  {sweep.field:11s} {drawn:24s} {sweep.measure:10s} {cells:30s}{extra} also {other} {size:.2f}")
    return lines


def report_body(model: MediaPipePose, look: Look) -> list[str]:
    """Lean, slouch and shoulder tilt as the body model sees them."""
    rest = model.detect(picture(RigPose(), look))
    lines = [f"{look.name}: body"]
    if rest is None:
        return [*lines, "  no body found"]
    for field, values in (
        ("lean", (-1, 0.5, 1)),
        ("slouch", (0.5, 1)),
        ("shoulder_tilt_deg", (-8, 4, 8)),
        ("yaw_deg", (20,)),
    ):
        for value in values:
            seen = model.detect(picture(replace(RigPose(), **{field: value}), look))
            lines.append(f"  {field:18s}{value:6g}  " + ("no body found" if seen is None else _body_line(rest, seen)))
    return lines


def _body_line(rest: PoseReading, seen: PoseReading) -> str:
    span, tilt, ratio, head = _body(seen)
    span0, tilt0, ratio0, head0 = _body(rest)
    approach = float(np.log(span / span0))
    hinge = float(np.log(head / head0)) - approach
    visible = float(seen.visibility[11:13].min())
    return (
        f"approach {approach:+.3f} hinge {hinge:+.3f} slouch ratio {ratio / ratio0:.2f} "
        f"tilt {tilt - tilt0:+.1f} visible {visible:.2f}"
    )


def _body(seen: PoseReading) -> tuple[float, float, float, float]:
    p = seen.landmarks
    left, right = p[12], p[11]  # the person's right shoulder is at the left of the picture
    span = float(np.hypot(*(right - left)[:2]))
    tilt = float(np.degrees(np.arctan2(right[1] - left[1], right[0] - left[0])))
    ratio = float((p[11:13, 1].mean() - p[7:9, 1].mean()) / span)
    return span, tilt, ratio, float(np.hypot(*(p[7] - p[8])[:2]))


def main(names: tuple[str, ...] = ("robin", "dana", "amara", "joseph")) -> None:
    """Print the table for the named looks."""
    face = MediaPipeFace(MODELS / "face_landmarker.task", mode="image", max_faces=1)
    pose = MediaPipePose(MODELS / "pose_landmarker_full.task", mode="image")
    try:
        for name in names:
            lines = report_look(face, LOOKS[name]) + report_body(pose, LOOKS[name])
            sys.stdout.write("\n".join(lines) + "\n")
    finally:
        face.close()
        pose.close()


if __name__ == "__main__":
    main(tuple(sys.argv[1:]) or ("robin", "dana", "amara", "joseph"))
