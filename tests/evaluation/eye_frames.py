"""Frames of clips judged by two people who looked at single pictures, with what Attune tells of each."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from perception.features.face import FaceInterpreter
from perception.features.settled_zones import settled_zones
from perception.types import FaceObservation, FaceReading, PersonalBaseline, Zone
from tests.evaluation.readings import clip_faces
from tests.evaluation.tables import IntArray

Array = NDArray[np.float64]
ATTENDING, AWAY, CLOSED = 1, 0, 2
_GAZE: Final = {"lens": ATTENDING, "near": ATTENDING, "away": AWAY, "closed": CLOSED}
_NEAR_S: Final = 0.05  # s; a frame without a face within this time is left out


@dataclass(frozen=True, slots=True)
class Judged:
    """One picture: its clip and time, what both raters saw, how far off the nearest reading is, what Attune tells
    there, the zone it told without hindsight, and the bare reading."""

    clip: str
    t_s: float
    truth: int
    off_s: float
    seen: FaceObservation
    live_zone: Zone | None
    bare: FaceReading

    @property
    def attend_p(self) -> float:
        """0..1; one half where nothing is told."""
        return 0.5 if self.seen.attend_p is None else self.seen.attend_p


def judge(folder: Path, *, fps: float, start_s: float = 0.0) -> list[Judged]:
    """Every frame on which both raters agree, as Attune reads its clip without a calibration."""
    with (folder / "looks_eye_contact.csv").open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if _agreed(row) is not None]
    found: list[Judged] = []
    for clip in sorted({row["video"] for row in rows}):
        interpreter = FaceInterpreter(baseline=PersonalBaseline())
        pictures = clip_faces(folder / clip, fps=fps, start_s=start_s)
        live = [interpreter.interpret(faces, t_s=t_s) for t_s, faces in pictures]
        read = [
            (t_s, faces, seen, told.zone)
            for (t_s, faces), seen, told in zip(pictures, settled_zones(live), live, strict=True)
        ]
        for row in (row for row in rows if row["video"] == clip):
            t_s = float(row["t_s"])
            at_s, faces, seen, live_zone = min(read, key=lambda one: abs(one[0] - t_s))
            truth = _agreed(row)
            if faces and truth is not None and abs(at_s - t_s) <= max(_NEAR_S, 0.5 / fps + 0.01):
                found.append(Judged(clip, t_s, truth, abs(at_s - t_s), seen, live_zone, faces[0]))
    return found


def _agreed(row: dict[str, str]) -> int | None:
    one, other = _GAZE.get(row["gaze_a"]), _GAZE.get(row["gaze_b"])
    return one if one == other else None


def auc(score: Array, truth: IntArray) -> float:
    """How often an attending frame scores above one looking away; ties count half."""
    on, off = score[truth == ATTENDING], score[truth == AWAY]
    if not len(on) or not len(off):
        return float("nan")
    return float(np.mean(on[:, None] > off) + 0.5 * np.mean(on[:, None] == off))


def away_f1(score: Array, truth: IntArray) -> float:
    """F1 of looking away, told below one half."""
    return f1(score < 0.5, truth == AWAY)


def f1(told: NDArray[np.bool_], true: NDArray[np.bool_]) -> float:
    """F1 of what is told against what is true; NaN where nothing is either."""
    both = told.sum() + true.sum()
    return float(2.0 * np.sum(told & true) / both) if both else float("nan")


def closed(group: list[Judged]) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Closed or in a blink: as the raters see it, and as told."""
    truth = np.array([one.truth == CLOSED for one in group])
    return truth, np.array([one.seen.eyes in ("blink", "closed") for one in group])


def looks(group: list[Judged]) -> tuple[Array, IntArray]:
    """Likelihood of attending and truth of the frames with open eyes."""
    open_eyed = [one for one in group if one.truth != CLOSED]
    return np.array([one.attend_p for one in open_eyed]), np.array([one.truth for one in open_eyed])
