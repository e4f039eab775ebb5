"""Asks the engine for news thirty times a second and hands them to the window."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from app.engine.port import Engine

POLL_MS: Final = 33


class EngineBridge(QObject):
    """Signals carry one frozen value each, on the window's own thread."""

    heard = Signal(object)
    preview = Signal(object)

    def __init__(self, engine: Engine, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._engine = engine
        self._timer = QTimer(self)
        self._timer.setInterval(POLL_MS)
        self._timer.timeout.connect(self.poll)

    def start(self) -> None:
        """Begin to ask."""
        self._timer.start()

    def stop(self) -> None:
        """Ask no more."""
        self._timer.stop()

    @Slot()
    def poll(self) -> None:
        """Ask once; tests call this directly."""
        for event in self._engine.poll():
            self.heard.emit(event)
        image = self._engine.latest_preview()
        if image is not None:
            self.preview.emit(image)
