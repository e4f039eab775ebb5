"""The sessions as rows of a list view; each is put into words only when it comes into sight."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any, Final

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from app.ui.ports import Found, SessionEntry
from app.ui.sessions.presenter import RowView, present_row
from app.ui.widgets.kit import plain_hint

VIEW_ROLE: Final = Qt.ItemDataRole.UserRole
_NOWHERE: Final = QModelIndex()
_Index = QModelIndex | QPersistentModelIndex


class SessionModel(QAbstractListModel):
    """What was found, in its order."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.entries: Sequence[SessionEntry] = ()
        self.searches = False
        self._today = date.min
        self._found: dict[Path, Found] = {}
        self._views: dict[int, RowView] = {}

    def show(self, entries: Sequence[SessionEntry], today: date, *, searches: bool) -> None:
        """Other sessions. searches: words are looked for, so each row has a line for its place."""
        self.beginResetModel()
        self.entries = entries
        self.searches = searches
        self._today = today
        self._found.clear()
        self._views.clear()
        self.endResetModel()

    def show_places(self, found: Mapping[Path, Found]) -> None:
        """Where the words stand in some of them."""
        self._found.update(found)
        self._views.clear()
        if self.entries:
            self.dataChanged.emit(self.index(0), self.index(len(self.entries) - 1))

    def without_place(self, first: int, last: int) -> list[Path]:
        """The folders from row `first` to `last` whose place is not known yet."""
        return [entry.folder for entry in self.entries[first : last + 1] if entry.folder not in self._found]

    def rowCount(self, parent: _Index = _NOWHERE) -> int:
        """Number of sessions."""
        return 0 if parent.isValid() else len(self.entries)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Words of one session."""
        if not index.isValid() or index.row() >= len(self.entries):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.entries[index.row()].title
        if role == VIEW_ROLE:
            return self.view(index.row())
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self.view(index.row()).aloud
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_hint(self.view(index.row()).aloud)
        return None

    def view(self, row: int) -> RowView:
        """One session in words."""
        shown = self._views.get(row)
        if shown is None:
            entry = self.entries[row]
            shown = present_row(entry, self._today, self._found.get(entry.folder))
            self._views[row] = shown
        return shown
