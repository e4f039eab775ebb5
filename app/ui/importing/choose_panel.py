"""The beginning of an import: a recording to choose or drop, a whole folder, and imports that were stopped."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QFrame, QWidget

from app.ui.importing.ports import StoppedImport
from app.ui.importing.presenter import half_done_line
from app.ui.theme import Theme
from app.ui.widgets.kit import button, card, column, empty_layout, label, row
from app.ui.words import day


class StoppedRow(QWidget):
    """One stopped import."""

    def __init__(
        self, stopped: StoppedImport, today: date, go_on: Callable[[], object], forget: Callable[[], object]
    ) -> None:
        super().__init__()
        title = stopped.command.title
        self.go_on = button("Resume", go_on, name=f"Resume the import of {title}")
        self.forget = button("Remove", forget, "plain", name=f"Remove the half-done import of {title}")
        about = stopped.trouble or half_done_line(stopped.share, day(stopped.begun_at, today))
        words = column(label(title, "strong", tight=True), label(about, "small", tight=True), spacing=0)
        across = row(words, self.go_on, self.forget, spacing=8)
        across.setStretch(0, 1)
        self.setLayout(across)


class ChoosePanel(QFrame):
    """What can be begun."""

    def __init__(self, theme: Theme, *, choose: Callable[[], object], whole_folder: Callable[[], object]) -> None:
        super().__init__()
        self.setProperty("look", "clear")
        self.choose_button = button("Choose a recording …", choose, "primary")
        self.folder_button = button("Read a whole folder …", whole_folder, "plain")
        self.hint = label("or drop it here", "muted", tight=True)
        bring = card(
            theme,
            label("Bring a call you have recorded", "title", tight=True),
            label(
                "Video or sound: mp4, mkv, mov, webm, wav, m4a, flac, mp3. One person or two side by side; both voices "
                "on one track, on two channels, on two tracks, or in two files. It is read on this laptop and stays "
                "here; the file itself is not changed.",
                "muted",
                wrap=True,
            ),
            8,
            _first_wide(self.choose_button, self.hint, self.folder_button),
            spacing=10,
        )
        self._rows = column(spacing=12)
        self._stopped = card(
            theme,
            label("Half done", "heading", tight=True),
            label("What was read of these is kept, as long as picture and sound of calls are.", "muted", wrap=True),
            self._rows,
            spacing=10,
        )
        self._stopped.hide()
        self.rows: list[StoppedRow] = []
        self.setLayout(column(bring, self._stopped, spacing=14))

    def show_stopped(
        self,
        stopped: Sequence[StoppedImport],
        today: date,
        *,
        go_on: Callable[[StoppedImport], object],
        forget: Callable[[Path], object],
    ) -> None:
        """List the imports that can go on."""
        empty_layout(self._rows)
        self.rows = [StoppedRow(one, today, partial(go_on, one), partial(forget, one.work)) for one in stopped]
        for shown in self.rows:
            self._rows.addWidget(shown)
        self._stopped.setVisible(bool(stopped))


def _first_wide(*parts: QWidget) -> QFrame:
    made = QFrame()
    made.setProperty("look", "clear")
    across = row(*parts, spacing=14)
    across.setStretch(1, 1)
    made.setLayout(across)
    return made
