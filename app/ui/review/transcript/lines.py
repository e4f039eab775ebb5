"""The lines of the transcript as a list: model, and how one line is laid out and painted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen, QTextCharFormat, QTextLayout, QTextOption
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from app.library.review.acts import ActMark
from app.ui.review.transcript.presenter import Found, SaidLine
from app.ui.theme import Theme

_NOWHERE: Final = QModelIndex()
_Index = QModelIndex | QPersistentModelIndex
_ABOVE: Final = 7  # px around the words of a line
_UNDER: Final = 2.0  # thickness of the line under a sentence
STYLES: Final[dict[ActMark, Qt.PenStyle]] = {
    "good": Qt.PenStyle.SolidLine,
    "watch": Qt.PenStyle.DashLine,
    "plain": Qt.PenStyle.DotLine,
}


class LinesModel(QAbstractListModel):
    """The lines; their words are read aloud, too."""

    def __init__(self, parent: Any = None) -> None:
        super().__init__(parent)
        self.lines: tuple[SaidLine, ...] = ()

    def show(self, lines: tuple[SaidLine, ...]) -> None:
        """Replace the lines; the same number of them keeps place and selection."""
        if len(lines) != len(self.lines):
            self.beginResetModel()
            self.lines = lines
            self.endResetModel()
        else:
            self.lines = lines
            self.layoutChanged.emit()

    def rowCount(self, parent: _Index = _NOWHERE) -> int:
        """Number of lines."""
        return 0 if parent.isValid() else len(self.lines)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The words of a line."""
        if role == Qt.ItemDataRole.DisplayRole:
            return self.lines[index.row()].said
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self.lines[index.row()].spoken
        return None


@dataclass(frozen=True, slots=True, eq=False)
class _Laid:
    """A line broken to a width."""

    line: SaidLine
    width: int
    layout: QTextLayout
    height: float


