"""How much the mouth of the visible person moves while somebody is heard: who talks moves the lips, who listens hardly.

Measured by the steps of the opening between the lips from one picture to the next, which smiles and turns of the head
change slowly and speech all the time.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

import numpy as np

from perception.types import FaceObservation, FloatArray

LONGEST_STEP_S: Final = 0.25  # between two pictures whose lips are compared
MEASURE: Final = "lips_apart"


@dataclass(frozen=True, slots=True)
class MouthIn:
    """The mouth in one stretch. motion: mean step of the opening, eye spans; steps: how many were seen."""

    motion: float
    steps: int


@dataclass(frozen=True, slots=True, eq=False)
class MouthTrack:
    """Steps of the opening over the session. times_s: (n,) middle of each; sums: (n + 1,) running sum of the steps."""

    times_s: FloatArray
    sums: FloatArray

    @property
    def seen(self) -> bool:
        """Whether a mouth was seen at all."""
        return len(self.times_s) > 0

    def between(self, start_s: float, end_s: float) -> MouthIn:
        """The mouth in [start_s, end_s); no motion and no steps when it was not seen."""
        first, last = np.searchsorted(self.times_s, (start_s, end_s))
        steps = int(last - first)
        return MouthIn(float(self.sums[last] - self.sums[first]) / steps if steps > 0 else 0.0, max(steps, 0))


def mouth_track(faces: Iterable[FaceObservation]) -> MouthTrack:
    """The track of faces in order of time."""
    rows = [(face.t_s, face.raw[MEASURE]) for face in faces if face.found and MEASURE in face.raw]
    table = np.asarray(rows, dtype=np.float64).reshape(-1, 2)
    apart_s, steps = np.diff(table[:, 0]), np.abs(np.diff(table[:, 1]))
    kept = (apart_s > 0.0) & (apart_s <= LONGEST_STEP_S) & np.isfinite(steps)
    times_s = 0.5 * (table[1:, 0] + table[:-1, 0])
    return MouthTrack(times_s[kept], np.concatenate(([0.0], np.cumsum(steps[kept]))))
