"""How well ratings agree, letter by letter, in plain words first and figures after."""

from __future__ import annotations

from typing import Any, Final

from app.ui.agreement.panel import AgreementPanel
from app.ui.agreement.presenter import EMPTY, NOTE
from app.ui.page import Desk, Page
from app.ui.routes import ToCalibrationPacks, ToReview, ToRubric, ToSessions
from app.ui.widgets.kit import button, centred, clear, column, empty_layout, label, row, scrolled
from app.ui.widgets.notices import EmptyState
from app.ui.widgets.top_bar import BarContent

_WIDE: Final = 1080


class AgreementPage(Page):
    """Who is compared with whom is chosen above; every letter is a card."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._room = column(spacing=self.theme.sizes.gap)
        self.panel = AgreementPanel(self.theme, lambda folder: self.go.emit(ToReview(folder, rate=True)))
        self.first, self.second = self.panel.first, self.panel.second
        links = row(
            button("What the steps mean", lambda: self.go.emit(ToRubric()), "plain"),
            button("Calibration packs", lambda: self.go.emit(ToCalibrationPacks()), "plain"),
            None,
        )
        head = row(label("How well ratings agree", "title"), None)
        beside = links
        if not self.theme.sizes.very_large:
            head.addLayout(links)
            beside = row()
        inside = clear(head, beside, label(NOTE, "muted", wrap=True), 6, self._room, self.panel, None)
        inside.setMaximumWidth(_WIDE)
        self.setLayout(column(scrolled(centred(inside, (40, 28, 40, 24)), "How well ratings agree")))

    def bar(self) -> BarContent:
        """Where we are."""
        return BarContent(place="Agreement")

    def enter(self) -> None:
        """Read the ratings."""
        ratings = self.desk.services.ratings
        if ratings is not None:
            self._room.addWidget(label("Reading the ratings …", "muted"))
            self.desk.tasks.run(ratings, self._read, owner=self)

    def _read(self, calls: Any, error: Exception | None) -> None:
        empty_layout(self._room)
        if error is not None:
            self._room.addWidget(label(f"The ratings could not be read: {error}", "muted", wrap=True))
            return
        view = self.panel.show_calls(calls, self.desk.settings.text("your_name"))
        if not view.firsts:
            to_calls = ("Your calls", lambda: self.go.emit(ToSessions()))
            self._room.addWidget(EmptyState(self.theme, "No ratings yet", EMPTY, to_calls))
