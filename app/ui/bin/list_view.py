"""The list of the bin: each session with when it was put away."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from app.ui.bin.presenter import BinRowView
from app.ui.theme import Theme
from app.ui.widgets.marks import paint_focus
from app.ui.widgets.row_list import RowList

_NOWHERE: Final = QModelIndex()
_Index = QModelIndex | QPersistentModelIndex
_GAP: Final = 8
_LINE: Final = 1.35
_MIDDLE: Final = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_VIEW: Final = Qt.ItemDataRole.UserRole


class BinModel(QAbstractListModel):
    """The rows."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.rows: Sequence[BinRowView] = ()

    def show(self, rows: Sequence[BinRowView]) -> None:
        """Other rows."""
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def rowCount(self, parent: _Index = _NOWHERE) -> int:
        """Number of sessions."""
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Words of one session."""
        if not index.isValid() or index.row() >= len(self.rows):
            return None
        shown = self.rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return shown.title
        if role == _VIEW:
            return shown
        return shown.aloud if role == Qt.ItemDataRole.AccessibleTextRole else None


class BinList(RowList):
    """Several rows can be chosen."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.model_rows = BinModel(self)
        self.show_model(self.model_rows, _BinDelegate(theme, self), "The bin")

    def show_rows(self, rows: Sequence[BinRowView]) -> None:
        """Other rows; those that were chosen and are still there stay chosen."""
        before = {row.folder for row in self.chosen()}
        self.model_rows.show(rows)
        for number, row in enumerate(rows):
            if row.folder in before:
                self.selectionModel().select(self.model_rows.index(number), self.selectionModel().SelectionFlag.Select)

    def chosen(self) -> list[BinRowView]:
        """The chosen rows, from top to bottom."""
        numbers = sorted(index.row() for index in self.selectionModel().selectedRows())
        return [self.model_rows.rows[number] for number in numbers if number < len(self.model_rows.rows)]

    def folders(self) -> list[Path]:
        """Their folders."""
        return [row.folder for row in self.chosen()]


class _BinDelegate(QStyledItemDelegate):
    """Title and two quiet lines beside each other."""

    def __init__(self, theme: Theme, parent: QObject) -> None:
        super().__init__(parent)
        self.theme = theme

    def sizeHint(self, _option: QStyleOptionViewItem, _index: _Index) -> QSize:
        """Two lines."""
        sizes = self.theme.sizes
        return QSize(300, int((sizes.body + sizes.small) * _LINE) + 2 * (sizes.pad - 6) + _GAP + 4)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """One row."""
        view: BinRowView = index.data(_VIEW)
        theme, radius, pad = self.theme, self.theme.sizes.radius_control, self.theme.sizes.pad
        box = QRectF(option.rect).adjusted(1.5, 0.5, -1.5, -_GAP)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        hovered = bool(option.state & QStyle.StateFlag.State_MouseOver)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.colour("good" if chosen else "line"), 1))
        painter.setBrush(theme.colour("good_soft" if chosen else "hover" if hovered else "card"))
        painter.drawRoundedRect(box, radius, radius)
        if option.state & QStyle.StateFlag.State_HasFocus:
            paint_focus(painter, theme, box, radius)
        line = QRectF(box.left() + pad, box.top() + pad - 8, box.width() - 2 * pad, theme.sizes.body * _LINE)
        painter.setFont(theme.font("body", strong=True))
        painter.setPen(theme.colour("ink"))
        elide = Qt.TextElideMode.ElideRight
        painter.drawText(line, _MIDDLE, painter.fontMetrics().elidedText(view.title, elide, int(line.width())))
        line = QRectF(line.left(), line.bottom() + 3, line.width(), theme.sizes.small * _LINE)
        painter.setFont(theme.font("small"))
        painter.setPen(theme.colour("muted"))
        text = painter.fontMetrics().elidedText(f"{view.about} · {view.away}", elide, int(line.width()))
        painter.drawText(line, _MIDDLE, text)
        painter.restore()
