"""Small makers of labels, buttons, cards and rows, so that screens read like their layout."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from typing import TypeVar

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QFont, QKeyEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from app.ui.theme import Theme
from app.ui.widgets.paragraph import Paragraph

_Box = TypeVar("_Box", bound=QBoxLayout)
_SCROLL_ROOM = 12


def label(text: str, look: str = "", *, wrap: bool = False, tight: bool = False) -> QLabel:
    """A label in a look of the style sheet; text is shown as it is, never as mark-up.

    wrap: may take several lines. tight: wraps, but is mostly one line and stands beside other things.
    """
    made = Paragraph(text) if wrap else QLabel(text)
    if not wrap:
        made.setTextFormat(Qt.TextFormat.PlainText)
        made.setWordWrap(tight)
    if look == "pill":
        made.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
    made.setProperty("look", look)
    return made


def dress(widget: QWidget, look: str) -> None:
    """Another look of the style sheet for what is shown already."""
    if widget.property("look") != look:
        widget.setProperty("look", look)
        widget.style().unpolish(widget)
        widget.style().polish(widget)


def plain_hint(text: str) -> str:
    """Text for a hint, which Qt reads as mark-up where it looks like it: words of strangers must not load files."""
    return f"<span>{escape(text)}</span>" if text else ""


def time_label(theme: Theme, text: str, look: str = "muted") -> QLabel:
    """A time, with figures of one width."""
    made = label(text, look)
    made.setFont(tabular(made.font()))
    made.setMinimumWidth(theme.sizes.body * 3 + theme.sizes.unit)
    return made


def tabular(font: QFont) -> QFont:
    """The same font with figures of one width."""
    font.setFeature(QFont.Tag("tnum"), 1)
    return font


class PressButton(QPushButton):
    """A button that Enter presses as Space does."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter, too."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)


def button(text: str, then: Callable[[], object], look: str = "", *, name: str = "") -> QPushButton:
    """A button. `name` is what is read aloud when the text alone would not say enough."""
    made = PressButton(text)
    made.setProperty("look", look)
    made.setAccessibleName(name or text)
    made.setCursor(Qt.CursorShape.PointingHandCursor)
    made.setAutoDefault(False)
    made.clicked.connect(lambda _checked=False: then())
    return made


class KeyButton(PressButton):
    """A button that shows its key: the word strong, the key quiet."""

    def __init__(self, theme: Theme, text: str, key: str, then: Callable[[], object], look: str = "") -> None:
        super().__init__()
        self.setProperty("look", look)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAutoDefault(False)
        self.clicked.connect(lambda _checked=False: then())
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.sizes.gap, 0, theme.sizes.gap, 0)
        row.setSpacing(theme.sizes.unit + 1)
        self._colours = (theme.colours.on_good if look == "primary" else "", theme.colours.muted)
        self._word = label("", "strong")
        self._key = label(key, "key")
        for part in (self._word, self._key):
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            row.addWidget(part)
        self.key = key
        self.say(text)
        self._colour()

    def say(self, text: str) -> None:
        """Change the word."""
        self._word.setText(text)
        self.setAccessibleName(f"{text}, key {self.key}")
        self.updateGeometry()

    def hide_key(self) -> None:
        """Only the word, where there is little room; the key is told in a hint."""
        self._key.hide()
        self.setToolTip(f"{self.toolTip()} Key: {self.key}.".strip())

    def changeEvent(self, event: QEvent) -> None:
        """Word and key fade with the button."""
        if event.type() == QEvent.Type.EnabledChange:
            self._colour()
        super().changeEvent(event)

    def _colour(self) -> None:
        able, resting = self._colours
        for part in (self._word, self._key):
            part.setStyleSheet(f"color: {resting};" if not self.isEnabled() else f"color: {able};" if able else "")

    def sizeHint(self) -> QSize:
        """Room for word and key."""
        base = super().sizeHint()
        layout = self.layout()
        wanted = layout.sizeHint().width() if layout is not None else 0
        return QSize(max(base.width(), wanted), base.height())


def line() -> QFrame:
    """A hairline."""
    made = QFrame()
    made.setProperty("look", "line")
    return made


def row(*parts: QWidget | QLayout | int | None, spacing: int = 8) -> QHBoxLayout:
    """Parts beside each other; an int is space, None a spring."""
    return _fill(QHBoxLayout(), parts, spacing)


def column(*parts: QWidget | QLayout | int | None, spacing: int = 8) -> QVBoxLayout:
    """Parts under each other; an int is space, None a spring."""
    return _fill(QVBoxLayout(), parts, spacing)


def _fill(layout: _Box, parts: tuple[QWidget | QLayout | int | None, ...], spacing: int) -> _Box:
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(spacing)
    for part in parts:
        if part is None:
            layout.addStretch(1)
        elif isinstance(part, int):
            layout.addSpacing(part)
        elif isinstance(part, QWidget):
            layout.addWidget(part)
        else:
            layout.addLayout(part)
    return layout


def card(theme: Theme, *parts: QWidget | QLayout | int | None, look: str = "card", spacing: int = 8) -> QFrame:
    """A surface with a hairline around its parts."""
    made = QFrame()
    made.setProperty("look", look)
    inside = column(*parts, spacing=spacing)
    pad = theme.sizes.pad - 2
    inside.setContentsMargins(pad, pad - 4, pad, pad - 2)
    made.setLayout(inside)
    return made


def clear(*parts: QWidget | QLayout | int | None, spacing: int = 8) -> QWidget:
    """Parts under each other on nothing."""
    made = QWidget()
    made.setProperty("look", "clear")
    made.setLayout(column(*parts, spacing=spacing))
    return made


def centred(inside: QWidget, margins: tuple[int, int, int, int] = (40, 28, 40, 24)) -> QWidget:
    """A part in the middle of a page, as wide as its greatest width lets it. margins: left, top, right, bottom."""
    across = row(None, inside, None)
    across.setStretch(1, 100)
    across.setContentsMargins(*margins)
    holder = QWidget()
    holder.setProperty("look", "clear")
    holder.setLayout(across)
    return holder


def middle(inside: QWidget) -> QWidget:
    """A part in the very middle of the room there is."""
    made = QWidget()
    made.setLayout(column(None, row(None, inside, None), None, None))
    return made


def scrolled(inside: QWidget, name: str) -> QScrollArea:
    """A part that scrolls when the window is small or the text large; room for the bar is kept at its right."""
    made = QScrollArea()
    layout = inside.layout()
    if layout is not None:
        kept = layout.contentsMargins()
        layout.setContentsMargins(kept.left(), kept.top(), max(kept.right(), _SCROLL_ROOM), max(kept.bottom(), 20))
    made.setWidgetResizable(True)
    made.setFrameShape(QFrame.Shape.NoFrame)
    made.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    made.setWidget(inside)
    made.setAccessibleName(name)
    return made


def empty_layout(layout: QLayout) -> None:
    """Take everything out of a layout."""
    while (item := layout.takeAt(0)) is not None:
        widget, inner = item.widget(), item.layout()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
        elif inner is not None:
            empty_layout(inner)
