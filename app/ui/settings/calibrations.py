"""The calibrations that are kept, each with a button that deletes it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from PySide6.QtWidgets import QFrame, QWidget

from app.engine.messages import Problem
from app.ui.page import Desk
from app.ui.ports import CalibrationShelf, KeptCalibration
from app.ui.settings.presenter import CalibrationRow, present_calibrations
from app.ui.widgets.kit import button, column, empty_layout, label, row


class CalibrationsCard(QFrame):
    """Reads them when shown, away from the window; deleting can be taken back."""

    def __init__(self, desk: Desk, shelf: CalibrationShelf) -> None:
        super().__init__()
        self.setProperty("look", "card")
        self.desk = desk
        self._shelf = shelf
        self._rows = column(spacing=12)
        why = "What was measured of you with one camera and one microphone: medians and ranges; no picture, no sound."
        inside = column(label("Your calibrations", "heading"), label(why, "muted", wrap=True), self._rows, spacing=12)
        pad = desk.theme.sizes.pad - 2
        inside.setContentsMargins(pad, pad - 4, pad, pad - 2)
        self.setLayout(inside)

    def read(self) -> None:
        """Read the list again."""
        self.desk.tasks.run(lambda: (self._shelf.all(), self._shelf.problems()), self._show, owner=self)

    def _show(self, read: Any, error: Exception | None) -> None:
        empty_layout(self._rows)
        if error is not None:
            self._rows.addWidget(label(f"They could not be read: {error}", "muted", wrap=True))
            return
        kept, problems = read
        self._fill(kept)
        for problem in problems:
            self._rows.addWidget(label(problem, "watch", wrap=True))

    def _fill(self, kept: Sequence[KeptCalibration]) -> None:
        rows = present_calibrations(kept, self.desk.now().date())
        if not rows:
            self._rows.addWidget(label("None is kept. The set-up offers to make one.", "muted"))
        for one, shown in zip(kept, rows, strict=True):
            self._rows.addWidget(self._row(one, shown))

    def _row(self, one: KeptCalibration, shown: CalibrationRow) -> QWidget:
        delete = button(
            "Delete", partial(self._forget, one), "small", name=f"Delete the calibration with {shown.devices}"
        )
        text = column(label(shown.devices, "strong", tight=True), label(shown.made, "muted"), spacing=2)
        across = row(text, delete, spacing=24)
        across.setStretch(0, 1)
        made = QWidget()
        made.setLayout(across)
        return made

    def _forget(self, one: KeptCalibration) -> None:
        self.desk.tasks.run(
            lambda: self._shelf.forget(camera=one.camera, microphone=one.microphone),
            lambda _done, error: self._forgotten(one, error),
            owner=self,
        )

    def _forgotten(self, one: KeptCalibration, error: Exception | None) -> None:
        if error is not None:
            recovery = getattr(error, "recovery", "") or "Try again."
            self.desk.tell(Problem("disk", f"The calibration could not be deleted: {error}", recovery, "notice"))
            return
        self.desk.toast("The calibration was deleted.", undo=lambda: self._keep_again(one))
        self.read()

    def _keep_again(self, one: KeptCalibration) -> None:
        self.desk.tasks.run(lambda: self._shelf.keep(one), lambda _done, error: self._kept_again(error), owner=self)

    def _kept_again(self, error: Exception | None) -> None:
        if error is not None:
            recovery = getattr(error, "recovery", "") or "Calibrate anew."
            self.desk.tell(Problem("disk", f"The calibration could not be brought back: {error}", recovery, "notice"))
        self.read()
