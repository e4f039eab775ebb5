"""The scorecard as one picture, to look at or to paste into notes."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from PySide6.QtCore import QByteArray, QSize
from PySide6.QtGui import QImage, QImageWriter, QPainter

from app.reports.painting import CARD, MARGIN, PAGE_WIDTH, ScorecardPainter, graphics, scorecard_height
from app.reports.view import ScorecardView
from perception.errors import SessionFormatError

_SCALE: Final = 2.0  # sharp on dense screens


def write_scorecard_png(path: Path, view: ScorecardView) -> None:
    """Write the picture (PNG, 1588 pixels wide, as high as needed). Raises SessionFormatError."""
    with graphics():
        saved = QImageWriter(str(path), QByteArray(b"PNG")).write(_paint(view))
    if not saved:
        raise SessionFormatError(
            f"The picture “{path.name}” cannot be written.", recovery="Choose another place for it, with free space."
        )


def _paint(view: ScorecardView) -> QImage:
    width = PAGE_WIDTH - 2 * MARGIN
    height = scorecard_height(view, width=width) + 2 * MARGIN
    image = QImage(QSize(round(PAGE_WIDTH * _SCALE), round(height * _SCALE)), QImage.Format.Format_RGB32)
    image.fill(CARD)
    painter = QPainter(image)
    painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
    painter.scale(_SCALE, _SCALE)
    painter.translate(MARGIN, MARGIN)
    ScorecardPainter(painter, view, width=width).paint()
    painter.end()
    return image