class LinePainter(QStyledItemDelegate):
    """Paints one line: time, who, and the words with what their sentences do. Layouts are kept until the width changes.

    now: the line and word being said. found: the places of the words looked for, current: the one shown.
    """

    def __init__(self, theme: Theme, parent: Any = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self.now: tuple[int | None, int | None] = (None, None)
        self.found: dict[int, list[Found]] = {}
        self.current: Found | None = None
        self.width = 0
        self._laid: dict[int, _Laid] = {}
        self._body, self._small = theme.font(), theme.font("small")
        self._strong = theme.font(strong=True)
        self._times = theme.font("small", tabular=True)
        self._ascent = QFontMetricsF(self._body).ascent()
        self._time_room = QFontMetricsF(self._times).horizontalAdvance("0:00:00") + theme.sizes.unit
        self._who_room = 0.0

    def fit(self, lines: Sequence[SaidLine]) -> None:
        """Make room for the names."""
        metrics = QFontMetricsF(self._strong)
        widths = [metrics.horizontalAdvance(who) for who in {line.who for line in lines}]
        most = self.theme.sizes.body * 7.0
        self._who_room = min(most, max(widths, default=0.0)) + self.theme.sizes.unit * 3

    def words_left(self) -> float:
        """Where the words begin: beside time and name, or under them where the pane is narrow."""
        return 0.0 if self.stacked else self._time_room + self._who_room

    @property
    def stacked(self) -> bool:
        """Whether time and name stand above the words."""
        return self.width < self._time_room + self._who_room + 16 * self.theme.sizes.body

    def words_top(self) -> float:
        """Where the words begin, from the top of the line."""
        return _ABOVE + (QFontMetricsF(self._body).height() + 2 if self.stacked else 0.0)

    def laid(self, row: int, line: SaidLine, width: int) -> _Laid:
        """The line broken to a width."""
        known = self._laid.get(row)
        if known is not None and known.line == line and known.width == width:
            return known
        room = max(40.0, width - self.words_left() - 2 * self.theme.sizes.unit)
        made = _Laid(line, width, *_broken(line, self._body, self._small, room, self.theme))
        self._laid[row] = made
        return made

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:  # noqa: ARG002 - Qt calls it so
        """As high as its words; without a width yet, nothing is broken into lines."""
        width = self.width
        if width <= 0:
            return QSize(0, self.theme.sizes.body)
        line = index.model().lines[index.row()]  # type: ignore[attr-defined]
        height = self.laid(index.row(), line, width).height
        return QSize(width, int(self.words_top() + height + _ABOVE + 1))

    def place_under(self, row: int, line: SaidLine, at: QPointF) -> int | None:
        """The character under a point of the line; None beside the words."""
        laid = self.laid(row, line, self.width)
        y = at.y() - self.words_top()
        for number in range(laid.layout.lineCount()):
            part = laid.layout.lineAt(number)
            if part.y() <= y < part.y() + part.height():
                x = at.x() - self.words_left()
                inside = 0 <= x <= part.naturalTextWidth() + self.theme.sizes.unit
                return part.xToCursor(x, part.CursorPosition.CursorOnCharacter) if inside else None
        return None

    # ------------------------------------------------------------ painting

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Paint a line."""
        row = index.row()
        line = index.model().lines[row]  # type: ignore[attr-defined]
        box, state = QRectF(option.rect), option.state
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.now[0] == row:
            painter.fillRect(box, self.theme.colour("watch_soft"))
        painter.setPen(QPen(self.theme.colour("line"), 1))
        painter.drawLine(box.bottomLeft(), box.bottomRight())
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        if chosen and state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(self.theme.colour("good"), self.theme.sizes.focus))
            painter.drawRect(box.adjusted(1, 1, -1, -1))
        self._paint_head(painter, box, line)
        self._paint_words(painter, QPointF(box.left() + self.words_left(), box.top() + self.words_top()), row, line)
        painter.restore()

    def _paint_head(self, painter: QPainter, box: QRectF, line: SaidLine) -> None:
        base = box.top() + _ABOVE + self._ascent
        painter.setFont(self._times)
        painter.setPen(self.theme.colour("muted"))
        painter.drawText(QPointF(box.left() + self.theme.sizes.unit, base), line.time)
        painter.setFont(self._strong)
        painter.setPen(self.theme.colour({"csm": "you", "customer": "customer"}.get(line.speaker, "muted")))
        room = self._who_room - self.theme.sizes.unit
        who = QFontMetricsF(self._strong).elidedText(line.who, Qt.TextElideMode.ElideRight, room)
        painter.drawText(QPointF(box.left() + self._time_room, base), who)

    def _paint_words(self, painter: QPainter, at: QPointF, row: int, line: SaidLine) -> None:
        layout = self.laid(row, line, self.width).layout
        for place in self.found.get(row, ()):
            colour = self.theme.colour("watch" if place == self.current else "good_soft")
            colour.setAlphaF(0.45 if place == self.current else 1.0)
            self._fill(painter, at, layout, place.start, place.end, colour)
        word = self.now[1]
        if self.now[0] == row and word is not None and word < len(line.words):
            spoken = line.words[word]
            colour = self.theme.colour("watch")
            colour.setAlphaF(0.28)
            self._fill(painter, at, layout, spoken.start, spoken.end, colour)
        painter.setPen(self.theme.colour("muted" if line.unclear else "ink"))
        layout.draw(painter, at)
        for act in line.acts:
            self._underline(painter, at, layout, act.start, act.end, act.act.mark)
            for box in _boxes(layout, act.tag.start, act.tag.end):
                painter.setPen(QPen(self.theme.colour("unknown"), 1))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                frame = box.translated(at).adjusted(0, 1.5, 0, -0.5)
                painter.drawRoundedRect(frame, frame.height() / 2, frame.height() / 2)

    def _fill(self, painter: QPainter, at: QPointF, layout: QTextLayout, start: int, end: int, colour: QColor) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        for box in _boxes(layout, start, end):
            painter.drawRoundedRect(box.translated(at).adjusted(-1, 0, 1, 0), 3, 3)

    def _underline(
        self, painter: QPainter, at: QPointF, layout: QTextLayout, start: int, end: int, mark: ActMark
    ) -> None:
        pen = QPen(self.theme.colour("muted" if mark == "plain" else mark), _UNDER if mark != "plain" else 1.4)
        pen.setStyle(STYLES[mark])
        painter.setPen(pen)
        for box in _boxes(layout, start, end):
            y = at.y() + box.bottom() - 0.5
            painter.drawLine(QPointF(at.x() + box.left(), y), QPointF(at.x() + box.right(), y))


def _broken(line: SaidLine, body: QFont, small: QFont, width: float, theme: Theme) -> tuple[QTextLayout, float]:
    font = QFont(body)
    font.setItalic(line.unclear)
    layout = QTextLayout(line.text, font)
    layout.setCacheEnabled(True)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    quiet = QTextCharFormat()
    quiet.setFont(small)
    quiet.setForeground(theme.colour("muted"))
    formats = []
    for act in line.acts:
        one = QTextLayout.FormatRange()
        one.start, one.length, one.format = act.tag.start, act.tag.end - act.tag.start, quiet
        formats.append(one)
    layout.setFormats(formats)
    layout.beginLayout()
    height = 0.0
    while (part := layout.createLine()).isValid():
        part.setLineWidth(width)
        part.setPosition(QPointF(0, height))
        height += part.height() + 3
    layout.endLayout()
    return layout, height


def _boxes(layout: QTextLayout, start: int, end: int) -> list[QRectF]:
    """Where some characters stand, one box for each row they run over."""
    boxes = []
    for number in range(layout.lineCount()):
        part = layout.lineAt(number)
        first, last = max(start, part.textStart()), min(end, part.textStart() + part.textLength())
        if first < last:
            left, right = (part.cursorToX(place)[0] for place in (first, last))  # type: ignore[index]
            boxes.append(QRectF(left, part.y(), right - left, part.height()))
    return boxes
