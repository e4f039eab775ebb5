"""Paints the scorecard, for paper and for pictures alike. Lengths are pixels at 96 dots an inch."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import (
    QBrush,
    QColor,
    QFont,
    QFontDatabase,
    QFontMetricsF,
    QGuiApplication,
    QPainter,
    QPainterPath,
    QPen,
    QPicture,
)

from app.reports.view import EXPLANATION, HEADING, LetterRow, ReasonView, ScorecardView

PAGE_WIDTH: Final = 794.0  # A4
MARGIN: Final = 52.0
_TWO_LINES: Final = 1.85  # of the room of one, as words do not break
_FONTS: Final = Path(__file__).parents[2] / "assets" / "fonts"
_FAMILIES: Final = ("Inter", "Segoe UI", "Helvetica Neue", "Noto Sans", "DejaVu Sans")
_ROW: Final = 54.0
_LETTER_X: Final = 0.0
_NAME_X: Final = 40.0
_BAR_X: Final = 250.0
_BAR: Final = 7.0
_VALUE: Final = 92.0

CARD: Final = QColor("#ffffff")
LINE: Final = QColor("#e4e0d7")
INK: Final = QColor("#20242c")
MUTED: Final = QColor("#6a7079")
UNKNOWN: Final = QColor("#8d897f")
MARKS: Final = {"good": QColor("#0f766e"), "watch": QColor("#b45309"), "unknown": UNKNOWN}
SOFT: Final = {"good": QColor("#bfe0da"), "watch": QColor("#f6d7a8"), "unknown": LINE}


@contextmanager
def graphics() -> Iterator[None]:
    """Qt ready to paint: the running application, or one without a screen that ends with the block."""
    if QGuiApplication.instance() is not None:
        _load_fonts()
        yield
        return
    app = QGuiApplication(["attune", "-platform", "offscreen"])
    _load_fonts()
    try:
        yield
    finally:
        app.shutdown()


def _load_fonts() -> None:
    if not QFontDatabase.hasFamily(_FAMILIES[0]):
        for path in sorted(_FONTS.glob("*.otf")):
            QFontDatabase.addApplicationFont(str(path))


def font(size_px: float, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
    """The report's type. Without the font's alternate figures: in a PDF these can be neither searched nor copied."""
    made = QFont()
    made.setFamilies(list(_FAMILIES))
    made.setPixelSize(round(size_px))
    made.setWeight(weight)
    made.setFeature(QFont.Tag("calt"), 0)
    made.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return made


def scorecard_height(view: ScorecardView, *, width: float) -> float:
    """The height the scorecard takes at this width."""
    recording = QPicture()
    painter = QPainter(recording)
    height = ScorecardPainter(painter, view, width=width).paint()
    painter.end()
    return height


class ScorecardPainter:
    """Paints from the top down and knows how far it has got (`y`)."""

    def __init__(self, painter: QPainter, view: ScorecardView, *, width: float) -> None:
        self._painter = painter
        self._view = view
        self._width = width
        self.y = 0.0

    def paint(self) -> float:
        """The whole page; the height used."""
        self._head()
        for row in self._view.rows:
            self._row(row)
        self._rule()
        self.y += 10
        for told in (self._view.talk, *self._view.notes):
            if told:
                self._text(told, size=13, colour=MUTED)
        self.y += 16
        self._columns()
        self.y += 18
        self._rule()
        self.y += 8
        self._text(EXPLANATION, size=11.5, colour=MUTED)
        return self.y

    # ------------------------------------------------------------ parts

    def _head(self) -> None:
        view = self._view
        self._text(view.title, size=15, weight=QFont.Weight.DemiBold, elide=True)
        self._text(view.about, size=12.5, colour=MUTED)
        self.y += 14
        self._text(HEADING, size=25, weight=QFont.Weight.DemiBold)
        self.y += 2
        self._text(f"{view.disclaimer}. Soft bands show how sure the measurement is.", size=12.5, colour=MUTED)
        self.y += 14

    def _row(self, row: LetterRow) -> None:
        self._rule()
        top = self.y
        middle = top + _ROW / 2
        bar_width = self._width - _BAR_X - _VALUE
        self._line(row.letter, _LETTER_X, middle - 6, 20, QFont.Weight.Bold)
        self._line(row.name, _NAME_X, middle - 6, 13.5)
        self._bar(row, QRectF(_BAR_X, top + 15, bar_width, _BAR))
        room = bar_width + (_VALUE if row.mark == "unknown" else 0)
        self.y = top + 28
        self._text(row.headline, size=12, colour=MUTED, x=_BAR_X, width=room)
        for told in row.coach:
            self._text(told, size=12, x=_BAR_X, width=room)
        bottom = max(top + _ROW, self.y + 6)
        if row.mark != "unknown":
            weight = QFont.Weight.DemiBold
            self._line(row.value_text, self._width - _VALUE, middle - 6, 15, weight, width=_VALUE, right=True)
        self.y = bottom

    def _bar(self, row: LetterRow, area: QRectF) -> None:
        painter = self._painter
        radius = _BAR / 2
        if row.low is None or row.high is None:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            pen = QPen(UNKNOWN, 1.0)
            pen.setDashPattern([3.0, 3.0])
            painter.setPen(pen)
            painter.drawRoundedRect(area, radius, radius)
            return
        self._fill(area, LINE, radius)
        self._fill(self._part(area, row.low, row.high).adjusted(0, -3, 0, 3), SOFT[row.mark], radius + 3)
        if row.value is not None:
            self._fill(self._part(area, 0.0, row.value), MARKS[row.mark], radius)

    def _columns(self) -> None:
        """Keep and change side by side, then the feelings."""
        top = self.y
        gap = 24.0
        half = (self._width - gap) / 2
        keep = self._block("Keep", self._view.keep, "good", 0.0, half, "Nothing stood out clearly in this call.")
        self.y = top
        change = (self._view.change,) if self._view.change else ()
        other = self._block("Change one thing", change, "watch", half + gap, half, "Nothing stood out clearly.")
        self.y = max(keep, other) + 18
        if self._view.moments:
            self._text("Feelings the customer voiced", size=15, weight=QFont.Weight.DemiBold)
            self.y += 4
            for moment in self._view.moments[:6]:
                colour = MARKS[moment.mark]
                self._dot(QPointF(5, self.y + 10), moment.mark)
                self._line(moment.time, 20, self.y + 10, 12.5, colour=MUTED)
                hidden = " (between the lines)" if moment.hidden else ""
                self._line(moment.feeling + hidden, 76, self.y + 10, 13, width=280)
                self._line(moment.outcome, 370, self.y + 10, 13, colour=colour)
                self.y += 23
            more = len(self._view.moments) - 6
            if more > 0:
                self._text(f"and {more} more", size=12, colour=MUTED)

    def _block(
        self, heading: str, reasons: tuple[ReasonView, ...], mark: str, x: float, width: float, empty: str
    ) -> float:
        self._text(heading, size=15, weight=QFont.Weight.DemiBold, x=x, width=width)
        self.y += 4
        if not reasons:
            self._text(empty, size=12.5, colour=MUTED, x=x, width=width)
        for reason in reasons:
            self._dot(QPointF(x + 5, self.y + 10), mark)
            self._text(reason.text, size=13, x=x + 20, width=width - 20)
            detail = " · ".join(part for part in (f"“{reason.quote}”" if reason.quote else "", reason.times) if part)
            if detail:
                self._text(detail, size=12, colour=MUTED, x=x + 20, width=width - 20)
            if reason.action:
                self._text(f"Next time: {reason.action}", size=13, x=x + 20, width=width - 20)
            self.y += 6
        return self.y

    # ------------------------------------------------------------ primitives

    def _part(self, area: QRectF, low: float, high: float) -> QRectF:
        left = area.left() + area.width() * max(0.0, low) / 100
        right = area.left() + area.width() * min(100.0, high) / 100
        return QRectF(left, area.top(), max(_BAR, right - left), area.height())

    def _fill(self, area: QRectF, colour: QColor, radius: float) -> None:
        self._painter.setPen(Qt.PenStyle.NoPen)
        self._painter.setBrush(QBrush(colour))
        self._painter.drawRoundedRect(area, radius, radius)

    def _dot(self, centre: QPointF, mark: str) -> None:
        """A full disc for good, half a disc for watch: the shape says it without the colour."""
        painter = self._painter
        painter.setPen(QPen(MARKS[mark], 1.4))
        painter.setBrush(MARKS[mark] if mark == "good" else Qt.BrushStyle.NoBrush)
        painter.drawEllipse(centre, 4.2, 4.2)
        if mark == "watch":
            half = QPainterPath(centre)
            half.arcTo(QRectF(centre.x() - 4.2, centre.y() - 4.2, 8.4, 8.4), 90, 180)
            painter.fillPath(half, MARKS[mark])

    def _rule(self) -> None:
        self._painter.setPen(QPen(LINE, 1.0))
        self._painter.drawLine(QPointF(0, self.y), QPointF(self._width, self.y))

    def _line(
        self,
        text: str,
        x: float,
        middle: float,
        size: float,
        weight: QFont.Weight = QFont.Weight.Normal,
        *,
        colour: QColor = INK,
        width: float = 0.0,
        right: bool = False,
    ) -> None:
        """One line, vertically centred at `middle`, shortened to `width` where one is given."""
        made = font(size, weight)
        if width:
            text = QFontMetricsF(made).elidedText(text, Qt.TextElideMode.ElideRight, width)
        self._painter.setFont(made)
        self._painter.setPen(colour)
        side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
        area = QRectF(x, middle - size, width or self._width - x, 2 * size)
        self._painter.drawText(area, side | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, text)

    def _text(
        self,
        text: str,
        *,
        size: float,
        weight: QFont.Weight = QFont.Weight.Normal,
        colour: QColor = INK,
        x: float = 0.0,
        width: float = 0.0,
        elide: bool = False,
    ) -> None:
        """Wrapped text from `y` on; moves `y` below it. elide: shortened to two lines."""
        made = font(size, weight)
        room = width or self._width - x
        if elide:
            text = QFontMetricsF(made).elidedText(text, Qt.TextElideMode.ElideRight, _TWO_LINES * room)
        flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap
        self._painter.setFont(made)
        self._painter.setPen(colour)
        needed = self._painter.boundingRect(QRectF(x, self.y, room, 10_000), flags, text)
        self._painter.drawText(needed.adjusted(0, 0, 2, 2), flags, text)
        self.y += needed.height() + 2
