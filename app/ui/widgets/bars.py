"""Bars: a score with the band of its interval, the level of a voice, and who speaks how much."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.ui.bar_presenter import Bar, bar_words
from app.ui.theme import Theme

_DASHES: Final = (3.0, 3.0)
_QUIET_DBFS: Final = -60.0


class ScoreBar(QWidget):
    """A thin bar: the value in its colour, the interval as a paler, taller band, dashed when unknown."""

    _BAR = 8
    _BAND = 14

    def __init__(self, theme: Theme, shown: Bar, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self.shown = shown
        self.setAccessibleName("Score")
        self.setAccessibleDescription(bar_words(shown))

    def sizeHint(self) -> QSize:
        """As wide as it gets, as tall as the band."""
        return QSize(410, self._BAND)

    def minimumSizeHint(self) -> QSize:
        """A bar still readable."""
        return QSize(120, self._BAND)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint track, band and value."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        track = QRectF(0, (self.height() - self._BAR) / 2, self.width(), self._BAR)
        if self.shown.value is None and self.shown.low is None:
            self._paint_unknown(painter, track)
        else:
            self._paint_known(painter, track)
        if self.shown.said is not None:
            self._paint_said(painter, self.shown.said)

    def _paint_known(self, painter: QPainter, track: QRectF) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.theme.colour("track"))
        painter.drawRoundedRect(track, self._BAR / 2, self._BAR / 2)
        self._paint_band(painter)
        if self.shown.value is not None:
            painter.setBrush(self.theme.colour("good" if self.shown.mark == "good" else "watch"))
            filled = QRectF(track.left(), track.top(), track.width() * self.shown.value / 100, self._BAR)
            painter.drawRoundedRect(filled, self._BAR / 2, self._BAR / 2)

    def _paint_said(self, painter: QPainter, said: float) -> None:
        """A ring in the learner's colour, so that it is told from the value by its shape, too."""
        place = min(self.width() - self._BAND / 2, max(self._BAND / 2, self.width() * said / 100))
        painter.setPen(QPen(self.theme.colour("you"), 2))
        painter.setBrush(self.theme.colour("card"))
        painter.drawEllipse(QPointF(place, self.height() / 2), self._BAND / 2 - 2, self._BAND / 2 - 2)

    def _paint_unknown(self, painter: QPainter, track: QRectF) -> None:
        pen = QPen(self.theme.colour("unknown"), 1)
        pen.setDashPattern(list(_DASHES))
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(track.adjusted(0.5, 0.5, -0.5, -0.5), self._BAR / 2, self._BAR / 2)

    def _paint_band(self, painter: QPainter) -> None:
        low, high = self.shown.low, self.shown.high
        if low is None or high is None:
            return
        good = self.shown.mark == "good"
        left, right = self.width() * low / 100, self.width() * high / 100
        band = QRectF(left, (self.height() - self._BAND) / 2, max(self._BAND / 2, right - left), self._BAND)
        colour = self.theme.colour("good_soft" if good else "watch_soft")
        painter.setBrush(colour)
        if self.shown.value is None:
            painter.setPen(QPen(self.theme.colour("good" if good else "watch"), 1))
            band.adjust(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(band, self._BAND / 2, self._BAND / 2)
        painter.setPen(Qt.PenStyle.NoPen)


class LevelMeter(QWidget):
    """A level 0..1 as a row of small segments; unlit ones stay visible."""

    _SEGMENTS = 24
    _HEIGHT = 10

    def __init__(self, theme: Theme, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self._name = name
        self._level: float | None = None
        self._mark = "good"
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(name)

    @property
    def level(self) -> float | None:
        """What is shown, 0..1, or None."""
        return self._level

    def show_level(self, level: float | None, mark: str) -> None:
        """Show a level; None is 'not measured'."""
        self._level = None if level is None else min(1.0, max(0.0, level))
        self._mark = mark
        self.setAccessibleDescription("not measured" if level is None else f"{self._level or 0:.0%}")
        self.update()

    def sizeHint(self) -> QSize:
        """A row of segments."""
        return QSize(240, self._HEIGHT)

    def minimumSizeHint(self) -> QSize:
        """A row still readable."""
        return QSize(96, self._HEIGHT)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the segments, lit up to the level."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        step = self.width() / self._SEGMENTS
        lit = round((self._level or 0.0) * self._SEGMENTS)
        for number in range(self._SEGMENTS):
            name = ("good" if self._mark == "good" else "watch") if number < lit else "track"
            painter.setBrush(self.theme.colour(name))
            painter.drawRoundedRect(QRectF(number * step, 0, step - 3, self.height()), 3, 3)


def level_share(dbfs: float | None) -> float | None:
    """Place of a level on the meter: -60 dBFS is empty, 0 full."""
    return None if dbfs is None else min(1.0, max(0.0, 1 - dbfs / _QUIET_DBFS))


class TalkBar(QWidget):
    """Who has spoken how much: you on the left, the customer on the right."""

    _HEIGHT = 8

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self._share: float | None = None
        self.setAccessibleName("Who speaks")

    def show_share(self, share: float | None) -> None:
        """The CSM's share of the speech so far, 0..1."""
        self._share = share
        self.setAccessibleDescription("nothing said yet" if share is None else f"you {share:.0%}")
        self.update()

    def sizeHint(self) -> QSize:
        """A thin bar."""
        return QSize(200, self._HEIGHT)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the two shares with a gap between."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        if self._share is None:
            self._fill(painter, 0, self.width(), self.theme.colour("track"))
            return
        middle = self.width() * self._share
        self._fill(painter, 0, middle - 2, self.theme.colour("you"))
        self._fill(painter, middle + 2, self.width(), self.theme.colour("customer"))

    def _fill(self, painter: QPainter, left: float, right: float, colour: QColor) -> None:
        painter.setBrush(colour)
        if right - left > 1:
            painter.drawRoundedRect(QRectF(left, 0, right - left, self.height()), 4, 4)
