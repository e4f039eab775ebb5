"""The drills: what to do now, the kinds with their progress, and a search over all tasks."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QLineEdit, QPushButton, QWidget

from app.practice.drills.choosing import DrillDone
from app.practice.drills.model import DrillItem, DrillKind
from app.ui.drills.presenter import (
    DrillsView,
    ItemView,
    KindView,
    SuggestionView,
    present_drills,
    present_items,
)
from app.ui.page import Desk, Page
from app.ui.routes import ToDrill, ToDrills, ToHelp
from app.ui.widgets.choice_card import ChoiceCard
from app.ui.widgets.drill_marks import ProgressDots
from app.ui.widgets.kit import button, card, clear, column, empty_layout, label, row, scrolled
from app.ui.widgets.notices import MarkDot
from app.ui.widgets.top_bar import BarAction, BarContent
from app.ui.words import LETTER_NAMES
from perception.types import LETTERS, Letter

_WIDE_COLUMNS = 2
_LARGE_BODY = 18


class DrillsPage(Page):
    """Search, letters, kinds."""

    def __init__(self, desk: Desk, route: ToDrills) -> None:
        super().__init__(desk)
        self.letter: Letter | None = route.letter
        self.kind: DrillKind | None = route.kind
        self.open_kind: DrillKind | None = route.kind
        self.view: DrillsView | None = None
        self._items: Sequence[DrillItem] = ()
        self._done: Sequence[DrillDone] = ()
        self.search = QLineEdit()
        self.search.setPlaceholderText("Search: a situation, a name, a word")
        self.search.setAccessibleName("Search the drills")
        self.search.setClearButtonEnabled(True)
        self.search.setMaximumWidth(self.theme.sizes.room(360))
        self.search.textChanged.connect(lambda _text: self._show())
        self.letters: dict[Letter | None, QPushButton] = {}
        self._summary = label("", "muted", wrap=True)
        self._problems = label("", "watch", wrap=True)
        self._problems.hide()
        self._list = column(spacing=self.theme.sizes.gap)
        inside = clear(
            label("Drills", "display"),
            self._summary,
            8,
            self._choice(),
            8,
            self._list,
            12,
            self._problems,
            None,
            spacing=6,
        )
        inside.setMaximumWidth(self.theme.sizes.window)
        holder = QWidget()
        holder.setProperty("look", "clear")
        centred = row(None, inside, None)
        centred.setStretch(1, 100)
        centred.setContentsMargins(40, 28, 40, 24)
        holder.setLayout(centred)
        self.setLayout(column(scrolled(holder, "Drills")))

    def bar(self) -> BarContent:
        """Where we are; the help page of drills."""
        return BarContent(place="Drills", actions=(BarAction("Help", lambda: self.go.emit(ToHelp("drills")), "plain"),))

    def enter(self) -> None:
        """Read items and progress, away from the window."""
        shelf = self.desk.drills
        if shelf is None:
            self._summary.setText("The drills are not installed.")
            return
        self.desk.tasks.run(lambda: (shelf.items(), shelf.done(), shelf.problems()), self._take, owner=self)

    def on_key(self, event: QKeyEvent) -> bool:
        """Enter starts what is suggested; a letter key shows what trains it."""
        if event.modifiers():
            return False
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.view is not None and self.view.suggestion:
            self.start(self.view.suggestion.kind)
            return True
        pressed = event.text().upper()
        letter = next((one for one in LETTERS if one == pressed), None)
        if letter is None:
            return False
        self.choose_letter(letter)
        return True

    def choose_letter(self, letter: Letter | None) -> None:
        """Show what trains this letter; None for all."""
        self.letter, self.kind = letter, None
        self._show()

    def start(self, kind: DrillKind, first: str = "") -> None:
        """Begin a round."""
        self.go.emit(ToDrill(kind, first))

    def _take(self, read: Any, error: Exception | None) -> None:
        if error is not None:
            recovery = getattr(error, "recovery", "Install Attune again.")
            self._summary.setText(f"The drills could not be read. {getattr(error, 'message', error)} {recovery}")
            return
        self._items, self._done, problems = read
        self._problems.setText("\n".join(("Left out of your own drills:", *problems)) if problems else "")
        self._problems.setVisible(bool(problems))
        self._show()

    def _choice(self) -> QWidget:
        chips: list[QWidget] = []
        for letter in (None, *LETTERS):
            made = button(letter or "All", partial(self.choose_letter, letter), "tab")
            made.setCheckable(True)
            made.setMinimumWidth(0)
            name = f"{letter}: {LETTER_NAMES[letter]}" if letter is not None else "All letters"
            made.setAccessibleName(name)
            made.setToolTip(name)
            self.letters[letter] = made
            chips.append(made)
        across = QWidget()
        if self.theme.sizes.body > _LARGE_BODY:
            across.setLayout(column(self.search, row(*chips, None, spacing=2), spacing=8))
        else:
            inside = row(self.search, 12, *chips, None, spacing=2)
            inside.setStretch(0, 1)
            across.setLayout(inside)
        return across

    def _show(self) -> None:
        self.view = view = present_drills(
            self._items, self._done, letter=self.letter, kind=self.kind, search=self.search.text()
        )
        for letter, made in self.letters.items():
            made.setChecked(letter == self.letter)
        self._summary.setText(view.summary)
        empty_layout(self._list)
        if view.suggestion is not None:
            self._list.addWidget(self._suggestion(view.suggestion))
        if view.empty:
            self._list.addWidget(label(view.empty, "muted", wrap=True))
        columns = 1 if self.search.text().strip() or self.theme.sizes.body > _LARGE_BODY else _WIDE_COLUMNS
        grid = QGridLayout()
        grid.setSpacing(self.theme.sizes.gap)
        for number in range(columns):
            grid.setColumnStretch(number, 1)
        for number, kind in enumerate(view.kinds):
            grid.addWidget(self._kind(kind), number // columns, number % columns)
        self._list.addLayout(grid)

    def _suggestion(self, view: SuggestionView) -> QWidget:
        self.suggestion = ChoiceCard(
            self.theme, view.title, f"{view.why} Press Enter to begin.", lambda: self.start(view.kind), primary=True
        )
        sizes = self.theme.sizes
        self.suggestion.setFixedHeight(2 * sizes.pad + sizes.title + 2 * sizes.body + sizes.gap)
        return self.suggestion

    def _kind(self, view: KindView) -> QFrame:
        dots = ProgressDots(self.theme, f"{view.title}: tasks drilled", size=10)
        done = sum(view.dots)
        dots.show_dots(["good" if one else "" for one in view.dots], f"{done} of {len(view.dots)} drilled")
        head = row(label(view.title, "heading", tight=True), label(view.letters, "pill"), spacing=10)
        head.setStretch(0, 1)
        start = button("Start", lambda: self.start(view.kind), name=f"Start {view.title}")
        opened = self.open_kind == view.kind
        tasks = button(
            "Hide the tasks" if opened else "Choose a task",
            lambda: self._toggle(view.kind),
            "plain",
            name=f"Tasks of {view.title}",
        )
        shown = view.shown or (present_items(self._items, self._done, view.kind) if opened else ())
        parts: list[QWidget | int | None] = [self._item(item) for item in shown]
        if not view.shown:
            buttons = QWidget()
            buttons.setLayout(row(start, tasks, None, spacing=4))
            about = label(view.about, "small", wrap=True)
            parts = [label(view.text, wrap=True), about, 2, dots, 4, *([] if parts else [None]), buttons, *parts]
        made = card(self.theme, head, *parts, spacing=6)
        made.setAccessibleName(view.title)
        return made

    def _toggle(self, kind: DrillKind) -> None:
        self.open_kind = None if self.open_kind == kind else kind
        self._show()

    def _item(self, item: ItemView) -> QWidget:
        made = QWidget()
        start = button("Start", lambda: self.start(item.kind, item.id), "small", name=f"Start {item.title}")
        words = clear(label(item.title, tight=True), label(item.about, "small", tight=True), spacing=0)
        across = row(MarkDot(self.theme, "good" if item.done else "unknown", 12), words, start, spacing=10)
        across.setStretch(1, 1)
        made.setLayout(across)
        return made
