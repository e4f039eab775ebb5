"""Plays a recording in a process of its own, so that Qt meets the private sound service."""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QTimer
from PySide6.QtGui import QGuiApplication

from app.ui.ports import MediaPart
from app.ui.widgets.recording_player import RecordingPlayer


def main(media: str, seconds: float) -> int:
    app = QGuiApplication([])
    player = RecordingPlayer()
    player.failed.connect(lambda why: (sys.stderr.write(why), QCoreApplication.exit(1)))
    player.load([MediaPart(0.0, Path(media))])
    player.seek(1.0)
    player.play()
    QTimer.singleShot(round(seconds * 1000), QCoreApplication.quit)
    done = app.exec()
    player.stop()
    return done


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], float(sys.argv[2])))
