"""A shared file that is dropped onto the window is opened, wherever one is."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, QMimeData, QObject
from PySide6.QtGui import QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QWidget

from app.library.packages.contents import SUFFIX


def shared_file_of(data: QMimeData) -> Path | None:
    """The one shared file among what is dragged; None for anything else."""
    paths = [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
    return paths[0] if len(paths) == 1 and paths[0].name.lower().endswith(SUFFIX) else None


class SharedFileDrop(QObject):
    """Watches the drops of a window. A page that takes drops itself has them first."""

    def __init__(self, window: QWidget, then: Callable[[Path], object]) -> None:
        super().__init__(window)
        self._then = then
        window.setAcceptDrops(True)
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take shared files, leave everything else."""
        if isinstance(event, QDropEvent | QDragMoveEvent):  # entering is a kind of moving
            file = shared_file_of(event.mimeData())
            if file is not None:
                event.acceptProposedAction()
                if event.type() == QEvent.Type.Drop:
                    self._then(file)
                return True
        return super().eventFilter(watched, event)
