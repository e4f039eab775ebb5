"""How well ratings agree, letter by letter, in plain words first and figures after."""

from __future__ import annotations

from functools import partial
from typing import Any, Final

from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QComboBox, QFrame, QLayout, QSizePolicy, QWidget

from app.library.agreement.rated import RatedCall
from app.ui.agreement.presenter import EMPTY, NOTE, ApartView, IntervalView, LetterView, present_agreement
from app.ui.page import Desk, Page
from app.ui.routes import ToCalibrationPacks, ToReview, ToRubric, ToSessions
from app.ui.theme import Theme
from app.ui.widgets.kit import button, card, centred, clear, column, empty_layout, label, row, scrolled
from app.ui.widgets.notices import EmptyState
from app.ui.widgets.top_bar import BarContent

_WIDE: Final = 1080


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


class AgreementPage(Page):
    """Who is compared with whom is chosen above; every letter is a card."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.calls: tuple[RatedCall, ...] = ()
        self.first, self.second = (self._choice(name) for name in ("First rater", "Second rater"))
        self._room = column(spacing=self.theme.sizes.gap)
        self._choices = clear(row(self.first, label("and", "muted"), self.second, None, spacing=10))
        links = row(
            button("What the steps mean", lambda: self.go.emit(ToRubric()), "plain"),
            button("Calibration packs", lambda: self.go.emit(ToCalibrationPacks()), "plain"),
            None,
        )
        head = row(label("How well ratings agree", "title"), None)
        beside = links
        if not self.theme.sizes.very_large:
            head.addLayout(links)
            beside = row()
        inside = clear(head, beside, label(NOTE, "muted", wrap=True), 6, self._choices, 6, self._room, None)
        inside.setMaximumWidth(_WIDE)
        self.setLayout(column(scrolled(centred(inside, (40, 28, 40, 24)), "How well ratings agree")))
        self._choices.hide()

    def bar(self) -> BarContent:
        """Where we are."""
        return BarContent(place="Agreement")

    def enter(self) -> None:
        """Read the ratings."""
        ratings = self.desk.services.ratings
        if ratings is not None:
            self._room.addWidget(label("Reading the ratings …", "muted"))
            self.desk.tasks.run(ratings, self._read, owner=self)

    def _choice(self, name: str) -> QComboBox:
        made = QComboBox()
        made.setAccessibleName(name)
        made.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        made.activated.connect(lambda _index: self._show())
        return made

    def _read(self, calls: Any, error: Exception | None) -> None:
        if error is not None:
            empty_layout(self._room)
            self._room.addWidget(label(f"The ratings could not be read: {error}", "muted", wrap=True))
            return
        self.calls = tuple(calls)
        self._show()

    def _show(self) -> None:
        chosen = [str(choice.currentData() or "") for choice in (self.first, self.second)]
        me = self.desk.settings.text("your_name")
        view = present_agreement(self.calls, me=me, first=chosen[0], second=chosen[1])
        empty_layout(self._room)
        self._choices.setVisible(bool(view.firsts))
        for choice, offered, key in ((self.first, view.firsts, view.first), (self.second, view.seconds, view.second)):
            choice.clear()
            for name, words in offered:
                choice.addItem(words, name)
            choice.setCurrentIndex(choice.findData(key))
        if not view.firsts:
            to_calls = ("Your calls", lambda: self.go.emit(ToSessions()))
            self._room.addWidget(EmptyState(self.theme, "No ratings yet", EMPTY, to_calls))
        for letter in view.letters:
            self._room.addWidget(self._letter(letter))

    def _letter(self, view: LetterView) -> QFrame:
        head = row(label(view.letter, "heading"), label(view.name, "strong"), None, label(view.calls, "muted"))
        figures = [
            self._figure("Agreement beyond chance (weighted kappa)", view.kappa, (-0.5, 1.0)),
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
        then = partial(self.go.emit, ToReview(one.folder, rate=True))
        return row(
            label(one.title),
            label(one.words, "muted"),
            None,
            button("Look", then, "small", name=f"Look at {one.title}"),
        )
