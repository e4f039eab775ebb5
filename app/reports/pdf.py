"""The report as a PDF: one clear page, then the details."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from PySide6.QtCore import QMarginsF, QRectF, Qt
from PySide6.QtGui import QPageSize, QPainter, QPdfWriter, QTextDocument

from app.reports.details import detail_sections
from app.reports.painting import MARGIN, MUTED, PAGE_WIDTH, ScorecardPainter, font, graphics, scorecard_height
from app.reports.view import ScorecardView
from perception.errors import SessionFormatError

_HEIGHT: Final = 1123.0  # A4 at 96 dots an inch
_DOTS: Final = 1200  # positions inside the file; text and lines stay vectors
_FOOT: Final = 40.0
_GAP: Final = 18.0  # between two sections
_ROOM: Final = _HEIGHT - 2 * MARGIN


def write_pdf(path: Path, view: ScorecardView) -> None:
    """Write the report, A4. Raises SessionFormatError."""
    refuse_unwritable(path)
    with graphics():
        _write(path, view)


def _write(path: Path, view: ScorecardView) -> None:
    writer = QPdfWriter(str(path))
    writer.setTitle(f"{view.title} – {view.disclaimer}")
    writer.setCreator("Attune")
    writer.setResolution(_DOTS)
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    writer.setPageMargins(QMarginsF(0, 0, 0, 0))
    painter = QPainter()
    if not painter.begin(writer):
        raise unwritable(path, "the file could not be opened")
    try:
        painter.scale(_DOTS / 96, _DOTS / 96)
        detail_pages = _paginate([_document(html) for html in detail_sections(view)])
        pages = 1 + len(detail_pages)
        _first_page(painter, view, pages)
        for number, documents in enumerate(detail_pages, start=2):
            writer.newPage()
            _detail_page(painter, documents)
            _foot(painter, view, number, pages)
    finally:
        painter.end()


def _first_page(painter: QPainter, view: ScorecardView, pages: int) -> None:
    width = PAGE_WIDTH - 2 * MARGIN
    shrink = min(1.0, _ROOM / scorecard_height(view, width=width))
    painter.save()
    painter.translate(MARGIN, MARGIN)
    painter.scale(shrink, shrink)
    ScorecardPainter(painter, view, width=width).paint()
    painter.restore()
    _foot(painter, view, 1, pages)


def _document(html: str) -> QTextDocument:
    document = QTextDocument()
    document.setDefaultFont(font(12))
    document.setDocumentMargin(0)
    document.setHtml(html)
    document.setTextWidth(PAGE_WIDTH - 2 * MARGIN)
    return document


def _paginate(documents: Sequence[QTextDocument]) -> list[list[QTextDocument]]:
    """Pages of whole sections."""
    pages: list[list[QTextDocument]] = []
    left = 0.0
    for document in documents:
        height = document.size().height() + _GAP
        if height > left:
            pages.append([])
            left = _ROOM
        pages[-1].append(document)
        left -= height
    return pages


def _detail_page(painter: QPainter, documents: Sequence[QTextDocument]) -> None:
    painter.save()
    painter.translate(MARGIN, MARGIN)
    for document in documents:
        document.drawContents(painter)
        painter.translate(0, document.size().height() + _GAP)
    painter.restore()


def _foot(painter: QPainter, view: ScorecardView, number: int, pages: int) -> None:
    painter.setFont(font(10.5))
    painter.setPen(MUTED)
    area = QRectF(MARGIN, _HEIGHT - _FOOT, PAGE_WIDTH - 2 * MARGIN, 16)
    painter.drawText(area, Qt.AlignmentFlag.AlignLeft, f"{view.disclaimer}.")
    painter.drawText(area, Qt.AlignmentFlag.AlignRight, f"{number} of {pages}")


def refuse_unwritable(path: Path) -> None:
    """Qt tells only that it failed; the system tells why."""
    try:
        with path.open("ab"):
            pass
    except OSError as error:
        raise unwritable(path, error.strerror or str(error)) from error


def unwritable(path: Path, why: str) -> SessionFormatError:
    """The error for a file that cannot be written."""
    return SessionFormatError(
        f"The file “{path.name}” cannot be written ({why}).",
        recovery="Choose another place for it, and close programs that show it.",
    )
