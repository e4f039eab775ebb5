"""The first page: practise, review, import; the last sessions below."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtWidgets import QFrame, QGridLayout

from app.ui.freshener import Freshener
from app.ui.home.presenter import MOST_CARDS, HomeView, present_home
from app.ui.page import Desk, Page
from app.ui.routes import (
    ToDebrief,
    ToDrill,
    ToDrills,
    ToHelp,
    ToImport,
    ToPractice,
    ToProgress,
    ToReview,
    ToSample,
    ToSessions,
    ToSettings,
)
from app.ui.widgets.choice_card import ChoiceCard, SessionCard
from app.ui.widgets.kit import button, card, centred, clear, column, empty_layout, label, row, scrolled
from app.ui.widgets.notices import EmptyState
from app.ui.widgets.top_bar import BarAction, BarContent


class HomePage(Page):
    """Three large choices and the last sessions."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._recent = column(spacing=14)
        self._view: HomeView | None = None
        self._freshener = Freshener(desk, self, self._read)
        inside = clear(
            label("What would you like to do?", "display"),
            label("Everything you do here stays on this laptop.", "muted"),
            14,
            self._choices(),
            8,
            self._drills(),
            28,
            self._recent,
            None,
            spacing=6,
        )
        inside.setMaximumWidth(1080)
        self.setLayout(column(scrolled(centred(inside, (40, 36, 40, 24)), "Home")))

    def bar(self) -> BarContent:
        """Help and settings at the right."""
        actions = (
            BarAction("Help", lambda: self.go.emit(ToHelp()), "plain"),
            BarAction("Settings", lambda: self.go.emit(ToSettings()), "plain"),
        )
        return BarContent(actions=actions, back=False)

    def enter(self) -> None:
        """Read the last sessions, away from the window; then look for what has changed since."""
        self._read()
        self._freshener.begin()

    def leave(self) -> None:
        """Look no further."""
        self._freshener.stop()

    def _choices(self) -> QGridLayout:
        self.practise = ChoiceCard(
            self.theme,
            "Practise",
            "Call a customer who answers. Seven letters while you speak, a debrief after.",
            lambda: self.go.emit(ToPractice()),
            primary=True,
        )
        review = ChoiceCard(
            self.theme,
            "Review",
            "Open an earlier call: what an observer would notice, with clips.",
            lambda: self.go.emit(ToSessions()),
        )
        bring = ChoiceCard(
            self.theme,
            "Import a call",
            "A recording you already have. It is read here and stays here.",
            lambda: self.go.emit(ToImport()),
        )
        grid = QGridLayout()
        grid.setSpacing(self.theme.sizes.gap)
        for number, choice in enumerate((self.practise, review, bring)):
            grid.addWidget(choice, 0, number)
            grid.setColumnStretch(number, 1)
        return grid

    def _drills(self) -> QFrame:
        """The short way to practise."""
        self.drills = button("Two-minute drills", lambda: self.go.emit(ToDrills()))
        words = label("No time for a call? A drill trains one letter in one or two minutes.", tight=True)
        across = row(words, self.drills, spacing=self.theme.sizes.gap)
        across.setStretch(0, 1)
        made = card(self.theme, across)
        if self.desk.drills is None:
            made.hide()
        return made

    def _read(self) -> None:
        self.desk.tasks.run(lambda: self.desk.shelf.recent(MOST_CARDS), self._show_entries, owner=self)

    def _show_entries(self, found: Any, error: Exception | None) -> None:
        if error is not None:
            empty_layout(self._recent)
            self._recent.addWidget(label(f"The list of sessions could not be read: {error}", "muted", wrap=True))
            return
        entries, total = found
        view = present_home(entries, self.desk.now().date(), total=total, drills=self.desk.drills is not None)
        if view != self._view:
            self._view = view
            empty_layout(self._recent)
            self._show(view)

    def _show(self, view: HomeView) -> None:
        if not view.recent:
            self._recent.addWidget(self._first_steps())
            return
        head = row(label("Your last calls", "heading"), None)
        if self.desk.services.past is not None:
            head.addWidget(button("Your progress", lambda: self.go.emit(ToProgress()), "plain"))
        if view.more:
            head.addWidget(button(f"All calls ({view.more + len(view.recent)})", self._all, "plain"))
        self._recent.addLayout(head)
        grid = QGridLayout()
        grid.setSpacing(self.theme.sizes.gap)
        # Words of twice the size would be cut in a third of the page.
        columns = 1 if self.theme.sizes.very_large else 3
        for number in range(columns):
            grid.setColumnStretch(number, 1)
        for number, shown in enumerate(view.recent):
            drill = partial(self.go.emit, ToDrill(shown.drill)) if shown.drill is not None else None
            route = ToReview(shown.folder, rate=True) if shown.shared else ToDebrief(shown.folder)
            then = partial(self.go.emit, route)
            made = SessionCard(self.theme, shown.title, shown.about, shown.marks, shown.action, then, drill)
            grid.addWidget(made, number // columns, number % columns)
        self._recent.addLayout(grid)

    def _all(self) -> None:
        self.go.emit(ToSessions())

    def _first_steps(self) -> EmptyState:
        if not self.desk.has_sample:
            return EmptyState(self.theme, "No calls yet", "Your calls will be listed here, newest first.", None)
        return EmptyState(
            self.theme,
            "No calls yet",
            "See how a debrief looks with the sample call: a drawn person, a written dialogue, nothing of yours. "
            "It takes about a minute to make.",
            ("Open the sample call", lambda: self.go.emit(ToSample())),
        )
