"""Paints a session as a row: title and chips, when and how long, where the words stand, and the seven marks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from app.ui.sessions.model import VIEW_ROLE, SessionModel
from app.ui.sessions.presenter import RowView, SnippetView
from app.ui.theme import Theme
from app.ui.widgets.marks import paint_focus, paint_mark
from perception.types import LETTERS

_Index = QModelIndex | QPersistentModelIndex
_GAP: Final = 8  # between two rows
_MARK: Final = 11
_STEP: Final = 28
_CHIP_PAD: Final = 9
_LINE: Final = 1.35
_MOST_CHIPS: Final = 6
_ELIDE: Final = Qt.TextElideMode.ElideRight
_MIDDLE: Final = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class SessionDelegate(QStyledItemDelegate):
    """All rows are of one height, so 10,000 of them cost no more than those in sight."""

    def __init__(self, theme: Theme, model: SessionModel, parent: QObject) -> None:
        super().__init__(parent)
        self.theme = theme
        self._model = model

    def sizeHint(self, _option: QStyleOptionViewItem, _index: _Index) -> QSize:
        """Two lines, or three where words are looked for."""
        sizes = self.theme.sizes
        lines = sizes.body + sizes.small * (2 if self._model.searches else 1)
        return QSize(400, int(lines * _LINE) + 2 * (sizes.pad - 6) + _GAP + 4)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """One row."""
        view: RowView = index.data(VIEW_ROLE)
        box = QRectF(option.rect).adjusted(1.5, 0.5, -1.5, -_GAP)
        state = option.state
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_card(painter, box, state)
        pad = self.theme.sizes.pad
        inside = box.adjusted(pad, pad - 8, -pad, -(pad - 8))
        marks = 6 * _STEP + _MARK + 4
        if view.marks:
            self._paint_marks(painter, view, QRectF(inside.right() - marks, box.top(), marks, box.height()))
        self._paint_words(painter, view, inside.adjusted(0, 0, -marks - pad, 0))
        painter.restore()

    def _paint_card(self, painter: QPainter, box: QRectF, state: QStyle.StateFlag) -> None:
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        hovered = bool(state & QStyle.StateFlag.State_MouseOver)
        radius = self.theme.sizes.radius_control
        painter.setPen(QPen(self.theme.colour("good" if chosen else "line"), 1))
        painter.setBrush(self.theme.colour("good_soft" if chosen else "hover" if hovered else "card"))
        painter.drawRoundedRect(box, radius, radius)
        if state & QStyle.StateFlag.State_HasFocus:
            paint_focus(painter, self.theme, box, radius)

    def _paint_words(self, painter: QPainter, view: RowView, box: QRectF) -> None:
        theme = self.theme
        title_font = theme.font("body", strong=True)
        line = QRectF(box.left(), box.top(), box.width(), theme.sizes.body * _LINE)
        chips = self._chips(view, line.width() * 0.5)
        room = line.width() - sum(width + 6 for _, width in chips) - (6 if chips else 0)
        painter.setFont(title_font)
        painter.setPen(theme.colour("ink"))
        metrics = QFontMetricsF(title_font)
        title = metrics.elidedText(view.title, _ELIDE, room)
        painter.drawText(line, _MIDDLE, title)
        self._paint_chips(painter, chips, line.left() + metrics.horizontalAdvance(title) + 12, line)
        painter.setFont(theme.font("small"))
        painter.setPen(theme.colour("muted"))
        line = QRectF(line.left(), line.bottom() + 3, line.width(), theme.sizes.small * _LINE)
        about = painter.fontMetrics().elidedText(view.about, _ELIDE, int(line.width()))
        painter.drawText(line, _MIDDLE, about)
        if view.snippet is not None:
            line = line.translated(0, line.height() + 1)
            self._paint_snippet(painter, view.snippet, line)

    def _chips(self, view: RowView, room: float) -> list[tuple[str, float]]:
        """As many as there is room for; then how many more."""
        metrics = QFontMetricsF(self.theme.font("small"))
        fitting: list[tuple[str, float]] = []
        for number, text in enumerate(view.chips):
            width = metrics.horizontalAdvance(text) + 2 * _CHIP_PAD
            if number == _MOST_CHIPS or sum(taken + 6 for _, taken in fitting) + width > room:
                more = f"+{len(view.chips) - number}"
                fitting.append((more, metrics.horizontalAdvance(more) + 2 * _CHIP_PAD))
                break
            fitting.append((text, width))
        return fitting

    def _paint_chips(self, painter: QPainter, chips: list[tuple[str, float]], left: float, line: QRectF) -> None:
        painter.setFont(self.theme.font("small"))
        tall = self.theme.sizes.small * 1.45
        for text, width in chips:
            box = QRectF(left, line.center().y() - tall / 2, width, tall)
            painter.setPen(QPen(self.theme.colour("line"), 1))
            painter.setBrush(self.theme.colour("paper"))
            painter.drawRoundedRect(box, tall / 2, tall / 2)
            painter.setPen(self.theme.colour("muted"))
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)
            left += width + 6

    def _paint_snippet(self, painter: QPainter, snippet: SnippetView, line: QRectF) -> None:
        """The words that were looked for are strong and underlined, so they stand out without colour, too."""
        left, right = line.left(), line.right()
        for text, strong, muted in _pieces(snippet):
            font = self.theme.font("small", strong=strong)
            font.setUnderline(strong)
            painter.setFont(font)
            painter.setPen(self.theme.colour("muted" if muted else "ink"))
            metrics = QFontMetricsF(font)
            shown = metrics.elidedText(text, _ELIDE, right - left)
            painter.drawText(QRectF(left, line.top(), right - left, line.height()), _MIDDLE, shown)
            left += metrics.horizontalAdvance(text)
            if left >= right:
                break

    def _paint_marks(self, painter: QPainter, view: RowView, box: QRectF) -> None:
        small: QFont = self.theme.font("small")
        tall = _MARK + 4 + self.theme.sizes.small * _LINE
        top = box.top() + (box.height() - tall) / 2
        painter.setFont(small)
        for column, letter in enumerate(LETTERS):
            middle = box.left() + _MARK / 2 + 2 + column * _STEP
            paint_mark(painter, self.theme, view.marks[letter], QPointF(middle, top + _MARK / 2), _MARK)
            painter.setPen(self.theme.colour("muted"))
            text = QRectF(middle - _STEP / 2, top + _MARK + 4, _STEP, self.theme.sizes.small * _LINE)
            painter.drawText(text, Qt.AlignmentFlag.AlignCenter, letter)


def _pieces(snippet: SnippetView) -> Iterator[tuple[str, bool, bool]]:
    """The parts of a snippet: text, whether it was looked for, whether it only says where."""
    yield f"{snippet.head} ", False, True
    done = 0
    for start, end in snippet.marked:
        if start > done:
            yield snippet.text[done:start], False, False
        yield snippet.text[start:end], True, False
        done = end
    if done < len(snippet.text):
        yield snippet.text[done:], False, False
