"""Sheets of the customers' faces: `python tests/gui/faces.py FOLDER [LOOK ...]`. For designers.

`people.png` has everybody at rest; for each look named (all without), LOOK.png has every display at every intensity.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).parents[2]))

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QImage, QPainter

from app.practice.face.displays import FULL, display_pose
from app.ui.widgets.character_view import render_person
from app.ui.widgets.customer import customer_drawing
from perception.character.looks import LOOKS
from perception.character.rig import RigPose

SIZE = (320, 256)


def sheet(cells: Iterable[tuple[str, str, RigPose]], columns: int, size: tuple[int, int] = SIZE) -> QImage:
    """Pictures in rows with their words: (words, look, pose)."""
    listed = list(cells)
    width, height = size
    made = QImage(columns * width, -(-len(listed) // columns) * height, QImage.Format.Format_RGB32)
    made.fill(Qt.GlobalColor.white)
    painter = QPainter(made)
    for number, (words, look, pose) in enumerate(listed):
        x, y = number % columns * width, number // columns * height
        painter.drawImage(x, y, render_person(customer_drawing(look), pose, width, height))
        painter.drawText(x + 6, y + height - 8, words)
    painter.end()
    return made


def main() -> None:
    """Write the sheets."""
    application = QGuiApplication(sys.argv[:1])
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    chosen = sys.argv[2:] or list(LOOKS)
    rest = display_pose("neutral", 1)
    sheet(((name, name, rest) for name in LOOKS), 4).save(str(folder / "people.png"))
    for look in chosen:
        cells = [(f"{shown} {level}", look, display_pose(shown, level)) for shown in FULL for level in (1, 2, 3)]
        sheet(cells, 6).save(str(folder / f"{look}.png"))
    del application


if __name__ == "__main__":
    main()
