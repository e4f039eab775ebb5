"""A page of questions about a call that has just ended; the answers are kept as a note with the session."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton, QWidget

from app.engine.messages import Problem
from app.ui.page import Desk, Page
from app.ui.routes import Route, ToDebrief, ToSelfCheck
from app.ui.widgets.kit import clear, label
from perception.recording.notes import Note
from perception.types import Letter


class NotePresenter(Protocol):
    """Keeps the answers of such a page."""

    @property
    def may_keep(self) -> bool:
        """Whether there is anything to keep."""
        ...

    @property
    def progress(self) -> str:
        """How much is answered, in words."""
        ...

    def write(self, text: str) -> None:
        """Take the one sentence."""
        ...

    def note(self, now: datetime) -> Note:
        """What is kept with the session."""
        ...


def own_view_first(desk: Desk, folder: Path, letters: tuple[Letter, ...]) -> Route:
    """From a call to its debrief: by the self-check, where it is asked for and can be kept."""
    asked = desk.settings.switch("self_check") and desk.notes is not None
    return ToSelfCheck(folder, letters) if asked else ToDebrief(folder)


class NotePage(Page):
    """Ctrl+Enter keeps, Esc skips; then it goes on to what `after` gives. what: named when it cannot be kept."""

    what = ""
    progress: QLabel
    keep_button: QPushButton

    def __init__(self, desk: Desk, folder: Path, presenter: NotePresenter, after: Callable[[], Route]) -> None:
        super().__init__(desk)
        self.folder = folder
        self._answered = presenter
        self._after = after
        self._left = False

    def on_back(self) -> bool:
        """Esc skips."""
        self.skip()
        return True

    def on_key(self, event: QKeyEvent) -> bool:
        """Ctrl+Enter keeps."""
        entered = Qt.Key(event.key()) in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if not entered or event.modifiers() != Qt.KeyboardModifier.ControlModifier:
            return False
        self.keep()
        return True

    def keep(self) -> None:
        """Keep the answers, then go on."""
        if self._left or not self._answered.may_keep:
            return
        notes, note = self.desk.notes, self._answered.note(self.desk.now())
        if notes is None:
            self.skip()
            return
        self._left = True
        self.desk.tasks.run(lambda: notes.add(self.folder, note), self._kept, owner=self)

    def skip(self) -> None:
        """Go on without it."""
        if not self._left:
            self._left = True
            self.go.emit(self._after())

    def one_sentence(self, hint: str, name: str, longest: int) -> QWidget:
        """A line for one sentence. hint: shown while it is empty; name: read aloud."""
        self.sentence = QLineEdit()
        self.sentence.setMaxLength(longest)
        self.sentence.setPlaceholderText(hint)
        self.sentence.setAccessibleName(name)
        self.sentence.textChanged.connect(self._write)
        return clear(label("One sentence", "strong"), self.sentence, spacing=6)

    def show_progress(self) -> None:
        """Say how much is answered, and whether there is anything to keep."""
        self.progress.setText(self._answered.progress)
        self.keep_button.setEnabled(self._answered.may_keep)

    def _write(self, text: str) -> None:
        self._answered.write(text)
        self.show_progress()

    def _kept(self, _value: Any, error: Exception | None) -> None:
        if error is not None:
            why = getattr(error, "message", str(error))
            remedy = getattr(error, "recovery", "Check that the folder can be written.")
            self.desk.tell(Problem("disk", f"{self.what} could not be kept. {why}", remedy, "notice"))
        self.go.emit(self._after())
