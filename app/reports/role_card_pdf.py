"""The partner's role card on paper: one page, A4 or Letter."""

from __future__ import annotations

from pathlib import Path
from typing import Final, Literal

from PySide6.QtCore import QMarginsF, QRectF, QSizeF, Qt
from PySide6.QtGui import QPageSize, QPainter, QPdfWriter, QTextDocument

from app.practice.role_card import RoleCard
from app.reports.painting import INK, MUTED, font, graphics
from app.reports.pdf import refuse_unwritable, unwritable
from app.reports.role_card import role_card_html, role_card_style

Paper = Literal["a4", "letter"]

_DOTS: Final = 1200
_SCREEN_DOTS: Final = 96
_SIZES: Final = {"a4": QPageSize.PageSizeId.A4, "letter": QPageSize.PageSizeId.Letter}
_MARGIN: Final = 52.0
_FOOT: Final = 40.0
LARGEST_PX: Final = 15.0
SMALLEST_PX: Final = 11.0  # 8 points: read without glasses by most
_STEP_PX: Final = 1.0
FOOT_WORDS: Final = "Only for the partner. Fold it, and do not show it before the debrief."


def write_role_card(path: Path, card: RoleCard, *, paper: Paper) -> None:
    """Write the card. Raises SessionFormatError."""
    refuse_unwritable(path)
    with graphics():
        _write(path, card, paper)


def fitted(card: RoleCard, *, paper: Paper) -> tuple[QTextDocument, bool]:
    """The card in the largest type with which it fits one page, and whether it does. Qt must be ready to paint."""
    room = _room(paper)
    size_px = LARGEST_PX
    while True:
        document = _document(card, room.width(), size_px)
        fits = document.size().height() <= room.height()
        if fits or size_px <= SMALLEST_PX:
            return document, fits
        size_px -= _STEP_PX


def _room(paper: Paper) -> QSizeF:
    page = QPageSize(_SIZES[paper]).sizePixels(_SCREEN_DOTS)
    return QSizeF(page.width() - 2 * _MARGIN, page.height() - _MARGIN - _MARGIN - _FOOT)


def _document(card: RoleCard, width: float, size_px: float) -> QTextDocument:
    document = QTextDocument()
    type_face = font(size_px)
    document.setDefaultFont(type_face)
    document.setDocumentMargin(0)
    document.setIndentWidth(16)
    document.setDefaultStyleSheet(role_card_style(size_px))
    document.setHtml(role_card_html(card))
    document.setTextWidth(width)
    return document


def _write(path: Path, card: RoleCard, paper: Paper) -> None:
    writer = QPdfWriter(str(path))
    writer.setTitle(f"Role card: {card.name}")
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
        document, _fits = fitted(card, paper=paper)
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
        painter.drawText(foot, Qt.AlignmentFlag.AlignLeft, f"{card.title}. {FOOT_WORDS}")
    finally:
        painter.end()
