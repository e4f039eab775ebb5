"""The part of the set-up that tells whether one is calibrated, and offers it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QPushButton, QWidget

from app.engine.messages import Device, Problem
from app.ui.page import Desk
from app.ui.ports import KeptCalibration
from app.ui.setup.calibration_presenter import CalibrationState, present_calibration
from app.ui.setup.presenter import Chosen
from app.ui.widgets.kit import button, column, label, row
from app.ui.widgets.notices import MarkedLine

Then = Callable[[], object]


class CalibrationPart(QWidget):
    """State, one reason, and at most two buttons. It looks up what is kept for the devices it is told of.

    told: called when that is known, and when what is offered has changed.
    """

    def __init__(self, desk: Desk, *, calibrate: Then, recheck: Then, later: Then, told: Then) -> None:
        super().__init__()
        self.setProperty("look", "clear")
        self.desk = desk
        self.kept: KeptCalibration | None = None
        self._told = told
        self._looking_for: Chosen | None = None
        self._known_for: Chosen | None = None
        self._distance_cm: float | None = None
        self.state: CalibrationState | None = None
        self.text, self.why = MarkedLine(desk.theme), label("", "muted", wrap=True)
        self.first = button("", calibrate, "primary")
        self.calibrate = button("", calibrate, "small")
        self.recheck = button("", recheck, "small")
        self.later = button("Later", later, "plain", name="Calibrate later")
        commands = row(self.first, self.recheck, self.calibrate, self.later, None, spacing=6)
        self.setLayout(column(self.text, self.why, commands, spacing=8))
        for control in (self.first, self.calibrate, self.recheck):
            _name(control, "")
        self.later.hide()
        if desk.calibrations is None:
            self.hide()

    @property
    def comes_first(self) -> bool:
        """Whether calibrating is the natural next step, before a call."""
        return self.state is not None and self.state.first

    def knows(self, chosen: Chosen) -> bool:
        """Whether it is known what is kept for these devices."""
        return self.desk.calibrations is None or self._known_for == chosen

    def look_for(self, chosen: Chosen, camera: Device | None, microphone: Device | None) -> None:
        """Look up what is kept for these devices, away from the window."""
        shelf = self.desk.calibrations
        if shelf is None or chosen == self._looking_for:
            return
        self._looking_for, self._known_for, self.kept = chosen, None, None
        names = {"camera": camera.name if camera else "", "microphone": microphone.name if microphone else ""}
        self.desk.tasks.run(
            lambda: (shelf.find(**names), shelf.problems()),
            lambda read, error: self._found(chosen, read, error),
            owner=self,
        )

    def _found(self, chosen: Chosen, read: Any, error: Exception | None) -> None:
        if chosen != self._looking_for:
            return
        found, problems = read or (None, ())
        self._known_for, self.kept = chosen, found
        for problem in problems:
            self.desk.tell(Problem("calibration", problem, "The other calibrations are not touched.", "notice"))
        if error is not None:
            recovery = getattr(error, "recovery", "") or "Calibrate anew; a call can start without."
            self.desk.tell(Problem("calibration", f"The calibration could not be read: {error}", recovery, "notice"))
        self.show_state()
        self._told()

    def show_distance(self, distance_cm: float | None) -> None:
        """How far one sits now; None while it is not known."""
        self._distance_cm = distance_cm
        self.show_state()

    def show_state(self) -> None:
        """Show the state and what is offered."""
        if self._known_for is None or self._known_for != self._looking_for:
            return
        desk = self.desk
        state = present_calibration(
            self.kept, self._known_for, desk.settings, desk.now(), distance_cm=self._distance_cm
        )
        for control in (self.first, self.calibrate, self.recheck):
            control.setEnabled(desk.engine_state.state in ("ready", "checking"))
        if state == self.state:
            return
        self.state = state
        self.text.tell(state.text, state.mark)
        self.why.setText(state.why)
        self.why.setVisible(bool(state.why))
        _name(self.first, state.calibrate if state.first else "")
        _name(self.calibrate, "" if state.first else state.calibrate)
        _name(self.recheck, state.recheck)
        self.later.setVisible(state.later)
        self._told()


def _name(control: QPushButton, words: str) -> None:
    control.setText(words)
    control.setAccessibleName(words or "Calibrate")
    control.setVisible(bool(words))
