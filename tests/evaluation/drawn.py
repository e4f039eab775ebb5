"""The drawn person's head: drawn angles against measured ones, as a table.

The whole sweep of every movement is told by `python -m tests.evaluation.drawn_person`.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

import numpy as np

from perception.character.looks import LOOKS
from perception.inference.mediapipe_face import MediaPipeFace
from perception.inference.model_files import default_models_dir
from tests.evaluation.drawn_person import ANGLES, SWEEPS, measure_sweep
from tests.evaluation.tables import Figure, Table, by_person

WITHIN_DEG: Final = 30.0
MOST_OFF_DEG: Final = 3.0


def tables(_data: Path, _plots: Path) -> list[Table]:
    """Median error of turn, tilt and nod over all looks; needs no labelled data."""
    model = MediaPipeFace(default_models_dir() / "face_landmarker.task", mode="image", max_faces=1)
    try:
        figures = tuple(_figure(model, angle) for angle in ANGLES)
    finally:
        model.close()
    return [
        Table(
            part="drawn",
            title="Head of the drawn person",
            data="Drawn by Attune itself, so the truth is exact; drawn faces are simpler than people.",
            figures=figures,
            notes=("The reading at rest of each look is taken off, as the personal baseline does.",),
        )
    ]


def _figure(model: MediaPipeFace, angle: str) -> Figure:
    """One angle over its sweep on every look: the person is the look."""
    sweep = next(one for one in SWEEPS if one.measure == angle)
    errors: list[float] = []
    bare: list[float] = []
    looks: list[str] = []
    for name, look in LOOKS.items():
        drawn_rows = zip(sweep.values, measure_sweep(model, sweep, look), strict=True)
        rows = [(value, row) for value, row in drawn_rows if row is not None and abs(value) <= WITHIN_DEG]
        rest = next((row for value, row in rows if value == 0), None)
        if rest is None:
            continue
        errors += [abs(row[angle] - rest[angle] - value) for value, row in rows if value != 0]
        bare += [abs(row[f"bare {angle}"] - rest[f"bare {angle}"] - value) for value, row in rows if value != 0]
        looks += [name] * (len(errors) - len(looks))
    found = np.asarray(errors)
    low, high = by_person(lambda at: float(np.median(found[at])), looks)
    return Figure(
        what=f"{angle}, median error",
        value=float(np.median(found)),
        low=low,
        high=high,
        target=MOST_OFF_DEG,
        better="lower",
        baseline=f"the model's matrix: {np.median(bare):.1f}",
        sample=f"{len(found)} pictures of {len(set(looks))} drawn people",
        unit="degrees",
        digits=1,
    )
