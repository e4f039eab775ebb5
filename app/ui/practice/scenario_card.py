"""A scenario in the list: who calls, about what, how hard and how long, and how it went last time."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QLabel, QSizePolicy, QWidget

from app.ui.page import Desk
from app.ui.practice.portrait import Portrait, Portraits
from app.ui.practice.presenter import ScenarioCardView
from app.ui.theme import Theme
from app.ui.widgets.choice_card import PaintedCard
from app.ui.widgets.kit import card, column, label, row
from app.ui.widgets.notices import MarkDot

_PORTRAIT = 4.6  # times the height of the text


class ScenarioCard(PaintedCard):
    """One scenario; Enter or a click opens it."""

    def __init__(self, desk: Desk, portraits: Portraits, view: ScenarioCardView, then: Callable[[], object]) -> None:
        super().__init__(desk.theme, view.aloud, then)
        self.view = view
        size = round(desk.theme.sizes.body * _PORTRAIT)
        name = view.who.split(" · ")[0]
        words = column(
            label(view.title, "strong", tight=True),
            label(view.who, "small", tight=True),
            label(view.summary, "muted", wrap=True),
            spacing=3,
        )
        across = row(
            column(Portrait(portraits, desk, name, view.look, size), None),
            words,
            column(*_facts(view), None, spacing=4),
            spacing=desk.theme.sizes.gap,
        )
        across.setStretch(1, 1)
        pad = desk.theme.sizes.pad
        across.setContentsMargins(pad, pad - 6, pad, pad - 6)
        self.setLayout(across)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        for part in self.findChildren(QWidget):
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the surface; the words paint themselves."""
        painter = QPainter(self)
        self.paint_frame(painter, primary=False)


def _facts(view: ScenarioCardView) -> list[QLabel]:
    made = [label(view.facts, "small"), label(f"Trains {view.letters}" if view.letters else "", "small")]
    if view.played:
        made.append(label(view.played, "good-small"))
    for one in made:
        one.setAlignment(Qt.AlignmentFlag.AlignRight)
    return made


def faulty_card(theme: Theme, view: ScenarioCardView) -> QFrame:
    """A scenario that cannot be played: its file and what is wrong in it."""
    lines = [label(text, "muted", wrap=True) for text in view.mistakes]
    head = row(MarkDot(theme, "watch"), label(view.title, "strong"), label(view.who, "muted"), None, spacing=10)
    made = card(theme, head, *lines, spacing=6)
    made.setAccessibleName(view.aloud)
    return made
