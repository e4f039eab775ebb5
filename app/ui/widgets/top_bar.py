"""The bar at the top: programme name, where one is, what it is about, and at most two actions."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QLabel, QSizePolicy, QWidget

from app.ui.theme import Theme
from app.ui.widgets.kit import button, empty_layout, label, plain_hint, row, time_label

_TITLE: Final = 28  # letters of a title that are never given up; what stands behind it gives way first
_ABOUT: Final = 0


@dataclass(frozen=True, slots=True)
class BarAction:
    """A button in the bar."""

    text: str
    then: Callable[[], object]
    look: str = ""


@dataclass(frozen=True, slots=True)
class BarContent:
    """What the bar says. time: elapsed time, '' for none. badge: a quiet statement at the right."""

    place: str = ""
    title: str = ""
    about: str = ""
    time: str = ""
    badge: str = ""
    actions: tuple[BarAction, ...] = ()
    back: bool = True


class _Shortened(QLabel):
    """A line that gives way, with dots at its end. letters: how many of it are never given up."""

    def __init__(self, text: str, look: str, letters: int) -> None:
        super().__init__(text)
        self._whole = text
        self._letters = letters
        self.setProperty("look", look)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setAccessibleName(text)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)

    def sizeHint(self) -> QSize:
        """The room of the whole line."""
        self.ensurePolished()  # the look has a wider hand than the widget begins with
        return QSize(self.fontMetrics().horizontalAdvance(self._whole), super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        """What it never gives up."""
        self.ensurePolished()
        least = self.fontMetrics().averageCharWidth() * self._letters
        return QSize(min(least, self.sizeHint().width()), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """As much as there is room for."""
        super().resizeEvent(event)
        metrics, short = self.fontMetrics(), self._whole
        if metrics.horizontalAdvance(short) > self.width():  # parts of a pixel that are missing shorten nothing
            short = metrics.elidedText(short, Qt.TextElideMode.ElideRight, self.width())
        if short != self.text():
            self.setText(short)
        self.setToolTip("" if short == self._whole else plain_hint(self._whole))


class TopBar(QFrame):
    """Shows a BarContent. The back button and the name lead home."""

    def __init__(self, theme: Theme, programme: str, back: Callable[[], object], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self.setProperty("look", "bar")
        self.setFixedHeight(theme.sizes.bar)
        self._row = row(spacing=14)
        self._row.setContentsMargins(theme.sizes.margin, 0, theme.sizes.margin, 0)
        self.setLayout(self._row)
        self._programme = programme
        self._back = back
        self._time = time_label(theme, "")

    def show_content(self, content: BarContent) -> None:
        """Replace what the bar says."""
        empty_layout(self._row)
        if content.back:
            arrow = button("←", self._back, "plain", name="Back")
            arrow.setFixedWidth(self.theme.sizes.control)
            self._row.addWidget(arrow)
        self._row.addWidget(label(self._programme.lower(), "wordmark"))
        if content.place:
            self._row.addWidget(label(content.place, "pill"))
        for text, look, letters in ((content.title, "strong", _TITLE), (content.about, "muted", _ABOUT)):
            if text:
                self._row.addWidget(_Shortened(text, look, letters))
        self._row.addStretch(1)
        self._time = time_label(self.theme, content.time)
        self._time.setAccessibleName("Elapsed time")
        self._time.setVisible(bool(content.time))
        self._row.addWidget(self._time)
        if content.badge:
            self._row.addWidget(label(f"●  {content.badge}", "pill"))
        for action in content.actions:
            self._row.addWidget(button(action.text, action.then, action.look))

    def show_time(self, text: str) -> None:
        """Only the elapsed time changes."""
        if text != self._time.text():
            self._time.setText(text)
