"""Words on one page of paper, A4 or Letter, in the largest type with which they fit."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from PySide6.QtCore import QMarginsF, QRectF, QSizeF, Qt
from PySide6.QtGui import QPageSize, QPainter, QPdfWriter, QTextDocument

from app.reports.painting import INK, MUTED, font, graphics
from app.reports.pdf import refuse_unwritable, unwritable

Paper = Literal["a4", "letter"]

_DOTS: Final = 1200
_SCREEN_DOTS: Final = 96
_SIZES: Final = {"a4": QPageSize.PageSizeId.A4, "letter": QPageSize.PageSizeId.Letter}
_MARGIN: Final = 52.0
_FOOT: Final = 40.0
LARGEST_PX: Final = 15.0
SMALLEST_PX: Final = 11.0  # 8 points: read without glasses by most
_STEP_PX: Final = 1.0


@dataclass(frozen=True, slots=True)
class OnePage:
    """What stands on it. html: simple mark-up. style: of a type of so many pixels. foot: one line below."""

    title: str
    html: str
    style: Callable[[float], str]
    foot: str


def write_page(path: Path, page: OnePage, *, paper: Paper) -> None:
    """Write the page. Raises SessionFormatError."""
    refuse_unwritable(path)
    with graphics():
        _write(path, page, paper)


def fitted(page: OnePage, *, paper: Paper) -> tuple[QTextDocument, bool]:
    """The words in the largest type with which it fits one page, and whether it does. Qt must be ready to paint."""
    room = _room(paper)
    size_px = LARGEST_PX
    while True:
        document = _document(page, room.width(), size_px)
        fits = document.size().height() <= room.height()
        if fits or size_px <= SMALLEST_PX:
            return document, fits
        size_px -= _STEP_PX


def _room(paper: Paper) -> QSizeF:
    whole = QPageSize(_SIZES[paper]).sizePixels(_SCREEN_DOTS)
    return QSizeF(whole.width() - 2 * _MARGIN, whole.height() - _MARGIN - _MARGIN - _FOOT)


def _document(page: OnePage, width: float, size_px: float) -> QTextDocument:
    document = QTextDocument()
    type_face = font(size_px)
    document.setDefaultFont(type_face)
    document.setDocumentMargin(0)
    document.setIndentWidth(16)
    document.setDefaultStyleSheet(page.style(size_px))
    document.setHtml(page.html)
    document.setTextWidth(width)
    return document


def _write(path: Path, page: OnePage, paper: Paper) -> None:
    writer = QPdfWriter(str(path))
    writer.setTitle(page.title)
    writer.setCreator("Attune")
    writer.setResolution(_DOTS)
    writer.setPageSize(QPageSize(_SIZES[paper]))
    writer.setPageMargins(QMarginsF(0, 0, 0, 0))
    painter = QPainter()
    if not painter.begin(writer):
        raise unwritable(path, "the file could not be opened")
    try:
        painter.scale(_DOTS / _SCREEN_DOTS, _DOTS / _SCREEN_DOTS)
        painter.setPen(INK)
        document, _fits = fitted(page, paper=paper)
        room = _room(paper)
        shrink = min(1.0, room.height() / document.size().height())
        painter.save()
        painter.translate(_MARGIN, _MARGIN)
        painter.scale(shrink, shrink)
        document.drawContents(painter)
        painter.restore()
        painter.setFont(font(10.5))
        painter.setPen(MUTED)
        foot = QRectF(_MARGIN, _MARGIN + room.height() + _FOOT / 2, room.width(), _FOOT / 2)
        painter.drawText(foot, Qt.AlignmentFlag.AlignLeft, page.foot)
    finally:
        painter.end()
