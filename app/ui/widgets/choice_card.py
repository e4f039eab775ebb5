"""Large choices and session cards: painted buttons one can read from two metres."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QPushButton, QSizePolicy, QWidget

from app.ui.theme import Theme
from app.ui.widgets.kit import button
from app.ui.widgets.letter_strip import LetterSparkline
from app.ui.widgets.marks import paint_focus
from app.ui.widgets.paragraph import paint_paragraph, paragraph_height


class PaintedCard(QAbstractButton):
    """A button painted as a card."""

    def __init__(self, theme: Theme, name: str, then: Callable[[], object], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self.setAccessibleName(name)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.clicked.connect(lambda _checked=False: then())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses it as Space does."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def paint_frame(self, painter: QPainter, *, primary: bool) -> QRectF:
        """Paint surface, hairline and focus ring; gives the box inside."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        hover = self.underMouse() and self.isEnabled()
        fill = "good" if primary else ("hover" if hover else "card")
        painter.setPen(QPen(self.theme.colour("ink" if hover and primary else "good" if primary else "line"), 1))
        painter.setBrush(self.theme.colour(fill))
        painter.drawRoundedRect(box, self.theme.sizes.radius_card, self.theme.sizes.radius_card)
        if self.hasFocus():
            paint_focus(painter, self.theme, box, self.theme.sizes.radius_card)
        return box


class ChoiceCard(PaintedCard):
    """A large choice: a title and one sentence. The primary one is filled."""

    def __init__(
        self, theme: Theme, title: str, text: str, then: Callable[[], object], *, primary: bool = False
    ) -> None:
        super().__init__(theme, f"{title}. {text}", then)
        self._title = title
        self._text = text
        self._primary = primary
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def sizeHint(self) -> QSize:
        """Room for a title and two lines."""
        sizes = self.theme.sizes
        return QSize(280, 2 * sizes.pad + sizes.title + 3 * sizes.body + 44)

    def hasHeightForWidth(self) -> bool:
        """A narrow card is higher."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Room for the whole sentence."""
        pad = self.theme.sizes.pad + 4
        text = paragraph_height(self._text, self.theme.font("body"), width - 2 * pad - 1)
        return max(self.sizeHint().height(), math.ceil(2 * pad + self._head() + text) + 1)

    def _head(self) -> int:
        """The height of the title and the room below it."""
        return self.theme.sizes.title + 16

    def minimumSizeHint(self) -> QSize:
        """Not smaller than wanted."""
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint title and sentence."""
        painter = QPainter(self)
        box = self.paint_frame(painter, primary=self._primary)
        pad = self.theme.sizes.pad + 4
        text = box.adjusted(pad, pad, -pad, -pad)
        painter.setPen(self.theme.colour("on_good" if self._primary else "ink"))
        painter.setFont(self.theme.font("title", strong=True))
        painter.drawText(text, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop, self._title)
        painter.setFont(self.theme.font("body"))
        painter.setPen(self.theme.colour("on_good" if self._primary else "muted"))
        below = text.adjusted(0, self._head(), 0, 0)
        paint_paragraph(painter, below, self._text, self.theme.font("body"))


class SessionCard(PaintedCard):
    """A session: title, when and how long, its seven marks, and what to do next.

    The card leads to the session; `start` does the next thing at once, by a button of its own.
    """

    def __init__(
        self,
        theme: Theme,
        title: str,
        about: str,
        marks: Mapping[str, str],
        action: str,
        then: Callable[[], object],
        start: Callable[[], object] | None = None,
    ) -> None:
        super().__init__(theme, f"{title}, {about}." if start is not None else f"{title}, {about}. {action}", then)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)  # as high as its neighbours
        self._title = title
        self._about = about
        self._action = action
        self._strip = LetterSparkline(theme, f"The seven letters of {title}", self)
        if marks:
            self._strip.show_marks(marks)
        self._strip.setVisible(bool(marks))
        self._strip.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.start_button: QPushButton | None = None
        if start is not None:
            self.start_button = button(action, start, "small", name=f"{action}, after {title}")
            self.start_button.setParent(self)

    def sizeHint(self) -> QSize:
        """Room for four lines."""
        sizes = self.theme.sizes
        last = sizes.small if self.start_button is None else self.start_button.sizeHint().height()
        return QSize(280, 2 * sizes.pad + sizes.body + sizes.small + last + self._strip.sizeHint().height() + 50)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The button stands at the foot, as wide as its words or as the card lets it."""
        super().resizeEvent(event)
        if self.start_button is not None:
            pad, wanted = self.theme.sizes.pad, self.start_button.sizeHint()
            width = min(wanted.width(), self.width() - 2 * pad)
            self.start_button.setGeometry(pad, self.height() - pad - wanted.height() + 4, width, wanted.height())

    def minimumSizeHint(self) -> QSize:
        """Not smaller than wanted."""
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the words; the marks paint themselves."""
        painter = QPainter(self)
        box = self.paint_frame(painter, primary=False)
        sizes = self.theme.sizes
        pad = sizes.pad
        text = box.adjusted(pad, pad - 4, -pad, -pad + 4)
        top_left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop
        painter.setPen(self.theme.colour("ink"))
        painter.setFont(self.theme.font("body", strong=True))
        title = painter.fontMetrics().elidedText(self._title, Qt.TextElideMode.ElideRight, int(text.width()))
        painter.drawText(text, top_left, title)
        painter.setPen(self.theme.colour("muted"))
        painter.setFont(self.theme.font("small"))
        about = painter.fontMetrics().elidedText(self._about, Qt.TextElideMode.ElideRight, int(text.width()))
        painter.drawText(text.adjusted(0, sizes.body + 8, 0, 0), top_left, about)
        if self.start_button is None:
            self._paint_action(painter, text)
        self._strip.setGeometry(
            pad,
            int(pad + sizes.body + sizes.small + 24),
            self._strip.sizeHint().width(),
            self._strip.sizeHint().height(),
        )

    def _paint_action(self, painter: QPainter, text: QRectF) -> None:
        painter.setPen(self.theme.colour("good"))
        bottom_left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom
        action = painter.fontMetrics().elidedText(self._action, Qt.TextElideMode.ElideRight, int(text.width()))
        painter.drawText(text, bottom_left, action)
