"""The slider under the picture: a press anywhere goes there, dragging scrubs."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QSlider

_STEPS_A_SECOND: Final = 20
_HANDLE_PX: Final = 20  # as the style sheet paints it


class ScrubSlider(QSlider):
    """scrubbed(t_s): the hand is there. Keys belong to the page, which steps by pictures and seconds."""

    scrubbed = Signal(float)

    def __init__(self, duration_s: float) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self.setRange(0, max(1, round(duration_s * _STEPS_A_SECOND)))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName("Place in the recording")

    def show_time(self, t_s: float) -> None:
        """Follow the playhead, unless a hand is on it."""
        if not self.isSliderDown():
            self.blockSignals(True)
            self.setValue(round(t_s * _STEPS_A_SECOND))
            self.blockSignals(False)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take the handle there."""
        if event.button() == Qt.MouseButton.LeftButton:
            self.setSliderDown(True)
            self._go_to(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag it."""
        if self.isSliderDown():
            self._go_to(event)

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        """Let go."""
        self.setSliderDown(False)

    def _go_to(self, event: QMouseEvent) -> None:
        room = max(1, self.width() - _HANDLE_PX)
        share = min(max(0.0, (event.position().x() - _HANDLE_PX / 2) / room), 1.0)
        self.setValue(round(share * self.maximum()))
        self.scrubbed.emit(share * self.maximum() / _STEPS_A_SECOND)
