"""Paints one lane over a strip of time."""

from __future__ import annotations

import math
from typing import Final

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from app.library.review.series import LetterSeries, Stretch
from app.library.review.stretches import CUSTOMER_SMILE, ZONE_WORDS
from app.ui.review.tracks.presenters.lanes import Band, Comments, Gaze, Lane, Locked, Points, Rows, Speech, Voice
from app.ui.review.tracks.strip import (
    MARKER_PX,
    Strip,
    hatch,
    paint_bubble,
    paint_columns,
    paint_marker,
    polygon,
    row_boxes,
    runs_of_known,
)
from app.ui.theme import Theme
from app.ui.tokens import NORMAL_BODY
from perception.types import FloatArray

_PAD: Final = 5.0  # above and below what a lane shows
_BAND_PAD: Final = 3.0
_ROUND: Final = 3.0
_LEVEL_ALPHA: Final = 60
_EDGE_ALPHA: Final = 110
_UNMEASURED: Final = (4.0, 4.0)
_ROW_SHARE: Final = 0.5  # of a row's height that its bars take
_STEPS_APART: Final = 2.5  # steps of a letter's own grid between two values that are still joined


class LanePainter:
    """Knows the look; `paint` fills one lane's part of a strip. `missing`: what was not captured."""

    def __init__(self, theme: Theme, missing: tuple[Stretch, ...]) -> None:
        self.theme = theme
        self._missing = missing

    def paint(self, painter: QPainter, lane: Lane, strip: Strip, top: float, height: float) -> None:
        """Paint the lane between `top` and `top + height`."""
        box = QRectF(0.0, top, strip.width, height)
        match lane.content:
            case Speech() as speech:
                self._speech(painter, speech, strip, box)
            case Gaze() as gaze:
                self._gaze(painter, gaze, strip, box)
            case Rows() as rows:
                self._rows(painter, rows, strip, box)
            case Band(series=series):
                self._band(painter, series, strip, box)
            case Voice() as voice:
                self._voice(painter, voice, strip, box)
            case Points() as points:
                self._points(painter, points, strip, box)
            case Comments() as comments:
                self._comments(painter, comments, strip, box)
            case Locked():
                return
        for gap in self._missing:
            area = strip.box(gap.start_s, gap.end_s, top, height)
            if area is not None:
                hatch(painter, area, self.theme.colour("unknown"))

    def _speech(self, painter: QPainter, speech: Speech, strip: Strip, box: QRectF) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.theme.colour(speech.colour))
        top, height = box.top() + _PAD, box.height() - 2 * _PAD
        for run in speech.runs:
            area = strip.box(run.start_s, run.end_s, top, height)
            if area is not None:
                painter.drawRoundedRect(area, _ROUND, _ROUND)
        # Where both speak the bar has a light core: seen without colour on both lanes.
        painter.setBrush(self.theme.colour("card"))
        for span in speech.overlaps:
            area = strip.box(span.start_s, span.end_s, top + height * 0.34, height * 0.32)
            if area is not None:
                painter.drawRect(area)

    def _gaze(self, painter: QPainter, gaze: Gaze, strip: Strip, box: QRectF) -> None:
        """On the call a full bar, the notes a half one in outline, away a thin line."""
        inner = box.adjusted(0, _PAD, 0, -_PAD)
        good, unknown = self.theme.colour("good"), self.theme.colour("muted")
        for run in gaze.runs:
            if run.label == ZONE_WORDS["away"]:
                area = strip.box(run.start_s, run.end_s, inner.bottom() - 2.5, 2.5)
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(unknown)
            elif run.label == ZONE_WORDS["notes"]:
                area = strip.box(run.start_s, run.end_s, inner.center().y(), inner.height() / 2)
                painter.setPen(QPen(unknown, 1.0))
                painter.setBrush(Qt.BrushStyle.NoBrush)
            else:
                area = strip.box(run.start_s, run.end_s, inner.top(), inner.height())
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(good)
            if area is not None:
                painter.drawRect(area)

    def _rows(self, painter: QPainter, rows: Rows, strip: Strip, box: QRectF) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        for place, (_, runs) in zip(row_boxes(box, len(rows.rows)), rows.rows, strict=True):
            height = place.height() * _ROW_SHARE
            for run in runs:
                painter.setBrush(self.theme.colour("customer" if run.kind == CUSTOMER_SMILE else "you"))
                area = strip.box(run.start_s, run.end_s, place.center().y() - height / 2, height)
                if area is not None:
                    painter.drawRoundedRect(area, 2.0, 2.0)

    def _band(self, painter: QPainter, series: LetterSeries | None, strip: Strip, box: QRectF) -> None:
        """The interval as a soft band, the value as a line; dashes where too little was measured, never 0."""
        inner = box.adjusted(0, _BAND_PAD, 0, -_BAND_PAD)
        if series is None or not len(series.t_s):
            self._unmeasured(painter, strip, [(strip.start_s, strip.end_s)], inner)
            return
        step_s = float(np.median(np.diff(series.t_s))) if len(series.t_s) > 1 else series.window_s
        first, last = np.searchsorted(series.t_s, (strip.start_s - 2 * step_s, strip.end_s + 2 * step_s))
        cut = slice(int(first), int(last))
        xs = series.t_s[cut] * strip.px_per_s - strip.first_px
        value, low, high = (inner.bottom() - one[cut] / 100.0 * inner.height() for one in _of(series))
        known = runs_of_known(value)
        faint = QColor(self.theme.colour("good"))
        faint.setAlpha(_EDGE_ALPHA)
        blank: list[tuple[float, float]] = []
        at_s = strip.start_s - 2 * step_s
        for run in known:
            begin_s, end_s = series.t_s[cut][run.start], series.t_s[cut][run.stop - 1]
            blank.append((at_s, float(begin_s)))
            at_s = float(end_s)
            painter.setPen(QPen(faint, 1.0))
            painter.setBrush(self.theme.colour("good_soft"))
            edge = np.concatenate((xs[run], xs[run][::-1]))
            painter.drawPolygon(polygon(edge, np.concatenate((low[run], high[run][::-1]))))
            painter.setPen(QPen(self.theme.colour("good"), 2.0, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawPolyline(polygon(xs[run], value[run]))
        blank.append((at_s, strip.end_s + step_s))
        self._unmeasured(painter, strip, [one for one in blank if one[1] - one[0] > _STEPS_APART * step_s], inner)

    def _unmeasured(self, painter: QPainter, strip: Strip, spans: list[tuple[float, float]], box: QRectF) -> None:
        pen = QPen(self.theme.colour("unknown"), 1.4)
        pen.setDashPattern(list(_UNMEASURED))
        painter.setPen(pen)
        y = box.center().y()
        for start_s, end_s in spans:
            left, right = max(-20.0, strip.x(start_s)), min(strip.width + 20.0, strip.x(end_s))
            if right > left:
                # Dashes keep their place from strip to strip.
                pen.setDashOffset((strip.first_px + left) / pen.widthF())
                painter.setPen(pen)
                painter.drawLine(QPointF(left, y), QPointF(right, y))

    def _voice(self, painter: QPainter, voice: Voice, strip: Strip, box: QRectF) -> None:
        """The level as a soft area, the pitch as a line over it."""
        inner = box.adjusted(0, 2.0, 0, -2.0)
        colour = self.theme.colour(voice.colour)
        soft = QColor(colour)
        soft.setAlpha(_LEVEL_ALPHA)
        low_db, high_db = voice.level_db
        _, level = voice.level.columns(strip.start_s, strip.px_per_s, strip.width)
        tall = np.clip((level - low_db) / (high_db - low_db), 0.0, 1.0) * inner.height()
        painter.setPen(QPen(soft, 1.0))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        paint_columns(painter, np.where(tall > 0.5, inner.bottom(), np.nan), inner.bottom() - tall)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        self._pitch(painter, voice, strip, inner, colour)

    def _pitch(self, painter: QPainter, voice: Voice, strip: Strip, inner: QRectF, colour: QColor) -> None:
        low, high = (math.log2(one) for one in voice.pitch_hz)

        def y(hz: FloatArray) -> FloatArray:
            share = np.clip((np.log2(hz) - low) / max(high - low, 1e-6), 0.0, 1.0)
            return np.asarray(inner.bottom() - 2.0 - share * (inner.height() - 4.0))

        if voice.pitch.fine(strip.start_s, strip.end_s, strip.width):
            times, hz = voice.pitch.samples(strip.start_s, strip.end_s)
            xs, ys = times * strip.px_per_s - strip.first_px, y(hz)
            painter.setPen(QPen(colour, 1.8))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            for run in runs_of_known(ys):
                painter.drawPolyline(polygon(xs[run], ys[run]))
            return
        lows, highs = voice.pitch.columns(strip.start_s, strip.px_per_s, strip.width)
        painter.setPen(QPen(colour, 1.0))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        paint_columns(painter, y(lows) + 0.8, y(highs) - 0.8)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)

    def _points(self, painter: QPainter, points: Points, strip: Strip, box: QRectF) -> None:
        across = self._marker()
        for one in points.points:
            x = strip.x(one.t_s)
            if -across <= x <= strip.width + across:
                colour = {"good": "good", "watch": "watch"}.get(one.mark, "muted")
                painter.setPen(QPen(self.theme.colour("card"), 1.0))
                painter.setBrush(self.theme.colour(colour))
                paint_marker(painter, one.shape, QPointF(x, box.center().y()), across)

    def _comments(self, painter: QPainter, comments: Comments, strip: Strip, box: QRectF) -> None:
        across = self._marker() * 1.3
        soft, ink = self.theme.colour("good_soft"), self.theme.colour("good")
        for one in comments.comments:
            if one.t_s is None:
                continue
            if one.end_s is not None and one.end_s > one.t_s:
                area = strip.box(one.t_s, one.end_s, box.center().y() - across / 2, across)
                if area is not None:
                    painter.setPen(QPen(ink, 1.0))
                    painter.setBrush(soft)
                    painter.drawRoundedRect(area, _ROUND, _ROUND)
            x = strip.x(one.t_s)
            if -across <= x <= strip.width + across:
                painter.setPen(QPen(self.theme.colour("card"), 1.0))
                painter.setBrush(ink)
                paint_bubble(painter, QRectF(x - across * 0.25, box.center().y() - across / 2, across, across))

    def _marker(self) -> float:
        return MARKER_PX * (1.0 + self.theme.sizes.body / NORMAL_BODY) / 2.0


def _of(series: LetterSeries) -> tuple[FloatArray, FloatArray, FloatArray]:
    return series.value, series.low, series.high
