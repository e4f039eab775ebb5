"""`attune` in a process of its own, with a hand inside that clicks. Run as `python driven_app.py call|list`.

call: from home into a call; prints the session's time at every full second. list: opens the list of sessions and
prints its lines as JSON whenever they change. Both run until they are killed or, for list, for half a minute.
"""

from __future__ import annotations

import json
import sys

from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.bootstrap import open_window
from app.ui.main_window import MainWindow

_LOOK_MS = 100
_LIST_MS = 30_000


class Hand:
    """Looks ten times a second what is on the screen and does the next thing."""

    def __init__(self, wanted: str) -> None:
        self._wanted = wanted
        self._told = ""

    def look(self) -> None:
        window = next((w for w in QApplication.topLevelWidgets() if isinstance(w, MainWindow)), None)
        if window is not None and window.page is not None:
            name = type(window.page).__name__
            (self._call if self._wanted == "call" else self._list)(window, name)

    def _call(self, window: MainWindow, name: str) -> None:
        page = window.page
        if name == "HomePage":
            QTest.mouseClick(page.practise, Qt.MouseButton.LeftButton)
        elif name == "PickerPage":
            QTest.mouseClick(page.free, Qt.MouseButton.LeftButton)
        elif name == "SetupPage" and page.picture.has_picture and page.go_button.isEnabled():
            page.title.setText("Cut off")
            QTest.mouseClick(page.go_button, Qt.MouseButton.LeftButton)
        elif name == "CallPage" and page.presenter.view.phase == "running":
            self._tell(page.presenter.view.elapsed)

    def _list(self, window: MainWindow, name: str) -> None:
        from app.ui.routes import ToSessions

        if name == "HomePage":
            window.go(ToSessions())
        elif name == "SessionsPage":
            rows = window.page.list.rows
            lines = [(rows.view(row).title, rows.view(row).about) for row in range(rows.rowCount())]
            self._tell(json.dumps(lines))
            window.page.read()

    def _tell(self, text: str) -> None:
        if text != self._told:
            self._told = text
            print(text, flush=True)  # noqa: T201


def main() -> int:
    """Open the window with the hand at work."""
    application = QApplication(sys.argv[:1])
    hand, timer = Hand(sys.argv[1]), QTimer()
    timer.setInterval(_LOOK_MS)
    timer.timeout.connect(hand.look)
    timer.start()
    if sys.argv[1] == "list":
        QTimer.singleShot(_LIST_MS, application.quit)
    return open_window()


if __name__ == "__main__":
    sys.exit(main())
