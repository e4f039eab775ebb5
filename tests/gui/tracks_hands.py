"""Tracks to work with, and what they paint."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication
from review_examples import review_series

from app.ui.resources import FONTS
from app.ui.review.playhead import Playhead
from app.ui.review.tracks.view import TracksView
from app.ui.theme import load_fonts, make_theme


def shown_tracks(
    qtbot, playhead: Playhead, *, locked=False, look="light", text="normal", series=None, size=(1000, 700), **given
) -> TracksView:
    """Tracks on the unseen screen."""
    theme = make_theme(name=look, text_size=text, reduced_motion=True, family=load_fonts(FONTS))
    view = TracksView(theme, series or review_series(), playhead, locked=locked, **given)
    view.setStyleSheet(theme.stylesheet())
    qtbot.addWidget(view)
    view.resize(*size)
    view.show()
    QApplication.processEvents()
    return view


def idents(view: TracksView) -> list[str]:
    """The lanes from top to bottom."""
    return [lane.id for lane in view.canvas.lanes]


class Paints(QObject):
    """The parts of the lanes that were painted."""

    def __init__(self, viewport) -> None:
        super().__init__(viewport)
        self.parts = []
        viewport.installEventFilter(self)

    def eventFilter(self, _watched, event) -> bool:
        if event.type() == QEvent.Type.Paint:
            self.parts.append(event.rect())
        return False
