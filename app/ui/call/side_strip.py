"""The small strip above another call programme: seven marks, the cue, the time, pause and end."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from app.ui.call.strip_presenter import STEP, StripView, read_place, within, write_place
from app.ui.theme import Theme
from app.ui.widgets.kit import button, label, row, time_label
from app.ui.widgets.letter_strip import LetterSparkline

_ARROWS: Final = {
    Qt.Key.Key_Left: (-STEP, 0),
    Qt.Key.Key_Right: (STEP, 0),
    Qt.Key.Key_Up: (0, -STEP),
    Qt.Key.Key_Down: (0, STEP),
}
_CUE_WIDTH: Final = 19  # times the height of the text


@dataclass(frozen=True, slots=True)
class StripCommands:
    """What the strip's buttons and keys do. moved: its place, to be kept. key: every other key."""

    pause: Callable[[], object]
    end: Callable[[], object]
    open_window: Callable[[], object]
    moved: Callable[[str], object]
    key: Callable[[QKeyEvent], bool]


class SideStrip(QWidget):
    """Drag it with the mouse or move it with the arrow keys; it stays on a screen and remembers its place."""

    def __init__(self, theme: Theme, commands: StripCommands, place: str) -> None:
        flags = Qt.WindowType.Tool | Qt.WindowType.FramelessWindowHint | Qt.WindowType.WindowStaysOnTopHint
        super().__init__(None, flags)
        self.theme = theme
        self._commands = commands
        self._place = read_place(place)
        self._held: QPoint | None = None
        self.setWindowTitle("The call")
        self.setAccessibleName("The call: marks, cue, time, pause and end")
        self.setStyleSheet(theme.stylesheet())
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)
        self.marks = LetterSparkline(theme, "The seven letters now")
        self.letter = label("", "good")
        self.letter.setFont(theme.font("heading", strong=True))
        self.text = label("", "strong")
        self.text.setFixedWidth(theme.sizes.body * _CUE_WIDTH)
        self.time = time_label(theme, "")
        self.pause = button("Pause", commands.pause, name="Pause, key Space")
        self.end = button("End", commands.end, "primary", name="End the call, key Escape")
        self.window_button = button("Large window", commands.open_window, "plain")
        self.window_button.setToolTip("Hides this strip and shows the large window again.")
        across = row(
            self.marks,
            self.letter,
            self.text,
            self.time,
            self.pause,
            self.end,
            self.window_button,
            spacing=theme.sizes.gap - 4,
        )
        pad = theme.sizes.unit * 2
        across.setContentsMargins(theme.sizes.gap, pad, pad, pad)
        across.setAlignment(self.marks, Qt.AlignmentFlag.AlignVCenter)
        self.setLayout(across)

    def appear(self) -> None:
        """Show it at its place."""
        self.adjustSize()
        self._settle()
        self.show()

    def show_now(self, view: StripView) -> None:
        """Show this moment."""
        was_hidden = self.marks.isHidden()
        self.marks.setVisible(view.marks is not None)
        if view.marks is not None:
            self.marks.show_marks(view.marks)
        self.letter.setText(view.letter)
        wide = self.text.width()
        self.text.setText(self.text.fontMetrics().elidedText(view.text, Qt.TextElideMode.ElideRight, wide))
        self.text.setAccessibleName(f"{view.letter} {view.text}".strip())
        self.text.setProperty("look", "strong" if view.letter else "muted")
        self.text.style().unpolish(self.text)
        self.text.style().polish(self.text)
        self.time.setText(view.time)
        self.pause.setText("Go on" if view.paused else "Pause")
        if was_hidden != self.marks.isHidden() and self.isVisible():
            self.adjustSize()
            self._settle()

    def shift(self, x: int, y: int) -> None:
        """Move it by so many pixels, and keep the place."""
        self._place = (self.x() + x, self.y() + y)
        self._settle()
        self._commands.moved(write_place(self.x(), self.y()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows move it; the keys of the call work here, too."""
        arrow = _ARROWS.get(Qt.Key(event.key()))
        if arrow is not None:
            self.shift(*arrow)
        elif not self._commands.key(event):
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of it."""
        self._held = event.globalPosition().toPoint() - self.pos()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag it."""
        if self._held is not None:
            self.move(event.globalPosition().toPoint() - self._held)

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        """Let go of it: it stays on a screen, and its place is kept."""
        if self._held is not None:
            self._held = None
            self.shift(0, 0)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the card it stands on."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self.theme.colour("line"), 1))
        painter.setBrush(self.theme.colour("card"))
        radius = self.theme.sizes.radius_card
        painter.drawRoundedRect(self.rect().toRectF().adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)

    def _settle(self) -> None:
        screens = [QGuiApplication.primaryScreen(), *QGuiApplication.screens()]
        areas = [screen.availableGeometry().getRect() for screen in screens if screen is not None]
        size = (self.width(), self.height())
        self.move(QPoint(*within(self._place, size, areas)))  # type: ignore[arg-type]
