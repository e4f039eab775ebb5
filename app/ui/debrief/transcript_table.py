"""The transcript as a table: time, who, words, note. The words are edited in place: double click or F2."""

from __future__ import annotations

from typing import Any, Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from app.ui.debrief.transcript_presenter import LineView
from app.ui.theme import Theme
from app.ui.widgets.kit import plain_hint

TIME, WHO, WORDS, NOTE = range(4)
_HEADS: Final = ("Time", "Who", "What was said", "")
_NOWHERE: Final = QModelIndex()
_Index = QModelIndex | QPersistentModelIndex
_ASIDE_PX: Final = 24  # around the text of a cell, left and right together: padding of the style sheet and margins
_ABOVE_PX: Final = 16  # the same above and below
_TALL_PX: Final = 10_000


class TranscriptModel(QAbstractTableModel):
    """Shows lines; `edited(row, text)` when somebody typed other words."""

    edited = Signal(int, str)

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._lines: tuple[LineView, ...] = ()

    def show(self, lines: tuple[LineView, ...]) -> list[int]:
        """Replace what is shown; the same number of lines keeps place and selection. Gives the lines that changed."""
        before, changed = self._lines, list(range(len(lines)))
        if len(lines) != len(before):
            self.beginResetModel()
            self._lines = lines
            self.endResetModel()
            return changed
        self._lines = lines
        changed = [row for row in changed if lines[row] != before[row]]
        for row in changed:
            self.dataChanged.emit(self.index(row, 0), self.index(row, NOTE))
        return changed

    def rowCount(self, parent: _Index = _NOWHERE) -> int:
        """Number of lines."""
        return 0 if parent.isValid() else len(self._lines)

    def columnCount(self, parent: _Index = _NOWHERE) -> int:
        """Time, who, words, note."""
        return 0 if parent.isValid() else len(_HEADS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """What stands in a column."""
        across = orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole
        return _HEADS[section] if across else None

    def flags(self, index: _Index) -> Qt.ItemFlag:
        """Only the words can be typed over."""
        flags = Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled
        return flags | Qt.ItemFlag.ItemIsEditable if index.column() == WORDS else flags

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Text and look of one cell."""
        line, column = self._lines[index.row()], index.column()
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return (line.time, line.voice, line.text, line.note)[column]
        if role == Qt.ItemDataRole.ForegroundRole:
            return QColor(self._colour(line, column))
        if role == Qt.ItemDataRole.FontRole:
            return self._font(line, column)
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_hint(line.recorded) or None
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return line.spoken if column == WORDS else None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop
        return None

    def setData(self, index: _Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Somebody typed; whoever listens decides what becomes of it."""
        if role != Qt.ItemDataRole.EditRole or index.column() != WORDS:
            return False
        self.edited.emit(index.row(), str(value))
        return True

    def _colour(self, line: LineView, column: int) -> str:
        colours = self._theme.colours
        if column in (TIME, NOTE) or line.look != "plain":
            return colours.muted
        if column == WHO:
            return {"csm": colours.you, "customer": colours.customer}.get(line.speaker, colours.muted)
        return colours.ink

    def _font(self, line: LineView, column: int) -> QFont:
        font = self._theme.font("small" if column in (TIME, NOTE) else "body", strong=column == WHO)
        font.setStrikeOut(line.look == "struck" and column == WORDS)
        font.setItalic(line.look == "unclear" and column == WORDS)
        return font


class _WholeText(QStyledItemDelegate):
    """Cells as high as their text wants; what Qt works out knows nothing of the padding and cuts the last line."""

    def __init__(self, table: QTableView) -> None:
        super().__init__(table)
        self._table = table

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:  # noqa: ARG002 - Qt calls it so
        """All lines of the text in the width of its column."""
        width = self._table.columnWidth(index.column())
        room = QRect(0, 0, max(1, width - _ASIDE_PX), _TALL_PX)
        font, text = index.data(Qt.ItemDataRole.FontRole), index.data(Qt.ItemDataRole.DisplayRole)
        needed = QFontMetrics(font).boundingRect(room, int(Qt.TextFlag.TextWordWrap), text)
        return QSize(width, needed.height() + _ABOVE_PX)


class TranscriptTable(QTableView):
    """Keys: F2 or Enter corrects, Delete strikes out; a menu has the rest."""

    strike_asked = Signal(int)
    play_asked = Signal(int)
    menu_asked = Signal(int, QPoint)

    def __init__(self, theme: Theme, parent: QWidget, *, editable: bool) -> None:
        super().__init__(parent)
        self.lines = TranscriptModel(theme, self)
        self.setModel(self.lines)
        self.setItemDelegate(_WholeText(self))
        self._editable = editable
        self.setAccessibleName("Transcript")
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        triggers = QAbstractItemView.EditTrigger.NoEditTriggers
        if editable:
            triggers = QAbstractItemView.EditTrigger.DoubleClicked | QAbstractItemView.EditTrigger.EditKeyPressed
        self.setEditTriggers(triggers)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalHeader().hide()
        self._columns(theme)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._ask_menu)
        self.doubleClicked.connect(self._double_clicked)

    @property
    def row(self) -> int | None:
        """The chosen line."""
        index = self.currentIndex()
        return index.row() if index.isValid() else None

    def show_lines(self, lines: tuple[LineView, ...]) -> None:
        """Show these, each as high as it needs."""
        for row in self.lines.show(lines):
            self.resizeRowToContents(row)

    def edit_row(self, row: int) -> None:
        """Begin to correct a line."""
        index = self.lines.index(row, WORDS)
        self.setCurrentIndex(index)
        self.edit(index)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """F2 and Enter correct from any column; Delete strikes out."""
        row, key = self.row, event.key()
        if self.state() == QAbstractItemView.State.EditingState:
            super().keyPressEvent(event)  # a key the editor has not used
        elif row is not None and self._editable and key in (Qt.Key.Key_F2, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.edit_row(row)
        elif row is not None and self._editable and key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.strike_asked.emit(row)
        elif key == Qt.Key.Key_Escape:
            event.ignore()  # back, as everywhere
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Words wrap anew."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.resizeRowsToContents()

    def show_notes(self, wide: bool) -> None:
        """The last column, where there is room for it; look and spoken text of a line say the same."""
        if self.isColumnHidden(NOTE) == wide:
            self.setColumnHidden(NOTE, not wide)
            self.resizeRowsToContents()

    def _columns(self, theme: Theme) -> None:
        head = self.horizontalHeader()
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft)
        head.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        head.setSectionResizeMode(WORDS, QHeaderView.ResizeMode.Stretch)
        head.setHighlightSections(False)
        head.setFixedHeight(theme.sizes.control - theme.sizes.unit)
        for column, letters in ((TIME, 5), (WHO, 7), (NOTE, 11)):
            self.setColumnWidth(column, letters * theme.sizes.body)

    def _ask_menu(self, at: QPoint) -> None:
        index = self.indexAt(at)
        row = index.row() if index.isValid() else self.row
        if row is not None:
            self.menu_asked.emit(row, self.viewport().mapToGlobal(at))

    def _double_clicked(self, index: QModelIndex) -> None:
        if index.column() == TIME:
            self.play_asked.emit(index.row())
