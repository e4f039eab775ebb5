"""The learner's calibrations as the window knows them, over the files of the library."""

from __future__ import annotations

from collections.abc import Sequence
from typing import get_args

from app.engine.messages import CalibrationStep
from app.library.calibrations import ME, Calibration, Calibrations
from app.ui.ports import KeptCalibration


class OwnCalibrations:
    """Implements app.ui.ports.CalibrationShelf for one learner."""

    def __init__(self, files: Calibrations, learner: str = ME) -> None:
        self._files = files
        self._learner = learner

    def find(self, *, camera: str, microphone: str) -> KeptCalibration | None:
        """What is known with this pair."""
        found = self._files.find(self._learner, camera=camera, microphone=microphone)
        return None if found is None else _for_window(found)

    def all(self) -> Sequence[KeptCalibration]:
        """Every calibration of the learner, the newest first."""
        return [_for_window(one) for one in self._files.all() if one.learner == self._learner]

    def keep(self, kept: KeptCalibration) -> None:
        """Keep it in place of an earlier one of the same pair."""
        self._files.keep(
            Calibration(
                learner=self._learner,
                camera=kept.camera,
                microphone=kept.microphone,
                made_at=kept.made_at.astimezone(),
                measured=kept.measured,
                baseline=kept.baseline,
            )
        )

    def forget(self, *, camera: str, microphone: str) -> int:
        """Delete the calibration of this very pair."""
        return self._files.forget(self._learner, camera=camera, microphone=microphone)

    def problems(self) -> Sequence[str]:
        """One sentence for each damaged file met since this was asked last."""
        return self._files.problems()


def _for_window(one: Calibration) -> KeptCalibration:
    # The window's clock is local time without an offset.
    made_at = one.made_at.astimezone().replace(tzinfo=None)
    measured = tuple(step for step in get_args(CalibrationStep) if step in one.measured)
    return KeptCalibration(made_at, one.camera, one.microphone, measured, one.baseline)
