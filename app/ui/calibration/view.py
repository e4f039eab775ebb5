"""The calibration: one step at a time, with live advice; kept only when the learner says so."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QHideEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QStackedLayout, QWidget
from shiboken6 import isValid

from app.engine.messages import Event, PreviewImage, Problem
from app.ui.calibration.desktop import ScreenTarget, other_screen, tile_place, tile_rect
from app.ui.calibration.panels import MessagePanel, OutcomePanel, StepPanel
from app.ui.calibration.presenters.course import CalibrationPlan, CalibrationPresenter, Commands
from app.ui.calibration.presenters.outcome import present_outcome, to_keep
from app.ui.calibration.presenters.places import present_place
from app.ui.calibration.presenters.screen import ActName, present_message, present_step
from app.ui.page import Desk, Page
from app.ui.resources import reading_text
from app.ui.routes import ToCalibration, ToSetup
from app.ui.setup.presenter import Advice
from app.ui.widgets.top_bar import BarContent

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class CalibrationPage(Page):
    """Space or Enter begins, S skips, R measures again, Esc leaves."""

    def __init__(self, desk: Desk, route: ToCalibration) -> None:
        super().__init__(desk)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("Calibration")
        self.kept = route.kept
        self._practice, self._partner = route.practice, route.partner
        self.presenter = CalibrationPresenter(
            CalibrationPlan(
                route.camera,
                route.microphone,
                second_screen=other_screen(self) is not None,
                quick=route.quick,
                known=route.kept,
            )
        )
        self._paragraph = reading_text()
        self._target: ScreenTarget | None = None
        self._left = False
        self._shown: tuple[str, str] = ("", "")
        self.step = StepPanel(self.theme, self.act)
        self.message = MessagePanel(self.theme, self.act)
        self.outcome = OutcomePanel(
            self.theme, keep=self.keep, again=self.again, leave=lambda: self.act("leave"), forget=self.forget
        )
        self._stack = QStackedLayout(self)
        for panel in (self.step, self.message, self.outcome):
            self._stack.addWidget(panel)
        self._show()

    def bar(self) -> BarContent:
        """Where we are, and that it stays here."""
        quick = self.presenter.plan.quick
        about = "Quick re-check, about 20 seconds" if quick else "About 90 seconds"
        return BarContent(place="Calibration", about=about, badge="stays on this computer")

    def enter(self) -> None:
        """Open the devices."""
        self.setFocus()
        self._send(self.presenter.open())

    def leave(self) -> None:
        """Leaving closes the devices."""
        self._show_target(wanted=False)
        if not self._left:
            self._left = True
            self._send(self.presenter.stop())

    def on_event(self, event: Event) -> None:
        """Readings, ends of steps, trouble."""
        if isinstance(event, Problem) and event.what == "camera":
            for view in (self.step.canvas.picture.picture, self.step.own):
                view.show_message(event.message)
        self._send(self.presenter.hear(event))
        self._show()

    def shows(self, problem: Problem) -> bool:
        """What is in the way of a step has a screen of its own."""
        return problem is self.presenter.now.obstacle

    def on_preview(self, image: PreviewImage) -> None:
        """The own picture, in one of its two places."""
        large = self.step.canvas.picture.picture
        (large if large.isVisible() else self.step.own).show_preview(image)

    def on_back(self) -> bool:
        """Esc or back: asks what to do with what was measured."""
        self.act("leave")
        return True

    def on_key(self, event: QKeyEvent) -> bool:
        """The keys of a calibration; Enter presses the button that has the focus."""
        key = Qt.Key(event.key())
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier or event.isAutoRepeat():
            return False
        focused = QApplication.focusWidget()
        if key in _ENTER and isinstance(focused, QAbstractButton) and self.isAncestorOf(focused):
            focused.click()
            return True
        acts: dict[Qt.Key, ActName] = {
            Qt.Key.Key_Space: "begin",
            **dict.fromkeys(_ENTER, "begin"),
            Qt.Key.Key_R: "again",
            Qt.Key.Key_S: "skip",
            Qt.Key.Key_D: "drop",
        }
        if key not in acts:
            return False
        self.act(acts[key])
        return True

    def act(self, name: ActName) -> None:
        """Do what a button or a key stands for, where the screen offers it."""
        presenter = self.presenter
        ended, leaving = presenter.now.phase == "ended", presenter.now.phase == "leaving"
        if name == "leave":
            self._leave()
        elif name == "drop":
            if leaving:
                self._go_away()
        elif name == "begin" and ended:
            self.keep()
        elif name == "begin" and leaving:
            self._send(presenter.finish())
        elif not leaving:
            doing = {"begin": presenter.begin, "again": presenter.again, "skip": presenter.skip}
            self._send(doing[name]())
        self._show()

    def again(self) -> None:
        """Measure all once more."""
        self.act("again")

    def keep(self) -> None:
        """Keep what was found, away from the window, and go back to the set-up."""
        made, shelf = to_keep(self.presenter, self.desk.now()), self.desk.calibrations
        if made is not None and shelf is not None:
            self.outcome.keep.setEnabled(False)
            self.desk.tasks.run(lambda: shelf.keep(made), lambda _done, error: self._after_keep(error))

    def forget(self) -> None:
        """Delete what is kept for this camera and microphone."""
        kept, shelf = self.kept, self.desk.calibrations
        if kept is not None and shelf is not None:
            self.desk.tasks.run(
                lambda: shelf.forget(camera=kept.camera, microphone=kept.microphone),
                lambda deleted, error: self._after_forget(deleted, error),
            )

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The mark stays where the customer will be."""
        super().resizeEvent(event)
        self._place_all()

    def hideEvent(self, event: QHideEvent) -> None:
        """No mark stays behind on another screen."""
        self._show_target(wanted=False)
        super().hideEvent(event)

    def _leave(self) -> None:
        asked = self.presenter.must_ask
        self._send(self.presenter.leave())
        if not asked:
            self._go_away()

    def _go_away(self) -> None:
        if self.presenter.must_ask:
            self.desk.toast("Nothing of this calibration was kept.")
        self.go.emit(ToSetup(self._practice, self._partner))

    def _after_keep(self, error: Exception | None) -> None:
        if error is not None:
            self._tell(f"The calibration could not be kept: {error}", error)
        else:
            self.desk.toast("The calibration is kept on this computer.")
        if not isValid(self):
            return
        self.outcome.keep.setEnabled(True)
        if error is None:
            self.go.emit(ToSetup(self._practice, self._partner))

    def _after_forget(self, deleted: Any, error: Exception | None) -> None:
        if error is not None:
            self._tell(f"The calibration could not be deleted: {error}", error)
        else:
            nothing = "Nothing is kept for this camera with this microphone. The settings list all calibrations."
            self.desk.toast("The kept calibration was deleted." if deleted else nothing)
        if isValid(self) and error is None:
            self.kept = None
            self._show()

    def _tell(self, message: str, error: Exception) -> None:
        recovery = getattr(error, "recovery", "") or "Check that there is room on the disk, then try again."
        self.desk.tell(Problem("disk", message, recovery, "notice"))

    def _send(self, commands: Commands) -> None:
        for command in commands:
            self.desk.send(command)

    # ------------------------------------------------------------ showing

    def _show(self) -> None:
        now = self.presenter.now
        message = present_message(self.presenter)
        if now.phase == "ended":
            self._show_outcome()
        elif message is not None:
            self.message.show_message(message)
            self._turn_to(self.message)
        else:
            self._hold_focus()
            self.step.show_step(present_step(self.presenter, self._paragraph))
            place = self._place()
            self.step.canvas.tile.show_note(place.text if place else "")
            self._turn_to(self.step)
            self._place_all()
        self._show_target(wanted=message is None and now.step == "second_screen" and now.phase != "ended")

    def _show_outcome(self) -> None:
        if self._stack.currentWidget() is self.outcome and self.outcome.forget.isHidden() == (self.kept is None):
            return
        view = present_outcome(self.presenter)
        self.outcome.show_outcome(view, place=self._place(), has_kept=self.kept is not None)
        self._turn_to(self.outcome)

    def _turn_to(self, panel: QWidget) -> None:
        """Another screen starts with the keys at the page, as every page does."""
        if self._stack.currentWidget() is not panel:
            self._stack.setCurrentWidget(panel)
            self.setFocus()

    def _hold_focus(self) -> None:
        """A button that is about to rest hands the keys to the page: they must not fall on the button beside it."""
        shown = (self.presenter.now.phase, self.presenter.now.step)
        focused = QApplication.focusWidget()
        if shown != self._shown and focused is not None and self.step.acts.isAncestorOf(focused):
            self.setFocus()
        self._shown = shown

    def _place(self) -> Advice | None:
        return present_place(tile_place(self), self.presenter.now.distance_cm)

    def _place_all(self) -> None:
        panel = self.step.canvas.tile
        frame = tile_rect(self)
        frame.translate(-panel.mapTo(self, panel.rect().topLeft()))
        self.step.canvas.place(frame)

    def _show_target(self, *, wanted: bool) -> None:
        screen = other_screen(self) if wanted else None
        if screen is not None and self._target is None:
            self._target = ScreenTarget(self.theme, screen, self)
            self._target.show()
        elif not wanted and self._target is not None:
            self._target.close()
            self._target.deleteLater()
            self._target = None
