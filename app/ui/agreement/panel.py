"""How well two raters agree, letter by letter: who is chosen above, every letter is a card below."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QComboBox, QFrame, QLayout, QSizePolicy, QWidget

from app.library.agreement.letters import MACHINE
from app.library.agreement.rated import RatedCall
from app.ui.agreement.presenter import AgreementView, ApartView, IntervalView, LetterView, present_agreement
from app.ui.theme import Theme
from app.ui.widgets.kit import button, card, clear, column, empty_layout, label, row

_KAPPA: Final = "Agreement beyond chance (weighted kappa)"


class IntervalBar(QWidget):
    """A figure between `low` and `high` of its scale: the interval as a bar, the value as a tick, zero as a line."""

    def __init__(self, theme: Theme, shown: IntervalView, name: str, limits: tuple[float, float]) -> None:
        super().__init__()
        self.theme, self.shown, self._limits = theme, shown, limits
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(name)
        self.setAccessibleDescription(shown.words)

    def sizeHint(self) -> QSize:
        """A low bar."""
        return QSize(160, 18)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint scale, interval and value."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        middle = self.height() / 2
        painter.setPen(QPen(self.theme.colour("line"), 1))
        painter.drawLine(QPointF(0, middle), QPointF(self.width(), middle))
        painter.drawLine(QPointF(self._x(0.0), 2), QPointF(self._x(0.0), self.height() - 2))
        if self.shown.value is None:
            return
        if self.shown.low is not None and self.shown.high is not None:
            painter.setPen(QPen(self.theme.colour("you"), 0))
            colour = self.theme.colour("you")
            colour.setAlpha(80)
            painter.setBrush(colour)
            left, right = self._x(self.shown.low), self._x(self.shown.high)
            painter.drawRoundedRect(QRectF(left, middle - 4, max(3.0, right - left), 8), 4, 4)
        painter.setPen(QPen(self.theme.colour("you"), 3))
        at = self._x(self.shown.value)
        painter.drawLine(QPointF(at, middle - 7), QPointF(at, middle + 7))

    def _x(self, value: float) -> float:
        low, high = self._limits
        share = (min(high, max(low, value)) - low) / (high - low)
        return 2 + share * (self.width() - 4)


class AgreementPanel(QWidget):
    """look: opens a call about which the two differ. about: what is counted, “call” or “clip”."""

    def __init__(self, theme: Theme, look: Callable[[Path], object], about: str = "call") -> None:
        super().__init__()
        self.setProperty("look", "clear")
        self.theme, self._look, self._about = theme, look, about
        self.calls: tuple[RatedCall, ...] = ()
        self._me = ""
        self.first, self.second = (self._choice(name) for name in ("First rater", "Second rater"))
        self._room = column(spacing=theme.sizes.gap)
        self._choices = clear(row(self.first, label("and", "muted"), self.second, None, spacing=10))
        self._choices.hide()
        self.setLayout(column(self._choices, 6, self._room))

    def show_calls(self, calls: Sequence[RatedCall], me: str, second: str = MACHINE) -> AgreementView:
        """Show these. me, second: who is compared at first, where they have rated."""
        self.calls, self._me = tuple(calls), me
        return self._show(str(self.first.currentData() or ""), str(self.second.currentData() or second))

    def _choice(self, name: str) -> QComboBox:
        made = QComboBox()
        made.setAccessibleName(name)
        made.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        made.activated.connect(lambda _index: self._chosen())
        return made

    def _chosen(self) -> None:
        self._show(str(self.first.currentData() or ""), str(self.second.currentData() or ""))

    def _show(self, first: str, second: str) -> AgreementView:
        view = present_agreement(self.calls, me=self._me, first=first, second=second, about=self._about)
        empty_layout(self._room)
        self._choices.setVisible(bool(view.firsts))
        for choice, offered, key in ((self.first, view.firsts, view.first), (self.second, view.seconds, view.second)):
            choice.clear()
            for name, words in offered:
                choice.addItem(words, name)
            choice.setCurrentIndex(choice.findData(key))
        for letter in view.letters:
            self._room.addWidget(self._letter(letter))
        return view

    def _letter(self, view: LetterView) -> QFrame:
        head = row(label(view.letter, "heading"), label(view.name, "strong"), None, label(view.calls, "muted"))
        figures = [
            self._figure(_KAPPA, view.kappa, (-0.5, 1.0)),
            self._figure("Same level, same order (ICC)", view.icc, (-0.5, 1.0)),
            self._figure("Steps higher", view.difference, (-2.0, 2.0)),
        ]
        known = view.kappa.value is not None or view.difference.value is not None
        across = self._beside(figures) if known else row()
        apart = [self._apart(one) for one in view.apart] if known else []
        heading = [label("Furthest apart", "muted")] if apart else []
        return card(self.theme, head, label(view.words, wrap=True), across, *heading, *apart, spacing=8)

    def _beside(self, figures: list[QWidget]) -> QLayout:
        if self.theme.sizes.very_large:
            return column(*figures, spacing=10)
        made = row(*figures, spacing=28)
        for place in range(len(figures)):
            made.setStretch(place, 1)
        return made

    def _figure(self, name: str, shown: IntervalView, limits: tuple[float, float]) -> QWidget:
        return clear(
            label(name, "muted", wrap=True),
            IntervalBar(self.theme, shown, name, limits),
            label(shown.words),
            None,
            spacing=3,
        )

    def _apart(self, one: ApartView) -> QLayout:
        then = partial(self._look, one.folder)
        return row(
            label(one.title),
            label(one.words, "muted"),
            None,
            button("Look", then, "small", name=f"Look at {one.title}"),
        )
