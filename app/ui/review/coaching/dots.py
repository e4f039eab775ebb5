"""One letter's rating as five discs, set by mouse or keys."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QEnterEvent, QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.ui.review.coaching.presenter import CANNOT_TELL, RatingRow
from app.ui.theme import Theme
from perception.recording.review_notes import RATING_HIGHEST, RATING_LOWEST

CANNOT: Final = 0  # the cell after the five discs
_DIGITS: Final = {Qt.Key(Qt.Key.Key_0.value + number): number for number in range(RATING_LOWEST, RATING_HIGHEST + 1)}
_CANNOT_KEYS: Final = (Qt.Key.Key_0, Qt.Key.Key_Question)  # N leads to the next moment, here too
_STEPS: Final[tuple[int, ...]] = (*range(RATING_LOWEST, RATING_HIGHEST + 1), CANNOT)


class RatingDots(QWidget):
    """Five discs and a question mark for “cannot tell”.

    rated(int): 1..5, or CANNOT. shown(object): the step under the mouse or the keys, None for none. left(int): the keys
    go one row up (-1) or down (1).
    """

    rated = Signal(int)
    shown = Signal(object)
    left = Signal(int)

    def __init__(self, theme: Theme, row: RatingRow) -> None:
        super().__init__()
        self.theme = theme
        self.row = row
        self._under: int | None = None  # the step under the mouse
        self._at: int | None = None  # the step the keys stand at
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.show_row(row)

    def show_row(self, row: RatingRow) -> None:
        """Show what was rated."""
        self.row = row
        self._at = row.value or (CANNOT if row.cannot else None)
        self.setAccessibleName(row.aloud)
        self.setAccessibleDescription("Keys 1 to 5 rate, 0 is “cannot tell”, arrows read the steps.")
        self.update()

    def sizeHint(self) -> QSize:
        """Six cells in a row."""
        return QSize(len(_STEPS) * self._cell(), self.theme.sizes.body * 2)

    # ------------------------------------------------------------ mouse and keys

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show the step under the mouse."""
        self._hover(self._step_at(event.position().x()))

    def enterEvent(self, event: QEnterEvent) -> None:
        """The same where the mouse comes in."""
        self._hover(self._step_at(event.position().x()))

    def leaveEvent(self, event: object) -> None:
        """Back to what the keys stand at."""
        del event
        self._hover(None)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Rate."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._rate(self._step_at(event.position().x()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """1 to 5 rate, 0 cannot tell, arrows go along the steps, Enter takes one, Up and Down change the row."""
        key = Qt.Key(event.key())
        if key in _DIGITS:
            self._rate(_DIGITS[key])
            self.left.emit(1)
        elif key in _CANNOT_KEYS:
            self._rate(CANNOT)
            self.left.emit(1)
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self._go(-1 if key == Qt.Key.Key_Left else 1)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and self._at is not None:
            self._rate(self._at)
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.left.emit(-1 if key == Qt.Key.Key_Up else 1)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Read out the step it stands at."""
        super().focusInEvent(event)
        self.shown.emit(self._at or None)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """What was not taken is forgotten."""
        super().focusOutEvent(event)
        self._at = self.row.value or (CANNOT if self.row.cannot else None)
        self.update()

    def _go(self, by: int) -> None:
        if self._at is None:
            place = -1 if by > 0 else len(_STEPS)
        else:
            place = _STEPS.index(self._at)
        self._at = _STEPS[min(max(0, place + by), len(_STEPS) - 1)]
        self.shown.emit(self._at or None)
        self.update()

    def _hover(self, step: int | None) -> None:
        if step != self._under:
            self._under = step
            self.setToolTip("Cannot tell" if step == CANNOT else "")
            self.shown.emit((step if step is not None else self._at) or None)
            self.update()

    def _rate(self, step: int) -> None:
        self._at = step
        self.rated.emit(step)

    def _step_at(self, x: float) -> int:
        place = min(max(0, int(x // self._cell())), len(_STEPS) - 1)
        return _STEPS[place]

    # ------------------------------------------------------------ painting

    def _cell(self) -> int:
        return self.theme.sizes.body * 29 // 20

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Discs up to the rating, rings after it; small points while nothing is rated."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.row.cannot and self._under is None and not self.hasFocus():
            painter.setPen(self.theme.colour("muted"))
            painter.setFont(self.theme.font("small"))
            box = QRectF(self.rect()).adjusted(0, 0, -4, 0)
            painter.drawText(box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, CANNOT_TELL)
            return
        for place, step in enumerate(_STEPS):
            centre = QPointF((place + 0.5) * self._cell(), self.height() / 2)
            if step == CANNOT:
                self._paint_cannot(painter, centre)
            else:
                self._paint_step(painter, centre, step)
        if self.hasFocus():
            painter.setPen(QPen(self.theme.colour("good"), self.theme.sizes.focus))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 6, 6)

    def _paint_step(self, painter: QPainter, centre: QPointF, step: int) -> None:
        radius = self.theme.sizes.body * 0.38
        chosen, aimed = self.row.value or 0, self._under if self._under is not None else self._aimed()
        if not chosen and not aimed:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self.theme.colour("muted"))
            painter.drawEllipse(centre, radius / 3.2, radius / 3.2)
            return
        shown = aimed or chosen
        line = QPen(self.theme.colour("good" if aimed and aimed != chosen else "ink"), 1.6)
        painter.setPen(line)
        painter.setBrush(line.color() if step <= shown else Qt.BrushStyle.NoBrush)
        painter.drawEllipse(centre, radius, radius)

    def _paint_cannot(self, painter: QPainter, centre: QPointF) -> None:
        aimed = (self._under if self._under is not None else self._aimed()) == CANNOT
        painter.setPen(self.theme.colour("good" if aimed else "ink" if self.row.cannot else "unknown"))
        painter.setFont(self.theme.font("small", strong=aimed or self.row.cannot))
        half = self._cell() / 2
        box = QRectF(centre.x() - half, 0, 2 * half, self.height())
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, "?")

    def _aimed(self) -> int | None:
        """What the keys stand at, where it is not taken yet."""
        taken = self.row.value or (CANNOT if self.row.cannot else None)
        return self._at if self.hasFocus() and self._at != taken else None
