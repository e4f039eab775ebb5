"""The list itself: keys, choosing several, and keeping place and choice when the list is read again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QPoint, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QAbstractItemView

from app.ui.ports import SessionEntry
from app.ui.sessions.delegate import SessionDelegate
from app.ui.sessions.model import SessionModel
from app.ui.theme import Theme
from app.ui.widgets.row_list import RowList

_SET = QItemSelectionModel.SelectionFlag


class SessionList(RowList):
    """`opened`: Enter or a double click. `chosen`: other rows are chosen. `came_into_sight`: rows to put into words.

    `asked`: where somebody asks for the menu. `left_upwards`: Up on the first row.
    """

    opened = Signal()
    chosen = Signal()
    came_into_sight = Signal()
    asked = Signal(QPoint)
    left_upwards = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.choose_after: int | None = None  # a row to choose when the list has been read again
        self.rows = SessionModel(self)
        self.show_model(self.rows, SessionDelegate(theme, self.rows, self), "Sessions")
        self.selectionModel().selectionChanged.connect(lambda *_: self.chosen.emit())
        self.verticalScrollBar().valueChanged.connect(lambda _value: self.came_into_sight.emit())

    def show_entries(self, entries: Sequence[SessionEntry], today: date, *, searches: bool, keep: bool) -> None:
        """Other sessions. keep: the same list read again, so place and choice stay."""
        before = self.chosen_folders() if keep else []
        current = self.current_folder() if keep else None
        top, shift = self._top() if keep else (None, 0)
        self.selectionModel().blockSignals(True)
        self.rows.show(entries, today, searches=searches)
        self.selectionModel().blockSignals(False)
        if before or current is not None or top is not None:
            places = {entry.folder: row for row, entry in enumerate(entries)}
            self._choose(
                [places[folder] for folder in before if folder in places],
                places.get(current) if current is not None else None,
            )
            if top in places:
                self._bring_to_top(places[top], shift)
        if self.choose_after is not None:
            self.choose_row(self.choose_after)
            self.choose_after = None
        self.chosen.emit()
        self.came_into_sight.emit()

    def chosen_entries(self) -> list[SessionEntry]:
        """The chosen sessions, from top to bottom."""
        rows = sorted(index.row() for index in self.selectionModel().selectedRows())
        return [self.rows.entries[row] for row in rows if row < len(self.rows.entries)]

    def chosen_folders(self) -> list[Path]:
        """Their folders."""
        return [entry.folder for entry in self.chosen_entries()]

    def current_folder(self) -> Path | None:
        """The session the keys are at."""
        row = self.currentIndex().row()
        return self.rows.entries[row].folder if 0 <= row < len(self.rows.entries) else None

    def choose_row(self, row: int) -> None:
        """Choose one row, by itself; one past the end is the last."""
        if self.rows.entries:
            self.setCurrentIndex(self.rows.index(min(max(row, 0), len(self.rows.entries) - 1)))

    def in_sight(self) -> tuple[int, int]:
        """The first and the last row that can be seen, and a few more."""
        first = self.indexAt(QPoint(4, 4)).row()
        last = self.indexAt(QPoint(4, self.viewport().height() - 4)).row()
        end = len(self.rows.entries) - 1
        return max(0, first), end if last < 0 else min(end, last + 3)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens; Up on the first row goes back to the search."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit()
        elif event.key() == Qt.Key.Key_Up and self.currentIndex().row() <= 0:
            self.left_upwards.emit()
        elif event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_Delete, Qt.Key.Key_F2):
            event.ignore()  # the page's keys
        else:
            super().keyPressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open what was clicked."""
        super().mouseDoubleClickEvent(event)
        if event.button() == Qt.MouseButton.LeftButton and self.indexAt(event.position().toPoint()).isValid():
            self.opened.emit()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """The menu of what is chosen; the row below the mouse is chosen first."""
        index = self.indexAt(event.pos())
        if event.reason() == QContextMenuEvent.Reason.Mouse:
            if not index.isValid():
                return
            self.asked.emit(event.globalPos())
        elif self.currentIndex().isValid():
            self.asked.emit(self.viewport().mapToGlobal(self.visualRect(self.currentIndex()).center()))

    def _choose(self, rows: Sequence[int], current: int | None) -> None:
        """Runs of rows as one part each: choosing all of 10,000 is one part."""
        selection = QItemSelection()
        ordered = sorted(rows)
        start = 0
        for place in range(1, len(ordered) + 1):
            if place == len(ordered) or ordered[place] != ordered[place - 1] + 1:
                selection.select(self.rows.index(ordered[start]), self.rows.index(ordered[place - 1]))
                start = place
        if current is not None:
            self.selectionModel().setCurrentIndex(self.rows.index(current), _SET.NoUpdate)
        self.selectionModel().select(selection, _SET.ClearAndSelect)

    def _top(self) -> tuple[Path | None, int]:
        """The session at the top, and how far it is cut."""
        index = self.indexAt(QPoint(4, 2))
        if not index.isValid():
            return None, 0
        return self.rows.entries[index.row()].folder, self.visualRect(index).top()

    def _bring_to_top(self, row: int, shift: int) -> None:
        self.scrollTo(self.rows.index(row), QAbstractItemView.ScrollHint.PositionAtTop)
        bar = self.verticalScrollBar()
        bar.setValue(bar.value() - shift)
