"""The call: the customer under the camera, seven letters beside, three commands, the own picture aside."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QProgressBar, QStackedLayout, QWidget

from app.engine.messages import (
    DevicesListed,
    Event,
    MarkMoment,
    PauseCall,
    PreviewImage,
    Problem,
    ResumeCall,
    StartCall,
    StopCall,
)
from app.ui.call.presenter import CallPresenter
from app.ui.call.stage import Stage
from app.ui.page import Desk, Page
from app.ui.routes import Route, ToDebrief, ToHome, ToSelfCheck
from app.ui.widgets.bars import TalkBar
from app.ui.widgets.character_view import CharacterView, Drawing
from app.ui.widgets.kit import KeyButton, button, card, clear, column, label, row, scrolled
from app.ui.widgets.letter_strip import LetterStrip
from app.ui.widgets.top_bar import BarContent
from app.ui.widgets.video_view import VideoView

CUSTOMER = "Your customer"


class CallPage(Page):
    """One call. Space pauses, M marks, Esc ends, D shows the diagnostics line."""

    def __init__(self, desk: Desk, plan: StartCall, drawing: Drawing | None) -> None:
        super().__init__(desk)
        self.presenter = CallPresenter(plan, captions=desk.settings.switch("captions"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("Call")
        self._left = False
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self._live_panel(plan, drawing))
        self._stack.addWidget(self._finish_panel())
        self._show()

    def bar(self) -> BarContent:
        """What the call is about, how long it runs, and that it stays here."""
        plan = self.presenter.plan
        kept = plan.keep_media
        badge = "recording on this laptop only" if kept else "measuring on this laptop only"
        return BarContent("Practice call", plan.title, time=self.presenter.view.elapsed, badge=badge, back=False)

    def enter(self) -> None:
        """Begin."""
        self.setFocus()
        self.desk.send(self.presenter.plan)

    def leave(self) -> None:
        """Leaving ends the call; nothing measures unseen."""
        if self.presenter.view.phase not in ("finishing", "finished", "failed"):
            self.desk.send(StopCall())

    def on_event(self, event: Event) -> None:
        """Show what came."""
        if isinstance(event, DevicesListed):
            return
        if isinstance(event, Problem) and event.what == "camera":
            self.own.show_message("The camera is not there.\nSound goes on.")
        self.presenter.hear(event)
        self._show()

    def on_preview(self, image: PreviewImage) -> None:
        """The own picture."""
        self.own.show_preview(image)

    def on_back(self) -> bool:
        """Esc ends the call; what was recorded is kept."""
        if self.presenter.view.phase == "failed":
            return False
        self.end()
        return True

    def on_key(self, event: QKeyEvent) -> bool:
        """The keys of the call."""
        actions = {Qt.Key.Key_Space: self.pause, Qt.Key.Key_M: self.mark, Qt.Key.Key_D: self.show_diagnostics}
        action = actions.get(Qt.Key(event.key()))
        if action is None or event.modifiers() or self._stack.currentIndex() != 0:
            return False
        action()
        return True

    def pause(self) -> None:
        """Pause, or go on."""
        paused = self.presenter.view.phase == "paused"
        self.desk.send(ResumeCall() if paused else PauseCall())

    def mark(self) -> None:
        """Mark this moment."""
        self.desk.send(MarkMoment())
        self.desk.toast(f"Marked at {self.presenter.view.elapsed}.")

    def end(self) -> None:
        """End the call."""
        if self.presenter.view.phase not in ("finishing", "finished", "failed"):
            self.desk.send(StopCall())
            self.presenter.finish()
            self._show()

    def show_diagnostics(self) -> None:
        """Show or hide the line of counters."""
        self.diagnostics.setVisible(not self.diagnostics.isVisible())

    def _live_panel(self, plan: StartCall, drawing: Drawing | None) -> QWidget:
        self.strip = LetterStrip(self.theme, "The seven letters now")
        self.tile = CharacterView(self.theme, CUSTOMER, drawing, run=self.desk.tasks.run)
        self.pause_button = KeyButton(self.theme, "Pause", "Space", self.pause)
        self.mark_button = KeyButton(self.theme, "Mark this moment", "M", self.mark)
        self.end_button = KeyButton(self.theme, "End call", "Esc", self.end, "primary")
        self.status = label("", "muted")
        self.status.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.status.setFixedHeight(self.theme.sizes.cue)
        self.diagnostics = label("", "small")
        self.diagnostics.setAccessibleName("Diagnostics")
        self.diagnostics.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.diagnostics.hide()
        commands = row(None, self.pause_button, self.mark_button, self.end_button, None, spacing=10)
        left = column(
            Stage(self.tile, self.strip), self.status, commands, self.diagnostics, spacing=self.theme.sizes.gap
        )
        left.setStretch(0, 1)
        across = row(left, self._aside(plan), spacing=self.theme.sizes.margin)
        across.setStretch(0, 1)
        margin = self.theme.sizes.margin
        across.setContentsMargins(margin, margin, margin - self.theme.sizes.scroll, margin)
        whole = QWidget()
        whole.setProperty("look", "clear")
        whole.setLayout(across)
        return whole

    def _aside(self, plan: StartCall) -> QWidget:
        width = self.theme.sizes.call_aside
        self.own = VideoView(self.theme, "Your picture")
        self.own.setFixedSize(width, int(width * 0.7))
        self.own.show_message("The camera opens …" if plan.camera_id else "The camera is off.")
        self.talk = TalkBar(self.theme)
        self.talk_words = label("", "muted")
        talk = card(
            self.theme,
            row(label("Who speaks", "strong"), None, self.talk_words),
            self.talk,
            row(label("you", "you"), None, label("customer", "customer")),
            spacing=10,
        )
        stay = card(
            self.theme,
            label("In this call", "strong"),
            label("Let them finish. Say what you heard before what you will do.", "muted", wrap=True),
            *([label(self.presenter.left_out(), "muted", wrap=True)] if self.presenter.left_out() else []),
            spacing=6,
        )
        aside = scrolled(clear(self.own, stay, talk, None, spacing=14), "Beside the call")
        aside.setFixedWidth(width + self.theme.sizes.scroll)
        return aside

    def _finish_panel(self) -> QWidget:
        self.finish_title = label("Putting the debrief together", "title")
        self.finish_text = label("", "muted", wrap=True)
        self.finish_bar = QProgressBar()
        self.finish_bar.setTextVisible(False)
        self.finish_bar.setAccessibleName("Progress of the debrief")
        self.open_button = button("See what was kept", self._open, "primary")
        self.home_button = button("Back to the start", lambda: self.go.emit(ToHome()))
        inside = card(
            self.theme,
            self.finish_title,
            self.finish_text,
            8,
            self.finish_bar,
            row(self.open_button, self.home_button, None),
            spacing=10,
        )
        inside.setFixedWidth(560)
        whole = QWidget()
        whole.setProperty("look", "clear")
        whole.setLayout(column(None, row(None, inside, None), None, None))
        return whole

    def _after(self) -> Route:
        folder = Path(self.presenter.folder)
        asked = self.desk.settings.switch("self_check") and self.desk.notes is not None
        return ToSelfCheck(folder, self.presenter.plan.letters) if asked else ToDebrief(folder)

    def _open(self) -> None:
        self.go.emit(ToDebrief(Path(self.presenter.folder)))

    def _show(self) -> None:
        view = self.presenter.view
        if view.phase == "finished" and not self._left:
            self._left = True
            self.go.emit(self._after())
            return
        if view.phase in ("finishing", "failed"):
            self._show_finish()
            return
        self.strip.show_marks(view.marks)
        self.tile.show_caption(view.caption)
        self.tile.show_speaking(view.customer_speaking, view.chip)
        self.talk.show_share(view.talk_share)
        self.talk_words.setText(view.talk_words)
        self.diagnostics.setText(view.diagnostics)
        self.status.setText(view.status)
        self.pause_button.say("Go on" if view.phase == "paused" else "Pause")
        self.time_changed.emit(view.elapsed)

    def _show_finish(self) -> None:
        view = self.presenter.view
        failed = view.phase == "failed"
        self.finish_title.setText("The call ended early" if failed else "Putting the debrief together")
        self.finish_text.setText(view.status)
        self.finish_bar.setVisible(not failed)
        self.finish_bar.setRange(0, 0 if view.progress is None else 100)
        self.finish_bar.setValue(round(100 * (view.progress or 0)))
        self.open_button.setVisible(failed)
        self.home_button.setVisible(failed)
        if self._stack.currentIndex() != 1:
            self._stack.setCurrentIndex(1)
            self.bar_changed.emit()
