"""What pages about shared files have in common: asking, progress with cancel, an error in its place, the end."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QProgressBar, QPushButton, QStackedLayout, QVBoxLayout, QWidget

from app.engine.messages import Problem
from app.library.packages.errors import PackageCancelledError
from app.library.packages.job import Job
from app.ui.page import Desk, Page
from app.ui.sharing.presenter import DoneView
from app.ui.widgets.kit import button, card, centred, clear, column, empty_layout, label, row, scrolled
from app.ui.widgets.notices import MarkDot, Notice

_LOOK_MS = 100
_WIDTH = 640


class FilePage(Page):
    """Three panels, one at a time. The asking one is the page's own (`ask_with`)."""

    def __init__(self, desk: Desk, name: str) -> None:
        super().__init__(desk)
        self.setAccessibleName(name)
        self.job: Job | None = None
        self._trouble = column(spacing=0)
        self._stack = QStackedLayout(self)
        self._asking = QWidget()
        self._done = column(spacing=10)
        for panel in (self._asking, self._work_panel(), self._narrow(clear_of(self._done), "Done")):
            self._stack.addWidget(panel)
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_MS)
        self._timer.timeout.connect(self._watch)

    def trouble_here(self) -> QWidget:
        """Where an error is told; the page puts it at the head of what it asks."""
        self._trouble = column(spacing=0)
        made = clear_of(self._trouble)
        made.hide()
        return made

    def ask_with(self, inside: QWidget) -> None:
        """The panel that asks."""
        self._stack.removeWidget(self._asking)
        self._asking.deleteLater()
        self._asking = inside
        self._stack.insertWidget(0, inside)
        self._stack.setCurrentIndex(0)

    def leave(self) -> None:
        """Leaving stops the work; nothing half-done stays."""
        if self.job is not None:
            self.job.cancel()
        self._timer.stop()

    def on_back(self) -> bool:
        """Esc stops running work first."""
        if self.job is None:
            return False
        self.cancel()
        return True

    def start(self, words: str, work: Callable[[Job], Any], then: Callable[[Any], object]) -> None:
        """Do the work away from the window and show how far it is; `then` gets what came of it."""
        if self.job is not None:
            return
        job = self.job = Job()
        self.clear_trouble()
        self.step.setText(words)
        self.progress.setRange(0, 0)  # the passphrase takes a moment, of which nothing is known
        self._stack.setCurrentIndex(1)
        self.cancel_button.setEnabled(True)
        self.cancel_button.setFocus()
        self._timer.start()
        self.desk.tasks.run(lambda: work(job), lambda value, error: self._came(value, error, then), owner=self)

    def cancel(self) -> None:
        """Ask it to stop; what was asked stays as it is. Work that has just ended counts."""
        if self.job is not None:
            self.job.cancel()
            self.step.setText("Stopping …")
            self.cancel_button.setEnabled(False)

    def show_done(self, view: DoneView, actions: Sequence[QPushButton]) -> None:
        """What came of it, and what to do next; the first action gets the keys."""
        empty_layout(self._done)
        head = row(MarkDot(self.theme, "good", 18), label(view.title, "title", tight=True), spacing=12)
        head.setStretch(1, 1)
        texts = [label(text, wrap=True) for text in view.lines]
        commands = column(*actions, spacing=10) if self.theme.sizes.very_large else row(*actions, None, spacing=10)
        self._done.addWidget(card(self.theme, head, 4, *texts, 8, commands, spacing=10))
        self._stack.setCurrentIndex(2)
        if actions:
            actions[0].setFocus()

    def tell_trouble(self, error: Exception) -> None:
        """Say in its place what went wrong and what to do."""
        message = getattr(error, "message", f"That did not work: {error}.")
        remedy = getattr(error, "recovery", "Check the disk and your rights to the folder.")
        self.clear_trouble()
        self._trouble.addWidget(Notice(self.theme, Problem("package", message, remedy, "notice"), self.clear_trouble))
        self._show_trouble(True)

    def clear_trouble(self) -> None:
        """Nothing is wrong any more."""
        empty_layout(self._trouble)
        self._show_trouble(False)

    def _show_trouble(self, on: bool) -> None:
        place = self._trouble.parentWidget()
        if place is not None:
            place.setVisible(on)

    def narrow(self, *parts: Any, name: str) -> QWidget:
        """Parts under each other in the middle of the page."""
        return self._narrow(clear(*parts, spacing=self.theme.sizes.gap), name)

    # ------------------------------------------------------------ inside

    def _came(self, value: Any, error: Exception | None, then: Callable[[Any], object]) -> None:
        self.job = None
        self._timer.stop()
        self._stack.setCurrentIndex(0)
        if isinstance(error, PackageCancelledError):
            self.desk.toast("Stopped. Nothing was kept.")
        elif error is not None:
            self.tell_trouble(error)
        else:
            then(value)

    def _watch(self) -> None:
        if self.job is not None and self.job.fraction > 0.0:
            self.progress.setRange(0, 1000)
            self.progress.setValue(round(self.job.fraction * 1000))
            self.percent.setText(f"{self.job.fraction:.0%}".replace("%", " %"))

    def _work_panel(self) -> QWidget:
        self.step = label("", "title", wrap=True)
        self.percent = label("", "muted")
        self.progress = QProgressBar()
        self.progress.setTextVisible(False)
        self.progress.setAccessibleName("Progress")
        self.cancel_button = button("Cancel", self.cancel)
        inside = card(self.theme, self.step, 2, self.progress, row(self.percent, None, self.cancel_button), spacing=12)
        return self._narrow(inside, "At work")

    def _narrow(self, inside: QWidget, name: str) -> QWidget:
        made = clear(inside, None, spacing=0)
        made.setMaximumWidth(self.theme.sizes.room(_WIDTH))
        return scrolled(centred(made), name)


def clear_of(layout: QVBoxLayout) -> QWidget:
    """A bare widget around a layout."""
    made = QWidget()
    made.setProperty("look", "clear")
    made.setLayout(layout)
    return made
