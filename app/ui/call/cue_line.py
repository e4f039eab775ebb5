"""The line under the customer: one live cue, or a quiet sentence, and empty most of the time."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.ui.call.practice_presenter import CueLineView
from app.ui.theme import Theme

_WIDEST = 600


class CueLine(QWidget):
    """Keeps its height, so that nothing moves when a cue comes or goes."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.theme = theme
        self.cue: CueLineView | None = None
        self._text = ""
        self.setFixedHeight(theme.sizes.cue)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("")

    def text(self) -> str:
        """The quiet sentence."""
        return self._text

    def show_now(self, cue: CueLineView | None, text: str) -> None:
        """Show a cue, or the sentence when there is none."""
        if (cue, text) == (self.cue, self._text):
            return
        self.cue, self._text = cue, text
        self.setAccessibleName(f"{cue.text}, {cue.place}" if cue is not None else text)
        self.update()

    def sizeHint(self) -> QSize:
        """As the sketch."""
        return QSize(_WIDEST, self.theme.sizes.cue)

    def minimumSizeHint(self) -> QSize:
        """Still readable."""
        return QSize(280, self.theme.sizes.cue)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the cue in its card, or the sentence."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.cue is not None:
            self._paint_cue(painter, self.cue)
        elif self._text:
            painter.setFont(self.theme.font("body"))
            painter.setPen(self.theme.colour("muted"))
            flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(self.rect(), flags, self._text)

    def _paint_cue(self, painter: QPainter, cue: CueLineView) -> None:
        sizes = self.theme.sizes
        wide = min(self.width(), round(_WIDEST * max(1.0, sizes.body / 14)))
        box = QRectF((self.width() - wide) / 2, 0, wide, self.height()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.setPen(QPen(self.theme.colour("good"), 1))
        painter.setBrush(self.theme.colour("good_soft"))
        painter.drawRoundedRect(box, sizes.radius_control, sizes.radius_control)
        painter.setPen(self.theme.colour("good"))
        painter.setFont(self.theme.font("title", strong=True))
        letter = QRectF(box.left(), box.top(), 3 * sizes.title, box.height())
        painter.drawText(letter, Qt.AlignmentFlag.AlignCenter, cue.letter)
        words = box.adjusted(3 * sizes.title - 4, 0, -sizes.gap, 0)
        left = Qt.AlignmentFlag.AlignLeft
        middle = words.top() + words.height() * 0.56
        painter.setPen(self.theme.colour("ink"))
        painter.setFont(self.theme.font("letter", strong=True))
        text = painter.fontMetrics().elidedText(cue.text, Qt.TextElideMode.ElideRight, int(words.width()))
        painter.drawText(
            QRectF(words.left(), words.top(), words.width(), middle - words.top()),
            left | Qt.AlignmentFlag.AlignBottom,
            text,
        )
        painter.setPen(self.theme.colour("muted"))
        painter.setFont(self.theme.font("small"))
        below = QRectF(words.left(), middle + 2, words.width(), words.bottom() - middle)
        painter.drawText(below, left | Qt.AlignmentFlag.AlignTop, cue.place)
